"""An action that owes a reason, or a number, asks for it on a page of its own, and says what will happen."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("Kept in the record, with your name. The person reads it too."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


def day_field(**options):
    """A day, by the browser's own picker."""
    return forms.DateField(widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}), **options)


def decide(model_admin, request, thing, *, form_class, title, sentence, button, verb, done, initial=None, refusals=()):
    """The page that asks, and the answer to it.

    `verb(**cleaned_data)` does it; a `refusals` exception comes back as its sentence above the form. `done` is said
    on the page of `thing` afterwards.
    """
    form = form_class(request.POST or None, initial=initial)
    opts = model_admin.model._meta
    back = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[thing.pk])
    if request.method == "POST" and form.is_valid():
        try:
            verb(**form.cleaned_data)
        except tuple(refusals) as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, done)
            return redirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "sentence": sentence,
        "button": button,
        "form": form,
        "opts": opts,
        "original": thing,
        "back": back,
    }
    return render(request, "members/billing/admin/decision.html", context)
