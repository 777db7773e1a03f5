from django import forms
from django.utils.dates import MONTHS
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .models import Newer
from .models.writing import shown
from .questions import CHOICE, JOB_QUESTIONS, MONTH, TEXT, TICK, YEAR


def field_for(question):
    """The form field of a Question. Nothing is required while writing: what is missing is said before sending."""
    common = {"label": question.label, "help_text": question.hint, "required": False}
    if question.kind == CHOICE:
        return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **common)
    if question.kind == MONTH:
        return forms.CharField(widget=forms.Select(choices=[("", "—"), *MONTHS.items()]), **common)
    if question.kind == TICK:
        return forms.BooleanField(widget=forms.CheckboxInput(attrs={"value": "yes"}), **common)
    attrs = {"maxlength": question.longest, "dir": "auto"}
    if question.kind == YEAR:
        attrs = {"inputmode": "numeric", "size": 4, "maxlength": 4, "autocomplete": "off"}
    widget = forms.Textarea(attrs=attrs | {"rows": 8}) if question.kind == TEXT else forms.TextInput(attrs=attrs)
    return forms.CharField(widget=widget, **common)


class FieldsForm(forms.Form):
    """The fields of one section, saved one by one: what can be saved is, whatever else is wrong."""

    def __init__(self, *args, application, **options):
        self.application = application
        super().__init__(*args, **options)
        self.questions, self.versions = {}, {}
        for name, question, value, version in self.entries():
            self.questions[name] = question
            self.versions[name] = version
            field = self.fields[name] = field_for(question)
            # Every field is optional while it is written; what has to be filled in is said on the last page.
            field.needed = question.is_required
            self.initial[name] = value == "yes" if question.kind == TICK else value

    def entries(self):
        """(name, question, value, version) of each field."""
        raise NotImplementedError

    def save(self):
        """Save every field that was posted; answers whether all could be. The others keep their text and say why."""
        for name, question in self.questions.items():
            if name in self.data or question.kind == TICK:
                self._save_one(name, question)
        return not self.errors

    def version_shown(self, name):
        """The version the browser has of a field: what it posted, until a conflict showed it a newer one."""
        posted = self.data.get(f"version-{name}", "") if self.is_bound else ""
        if name in self.conflicts or not posted.isascii() or not posted.isdigit():
            return self.versions[name]
        return int(posted)

    @cached_property
    def conflicts(self):
        return {}

    def _save_one(self, name, question):
        value = self.data.get(name, "")
        try:
            self.versions[name] = self.application.save_field(name, value, version=self.version_shown(name))
            self._saved(name)
        except forms.ValidationError as error:
            self.add_error(name, error)
        except Newer as newer:
            self.conflicts[name] = newer
            self.versions[name] = newer.version
            self.add_error(name, said_elsewhere(newer, question))
        except KeyError:  # a row that was removed in another window a moment ago
            self.add_error(None, _now("A place of work was removed in another window while you wrote here."))

    def _saved(self, name):
        self.data = self.data.copy()
        self.data[f"version-{name}"] = str(self.versions[name])


def said_elsewhere(newer, question):
    """The sentence for a field that was saved in another window meanwhile."""
    value = str(dict(question.choices).get(newer.value, newer.value)) or _now("(empty)")
    return _now(
        "You changed this in another window too. There it says: “%(value)s”. Save again to keep what stands here."
    ) % {"value": value}


class SectionForm(FieldsForm):
    """A section of questions."""

    def __init__(self, *args, section, **options):
        self.section = section
        super().__init__(*args, **options)

    def entries(self):
        answers = {answer.name: answer for answer in self.application.answers.all()}
        for question in self.section.questions:
            answer = answers.get(question.name)
            yield question.name, question, answer.value if answer else "", answer.version if answer else 0

    @property
    def rows(self):
        """What the page shows: (bound field, question, version)."""
        return [(self[name], question, self.version_shown(name)) for name, question in self.questions.items()]


class WorkForm(FieldsForm):
    """All rows of the work history."""

    def entries(self):
        for job in self.application.work:
            for question in JOB_QUESTIONS:
                value = shown(getattr(job, question.name))
                yield f"job-{job.pk}-{question.name}", question, value, job.versions.get(question.name, 0)

    def save(self):
        self._say_what_is_gone()
        return super().save()

    def _say_what_is_gone(self):
        """A row removed in another window: what was typed in it here is at least shown once more."""
        gone = [name for name in self.data if name.startswith("job-") and name not in self.questions]
        words = [self.data[name].strip() for name in gone if name.endswith(("-employer", "-role", "-duties"))]
        if any(words):
            said = _now("A place of work was removed in another window while you wrote here: “%(words)s”")
            self.add_error(None, said % {"words": " · ".join(filter(None, words))})

    @property
    def jobs(self):
        """What the page shows: per job its fields by name, each as (bound field, question, version)."""
        return [
            {
                "job": job,
                **{
                    question.name: {
                        "field": self[f"job-{job.pk}-{question.name}"],
                        "version": self.version_shown(f"job-{job.pk}-{question.name}"),
                        "question": question,
                    }
                    for question in JOB_QUESTIONS
                },
            }
            for job in self.application.work
        ]


class AttestationForm(forms.Form):
    agree = forms.BooleanField(
        label=_("I state all of this."), error_messages={"required": _("Without this statement nothing can be sent.")}
    )
