"""How the portal writes a moment: in the reader's zone, with the month in words, the full moment one hover away."""

from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, pgettext

register = template.Library()


@register.simple_tag
def moment(at):
    """A <time> element for the aware datetime `at`; nothing for None.

    Kept by the minute: a list shows the same moments to many readers, and writing one anew costs more than the rest of
    its row.
    """
    if at is None:
        return ""
    zone = timezone.get_current_timezone()
    today = timezone.localdate(timezone=zone)
    return _written(at.replace(second=0, microsecond=0), str(zone), today, get_language())


@lru_cache(maxsize=8192)
def _written(at, _zone, today, _language):
    local = timezone.localtime(at)
    day = local.date()
    if day == today:
        text = gettext("today, %(time)s") % {"time": written(local, pgettext("time of day", "H:i"))}
    elif day.year == today.year:
        text = written(local, pgettext("day of this year", "j F"))
    else:
        text = written(local, pgettext("day of another year", "j F Y"))
    full = f"{written(local, pgettext('whole moment', 'l j F Y, H:i'))} {local.tzname()}"
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(timespec="minutes"), full, text)
