"""Applications for the CCXP at every point of the way: written, sent, paid, read, decided, and the exam after that."""

import tomllib
from dataclasses import dataclass
from functools import cache, partial

from django.utils import timezone

from certification.applications.models import Answer, Application, Job
from certification.credentials.models import Credential
from certification.exams.models import Authorization, Sitting

from .cast import CONTENT, address_of
from .chance import lot
from .credentials import number_of
from .knowing import person_named
from .moments import moment, start

JOB = [
    "employer",
    "role",
    "began_month",
    "began_year",
    "ended_month",
    "ended_year",
    "is_current",
    "is_full_time",
    "duties",
]


@cache
def read():
    """Each application of content/applications/, as dicts."""
    paths = sorted((CONTENT / "applications").glob("*.toml"))
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]


def acts(now):
    """(moment, do) of the applications of those who never made one."""
    have = set(Application.objects.values_list("person__email", flat=True))
    for about in read():
        if address_of(about["person"]) not in have:
            yield from _steps(about, now)


@dataclass
class Case:
    """The way of one application, which is read once: each verb looks at it anew, under its lock."""

    key: str
    _application: Application | None = None

    @property
    def person(self):
        """The applicant as they are now."""
        return person_named(self.key)

    def begin(self):
        """The application, made."""
        self._application = Application.start(self.person, by=self.person)
        return self._application

    @property
    def application(self):
        person = self.person
        self._application = self._application or Application.objects.latest_of(person)
        self._application.person = person
        return self._application


def _steps(about, now):
    case = Case(about["person"])
    yield moment(about["written"], now), partial(_write, case, about)
    for step in about.get("step", []):
        said = {name: value for name, value in step.items() if name not in ("at", "do")}
        yield moment(step["at"], now), partial(STEPS[step["do"]], case, said)


def _write(case, about):
    """All that stands in the form. The last field is left by the verb, which remembers where to come back to."""
    application = case.begin()
    now, year = timezone.now(), timezone.localdate().year
    for job in about.get("job", []):
        _add_job(application, job, year)
    # How many years ago, so that it stays believable.
    answers = {
        name: str(year - value if name == "graduated" else value).strip() for name, value in about["answers"].items()
    }
    last = list(answers)[-1]
    Answer.objects.bulk_create(
        Answer(application=application, name=name, value=value, version=1, saved_at=now)
        for name, value in answers.items()
        if name != last
    )
    application.save_field(last, answers[last], version=0)


def _add_job(application, about, year):
    """One row of work history, as it stands once each of its fields was left."""
    fields = {name: year - value if name.endswith("_year") else value for name, value in about.items()}
    fields |= {"is_current": "ended_year" not in about, "is_full_time": about.get("is_full_time", True)}
    # A field counts how often it was changed, and a new row is full time already.
    saved = [name for name in JOB if name in fields and fields[name] != getattr(Job(), name)]
    application.jobs.create(versions=dict.fromkeys(saved, 1), **fields)


def _change(case, about):
    application = case.application
    answer = application.answers.get(name=about["field"])
    application.save_field(about["field"], about["text"].strip(), version=answer.version)


def _send(case, about):
    case.application.submit(by=case.person)


def _pay(case, about):
    invoice = case.application.invoice
    reference = f"TRF {lot(case.key, 'application') % 10**8:08}"
    invoice.settle(by=person_named("carol"), amount=invoice.total, reference=reference)


def _take(case, about):
    case.application.take(by=person_named(about["by"]), employer=about["employer"])


def _recommend(case, about):
    words = {"reason": about.get("reason", ""), "comments": about.get("comments", {})}
    case.application.recommend(about["recommendation"], by=person_named(about["by"]), **words)


def _explain_delay(case, about):
    case.application.explain_delay(about["reason"], by=person_named("dora"))


def _approve(case, about):
    case.application.approve(by=person_named("dora"))


def _deny(case, about):
    case.application.deny(by=person_named("dora"), reason=about["reason"])


def _ask_for_changes(case, about):
    case.application.ask_for_changes(by=person_named("dora"))


def _withdraw(case, about):
    case.application.withdraw(by=case.person)


def _run_out(case, about):
    case.application.run_out(now=timezone.now())


def _wish(case, about):
    _right(case).wish(by=case.person, place=about["place"], dates=about["dates"], city=about.get("city", ""))


def _schedule(case, about):
    right = _right(case)
    reference = f"EX-{lot(case.key, 'sitting', right.sittings.count()) % 10**7:07}"
    zone = right.person.time_zone
    at = start(about["begins"], timezone.now(), zone)
    Sitting.schedule(
        right, at=at, time_zone=zone, place=about["place"], provider_reference=reference, by=person_named("carol")
    )


def _sit(case, about):
    sitting = _right(case).sittings.latest("scheduled_for")
    sections = {int(number): percent for number, percent in about["sections"].items()}
    office, application = person_named("carol"), sitting.authorization.application
    if about["passed"]:
        # Ahead of the result, which would award it with a number drawn by lot: for a sitting, twice is once.
        Credential.award(
            application.person,
            name=application.legal_name,
            framework=application.framework,
            sitting=sitting,
            by=office,
            number=number_of(case.key),
        )
    sitting.record_result(passed=about["passed"], by=office, sections=sections)


def _stay_away(case, about):
    _right(case).sittings.latest("scheduled_for").record_no_show(by=person_named("carol"))


STEPS = {
    "change": _change,
    "send": _send,
    "pay": _pay,
    "take": _take,
    "recommend": _recommend,
    "explain the delay": _explain_delay,
    "approve": _approve,
    "deny": _deny,
    "ask for changes": _ask_for_changes,
    "withdraw": _withdraw,
    "run out": _run_out,
    "wish": _wish,
    "schedule": _schedule,
    "sit": _sit,
    "stay away": _stay_away,
}


def _right(case):
    return Authorization.objects.of(case.person)
