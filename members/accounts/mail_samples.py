"""Samples of the letters about an account, which allauth writes from our templates, for the gallery."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import Written, register

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def _sample(letter, label, app="account", **context):
    def tells(person):
        about = {
            "user": person,
            "email": person.email,
            "timestamp": timezone.now(),
            "user_agent": BROWSER,
            "ip": "192.0.2.17",
            **{name: settings.PORTAL_URL + value() if callable(value) else value for name, value in context.items()},
        }
        message = get_adapter().letter(f"{app}/email/{letter}", person.email, about)
        return Written(message.subject, message.body, message.alternatives[0][0])

    register("accounts", tells, label=label)


def _confirming():
    return reverse("account_confirm_email", args=["a-signed-word"])


def _choosing():
    return reverse("account_reset_password_from_key", args=["4q", "a-signed-word"])


_sample("login_code", _("a code"), code="4F9K-2QXD")
_sample("email_confirmation_signup", _("welcome"), activate_url=_confirming)
_sample("email_confirmation", _("a new address"), activate_url=_confirming)
_sample("email_confirm", _("an address is confirmed"))
_sample("email_changed", _("another address"), from_email="ann@cxpa.example", to_email="ann@okafor.example")
_sample("email_deleted", _("an address is gone"), deleted_email="ann@okafor.example")
_sample("account_already_exists", _("joined twice"), password_reset_url=lambda: reverse("account_reset_password"))
_sample("unknown_account", _("nobody we know"), signup_url=lambda: reverse("account_signup"))
_sample("password_reset_key", _("a new password"), password_reset_url=_choosing)
_sample("password_reset_code", _("a code for a new password"), code="7T2M-9WHC")
_sample("password_reset", _("a new password was chosen"))
_sample("password_changed", _("the password was changed"))
_sample("password_set", _("the first password"))
_sample("totp_activated", _("an authenticator app"), app="mfa")
_sample("totp_deactivated", _("no authenticator app any more"), app="mfa")
_sample("recovery_codes_generated", _("new recovery codes"), app="mfa")
_sample("webauthn_added", _("a passkey"), app="mfa")
_sample("webauthn_removed", _("a passkey is gone"), app="mfa")
_sample("account_connected", _("linked"), app="socialaccount", provider="LinkedIn")
_sample("account_disconnected", _("unlinked"), app="socialaccount", provider="LinkedIn")
