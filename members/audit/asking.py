"""Acts of staff that owe a reason, a number or only a yes: a page between asks for it, a POST acts and comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

LINK = '<a class="font-medium text-primary-600 dark:text-primary-500" href="{}">{}</a>'


class Question(forms.Form):
    """What an act asks for; as it is, nothing but a yes. `about` is the thing, or None where it is about several."""

    def __init__(self, *args, about=None, **options):
        self.about = about
        super().__init__(*args, initial=self.suggested(), **options)

    def suggested(self):
        """What stands in the fields at first, by name."""
        return {}


def reason_field(help_text="", max_length=250):
    """Why staff do it."""
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})
    words = {"required": _("Say why, if only in a few words.")}
    return forms.CharField(
        label=_("Why?"), max_length=max_length, help_text=help_text, widget=widget, error_messages=words
    )


def day_field(**options):
    """A day, by the browser's own picker."""
    return forms.DateField(widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}), **options)


class ReasonForm(Question):
    reason = reason_field(_("Kept in the record, with your name. The person reads it too."))


@dataclass(frozen=True)
class Act:
    """What staff may do: `verb(thing, by=…, **answers)`.

    `done`, `sentence` and `button` are words, or say them of the thing; for an act on several, `done` says them of how
    many it was done to. With `leads_on` one is led to what the verb returned.
    """

    verb: Callable
    label: str
    done: str | Callable
    sentence: str | Callable = ""
    button: str | Callable = ""
    form: type[Question] = Question
    is_final: bool = False
    leads_on: bool = False


def asks(verb, *, when=None, url_path=None, icon=None, **about):
    """An action for the page of one thing. `when(thing)` tells whether it is offered; the verb has the last word."""
    act = Act(verb, **about)

    def ask(self, request, object_id):
        return self.ask(request, object_id, act, when)

    asked = action(description=act.label, url_path=url_path, permissions=["change"], icon=icon)(ask)
    asked.when = when
    return asked


def asks_of_all(verb, **about):
    """An action for a list: one question, and its answer goes for all that are chosen."""
    act = Act(verb, **about)

    def ask(self, request, queryset):
        return self.ask_of_all(request, queryset, act)

    return admin.action(description=act.label, permissions=["change"])(ask)


class AskingAdmin(ModelAdmin):
    """An admin with such acts. `refusals` are the exceptions by which verbs say, in a sentence, that they cannot."""

    refusals = ()

    def ask(self, request, object_id, act, when=None):
        """The page between for one thing; a refusal comes back as its sentence above what was typed."""
        thing = self.get_object(request, object_id)
        if thing is None:
            return redirect(self._name("changelist"))
        if request.method != "POST" and when and not when(thing):
            messages.info(request, _now("There is nothing left to do here: it is done, or something else came first."))
            return redirect(self._name("change"), thing.pk)
        form = act.form(request.POST if request.method == "POST" else None, about=thing)
        if form.is_valid():
            try:
                made = act.verb(thing, by=request.user, **form.cleaned_data)
            except self.refusals as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, _words(act.done, thing))
                to = made if act.leads_on else thing
                return redirect(f"admin:{to._meta.app_label}_{to._meta.model_name}_change", to.pk)
        return self._page(request, act, form, f"{act.label}: {thing}", reverse(self._name("change"), args=[thing.pk]))

    def ask_of_all(self, request, queryset, act):
        """The page between for what was chosen in a list, which sends the choice along."""
        form = act.form(request.POST if "answered" in request.POST else None)
        if form.is_valid():
            self.each(request, queryset, partial(act.verb, **form.cleaned_data), act.done)
            return None
        chosen = [(ACTION_CHECKBOX_NAME, pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)]
        again = [(name, request.POST.get(name, "")) for name in ["action", "select_across"]]
        title = ngettext("%(what)s: %(count)d chosen", "%(what)s: %(count)d chosen", count := queryset.count())
        title %= {"what": act.label, "count": count}
        return self._page(request, act, form, title, request.get_full_path(), [*again, *chosen, ("answered", 1)])

    def each(self, request, things, verb, done):
        """`verb(thing, by=…)` on each of `things`: those that refuse say why, and the rest goes on.

        `done(count)` tells of those that changed: a verb that returns False says that nothing did.
        """
        count, refused = 0, {}
        for thing in things:
            try:
                count += verb(thing, by=request.user) is not False
            except self.refusals as why:
                refused.setdefault(str(why), []).append(str(thing))
        for why, names in refused.items():
            self.message_user(request, f"{', '.join(names)}: {why}", messages.WARNING)
        if count or not refused:
            self.message_user(request, done(count), messages.SUCCESS if count else messages.INFO)

    def links(self, thing, *names):
        """Links to the acts of these names that `thing` is open to, for a column of the list."""
        offered = [(name, getattr(self, name)) for name in names]
        ways = [
            (reverse(self._name(name), args=[thing.pk]), act.short_description)
            for name, act in offered
            if act.when is None or act.when(thing)
        ]
        return format_html_join(" · ", LINK, ways) if ways else "–"

    def get_actions_detail(self, request, object_id):
        """Only the ways that are open."""
        thing = self.get_object(request, object_id)
        acts = super().get_actions_detail(request, object_id)
        ways = [(act, getattr(act.method, "when", None)) for act in acts]
        return [act for act, when in ways if when is None or (thing is not None and when(thing))]

    def _name(self, page):
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _page(self, request, act, form, title, back, hidden=()):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "sentence": _words(act.sentence, form.about),
            "button": _words(act.button, form.about) or act.label,
            "is_final": act.is_final,
            "form": form,
            "hidden": hidden,
            "back": back,
        }
        return TemplateResponse(request, "members/audit/question.html", context)


def _words(said, thing):
    return said(thing) if callable(said) else said
