"""Pages one only comes to by doing something: half-way through signing in, and forms that came back."""

from django.urls import reverse

from cxpa_portal.demo.cast import PASSWORD, address_of, the_cast

from .addresses import reset_link

WRITTEN = "# What we tried\n\n- a map\n- **a meeting**\n\n| who | what |\n|---|---|\n| ops | `nothing` |"


def password_then_code(page, person):
    """Staff after their password, asked for the second factor."""
    staff = next(role for role in the_cast() if role.secret)
    page.goto(reverse("account_login"))
    page.fill("#id_login", staff.email)
    page.fill("#id_password", PASSWORD)
    _send(page)
    page.wait_for_url(f"**{reverse('mfa_authenticate')}*")


def code_by_mail(page, person):
    """Signing in by a code, which is on its way."""
    page.goto(reverse("account_request_login_code"))
    page.fill("#id_email", address_of("nobody"))  # who has no account sees the same page, and no letter is made
    _send(page)


def new_password(page, person):
    """The page behind the link of a letter."""
    page.goto(reset_link(person))


def sign_in_refused(page, person):
    page.goto(reverse("account_login"))
    page.fill("#id_login", "nobody@cxpa.example")
    page.fill("#id_password", "a wrong one")
    _send(page)


def join_refused(page, person):
    page.goto(reverse("account_signup"))
    page.fill("#id_email", "not an address")
    _send(page)


def ask_refused(page, person):
    page.goto(reverse("forums:ask"))
    _send(page)


def ask_preview(page, person):
    """The text as others will see it, beside what is being written."""
    page.goto(reverse("forums:ask"))
    page.fill("[name=title]", "Who owns the journey after the sale?")
    page.fill(
        "#id_body", "# What we tried\n\n- a map\n- **a meeting**\n\n| who | what |\n|---|---|\n| ops | `nothing` |"
    )
    page.locator("#preview table").first.wait_for()


STRANGER = [password_then_code, code_by_mail, new_password, sign_in_refused, join_refused]
SIGNED_IN = [ask_refused, ask_preview]


def _send(page):
    page.locator("main form .button-primary").first.click()
    page.wait_for_load_state()
