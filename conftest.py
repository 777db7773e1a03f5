"""The cast, and what every test stands on: real PostgreSQL, real Redis, no network beyond this machine."""

import os
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cxpa_portal.embedded import programs
from members.accounts.handles import base_of

# How they are run, and what each room makes for tests, its own and those of the rooms above.
pytest_plugins = [
    "cxpa_portal.tests.machinery",
    "members.files.tests.factories",
    "members.mail.tests.factories",
    "members.progress.tests.factories",
    "members.billing.tests.factories",
    "members.membership.tests.factories",
    "members.networks.tests.factories",
    "forums.discussions.tests.factories",
    "forums.reading.tests.factories",
    "forums.experts.tests.factories",
    "forums.conversations.tests.factories",
    "forums.questions.tests.factories",
    "forums.playbooks.tests.factories",
    "forums.soundings.tests.factories",
    "forums.articles.tests.factories",
    "forums.moderation.tests.factories",
    "events.programme.tests.factories",
    "events.registration.tests.factories",
    "events.cxday.tests.factories",
    "certification.framework.tests.factories",
    "certification.applications.tests.factories",
    "certification.exams.tests.factories",
    "certification.credentials.tests.factories",
    "certification.renewal.tests.factories",
]

PASSWORD = "tea-and-journey-maps"

# Who they are: the same people in every test.
CAST = {
    "ann": {"name": "Ann Okafor", "headline": "Head of customer experience", "is_member": True},
    "bob": {"name": "Bob Lindqvist", "headline": "Contact centre lead", "is_member": False},  # lapsed
    "cleo": {"name": "Cleo Marchetti"},  # a free account
    "eli": {"name": "Eli Brandt", "headline": "Service designer", "is_member": True},  # expert and mentor
    "hana": {"name": "Hana Sato", "headline": "CX consultant", "is_member": True},  # host, leads a network
    "olga": {"name": "Olga Petrenko", "headline": "Chief customer officer", "is_member": True},  # an organisation's
    "maya": {"name": "Maya Castillo", "headline": "Community lead", "is_member": True},  # moderator
    "rex": {"name": "Rex Adeyemi", "headline": "CX director", "is_member": True, "is_staff": True},  # reviews
    "dora": {"name": "Dora Novak", "headline": "CX director", "is_member": True, "is_staff": True},  # decides
    "carol": {"name": "Carol Weiss", "is_staff": True},  # staff
    "sam": {"name": "Sam Doyle", "is_member": True, "is_active": False},  # suspended
}


def _make(name):
    about = dict(CAST[name])
    is_member = about.pop("is_member", None)
    if is_member is not None:
        about["member_until"] = timezone.now() + timedelta(days=200 if is_member else -40)
    about["handle"] = base_of(about["name"])  # what they would get, without asking which are free
    person = get_user_model().objects.create_user(
        f"{name}@cxpa.example", PASSWORD, joined_at=timezone.now() - timedelta(days=300), **about
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if name == "maya":
        person.groups.add(Group.objects.get_or_create(name="Moderators")[0])
    if name in ("rex", "dora"):
        person.groups.add(Group.objects.get(name={"rex": "CCXP reviewers", "dora": "CCXP deciders"}[name]))
    if name == "carol":
        person.is_superuser = True
        person.save(update_fields=["is_superuser"])
    return person


def _client_of(person):
    """A browser in which `person` is signed in; staff with their second factor."""
    client = Client()
    client.force_login(person)
    if person.is_staff:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
    return client


def _person_fixture(name):
    @pytest.fixture(name=name)
    def person(db):
        return _make(name)

    return person


def _client_fixture(name):
    @pytest.fixture(name=f"{name}_client")
    def signed_in(request):
        return _client_of(request.getfixturevalue(name))

    return signed_in


for _name in CAST:
    globals()[_name] = _person_fixture(_name)
    globals()[f"{_name}_client"] = _client_fixture(_name)


@pytest.fixture
def cast(request):
    """All of them, by name."""
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.fixture
def client_of():
    return _client_of


@pytest.fixture
def password():
    return PASSWORD


@pytest.fixture(autouse=True)
def _clean_cache():
    """Each test starts without the rate limits and answers of the one before."""
    cache.delete_pattern("*", itersize=10_000)  # in one look: by default Redis is asked for ten keys at a time


@pytest.fixture
def mails(db):
    """The outbox as it stands, oldest first: `mails()`."""
    from members.mail.models import Mail

    return lambda **about: list(Mail.objects.filter(**about).order_by("id"))


@pytest.fixture
def make_person(db):
    """`make_person(**changes)`: one more member."""
    count = iter(range(10_000))

    def make(**changes):
        number = next(count)
        fields = {"name": f"Member {number}", "member_until": timezone.now() + timedelta(days=100)}
        if "name" not in changes:
            fields["handle"] = f"member-{number}"
        return get_user_model().objects.create_user(
            changes.pop("email", f"member{number}@cxpa.example"), **fields | changes
        )

    return make


@pytest.fixture
def clock():
    """The one clock: `clock(moment)` or `clock(timedelta(days=3))` moves the whole portal there; time goes on."""
    travels = []

    def move(there):
        moment = timezone.now() + there if isinstance(there, timedelta) else there
        if travels:
            travels.pop().stop()
        travels.append(time_machine.travel(moment, tick=True))
        travels[0].start()

    yield move
    for travel in travels:
        travel.stop()


# --- A real browser -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all browser tests of a worker."""
    path = programs.find("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium was found, and with CI set browser tests must run.")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, and Django would refuse to be asked for data beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    stay = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=path, args=[*quiet, stay, "--disable-component-update", "--disable-sync"]
        )


@pytest.fixture
def live_url(live_server, settings):
    """The address of a running portal; its letters point there too."""
    # By name: passkeys are refused on a bare address.
    settings.PORTAL_URL = live_server.url.replace("127.0.0.1", "localhost")
    return settings.PORTAL_URL


@pytest.fixture
def new_page(browser, live_url):
    """`new_page(person)`: a browser of its own, signed in as `person` (None: a stranger)."""
    contexts = []

    def open_one(person=None, **options):
        context = browser.new_context(base_url=live_url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if person is not None:
            session = _client_of(person).session.session_key
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_url}])
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    """A stranger's browser."""
    return new_page()
