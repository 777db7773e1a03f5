import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def device(page):
    """A phone or computer that keeps passkeys and recognises its owner at once. Returns the page's CDP session."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def sign_in(page, person, password):
    page.goto(reverse("account_login"))
    page.fill("#id_login", person.email)
    page.fill("#id_password", password)
    press(page, "Sign in")


def add_passkey(page, password, name="My phone"):
    page.goto(reverse("mfa_add_webauthn"))
    page.fill("#id_password", password)
    press(page, "Go on")
    page.fill("#id_name", name)
    press(page, "Add the passkey")
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")


def sign_out(page):
    page.goto(reverse("account_logout"))
    press(page, "Sign out")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def test_a_passkey_is_added_and_then_opens_the_portal_without_a_password(page, device, ann, password, mails):
    sign_in(page, ann, password)
    add_passkey(page, password)
    assert {letter.to for letter in mails()} == {ann}
    sign_out(page)

    page.goto(f"{reverse('account_login')}?next={reverse('accounts:profile')}")
    press(page, "Sign in with a passkey")
    page.wait_for_url(f"**{reverse('accounts:profile')}")
    expect(page.get_by_text("Ann Okafor").first).to_be_attached()


def test_it_is_a_second_factor_after_the_password(page, device, ann, password):
    sign_in(page, ann, password)
    add_passkey(page, password)
    sign_out(page)
    sign_in(page, ann, password)
    page.wait_for_url(f"**{reverse('mfa_authenticate')}")
    press(page, "Use a passkey")
    page.wait_for_url(f"**{reverse('home')}")


def test_a_device_that_holds_one_already_is_told_so_in_words(page, device, ann, password):
    sign_in(page, ann, password)
    add_passkey(page, password)
    page.goto(reverse("mfa_add_webauthn"))
    page.fill("#id_name", "Again")
    press(page, "Add the passkey")
    expect(page.get_by_role("alert")).to_contain_text("already")
    assert Authenticator.objects.filter(user=ann, type="webauthn").count() == 1


def test_a_device_that_knows_no_passkey_leaves_the_other_ways_open(page, device, ann):
    page.goto(reverse("account_login"))
    press(page, "Sign in with a passkey")
    expect(page.get_by_role("alert")).to_contain_text("another way")
    expect(page.get_by_role("link", name="Send me a code instead")).to_be_visible()


def test_a_removed_passkey_opens_nothing(page, device, ann, password):
    sign_in(page, ann, password)
    add_passkey(page, password)
    page.goto(reverse("mfa_index"))
    page.locator("main").get_by_role("link", name="Remove My phone").click()
    press(page, "Remove the passkey")
    sign_out(page)
    page.goto(reverse("account_login"))
    press(page, "Sign in with a passkey")
    expect(page.get_by_role("alert")).to_contain_text("This passkey opens no account here")
    page.goto(reverse("accounts:profile"))
    assert reverse("account_login") in page.url


def test_it_can_have_another_name(page, device, ann, password):
    sign_in(page, ann, password)
    add_passkey(page, password)
    page.goto(reverse("mfa_index"))
    page.locator("main").get_by_role("link", name="Rename My phone").click()
    page.fill("#id_name", "Blue key")
    press(page, "Keep the name")
    expect(page.get_by_role("heading", name="Blue key")).to_be_visible()


def test_without_javascript_the_page_offers_the_app_instead(new_page, ann, password):
    page = new_page(java_script_enabled=False)
    sign_in(page, ann, password)
    page.goto(reverse("mfa_add_webauthn"))
    page.fill("#id_password", password)
    press(page, "Go on")
    expect(page.get_by_role("link", name="Connect an authenticator app")).to_be_visible()
