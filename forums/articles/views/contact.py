"""A message to the people who run the portal, from anyone."""

from email.utils import parseaddr

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forums.discussions.forms import LineField, OnceField
from members.mail.kinds import kind_named
from members.mail.kinds import register as register_kind
from members.mail.outbox import send_rendered
from members.progress.pace import is_too_fast

KIND = "forums/articles/contact"


def register():
    """Make the kind of letter known; called once, when the room is ready."""
    label, reason = gettext_lazy("Messages to CXPA"), gettext_lazy("Somebody wrote to CXPA in the portal.")
    register_kind(KIND, label=label, reason=reason, is_required=True)


class ContactForm(forms.Form):
    """Who writes, and what. `nickname` is a field that nobody sees: what is filled in there comes from a program."""

    name = LineField(
        label=gettext_lazy("Your name"),
        max_length=100,
        error_messages={"required": gettext_lazy("Say what we may call you.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    address = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We answer there, and use it for nothing else."),
        error_messages={
            "required": gettext_lazy("Without an address we cannot answer you."),
            "invalid": gettext_lazy("There is a slip in this address."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    about = LineField(
        label=gettext_lazy("What is it about?"),
        max_length=120,
        help_text=gettext_lazy("In a few words, or the address of the page."),
        error_messages={"required": gettext_lazy("A few words are enough.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    words = LineField(
        label=gettext_lazy("Your message"),
        max_length=5000,
        error_messages={
            "required": gettext_lazy("There is no message yet."),
            "max_length": gettext_lazy("This is longer than %(limit_value)d characters. Write to us by mail instead."),
        },
        widget=forms.Textarea(attrs={"rows": 8, "class": "textarea", "dir": "auto"}),
    )
    nickname = forms.CharField(required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    token = OnceField()

    def clean(self):
        """Lines of a letter's head are one line."""
        cleaned = super().clean()
        for name in ("name", "about"):
            if name in cleaned:
                cleaned[name] = " ".join(cleaned[name].split())
        return cleaned


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request):
    """The form; sent, it says so on the same page, and the same form sent again sends nothing more."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    person = request.user
    known = {"name": person.name, "address": person.email} if person.is_authenticated else {}
    form = ContactForm(request.POST or None, initial=known)
    context = {"form": form, "address": address, "is_sent": False}
    if request.method == "POST" and form.is_valid():
        if is_too_fast(request, "contact", most=5, within=3600):
            form.add_error(None, _("Those were many messages in an hour. Write to %(address)s.") % {"address": address})
            return render(request, "forums/articles/contact.html", context, status=429)
        if not form.cleaned_data["nickname"]:
            _send(form.cleaned_data, address, person)
        context["is_sent"] = True
    return render(request, "forums/articles/contact.html", context)


def letter(told, person):
    """What the office gets: subject, text and HTML of a message that `person`, perhaps a stranger, wrote."""
    context = told | {
        "person": person if person.is_authenticated else None,
        "site_name": settings.PORTAL_NAME,
        "portal_url": settings.PORTAL_URL,
        "reason": kind_named(KIND).reason,
    }
    return {
        "subject": _("%(name)s writes: %(about)s") % {"name": told["name"], "about": told["about"]},
        "text": render_to_string("forums/articles/mail/contact.txt", context).strip() + "\n",
        "html": render_to_string("forums/articles/mail/contact.html", context),
    }


def _send(told, address, person):
    send_rendered(KIND, key=f"contact:{told['token']}", to=None, address=address, **letter(told, person))
