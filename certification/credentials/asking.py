"""Acts in the admin that owe a reason: a page between asks for it, a POST acts and comes back."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget


class ReasonForm(forms.Form):
    """Why: the person it concerns reads it in their letter."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("The holder reads it in their letter. It is never shown in public."),
    )


class AskingAdmin(ModelAdmin):
    """An admin whose acts are verbs with `by` and what a form asked for; `refusals` are the errors they answer with."""

    refusals = ()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Nothing is typed on the page of a thing, so there is nothing to save."""
        nothing = dict.fromkeys(["show_save", "show_save_and_continue", "show_save_and_add_another"], False)
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **nothing})

    def ask(self, request, object_id, *, label, done, act, form_class=ReasonForm):
        """The page between. `act(thing, said)` gets the cleaned data with `by`."""
        thing = self.get_object(request, object_id)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if thing is None:
            return redirect(f"{name}_changelist")
        back = reverse(f"{name}_change", args=[object_id])
        form = form_class(
            request.POST if request.method == "POST" else None, initial={"name": getattr(thing, "name", "")}
        )
        if request.method == "POST" and form.is_valid():
            self.do(request, thing, done=done, act=lambda: act(thing, {**form.cleaned_data, "by": request.user}))
            return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{label}: {thing}",
            "label": label,
            "form": form,
            "back": back,
            "opts": self.opts,
        }
        return TemplateResponse(request, "certification/credentials/admin/reason.html", context)

    def confirm(self, request, object_id, *, label, done, verb):
        """A page between that asks for nothing but a yes: a link alone must not change anything."""
        return self.ask(
            request,
            object_id,
            label=label,
            done=done,
            act=lambda thing, said: getattr(thing, verb)(**said),
            form_class=forms.Form,
        )

    def do(self, request, thing, *, done, act):
        """Act, and say how it went."""
        try:
            act()
            messages.success(request, done)
        except self.refusals as why:
            messages.error(request, f"{thing}: {why}")


def act_with_reason(verb, label, done):
    """An action of one thing's page that asks for a reason and calls the `verb` with it."""

    def act(self, request, object_id):
        return self.ask(
            request, object_id, label=label, done=done, act=lambda thing, said: getattr(thing, verb)(**said)
        )

    act.__name__ = verb
    return action(description=label, url_path=verb.replace("_", "-"), permissions=["change"])(act)
