"""The long past of the demo community, written at once: the rows are those of the verbs."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from certification.credentials.models import Credential
from certification.framework.models import ProgramRules
from certification.renewal.models import Claim, Credit
from cxpa_portal.demo import awards, clock, counted, entries, places, said, settled
from cxpa_portal.demo.cast import address_of
from cxpa_portal.demo.joined import found
from cxpa_portal.demo.knowing import forget, forget_groups, person_named, remembered
from cxpa_portal.demo.news import no_letters, notices_together
from cxpa_portal.demo.rewritten import rewrite
from events.registration.models import Registration
from forums.discussions.models import Story, Topic
from forums.questions.models import Promise
from members.audit.log import record
from members.audit.models import Entry
from members.mail import notices, outbox, preferences
from members.mail.models import Mail, Notice
from members.networks.models import Network
from members.subjects.models import Subject

from .rows import heard, row, told

OWN = {"id", "credential_id", "person_id", "number", "source", "url", "token", "group_id", "slug", "name", "title"}


@pytest.fixture
def held(make_credential, eli, hana):
    """Two credentials of the same day: (for the verb, at once)."""
    day = timezone.localdate() - timedelta(days=200)
    return make_credential(eli, awarded_on=day), make_credential(hana, awarded_on=day)


def test_a_network_with_who_joined_and_who_leads_it(carol, eli, hana, ann):
    opened, joined, led = (timezone.now() - timedelta(days=days) for days in (900, 500, 90))
    about = {
        "city": "Zurich",
        "country": "CH",
        "latitude": 47.4,
        "longitude": 8.5,
        "about": "Tea, on the first Monday.",
    }
    with clock.held_at(opened):
        expected = Network.open(by=carol, name="By verb", slug="by-verb", **about)
    for person in (eli, hana):
        with clock.held_at(joined):
            expected.join(by=person)
    with clock.held_at(led):
        expected.name_lead(hana, by=carol)
    about |= {"name": "At once", "slug": "at-once"}
    found(
        [{"fields": about, "opened_at": opened, "joined": [(joined, "eli"), (joined, "hana")], "led": {"hana": led}}],
        by=carol,
    )
    made = Network.objects.get(slug="at-once")
    assert row(made, OWN) == row(expected, OWN)
    assert told(made) == told(expected)
    assert made.group.name == "At once network"
    for each in (made, expected):
        assert set(each.group.user_set.all()) == {eli, hana}
    places_of = [
        [(place.person, place.joined_at, place.is_lead) for place in each.people.order_by("pk")]
        for each in (made, expected)
    ]
    assert places_of[0] == places_of[1]


def test_a_credential_renewed_on_paper(framework, carol, eli, hana):
    at = datetime(2021, 3, 1, 15, tzinfo=UTC)
    renewed, until = at + relativedelta(months=36) - timedelta(days=20), datetime(2027, 3, 1, tzinfo=UTC).date()
    with clock.held_at(at):
        expected = Credential.award(eli, name="Müller Åsa", framework=framework, by=carol)
        expected.show_on_register(place=True, work=True, by=eli)
    with clock.held_at(renewed):
        expected.extend(until, by=carol)
    about = {"person": hana, "name": "Müller Åsa", "number": "CCXP-000000A", "at": at, "shown": True}
    awards.award([about | {"renewed": [(renewed, until)]}], by=carol)
    made = Credential.objects.get(person=hana)
    expected.refresh_from_db()
    assert row(made, OWN) == row(expected, OWN)
    assert told(made) == told(expected)
    assert len(told(made)) == 3
    assert heard(hana) == heard(eli)


def test_having_been_there_counts_for_who_held_a_credential_on_the_day(held, carol, make_event, make_person):
    event = make_event(credit_minutes=100, starts_at=timezone.now() + timedelta(days=1))
    event.subjects.set([Subject.objects.create(name="Tea and surveys", slug="tea-and-surveys")])
    expected, made = (Registration.take_place(event, each.person, by=each.person) for each in held)
    nobody = Registration.take_place(event, person := make_person(), by=person)
    at = event.starts_at + timedelta(minutes=5)
    with clock.held_at(at):
        expected.record_attendance(by=carol, how=Registration.DOOR, now=at)
    places.check_in([(at, each, carol, Registration.DOOR) for each in (made, nobody)])
    by_verb, at_once = (each.credits.get() for each in held)
    assert row(at_once, OWN) == row(by_verb, OWN)
    assert at_once.minutes == 90
    assert at_once.source == made.source
    assert list(at_once.subjects.all()) == list(by_verb.subjects.all()) != []
    assert told(at_once) == told(by_verb)
    assert heard(held[1].person)[1:] == heard(held[0].person)[1:] != []
    assert Credit.objects.count() == 2


def test_an_event_before_the_award_or_while_it_rested_counts_for_nobody(held, carol, make_event):
    credential = held[1]
    person = credential.person
    before = make_event(credit_minutes=60)
    with clock.held_at(timezone.now() - timedelta(days=100)):
        credential.suspend(by=carol, reason="A complaint.")
    for event in (make_event(credit_minutes=60), before):
        place = Registration.take_place(event, person, by=person)
        type(event).objects.filter(pk=event.pk).update(
            starts_at=timezone.now() - timedelta(days=300 if event == before else 50),
            ends_at=timezone.now() - timedelta(days=299 if event == before else 49),
        )
        place.event.refresh_from_db()
        places.check_in([(place.event.starts_at, place, carol, Registration.DOOR)])
    assert not Credit.objects.exists()


def test_a_claim_that_was_counted(held, carol):
    asked, decided = timezone.now() - timedelta(days=60), timezone.now() - timedelta(days=59)
    about = {
        "title": "Rail forum",
        "provider": "Rail Alliance",
        "minutes": 90,
        "category": "real_time",
        "note": "Well.",
    }
    about["done_on"] = (asked - timedelta(days=1)).date()
    with clock.held_at(asked):
        expected = Claim.make(held[0], by=held[0].person, token=uuid4(), **about)
    with clock.held_at(decided):
        expected.accept(by=carol)
    made = Claim(credential=held[1], claimed_at=asked, token=uuid4(), **about)
    counted.accept([(made, decided)], by=carol)
    made, expected = (Claim.objects.get(pk=each.pk) for each in (made, expected))
    assert row(made, OWN) == row(expected, OWN)
    assert told(made) == told(expected)
    by_verb, at_once = (each.credits.get() for each in held)
    assert row(at_once, OWN) == row(by_verb, OWN)
    assert told(at_once) == told(by_verb)
    assert at_once.source == f"claim:{made.pk}"
    assert heard(held[1].person)[1:] == heard(held[0].person)[1:] != []


@pytest.mark.parametrize("is_answered", [True, False])
def test_the_clock_of_a_question(make_board, ann, eli, is_answered):
    asked, answered = timezone.now() - timedelta(days=9), timezone.now() - timedelta(days=6)
    board, about = (
        make_board(),
        {"title": "Who owns the survey?", "token": uuid4(), "kind": Topic.QUESTION, "board": "b"},
    )
    with clock.held_at(asked):
        expected = Topic.start(board=board, by=ann, title=about["title"], body="Who?", kind=Topic.QUESTION)
        expected.reply(by=ann, body="Anybody?", now=asked)
    posts = [(asked, about, {"by": "ann", "text": "Who?"}), (asked, about, {"by": "ann", "text": "Anybody?"})]
    if is_answered:
        with clock.held_at(answered):
            expected.reply(by=eli, body="We do.", now=answered)
        posts.append((answered, about, {"by": "eli", "text": "We do."}))
    said.say(posts, {"b": board}, {"ann": ann, "eli": eli}, None)
    made, expected = Topic.objects.get(token=about["token"]), Topic.objects.get(pk=expected.pk)
    own = {"id", "topic_id", "token"}
    assert row(made.promise, own) == row(expected.promise, own)
    assert row(made, own) == row(expected, own)
    assert Promise.objects.running().count() == (0 if is_answered else 2)


def test_a_story_is_told_part_by_part(make_board, ann):
    told = {"tried": "A survey on paper.", "happened": "Nobody sent it back.", "would_do_now": "Ask at the till."}
    board = make_board(audience="members")
    expected = Topic.start(board=board, by=ann, title="Paper", body="", kind="failure", story=told)
    body = Story.compose("failure", told)
    about = {"title": "Paper", "token": uuid4(), "kind": "failure", "board": "b", "story": told}
    said.say([(timezone.now(), about, {"by": "ann", "text": body})], {"b": board}, {"ann": ann}, None)
    made = Story.objects.get(topic__token=about["token"])
    assert row(made, {"topic_id"}) == row(expected.story, {"topic_id"})
    assert made.topic.posts.get().html == expected.posts.get().html


def test_entries_written_together_are_those_of_the_verbs_the_oldest_first(network, ann, carol):
    with entries.together():
        for days in (1, 3, 2):
            with clock.held_at(timezone.now() - timedelta(days=days)):
                record("networks.changed", network, by=ann, days=days)
        record("networks.changed", network, by=None, days=0)
        before = Entry.objects.filter(action="networks.changed").count()
    record("networks.changed", network, by=carol, days=-1)
    written = list(Entry.objects.filter(action="networks.changed").order_by("pk"))
    assert before == 0
    assert [entry.details["days"] for entry in written] == [3, 2, 1, 0, -1]
    assert [entry.by for entry in written] == [ann, ann, ann, None, carol]
    assert {(entry.about, entry.label) for entry in written} == {(network, str(network))}
    assert written == sorted(written, key=lambda entry: entry.at)


def test_entries_of_what_was_given_up_are_not_written(network):
    def interrupted():
        with entries.together():
            record("networks.changed", network, by=None)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    record("networks.closed", network, by=None)
    assert [entry.action for entry in Entry.objects.about(network)][:1] == ["networks.closed"]
    assert not Entry.objects.filter(action="networks.changed").exists()


def test_notices_told_together_keep_their_order_and_are_told_once(ann, eli):
    about = {"url": "/", "headline": "News"}
    with notices_together():
        notices.tell(ann, "demo", key="first", **about)
        notices.tell(ann, "demo", key="first", **about)
        assert not Notice.objects.exists()
        notices.tell_anew("demo", headlines={ann: "Anew"}, url="/", key="second")
        notices.tell_many([ann, eli], "demo", key="third", **about)
    told_to_ann = Notice.objects.filter(person=ann).order_by("pk").values_list("key", flat=True)
    assert list(told_to_ann) == ["first", "second", "third"]
    assert heard(eli)
    notices.tell(ann, "demo", key="fourth", **about)
    assert Notice.objects.filter(key="fourth").exists()


def test_letters_of_long_ago_are_not_written_and_those_of_before_stay(ann, eli):
    ann.email, eli.email = address_of("ann"), address_of("eli")
    about = {"url": "/", "number": "1", "total": "$1", "received": "today"}
    outbox.send("members/billing/paid", to=ann, key="before", **about)
    with no_letters():
        outbox.send("members/billing/paid", to=ann, key="within", **about)
        assert Mail.objects.count() == 1
        outbox.send_rendered("accounts", key="x", to=ann, address=ann.email, subject="Now", text="Now", html="")
    outbox.send("members/billing/paid", to=ann, key="after", **about)
    assert set(Mail.objects.values_list("key", flat=True)) == {f"before:to:{ann.pk}", f"after:to:{ann.pk}"}


def test_people_are_read_once_and_anew_when_somebody_changed(ann, make_network, django_assert_num_queries):
    with remembered():
        person_named("ann")
        with django_assert_num_queries(0):
            assert person_named("ann") == ann
            assert person_named("ann").group_ids == frozenset()
            assert person_named("ann") is not person_named("ann")
        make_network(people=[ann])
        ann.belong_until(None, by=None)
        forget("ann")
        forget_groups()
        assert not person_named("ann").is_member
        assert len(person_named("ann").group_ids) == 1
    ann.belong_until(timezone.now() + timedelta(days=1), by=None)
    assert person_named("ann").is_member, "and afterwards nobody is remembered"


def test_what_is_in_force_is_read_once_and_told_by_its_day(rules, ann, django_assert_num_queries):
    rules.refresh_from_db()
    ProgramRules.objects.create(effective_from=timezone.localdate() + timedelta(days=9), note="Later")
    with remembered():
        person_named("ann")
        with settled.remembered():
            ProgramRules.objects.in_force()
            with django_assert_num_queries(0):
                assert ProgramRules.objects.in_force() == rules
                assert ProgramRules.objects.in_force(timezone.localdate() + timedelta(days=9)).note == "Later"
                assert Notice(person_id=ann.pk).person.is_member
                assert preferences.wants_notice("forums/reading/posted", [ann]) == [ann]
            with pytest.raises(ProgramRules.DoesNotExist):
                ProgramRules.objects.in_force(date(1990, 1, 1))
    preferences.choose(ann, {"forums/reading/posted": "never"}, by=ann)
    assert preferences.wants_notice("forums/reading/posted", [ann]) == []
    with settled.remembered():
        assert preferences.wants_notice("forums/reading/posted", [ann]) == [], "what somebody chose counts"


def test_many_rows_are_rewritten_each_to_its_own_values(make_event, make_person, django_assert_num_queries):
    event, now = make_event(), timezone.now()
    first, second, third = (Registration.take_place(event, each, by=each) for each in (make_person() for _ in range(3)))
    first.attended_at, first.attended_by, first.attended_how = now, first.person, Registration.DOOR
    second.attended_how = ""
    with django_assert_num_queries(1):
        rewrite([first, second], ["attended_at", "attended_by", "attended_how"])
    rewrite([], ["attended_at"])
    first, second, third = Registration.objects.order_by("pk")
    assert (first.attended_at, first.attended_by, first.attended_how) == (now, first.person, Registration.DOOR)
    assert [each.attended_by for each in (second, third)] == [None, None]
