"""The times of events on pages: the event's own clock and the reader's, side by side."""

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..schema_org import as_script
from ..times import MINUTE, clock, same_clock, short_days, zone_place

register = template.Library()


@register.simple_tag
def when(event):
    """ "Tuesday 6 October, 15:00–17:00 in Zurich": by the event's own clock."""
    if event.is_all_day:
        return _time(event, event.when_in(event.zone))
    words = _("%(when)s in %(place)s") if _is_place(event) else _("%(when)s, %(place)s")
    return _time(event, words % {"when": event.when_in(event.zone), "place": zone_place(event)})


@register.simple_tag
def when_yours(event):
    """The same by the reader's clock, "09:00–11:00 for you"; nothing where both clocks agree."""
    zone = timezone.get_current_timezone()
    if same_clock(event, zone):
        return ""
    text = event.when_in(zone)
    if timezone.localdate(event.starts_at, zone) == event.first_day == _last_day(event, zone):
        text = text.rpartition(", ")[2]  # the day has been said
    return _time(event, _yours(zone) % {"when": text})


@register.simple_tag
def row_time(event):
    """The event's own clock, for a row: "15:00 in Zurich"; with its day where the reader's calendar says another."""
    starts = timezone.localtime(event.starts_at, event.zone)
    words = _("%(time)s in %(place)s") if _is_place(event) else _("%(time)s, %(place)s")
    text = words % {"time": clock(starts), "place": zone_place(event)}
    if starts.date() != timezone.localdate(event.starts_at):
        text = f"{short_days(starts.date(), starts.date())}, {text}"
    return _time(event, text)


@register.simple_tag
def row_end(event):
    """Of what is on now: until when, by the reader's clock; for whole days the last day."""
    zone = timezone.get_current_timezone()
    ends = timezone.localtime(event.ends_at, zone)
    if event.is_all_day:
        return _("until %(when)s") % {"when": short_days(event.last_day, event.last_day)}
    text = (
        clock(ends) if ends.date() == timezone.localdate() else f"{short_days(ends.date(), ends.date())}, {clock(ends)}"
    )
    return _("until %(when)s") % {"when": text if same_clock(event, zone) else _yours(zone) % {"when": text}}


@register.simple_tag
def row_time_yours(event):
    """The reader's clock, for a row: "09:00 for you"; nothing where both clocks agree."""
    zone = timezone.get_current_timezone()
    if same_clock(event, zone):
        return ""
    return _yours(zone) % {"when": clock(timezone.localtime(event.starts_at, zone))}


@register.simple_tag
def row_date(event):
    """The day or days of an event, for lists that are not grouped by day."""
    return _time(event, short_days(event.first_day, event.last_day))


@register.filter
def credits(minutes):
    """How much CCXP credit so many minutes give: "1 CCXP credit", "1.5 CCXP credits"."""
    number = f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
    return ngettext("%(number)s CCXP credit", "%(number)s CCXP credits", 1 if minutes == 60 else 2) % {"number": number}


@register.simple_tag
def thumbnail(picture, width):
    """The address of a kept picture at about that width (320, 640 or 1280)."""
    return picture.thumbnail_url(width)


@register.simple_tag
def og_sentence(event):
    """When, where and why in one line, for those who meet the event in a message."""
    return " · ".join(part for part in [event.when_in(event.zone), str(event.where), event.summary] if part)


@register.simple_tag
def schema_org(event):
    """The <script> that tells search engines about the event; only for what everyone may see."""
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(as_script(event)))


def _yours(zone):
    """Who never said where they are gets the zone by its name: "for you" would be a guess."""
    if str(zone) == "UTC":
        return _("%(when)s UTC")
    return _("%(when)s for you")


def _is_place(event):
    """Whether the event's clock is called after a city; "in UTC" is no place to be."""
    return event.time_zone != "UTC"


def _last_day(event, zone):
    return timezone.localdate(event.ends_at - MINUTE, zone)


def _time(event, text):
    starts = timezone.localtime(event.starts_at, event.zone)
    stamp = starts.date().isoformat() if event.is_all_day else starts.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', stamp, text)
