"""Staff's lists: every one of them opens, for staff alone, and costs the same at any number of rows."""

import re
from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certification.applications.models import Application
from certification.credentials.models import register_day
from certification.exams.models import Authorization
from certification.renewal.models import Reminder, Renewal
from cxpa_portal.staff.navigation import unlisted
from events.cxday.models import Campaign
from events.registration.models import Feed
from events.registration.models import Reminder as EventReminder
from forums.discussions.models import Planned, Poll, Thanks, Topic, Unmasking
from forums.experts.models import Referral
from forums.moderation.models import Act, Case, Flag, Held, Note, Sanction, Summary, WatchWord
from forums.moderation.objecting import object_to
from forums.playbooks.models import Doubt
from forums.questions.models import DeskClaim, DeskVolunteer, Outcome, PromiseMonth, Told
from forums.reading.models import FeedToken, Level, Reading, Reason, Watch
from members.audit.log import record
from members.billing.models import BillingAddress
from members.connections.models import Block
from members.mail.models import Bounce, Digest, DigestSchedule, Incoming, KindSwitch, Less, Outage, QuietHours
from members.mail.notices import tell
from members.mail.outbox import send_rendered
from members.mail.preferences import stop
from members.membership.models import Dues
from members.progress.models import Draft
from members.subjects.models import Subject

pytestmark = pytest.mark.django_db


def lists():
    return sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)


@pytest.fixture
def fill(
    make_person,
    make_board,
    make_topic,
    make_article,
    make_sent,
    carol,
    make_credential,
    make_claim,
    make_invoice,
    make_membership,
    rules,
    framework,
    make_room,
    make_campaign,
    make_registration,
    make_picture,
    make_network,
    make_conversation,
    make_expertise,
    make_playbook,
    make_sounding,
    make_answer,
):
    def fill(count):
        for number in range(count):
            person = make_person()
            topic = make_topic(by=person, board=make_board(slug=f"admin-{number}-{person.pk}"))
            told = {"tried": "A map.", "happened": "Nothing.", "would_do_now": "Ask first."}
            about = {"by": person, "board": topic.board, "title": f"A map nobody used, {person.pk}"}
            Topic.start(**about, kind="practice", story=told, tags=[f"word {person.pk}", "mapping"])
            opening = topic.posts.get()
            Poll.ask(opening, options=["By stages", "By jobs"])
            Thanks.say(post=opening, by=carol)
            Flag.raise_one(opening, by=carol, reason="spam")
            held = Held.objects.create(person=person, board=topic.board, title="A first post", key="ask:1")
            Case.objects.create(board=topic.board, held=held, kind=Case.FIRST)
            WatchWord.objects.create(pattern=f"casino {person.pk}", why="Games of chance.")
            Unmasking.objects.create(post=opening, asked_by=carol, reason="A court asks.")
            Outcome.tell(
                make_answer(accepted=True, asker=person, by=carol, board=topic.board), by=person, kind="worked"
            )
            Planned.plan(**about, fields={}, due_at=timezone.now() + timedelta(days=number + 1))
            Reading.watch(person, topic, reason=Reason.CHOSE)
            Watch.choose(person, board=topic.board, level=Level.EVERY)
            tell(person, "forums/reading/posted", headline="News", url="/", key=f"k{number}")
            stop(person.pk, "forums/reading/posted")
            QuietHours.keep(person, starts=22, ends=7, weekends=False)
            Bounce.meet(person.email, "550 5.1.1 unknown user", is_final=True)
            KindSwitch.stop(f"sample/{person.pk}", by=carol, reason="The link is wrong.")
            Outage.meet("Nobody answers.", timezone.now()).end(timezone.now())
            Incoming.objects.create(message_id=f"<{person.pk}@x>", sender=person.email, person=person, raw=b"Hello")
            send_rendered(
                "accounts", key=f"{person.pk}", to=person, address=person.email, subject="S", text="t", html=""
            )
            record("accounts.checked", person, by=carol)
            asked = Topic.start(**about, kind="question", body="Who knows?").promise
            DeskVolunteer.sign_up(by=person)
            DeskClaim.take(asked, by=person)
            Told.objects.create(promise=asked, person=person, rung="desk")
            month = date(2000 + PromiseMonth.objects.count(), 1, 1)
            PromiseMonth.objects.create(month=month, questions=9, in_time=8, reckoned_at=timezone.now())
            make_article(author=person)
            make_sent(by=person)
            make_picture(by=person)
            competency = Subject.objects.create(name=f"Competency {person.pk}", slug=f"competency-{person.pk}")
            Subject.objects.create(name="Under it", slug=f"subject-{person.pk}", parent=competency)
            year = 2100 + Campaign.objects.count()
            place = make_registration(make_room(make_campaign(date=date(year, 10, 5))).event, person)
            EventReminder.objects.create(registration=place, start_version=1, state="sent", due_at=timezone.now())
            Feed.renew(person, by=person)
            FeedToken.make(person)
            DigestSchedule.planned_for(person, timezone.now()).save()
            Less.ask(person.pk, "board:1", "the board “Measuring”")
            Digest.objects.create(person=person, due_on=timezone.localdate(), left_out=["a room"]).entries.create(
                person=person, key="topic:1:new"
            )
            make_membership(person)
            make_network(leads=[person])
            Block.put(by=person, on=carol)
            talk = make_conversation(by=person, to=[make_person()], messages=1)
            talk.messages.get(number=2).report(by=person, reason="unkind")
            Referral.ask(make_expertise(person=person, monthly=2), topic=topic, by=make_person())
            make_sounding(by=person, people=1, views=1)
            Doubt.raise_one(make_playbook(by=person), by=carol, words="Not where I work.")
            Draft.keep(by=person, key="reply:1", fields={"body": "Half a reply."})
            invoice = make_invoice(person)
            invoice.settle(by=carol, amount=invoice.total)
            invoice.credit(100, by=carol, reason="A part of it.")
            Dues.objects.create(
                membership=person.membership,
                plan=person.membership.last_term.plan,
                invoice=make_invoice(person),
                **{"months": 12, "grace_days": 30, "renewal_opens_days": 60},
            )
            BillingAddress.objects.create(person=person, address="1 Quay", country="NG")
            credential = make_credential(person)
            make_claim(credential).accept(by=carol)
            cycle = {"cycle_starts_on": credential.cycle_starts_on, "cycle_ends_on": credential.expires_on}
            Renewal.objects.create(credential=credential, **cycle)
            Reminder.objects.write_due(register_day())
            candidate = {"person": person, "state": "approved", "decided_at": timezone.now(), "decided_by": carol}
            application = Application.objects.create(**candidate, rules=rules, framework=framework)
            part = application.parts.create(person=carol, role="reviewer")
            application.reviews.create(part=part)
            today = timezone.localdate()
            right = Authorization.objects.create(
                application=application, person=person, opens_on=today, expires_on=today + timedelta(days=180)
            )
            right.wishes.create(place="online", dates="Mondays")
            right.sittings.create(scheduled_for=timezone.now(), place="Zurich", provider_reference=f"P-{person.pk}")
            Note.write(person, by=carol, words="Spoke to them.")
            month = date(2000 + Summary.objects.count(), 1, 1)
            Summary.objects.create(month=month, figures={"flagged": 4})
            until = timezone.now() + timedelta(days=7)
            silence = Sanction.put("silence", on=person, by=carol, until=until, words="It sells.")
            object_to(silence, words="It does not.")
            Act.lock(topic, by=carol, reason="It has said what there is to say.")

    return fill


