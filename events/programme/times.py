"""The time of an event in words: its own zone and the reader's, the month in words."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

MINUTE = timedelta(minutes=1)


def when_in(event, zone):
    """When `event` is, as clocks of `zone` show it: "Tuesday 6 October, 15:00–17:00".

    Whole days are whole days everywhere: they are dates of the place, whatever the zone.
    """
    if event.is_all_day:
        return days(event.first_day, event.last_day)
    starts, ends = (timezone.localtime(at, zone) for at in (event.starts_at, event.ends_at))
    if starts.date() == (ends - MINUTE).date():
        return _("%(day)s, %(from)s–%(to)s") % {
            "day": day_in_words(starts.date()),
            "from": clock(starts),
            "to": clock(ends),
        }
    return _("%(day)s, %(from)s to %(last_day)s, %(to)s") % {
        "day": day_in_words(starts.date()),
        "from": clock(starts),
        "last_day": day_in_words(ends.date()),
        "to": clock(ends),
    }


def clock(at):
    """The time of day of a local moment."""
    return written(at, pgettext("time of day", "H:i"))


def day_in_words(day):
    """ "Tuesday 6 October", with the year where it is another than this one."""
    if day.year == timezone.localdate().year:
        return written(day, pgettext("weekday and day of this year", "l j F"))
    return written(day, pgettext("weekday and day of another year", "l j F Y"))


def days(first, last):
    """A span of whole days: "Tuesday 6 October", "6–8 October 2027", "30 September – 2 October"."""
    if first == last:
        return day_in_words(first)
    year = "" if last.year == timezone.localdate().year else f" {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{written(last, 'j F')}{year}"
    own_year = "" if first.year == last.year else f" {first.year}"
    return f"{written(first, 'j F')}{own_year} – {written(last, 'j F')}{year}"


def short_days(first, last):
    """The same for a narrow column: "Tue 6 October", "6–8 October"; the year as above."""
    if first != last:
        return days(first, last)
    if first.year == timezone.localdate().year:
        return written(first, pgettext("short weekday and day of this year", "D j F"))
    return written(first, pgettext("short weekday and day of another year", "D j F Y"))


def same_clock(event, zone):
    """Whether clocks of `zone` show the event's times as the clocks of its own place do."""
    return event.is_all_day or all(
        timezone.localtime(at, zone).replace(tzinfo=None) == timezone.localtime(at, event.zone).replace(tzinfo=None)
        for at in (event.starts_at, event.ends_at)
    )


def zone_place(event):
    """What the event's time is called after: its city, else the city of its zone ("Europe/Zurich": Zurich)."""
    if event.city and not event.is_online:
        return event.city
    return event.time_zone.rsplit("/", 1)[-1].replace("_", " ")


def midnight(day, zone):
    """The moment at which `day` begins in `zone`; where clocks skip midnight that night, what follows the gap."""
    return datetime.combine(day, time.min, tzinfo=zone)
