"""What the application asks: sections and their questions. One place for forms, autosave, checks and reviewers."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LINE, TEXT, CHOICE, MONTH, YEAR, TICK = "line", "text", "choice", "month", "year", "tick"
SHORTEST_STORY = 150  # characters; less cannot tell what somebody did
OLDEST_YEAR = 1950

DEGREE, SCHOOL = "degree", "school"
PATHS = [
    (DEGREE, _("A bachelor's degree, or what counts as one in my country")),
    (SCHOOL, _("School to the end; more years of work stand in for the degree")),
]
INVOLVEMENT = [
    ("supported", _("I supported the work: others led it, I did a part")),
    ("managed", _("I managed the work: I was responsible for how it was done")),
    ("developed", _("I developed the strategy: I decided what should be done, and why")),
]


@dataclass(frozen=True)
class Question:
    name: str
    label: str
    kind: str = LINE
    hint: str = ""
    looks_for: str = ""  # what a reviewer looks for
    choices: tuple = ()
    longest: int = 200
    shortest: int = 0
    is_required: bool = True

    @property
    def is_optional(self):
        return not self.is_required

    def clean(self, value):
        """`value` (text from a form) as it is stored: trimmed, one of the choices, a number that can be a year.

        Raises ValidationError with the sentence for the field. Empty is always fine: drafts are unfinished.
        """
        value = (value or "").strip().replace("\r\n", "\n").replace("\x00", "")
        if not value:
            return ""
        if len(value) > self.longest:
            raise ValidationError(
                gettext("This is %(over)d characters longer than fits here.") % {"over": len(value) - self.longest}
            )
        if self.kind == CHOICE and value not in dict(self.choices):
            raise ValidationError(gettext("Choose one of the answers."))
        if self.kind == TICK:
            return "yes" if value in ("yes", "on", "true", "1") else ""
        if self.kind in (MONTH, YEAR):
            return self._number(value)
        return value

    def _number(self, value):
        low, high = (1, 12) if self.kind == MONTH else (OLDEST_YEAR, timezone.localdate().year)
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            said = gettext("A number from %(low)d to %(high)d.")
            raise ValidationError(said % {"low": low, "high": high})
        return str(int(value))

    def missing(self, value):
        """The sentence of what `value` still lacks, or None when it is whole."""
        value = value.strip()
        if self.is_required and not value:
            return gettext("This is still empty.")
        if value and len(value) < self.shortest:
            return gettext("Say a little more: at least %(least)d characters, %(now)d so far.") % {
                "least": self.shortest,
                "now": len(value),
            }
        return None


@dataclass(frozen=True)
class Section:
    slug: str
    title: str
    sentence: str
    questions: tuple = ()
    competency: object = field(default=None, compare=False)

    @property
    def is_work(self):
        return self.slug == WORK


WORK = "work"

ABOUT = Section(
    "about",
    _("You"),
    _("Who the credential will be made out to."),
    (
        Question(
            "legal_name",
            _("Your full name, as on your passport or identity card"),
            hint=_("At the exam they compare it with the card you bring, and the credential bears it."),
            looks_for=_("A name that the test centre will let in. You can be called something else in the portal."),
            longest=150,
        ),
        Question(
            "job_title",
            _("What you do now"),
            hint=_("Your role, as you would say it to a colleague elsewhere."),
            is_required=False,
        ),
    ),
)
EDUCATION = Section(
    "education",
    _("Education"),
    _("Two ways lead to the exam. The months of work asked for follow from yours; the next page counts them."),
    (
        Question("path", _("Which way is yours?"), CHOICE, choices=tuple(PATHS)),
        Question(
            "school",
            _("Where you studied, or went to school"),
            looks_for=_("The name as it is today, with the town if others share it."),
        ),
        Question(
            "qualification",
            _("What you finished with"),
            hint=_("Such as “BA in Psychology”, or “Secondary school certificate”."),
            looks_for=_("For the first way: a bachelor's degree or what counts as one in your country."),
        ),
        Question("graduated", _("In which year"), YEAR),
    ),
)
WORK_SECTION = Section(
    WORK,
    _("Work"),
    _("Where you worked on customer experience. Months count while you add them, each month once."),
)
JOB_QUESTIONS = (
    Question(
        "employer", _("Employer"), longest=150, looks_for=_("Your own company counts too, if you work for yourself.")
    ),
    Question("role", _("Your role"), longest=150),
    Question("began_month", _("From"), MONTH),
    Question("began_year", _("Year"), YEAR),
    Question("is_current", _("I still work there"), TICK, is_required=False),
    Question("ended_month", _("Until"), MONTH, is_required=False),
    Question("ended_year", _("Year"), YEAR, is_required=False),
    Question("is_full_time", _("Full time"), TICK, is_required=False),
    Question(
        "duties",
        _("What you did for customers there"),
        TEXT,
        longest=4000,
        shortest=40,
        looks_for=_("Your own part of the work, and how much of your time it took."),
    ),
)
JOB_FIELDS = {question.name: question for question in JOB_QUESTIONS}


def competency_section(competency):
    number = competency.number
    return Section(
        f"competency-{number}",
        competency.name,
        competency.definition,
        (
            Question(
                f"involvement-{number}",
                _("The furthest you were involved"),
                CHOICE,
                choices=tuple(INVOLVEMENT),
                looks_for=_("Honesty before height. Nobody has to have led everything."),
            ),
            Question(
                f"story-{number}",
                _("What you did, and what came of it"),
                TEXT,
                hint=_("One or two pieces of work: where it began, what you did yourself, what changed for customers."),
                looks_for=_("What you did yourself, not what the team did; one result somebody could check."),
                longest=6000,
                shortest=SHORTEST_STORY,
            ),
        ),
        competency,
    )


def sections_of(framework):
    """All sections of an application under `framework`, in their order. One query for the competencies."""
    return [ABOUT, EDUCATION, WORK_SECTION, *map(competency_section, framework.competencies.all())]


def question_named(name, framework):
    """(Section, Question) of the field called `name`, rows of work history aside. Raises KeyError."""
    for section in sections_of(framework):
        for question in section.questions:
            if question.name == name:
                return section, question
    raise KeyError(name)
