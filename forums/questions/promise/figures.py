"""How the promise is kept, as the public page and the first page show it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ..models.months import HOURS, PromiseMonth


def bars(months):
    """Rows for components/bars.html: how long half of the askers waited, measured against the 48 hours."""
    return [
        {"name": _month(month), "percent": _part(month), "words": _waited(month), "in_time": month.percent_in_time}
        for month in months
    ]


def rows(months):
    """The same in numbers, for the table beside the picture."""
    return [
        {
            "month": _month(month),
            "questions": month.questions,
            "in_time": month.percent_in_time,
            "waited": _waited(month),
        }
        for month in months
    ]


def last_month():
    """One sentence on the newest month that holds enough; "" where there is none, or nothing to be proud of."""
    month = PromiseMonth.objects.to_show().first()
    if month is None or month.median_seconds is None:
        return ""
    return _("Half of the questions asked in %(month)s had a first answer within %(hours)s.") % {
        "month": _month(month),
        "hours": _waited(month),
    }


def _part(month):
    if month.median_seconds is None:
        return 100
    return min(round(100 * month.median_seconds / (HOURS * 3600)), 100)


def _waited(month):
    """Whole hours that count, rounded up: never better than it was."""
    if month.median_seconds is None:
        return _("more than half wait")
    if month.median_seconds < 3600:
        return _("less than an hour")
    hours = -(-month.median_seconds // 3600)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def _month(month):
    return date_format(month.month, pgettext("month and year", "F Y"))