def test_each_list_opens_for_staff_alone(client, ann_client, maya_client, carol_client):
    addresses = [reverse(f"admin:{name}_changelist") for name in lists()]
    assert {path for path in addresses if carol_client.get(path).status_code != 200} == set()
    assert {path for path in addresses if ann_client.get(path).status_code != 404} == set()
    assert {path for path in addresses if maya_client.get(path).status_code != 404} == set()
    assert {path for path in addresses if client.get(path).status_code != 302} == set()


OURS = [
    name
    for name in lists()
    if name.split("_")[0]
    in {
        "accounts",
        "audit",
        "mail",
        "billing",
        "membership",
        "networks",
        "connections",
        "conversations",
        "progress",
        "discussions",
        "questions",
        "experts",
        "playbooks",
        "soundings",
        "moderation",
        "reading",
        "articles",
        "credentials",
        "renewal",
        "framework",
        "applications",
        "exams",
        "files",
        "subjects",
        "programme",
        "registration",
        "cxday",
    }
]


MANY = 4  # and the one before: a query for each row shows in five as in thirty, which take six times as long


def test_every_list_costs_the_same_at_any_length(carol_client, fill):
    """All lists in one test: making five of everything takes longer than looking at it."""

    def costs():
        found = {}
        for name in OURS:
            with CaptureQueriesContext(connection) as queries:
                assert carol_client.get(reverse(f"admin:{name}_changelist")).status_code == 200
            found[name] = len(queries)
        return found

    ContentType.objects.get_for_models(*admin.site._registry)  # looked up once and kept
    fill(1)
    at_one = costs()
    fill(MANY)
    assert {name: cost for name, cost in costs().items() if cost > at_one[name]} == {}


def test_one_of_each_opens(carol_client, fill):
    fill(1)
    for model in admin.site._registry:
        row = model._default_manager.first()
        if row is not None:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            answer = carol_client.get(reverse(name, args=[row.pk]))
            assert answer.status_code == 200, name
            form = answer.content.decode().partition(f'id="{model._meta.model_name}_form"')[2].partition("</form>")[0]
            if not re.search(r"<(select|textarea)|<input(?![^>]*type=.(hidden|submit))", form):
                assert 'name="_save' not in form, f"{name}: nothing is typed there, and nothing to be saved"


def test_the_way_round_reads_as_the_floors(carol_client):
    page = carol_client.get(reverse("admin:index")).content.decode()
    for words in ["People", "Discussions and articles", "Mail and notices", "Record", "Entries"]:
        assert words in page


def test_every_room_of_ours_is_in_the_way_round():
    assert unlisted() == set()


def test_hiding_and_trying_again_from_a_list(carol_client, topic, ann, mails):
    chosen = {"action": "hide_all", "_selected_action": [topic.pk], "answered": 1, "reason": "It names a customer."}
    carol_client.post(reverse("admin:discussions_topic_changelist"), chosen)
    topic.refresh_from_db()
    assert topic.hidden_at
    send_rendered("accounts", key="k", to=ann, address=ann.email, subject="S", text="t", html="")
    mails()[0].failed("asleep")
    carol_client.post(
        reverse("admin:mail_mail_changelist"), {"action": "try_again", "_selected_action": [mails()[0].pk]}
    )
    assert mails()[0].state == "queued"
