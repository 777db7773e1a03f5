"""What a question's own row tells of the answer promised to it: words, not a number that ticks.

Who promises is a room above (`forums.questions`), which keeps `promised_until` and `first_answer_at` on the row.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from members.mail.rounds import zone_of

SATURDAY = 5
RUNS, RESTS, LATE, ANSWERED = "runs", "rests", "late", "answered"
NEWS = timedelta(days=7)  # so long a list says how quickly somebody answered
HOUR, DAY = 3600, 86_400  # seconds


class Clock:
    """`state`: runs, rests for the weekend where it was asked, late, or answered."""

    def __init__(self, topic, zone, now):
        self.topic = topic
        self.zone = zone
        self.now = now
        self.until = topic.promised_until

    @property
    def state(self):
        if self.topic.first_answer_at:
            return ANSWERED
        if self.until <= self.now:
            return LATE
        return RESTS if self.now.astimezone(self.zone).weekday() >= SATURDAY else RUNS

    @property
    def when(self):
        """Until when the answer is promised, as a <time> in the reader's zone: "14:00 tomorrow", "Tuesday 14:00"."""
        return spoken(self.until, self.now)

    @property
    def late(self):
        return lasting(self.now - self.until)

    @property
    def answered_after(self):
        """How long somebody waited, nights and weekends included: the time as they lived it."""
        return lasting(self.topic.first_answer_at - self.topic.created_at)

    @property
    def reader_has_a_zone(self):
        return str(timezone.get_current_timezone()) != "UTC"

    @cached_property
    def goes_on(self):
        """When it goes on after the weekend, in the reader's zone."""
        local = self.now.astimezone(self.zone)
        monday = local.date() + timedelta(days=7 - local.weekday())
        return spoken(datetime.combine(monday, time(0), self.zone), self.now)


def clock_of(topic, zone=None, now=None):
    """The Clock of `topic` (its author loaded), or None: not a question, no promise, or it was answered unpromised.

    `zone` is the name of the zone in which the promise rests; without it that of the author, who lives there.
    """
    if not topic.is_question or not (topic.promised_until or topic.first_answer_at):
        return None
    return Clock(topic, ZoneInfo(zone) if zone else zone_of(topic.author), now or timezone.now())


def clock_in_list(topic):
    """As `clock_of`, where a list says it: while somebody waits, and for some days after the answer."""
    answered = topic.first_answer_at
    if answered and answered < timezone.now() - NEWS:
        return None
    return clock_of(topic)


def spoken(at, now=None):
    """A <time> with `at` as one says it in a sentence after "by", in the reader's zone."""
    local = timezone.localtime(at)
    days = (local.date() - timezone.localtime(now).date()).days
    clock = written(local, pgettext("time of day", "H:i"))
    if days == 0:
        text = _("%(time)s today") % {"time": clock}
    elif days == 1:
        text = _("%(time)s tomorrow") % {"time": clock}
    elif 1 < days < 7:
        text = written(local, pgettext("moment of this week", "l H:i"))
    else:
        text = written(local, pgettext("moment of another week", "j F, H:i"))
    full = f"{written(local, pgettext('whole moment', 'l j F Y, H:i'))} {local.tzname()}"
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(timespec="minutes"), full, text)


def lasting(span):
    """A timedelta in words: "12 minutes", "5 hours", "3 days"."""
    seconds = max(span.total_seconds(), 60)
    if seconds < HOUR:
        count = int(seconds // 60)
        return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    if seconds < 2 * DAY:
        count = int(seconds // HOUR)
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    count = int(seconds // DAY)
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
