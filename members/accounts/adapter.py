"""How allauth speaks to this portal: its letters go through the outbox, its names are our names."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from members.mail.kinds import kind_named
from members.mail.outbox import send_rendered

from .suspended import remember


def display_name(person):
    return person.name or person.email


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed for now."),
        "cannot_remove_primary_email": _("This is the address we write to, so it stays."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _(
            "This address and this password do not belong together. A slip in one of them, perhaps?"
        ),
        "email_taken": _("Someone has an account with this address."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_code": _(
            "This code does not fit. It may have run out: ask for a new one, or look at your app again."
        ),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _(
            "That was tried very often. Wait a few minutes, then try again; nothing is locked."
        ),
        "rate_limited": _("That was asked very often. Wait a few minutes, then try again."),
    }

    def populate_username(self, request, user):
        """There are no user names: the e-mail address is the name."""

    def send_mail(self, template_prefix, email, context):
        """Put allauth's letter into the outbox, in the caller's transaction.

        The key holds a digest of address, content and minute: a double click sends one letter, asking again later
        (for a code, a link, or what an address is known for) sends another.
        """
        message = self.letter(template_prefix, email, context)
        news = [email.lower(), message.subject, message.body, f"{timezone.now():%Y-%m-%d %H:%M}"]
        digest = salted_hmac("members.accounts.mail", "\n".join(news)).hexdigest()
        html = next((body for body, kind in message.alternatives if kind == "text/html"), "")
        send_rendered(
            "accounts",
            key=f"accounts:{template_prefix.rsplit('/', 1)[-1]}:{digest}",
            to=context.get("user") or get_user_model().objects.filter(email__iexact=email).first(),
            address=email,
            subject=message.subject,
            text=message.body,
            html=html,
        )

    def letter(self, template_prefix, email, context):
        """The message of one of allauth's letters, as our templates write it."""
        about = {
            "email": email,
            "site_name": settings.PORTAL_NAME,
            "portal_url": settings.PORTAL_URL,
            "reason": kind_named("accounts").reason,
        }
        return self.render_mail(template_prefix, email, about | context)

    def pre_login(self, request, user, **about):
        """Every way of signing in ends here, once it is known that it is them: who is suspended is told until when."""
        if user.is_active and user.is_suspended:
            clear_login(request)
            remember(request, user)
            return redirect("accounts:suspended")
        return super().pre_login(request, user, **about)

    def get_password_change_redirect_url(self, request):
        return reverse("mfa_index")


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": _("First confirm your e-mail address: open the link we sent there."),
    }

    def get_public_key_credential_rp_entity(self):
        """The name a passkey is kept under."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.PORTAL_NAME}
