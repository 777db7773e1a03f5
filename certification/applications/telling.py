"""An application told back, section by section, in words: for the applicant's last look, and for reviewers."""

from dataclasses import dataclass

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from .questions import CHOICE


@dataclass(frozen=True)
class Told:
    slug: str
    title: str
    lines: list  # of {"label", "text"}


def told(application):
    """A list of Told, in the order of the sections; what is empty is left out."""
    return [
        Told(section.slug, str(section.title), list(_lines(application, section))) for section in application.sections
    ]


def span_of(job):
    """From when to when somebody worked there, in words."""
    first = _month(job.began_year, job.began_month)
    last = _("today") if job.is_current else _month(job.ended_year, job.ended_month)
    return f"{first} – {last}"


def _lines(application, section):
    if section.is_work:
        for job in application.work:
            time = _("full time") if job.is_full_time else _("part time")
            yield {"label": f"{job.employer}, {job.role} · {span_of(job)} · {time}", "text": job.duties}
        return
    for question in section.questions:
        value = application.values.get(question.name, "")
        if value:
            text = dict(question.choices).get(value, value) if question.kind == CHOICE else value
            yield {"label": str(question.label), "text": str(text)}


def _month(year, month):
    if not year:
        return "…"
    return f"{MONTHS[month]} {year}" if month else str(year)
