"""The cast, and what every test stands on: real PostgreSQL, real Redis, no network beyond this machine."""

import io
import os
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from certification.applications.roles import give_roles
from cxpa_portal.embedded import programs

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
    person = get_user_model().objects.create_user(
        f"{name}@cxpa.example", PASSWORD, joined_at=timezone.now() - timedelta(days=300), **about
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if name == "maya":
        person.groups.add(Group.objects.get_or_create(name="Moderators")[0])
    if name in ("rex", "dora"):
        give_roles(Group, Permission)  # tests with real threads empty what the migration filled
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
    cache.delete_pattern("*")


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
        return get_user_model().objects.create_user(
            changes.pop("email", f"member{number}@cxpa.example"), **fields | changes
        )

    return make


@pytest.fixture
def make_board(db):
    """`make_board(**changes)`: a board for everyone in which every account may write."""
    from forums.discussions.models import Board

    def make(**changes):
        number = Board.objects.count() + 1
        fields = {"name": f"Board {number}", "slug": f"board-{number}", "audience": "everyone", "posting": "accounts"}
        return Board.objects.create(**fields | changes)

    return make


@pytest.fixture
def board(make_board):
    return make_board(name="Journey mapping", slug="journey-mapping")


@pytest.fixture
def make_topic(ann, board):
    """`make_topic(replies=2, by=…, **changes)`: a topic by Ann, with replies by Ann."""
    from forums.discussions.models import Topic

    def make(replies=0, **changes):
        fields = {"board": board, "by": ann, "title": "How do you map a journey nobody owns?", "body": "Ours has six."}
        topic = Topic.start(**fields | changes)
        for number in range(replies):
            topic.reply(by=fields["by"], body=f"Reply number {number + 1}.")
        return topic

    return make


@pytest.fixture
def topic(make_topic):
    return make_topic()


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


# --- Events: the programme ----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _files_of_tests(tmp_path_factory):
    """What tests upload goes with them."""
    from django.core.files.storage import FileSystemStorage

    from members.files.models import File

    File._meta.get_field("upload").storage = FileSystemStorage(tmp_path_factory.mktemp("files"), base_url=None)


@pytest.fixture
def make_picture(db):
    """`make_picture()`: a kept picture of an event, wide enough for one smaller copy."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    from members.files.models import File

    def make(purpose="events/picture", by=None, size=(400, 200)):
        target = io.BytesIO()
        Image.new("RGB", size, "teal").save(target, "PNG")
        return File.keep(SimpleUploadedFile("map.png", target.getvalue()), purpose=purpose, by=by)

    return make


@pytest.fixture
def make_event(hana):
    """`make_event(**changes)`: a published event for everyone next week in Zurich with 20 places; Hana hosts it."""
    from events.programme.models import Event

    def make(subjects=(), **changes):
        starts_at = changes.pop("starts_at", None) or (timezone.now() + timedelta(days=7)).replace(
            minute=0, second=0, microsecond=0
        )
        fields = {
            "title": "Coffee and journey maps",
            "summary": "Bring the map nobody at work looks at, and leave with one that somebody will.",
            "description": "We look at **three** maps, one hour.",
            "venue": "Haus am See",
            "address": "Seestrasse 1",
            "city": "Zurich",
            "country": "CH",
            "latitude": 47.37,
            "longitude": 8.54,
            "time_zone": "Europe/Zurich",
            "access": "No steps, lift to the first floor.",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "capacity": 20,
            "host": hana,
            "published_at": timezone.now() - timedelta(days=1),
        }
        event = Event(**fields | changes)
        event.render()
        event.save(force_insert=True)
        event.subjects.set(subjects)
        return event

    return make


# --- Belonging: members/billing, members/membership ---------------------------------------------------------------


@pytest.fixture
def issuer(db):
    """Who issues invoices: without one, none can be."""
    from members.billing.models import Issuer

    return Issuer.objects.create(
        effective_from=timezone.localdate() - timedelta(days=4000),
        name="Customer Experience Professionals Association",
        address="12 Harbour Street\nBoston, MA 02110\nUnited States",
        account_holder="CXPA Inc.",
        bank="Harbour Bank",
        account="US00 1234 5678 9000",
        routing="HARBUS33",
        note="Questions about this invoice? office@cxpa.example",
    )


@pytest.fixture
def plan(db):
    """The plan most people take: a year for US$275."""
    from members.membership.models import Plan

    return Plan.objects.create(
        name="Individual", slug="individual", who_for="One person", sentence="All of CXPA.", price=27500
    )


@pytest.fixture
def make_invoice(issuer, ann):
    """`make_invoice(person=ann, amount=27500, text=…, key=…)`: an open invoice."""
    from members.billing.models import Invoice, Line

    count = iter(range(10_000))

    def make(person=None, amount=27500, text="CXPA membership", **changes):
        key = changes.pop("key", f"test:{next(count)}")
        return Invoice.issue(person or ann, [Line(text, amount)], key=key, **changes)

    return make


@pytest.fixture
def make_membership(plan, carol):
    """`make_membership(person, ends_on=…, months=12)`: a membership of one granted term that ends on that day."""
    from members.membership.models import Membership

    def make(person, *, ends_on=None, **changes):
        membership = Membership.objects.get_or_create(person=person)[0]
        ends_on = ends_on or membership.today + timedelta(days=200)
        fields = {"starts_on": ends_on - timedelta(days=364), "grace_days": 30, "renewal_opens_days": 60}
        about = {"plan": plan, "granted_by": carol, "granted_reason": "For a test.", "ends_on": ends_on}
        began = timezone.now() - timedelta(days=400)
        membership.terms.create(**about | fields | {"created_at": began} | changes)
        membership.bring_in_step(by=carol)
        return membership

    return make


# --- The digest and the articles ----------------------------------------------------------------------------------


@pytest.fixture
def tell_in_digest(monkeypatch):
    """`tell_in_digest(name, *items, **about)`: a section of the digest; as long as this is asked for, those of the
    rooms are silent. In place of items, a callable says them, and an exception is raised."""
    from members.mail import sections

    monkeypatch.setattr(sections, "_sections", {})

    def tell(name, *items, heading="News", **about):
        def say(person, since, until):
            if items and isinstance(items[0], Exception):
                raise items[0]
            return items[0](person, since, until) if items and callable(items[0]) else list(items)

        sections.register(name, heading=heading, items=say, **about)

    return tell


@pytest.fixture
def make_article(db, carol):
    """`make_article(published=True, **changes)`: an article of the blog, by Carol for everyone."""
    from forums.articles.models import Article

    count = iter(range(10_000))

    def make(published=True, by=carol, now=None, **changes):
        number = next(count)
        fields = {
            "kind": "article",
            "slug": f"article-{number}",
            "title": f"What we learned, part {number}",
            "sentence": "A year of listening.",
            "body": "We began with one question.\n\n## What came of it\n\nMore than we thought.",
            "author": by,
        }
        article = Article.write(by=by, now=now, **fields | changes)
        if published:
            article.publish(by=by, now=now)
        return article

    return make


# --- Credentials and their renewal --------------------------------------------------------------------------------


@pytest.fixture
def make_credential(framework, carol):
    """`make_credential(person, **changes)`: a CCXP awarded a year ago by Carol, valid for two more years; with
    `awarded_on` for three years from then."""
    from certification.credentials.models import Credential, register_day

    def make(person, *, awarded_on=None, state="active", **changes):
        awarded_on = awarded_on or register_day() - timedelta(days=365)
        credential = Credential.award(
            person, name=changes.pop("name", person.name), framework=framework, by=carol, awarded_on=awarded_on
        )
        verb = {"suspended": "suspend", "revoked": "revoke", "surrendered": "surrender"}.get(state)
        if verb:
            getattr(credential, verb)(by=carol, reason="For a test.")
        if changes:
            Credential.objects.filter(pk=credential.pk).update(**changes)
            credential.refresh_from_db()
        return credential

    return make


@pytest.fixture
def make_claim(db):
    """`make_claim(credential, **changes)`: six and a half hours of a course, ten days ago, that staff have to judge."""
    from uuid import uuid4

    from certification.credentials.models import register_day
    from certification.renewal.models import Claim

    def make(credential, **changes):
        fields = {
            "title": "Service design in a week",
            "provider": "Northwind Academy",
            "done_on": register_day() - timedelta(days=10),
            "minutes": 390,
            "category": "real_time",
        }
        return Claim.make(credential, by=credential.person, token=uuid4(), **fields | changes)

    return make


# --- Certification: framework, applications and exams -------------------------------------------------------------


@pytest.fixture
def framework(db):
    """The framework in force, laid down anew where a test with real threads emptied the tables."""
    from certification.framework.first_edition import lay_down
    from certification.framework.models import Competency, Framework, ProgramRules, Statement
    from members.subjects.models import Subject

    lay_down(Framework, Competency, Statement, ProgramRules, Subject)
    return Framework.objects.in_force()


@pytest.fixture
def rules(framework):
    """Rules with fees since 2022: US$495 for members, US$645 for others."""
    from certification.framework.models import ProgramRules

    return ProgramRules.objects.get_or_create(
        effective_from="2022-01-01", defaults={"fee_member": 49500, "fee_other": 64500}
    )[0]


@pytest.fixture
def write_application():
    """`write_application(application, without=())`: fill in every field of it, those named aside."""
    from certification.applications.models import Answer

    story = "I asked forty customers where it hurts, drew their way, and changed two letters and one form. " * 2
    job = {"employer": "Northwind Bank", "role": "CX lead", "began_month": 1, "began_year": 2018, "is_current": True}
    job |= {"duties": "Listening, mapping and mending, all week long, for everyone."}

    def write(application, without=()):
        answers = {"legal_name": application.person.name, "path": "degree", "school": "Utrecht", "graduated": "2012"}
        answers["qualification"] = "BA in Psychology"
        for number in range(1, 6):
            answers |= {f"involvement-{number}": "managed", f"story-{number}": story}
        Answer.objects.bulk_create(
            Answer(application=application, name=name, value=value, saved_at=timezone.now())
            for name, value in answers.items()
            if name not in without
        )
        application.jobs.create(**{name: value for name, value in job.items() if name not in without})
        return application

    return write


@pytest.fixture
def make_application(rules, issuer, ann, carol, request, write_application):
    """`make_application(state="draft", person=ann)`: an application that came to `state` through its verbs."""
    from certification.applications.models import Application, Review

    def review(application, recommendation):
        rex = request.getfixturevalue("rex")
        application.take(by=rex, employer="Contoso Insurance")
        comments = {"about": "Which of your names is on your passport?"} if recommendation == Review.CHANGES else None
        application.recommend(recommendation, by=rex, reason="As the rules say.", comments=comments)

    def decide(application, verb, recommendation, **reason):
        review(application, recommendation)
        getattr(application, verb)(by=request.getfixturevalue("dora"), **reason)

    def run_out(application):
        Application.objects.filter(pk=application.pk).update(runs_out_at=timezone.now())
        application.run_out(now=timezone.now())

    ways = {
        "draft": [],
        "withdrawn": [lambda it: it.withdraw(by=it.person)],
        "expired": [run_out],
        "awaiting_payment": [lambda it: it.submit(by=it.person)],
    }
    paid = ways["awaiting_payment"] + [lambda it: it.invoice.settle(by=carol, amount=it.invoice.total)]
    ways |= {
        "in_review": paid,
        "recommended": [*paid, lambda it: review(it, Review.APPROVE)],
        "approved": [*paid, lambda it: decide(it, "approve", Review.APPROVE)],
        "denied": [*paid, lambda it: decide(it, "deny", Review.DENY, reason="Too little of your own work.")],
        "changes_requested": [*paid, lambda it: decide(it, "ask_for_changes", Review.CHANGES)],
    }

    def make(state="draft", person=None):
        application = write_application(Application.start(person or ann))
        for take_step in ways[state]:
            take_step(application)
        return Application.objects.get(pk=application.pk)

    return make


@pytest.fixture
def make_authorization(make_application):
    """`make_authorization(person=ann)`: the right to sit that came with an approval."""
    return lambda person=None: make_application("approved", person=person).authorization


@pytest.fixture
def make_sitting(make_authorization, carol):
    """`make_sitting(person=ann, at=…, authorization=…)`: a sitting in Zurich, arranged for next week."""
    from certification.exams.models import Sitting

    count = iter(range(1, 10_000))

    def make(person=None, at=None, authorization=None):
        return Sitting.schedule(
            authorization or make_authorization(person),
            at=at or timezone.now() + timedelta(days=7),
            time_zone="Europe/Zurich",
            place="Test centre, Seestrasse 1, Zurich",
            provider_reference=f"P-{next(count):05}",
            by=carol,
        )

    return make


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


# --- Events: registration and CX Day ------------------------------------------------------------------------------


@pytest.fixture
def make_registration(make_event, make_person):
    """`make_registration(event=…, person=…)`: a place at an event (or in its line), taken by the person."""
    from events.registration.models import Registration

    def make(event=None, person=None):
        person = person or make_person()
        return Registration.take_place(event or make_event(), person, by=person)

    return make


@pytest.fixture
def make_campaign(db):
    """`make_campaign(**changes)`: a published CX Day in ten days."""
    from events.cxday.models import Campaign

    def make(**changes):
        date = changes.pop("date", timezone.localdate() + timedelta(days=10))
        fields = {"year": date.year, "theme": "Small rooms", "sentence": "Listen first.", "date": date}
        return Campaign.objects.create(**fields | {"published_at": timezone.now()} | changes)

    return make


@pytest.fixture
def make_room(make_event):
    """`make_room(campaign, **changes)`: a published event as a room of a CX Day; `changes` are those of the event."""
    from events.cxday.models import Room

    def make(campaign, **changes):
        return Room.objects.create(campaign=campaign, event=make_event(**changes))

    return make
