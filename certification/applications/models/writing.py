"""Writing an application: every field is saved by itself, as it is left."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property

from members.audit.log import record

from ..months import count_months
from ..questions import DEGREE, JOB_FIELDS, TICK, WORK, question_named, sections_of
from ..states import State
from ..telling import told
from .answers import Answer, Job, Newer, NotWritable

MOST_JOBS = 30


class Writing:
    """The part of Application that is about its text."""

    @cached_property
    def sections(self):
        """All sections, in their order. Asked for once."""
        return sections_of(self.framework)

    @cached_property
    def work(self):
        """The rows of work history, in the order they were added. Asked for once."""
        return list(self.jobs.all())

    @property
    def told(self):
        """Everything that was answered, in words, section by section."""
        return told(self)

    @property
    def has_degree(self):
        return self.values.get("path", DEGREE) == DEGREE

    @property
    def months_needed(self):
        return self.terms.months_needed(self.has_degree)

    @cached_property
    def months(self):
        """The Count of full-time months so far."""
        return count_months(self.work)

    @property
    def times_saved(self):
        """How often fields of the work history were saved: of two counts of months, the one with more is newer."""
        return sum(sum(job.versions.values()) for job in self.work)

    @transaction.atomic
    def save_field(self, name, value, *, version):
        """Store what stands in the field `name` now; returns its new version.

        `version` is the one the writer saw (0: nothing yet). Saving the same text again changes nothing.
        Raises KeyError for a field there is not, ValidationError for what cannot stand there, Newer when the field was
        saved elsewhere meanwhile, NotWritable when the application is not with the applicant.
        """
        job_pk, field = parts_of(name)
        if job_pk:
            section, question = WORK, JOB_FIELDS[field]
        else:
            found, question = question_named(name, self.framework)
            section = found.slug
        value = question.clean(value)
        self._hold_to_write()
        saved = (
            self._save_in_job(job_pk, question, value, version) if job_pk else self._save_answer(name, value, version)
        )
        self._was_written(section, name)
        return saved

    def _save_answer(self, name, value, version):
        now = timezone.now()
        answer, new = Answer.objects.get_or_create(
            application=self, name=name, defaults={"value": value, "saved_at": now}
        )
        if new or answer.value == value:
            return answer.version
        if answer.version != version:
            raise Newer(answer.value, answer.version, answer.saved_at)
        answer.value, answer.version, answer.saved_at = value, version + 1, now
        answer.save(update_fields=["value", "version", "saved_at"])
        return answer.version

    def _save_in_job(self, pk, question, value, version):
        try:
            job = self.jobs.get(pk=pk)
        except Job.DoesNotExist:
            raise KeyError(pk) from None
        before, stands = getattr(job, question.name), job.versions.get(question.name, 0)
        after = stored(question, value)
        if before == after:
            return stands
        if stands != version:
            raise Newer(shown(before), stands)
        setattr(job, question.name, after)
        job.versions[question.name] = stands + 1
        job.save(update_fields=[question.name, "versions"])
        return stands + 1

    @transaction.atomic
    def add_job(self, *, by, token=None):
        """One more row of work history; the same `token` again returns the row it made before."""
        self._hold_to_write()
        if token and (made := self.jobs.filter(token=token).first()):
            return made
        if self.jobs.count() >= MOST_JOBS:
            raise NotWritable
        job = self.jobs.create(token=token)
        self._was_written(WORK, f"job-{job.pk}-employer")
        return job

    @transaction.atomic
    def remove_job(self, pk, *, by):
        """Take a row of work history away; one that is gone already is fine."""
        self._hold_to_write()
        job = self.jobs.filter(pk=pk).first()
        if job is None:
            return
        record("applications.job_removed", self, by=by, employer=job.employer, role=job.role)
        job.delete()
        self._was_written(WORK, "")

    def _hold_to_write(self):
        self._hold()
        if not self.is_writable:
            raise NotWritable

    def _was_written(self, section, field):
        """Remember where to come back to; a draft that is worked on lives on."""
        changes = {"last_section": section, "last_field": field}
        if self.state == State.DRAFT:
            changes |= {"runs_out_at": self._next_run_out(), "reminded_at": None}
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=list(changes))
        self._forget()

    def _next_run_out(self):
        return timezone.now() + timedelta(days=self.rules.draft_idle_days)

    def _forget(self):
        for known in ("values", "work", "months", "readings", "terms"):
            self.__dict__.pop(known, None)


def parts_of(name):
    """(pk, field) of a field in a row of work history ("job-12-employer"); (None, name) for any other."""
    kind, _, rest = name.partition("-")
    pk, _, field = rest.partition("-")
    return (int(pk), field) if kind == "job" and pk.isascii() and pk.isdigit() and len(pk) < 16 else (None, name)


def stored(question, value):
    """The text `value` as the column of a job holds it."""
    if question.kind == TICK:
        return value == "yes"
    if question.kind in ("month", "year"):
        return int(value) if value else None
    return value


def shown(value):
    """A column of a job as text in a form."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
