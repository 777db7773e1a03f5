"""allauth's forms in our words: labels above the fields instead of placeholders inside them, one sentence of rules."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django.core.exceptions import ValidationError
from django.forms import EmailField
from django.utils.translation import gettext_lazy as _

ADDRESS = _("E-mail address")
STILL_EMPTY = _("This is still empty.")
NO_ADDRESS = _("This does not look like an e-mail address yet: name@company.example.")
PASSWORD_RULES = _("At least 10 characters. A few words that only you would put together work well.")


class Worded:
    """Gives the fields of an allauth form the `words` of this portal: name of the field → (label, hint).

    A hint of None keeps what allauth says there.
    """

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = STILL_EMPTY
            if isinstance(field, EmailField):
                field.error_messages["invalid"] = NO_ADDRESS
        for name, (label, hint) in self.words.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].help_text = self.fields[name].help_text if hint is None else hint


class OnePassword(Worded):
    """Asks for a new password once: who mistypes it signs in by code and sets another."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)


class SignInForm(Worded, account.LoginForm):
    words = {"login": (ADDRESS, ""), "password": (_("Password"), None)}


class JoinForm(Worded, account.SignupForm):
    words = {
        "email": (ADDRESS, _("We send a link there, to be sure it is yours.")),
        "password1": (_("Password"), PASSWORD_RULES),
    }


class JoinByProviderForm(Worded, social.SignupForm):
    words = {"email": (ADDRESS, "")}


class AddressForm(Worded, account.AddEmailForm):
    words = {"email": (_("New e-mail address"), "")}


class ChangePasswordForm(OnePassword, account.ChangePasswordForm):
    words = {
        "oldpassword": (_("The password you have now"), None),
        "password1": (_("New password"), PASSWORD_RULES),
    }


class SetPasswordForm(OnePassword, account.SetPasswordForm):
    words = {"password1": (_("Password"), PASSWORD_RULES)}


class NewPasswordForm(OnePassword, account.ResetPasswordKeyForm):
    words = {"password1": (_("New password"), PASSWORD_RULES)}


class ForgottenPasswordForm(Worded, account.ResetPasswordForm):
    words = {"email": (ADDRESS, "")}


class AskForCodeForm(Worded, account.RequestLoginCodeForm):
    words = {"email": (ADDRESS, "")}

    def clean_email(self):
        address = super().clean_email()
        # Imported people have no row of their address yet; with one, the mailed code confirms it in the same step.
        if self._user and not self._user.emailaddress_set.exists():
            self._user.emailaddress_set.create(email=self._user.email, primary=True, verified=False)
        return address


class CodeByMailForm(Worded, account.ConfirmLoginCodeForm):
    words = {"code": (_("The code from the mail"), "")}


class ConfirmByPasswordForm(Worded, account.ReauthenticateForm):
    words = {"password": (_("Password"), None)}


class SecondFactorForm(Worded, mfa.AuthenticateForm):
    words = {"code": (_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."))}


class ConfirmByCodeForm(Worded, mfa.ReauthenticateForm):
    words = SecondFactorForm.words


class ActivateAppForm(Worded, totp.ActivateTOTPForm):
    words = {"code": (_("The six digits your app shows now"), "")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):
    words = {"name": (_("A name for it"), _("Such as “my phone”, so that you know later which one it is."))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = "60"
        self.fields["name"].required = True
        self.initial["name"] = ""
        # A passkey opens the portal by itself, so it is always asked to check the person (face, finger or PIN).
        self.fields["passwordless"].widget = self.fields["passwordless"].hidden_widget()
        self.initial["passwordless"] = True


class RenamePasskeyForm(Worded, webauthn.EditWebAuthnForm):
    words = AddPasskeyForm.words


class ByPasskey:
    """A passkey that is refused is called a passkey, not a code."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except ValidationError as error:
            if error.code != "incorrect_code":
                raise
            words = _("This passkey opens no account here; it may have been removed. Take another way.")
            raise ValidationError(words, code=error.code) from error


class SignInByPasskeyForm(ByPasskey, webauthn.LoginWebAuthnForm):
    pass


class SecondFactorByPasskeyForm(ByPasskey, webauthn.AuthenticateWebAuthnForm):
    pass


class ConfirmByPasskeyForm(ByPasskey, webauthn.ReauthenticateWebAuthnForm):
    pass
