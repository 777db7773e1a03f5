"""What an application still lacks before it can be sent. Only completeness: whether it is good enough, people judge."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from .months import this_month
from .questions import JOB_QUESTIONS, WORK


@dataclass(frozen=True)
class Gap:
    section: str  # slug
    field: str  # name of the field to go to; empty for the section itself
    label: str
    sentence: str

    @property
    def url(self):
        anchor = f"#id_{self.field}" if self.field else ""
        return reverse("certification:section", args=[self.section]) + anchor


class Incomplete(Exception):
    """The application cannot be sent yet; `gaps` says what is missing."""

    def __init__(self, gaps):
        super().__init__(len(gaps))
        self.gaps = gaps


def gaps_of(application):
    """Every Gap of `application`, in the order of its sections."""
    return [gap for section in application.sections for gap in gaps_in(application, section)]


def gaps_in(application, section):
    """The gaps of one Section."""
    if section.is_work:
        return _gaps_in_work(application)
    found = []
    for question in section.questions:
        sentence = question.missing(application.values.get(question.name, ""))
        if sentence:
            found.append(Gap(section.slug, question.name, f"{section.title}: {question.label}", sentence))
    return found


def is_begun(application, section):
    """Whether anything stands in the section yet."""
    if section.is_work:
        return bool(application.work)
    return any(application.values.get(question.name) for question in section.questions)


def _gaps_in_work(application):
    if not application.work:
        return [Gap(WORK, "", _("Work"), _("Add the first place you worked at."))]
    return [gap for job in application.work for gap in _gaps_in_job(job)]


def _gaps_in_job(job):
    from .models.writing import shown

    where = job.employer or _("Work without an employer's name")
    found = []
    for question in JOB_QUESTIONS:
        sentence = question.missing(shown(getattr(job, question.name)))
        if sentence:
            label = f"{where}: {question.label}"
            found.append(Gap(WORK, f"job-{job.pk}-{question.name}", label, sentence))
    return found + _gaps_in_time(job, where)


def _gaps_in_time(job, where):
    first, last, now = job.first_month, job.last_month(this_month()), this_month()
    field = f"job-{job.pk}-ended_month"
    if first is not None and first > now:
        return [Gap(WORK, f"job-{job.pk}-began_month", where, _("This begins in the future."))]
    if last is None:
        return [Gap(WORK, field, where, _("Say until when, or that you still work there."))]
    if last > now:
        return [Gap(WORK, field, where, _("This ends in the future. Say that you still work there instead."))]
    if first is not None and last < first:
        return [Gap(WORK, field, where, _("This ends before it begins."))]
    return []
