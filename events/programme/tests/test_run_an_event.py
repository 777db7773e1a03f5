"""What staff and hosts do with an event: propose, publish, change, move, cancel, open more places."""

from datetime import timedelta

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from events.programme.models import Event, EventCancelled
from events.programme.signals import capacity_raised, event_cancelled, event_moved
from members.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What the signals said, as (name, event, by)."""
    news, receivers = [], []
    for name, signal in [("moved", event_moved), ("cancelled", event_cancelled), ("raised", capacity_raised)]:

        def hear(sender, event, by, name=name, **more):
            news.append((name, event, by))

        signal.connect(hear, sender=Event)
        receivers.append((signal, hear))
    yield news
    for signal, hear in receivers:
        signal.disconnect(hear, sender=Event)


def recorded(action):
    return Entry.objects.filter(action=f"programme.{action}").count()


def test_a_member_proposes_and_staff_publish(hana, carol):
    start = timezone.now() + timedelta(days=30)
    event = Event.propose(
        by=hana,
        title="Walk & talk",
        description="*Outside*",
        city="Bern",
        country="CH",
        time_zone="Europe/Zurich",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
    )
    assert (event.host, event.slug, event.is_proposed, event.is_published) == (hana, "walk-talk", True, False)
    assert "<em>Outside</em>" in event.description_html
    assert list(Event.objects.proposed()) == [event]
    event.publish(by=carol)
    first = event.published_at
    event.publish(by=hana)
    event.refresh_from_db()
    assert (event.published_at, event.published_by) == (first, carol)
    assert not Event.objects.proposed().exists()
    assert (recorded("proposed"), recorded("published")) == (1, 1)


def test_another_start_counts_up_what_reminders_and_calendars_go_by(make_event, carol, heard):
    event = make_event()
    start, end = event.starts_at + timedelta(days=1), event.ends_at + timedelta(days=1)
    for _twice in range(2):
        event.move(start, end, by=carol)
    event.refresh_from_db()
    assert (event.starts_at, event.start_version, event.sequence) == (start, 2, 1)
    assert heard == [("moved", event, carol)]
    assert recorded("moved") == 1


def test_another_end_alone_leaves_the_reminders(make_event, carol, heard):
    event = make_event()
    event.move(event.starts_at, event.ends_at + timedelta(hours=1), by=carol)
    assert (event.start_version, event.sequence, len(heard)) == (1, 1, 1)


def test_who_listens_is_told_where_and_when_it_was(make_event, carol):
    told = []

    def hear(sender, was, **more):
        told.append(was)

    event_moved.connect(hear, sender=Event)
    event = make_event()
    before = event.starts_at.isoformat()
    event.change(by=carol, city="Geneva", venue="Quai 1")
    event_moved.disconnect(hear, sender=Event)
    assert told == [
        {
            "starts_at": before,
            "ends_at": event.ends_at.isoformat(),
            "where": "Zurich, Switzerland",
            "venue": "Haus am See",
        }
    ]


def test_other_words_reach_calendars_but_trouble_nobody(make_event, carol, heard):
    event = make_event()
    assert event.change(by=carol, title="Coffee & maps", host_name="") == {"title"}
    assert event.change(by=carol, title="Coffee & maps") == set()
    event.refresh_from_db()
    assert (event.slug, event.sequence, heard, recorded("changed")) == ("coffee-maps", 1, [], 1)


def test_what_has_a_verb_of_its_own_is_not_changed_in_passing(make_event, carol):
    with pytest.raises(ValueError, match="capacity"):
        make_event().change(by=carol, capacity=3)


def test_cancelled_once_with_the_first_reason_and_nothing_moves_it_any_more(make_event, carol, hana, heard):
    event = make_event()
    event.cancel(by=carol, reason="The house is closed.")
    event.cancel(by=hana, reason="Another reason.")
    event.refresh_from_db()
    assert (event.cancelled_by, event.cancelled_reason, event.sequence) == (carol, "The house is closed.", 1)
    assert heard == [("cancelled", event, carol)]
    for verb in [
        lambda: event.move(event.starts_at + timedelta(days=1), event.ends_at + timedelta(days=1), by=carol),
        lambda: event.change(by=carol, title="Else"),
        lambda: event.change_capacity(5, by=carol),
        lambda: event.publish(by=carol),
    ]:
        with pytest.raises(EventCancelled):
            verb()


@pytest.mark.parametrize(
    ("before", "after", "is_raised"),
    [(20, 30, True), (20, None, True), (20, 10, False), (None, 10, False), (20, 20, False)],
)
def test_more_places_are_news_fewer_are_not(make_event, carol, heard, before, after, is_raised):
    event = make_event(capacity=before)
    event.change_capacity(after, by=carol)
    event.refresh_from_db()
    assert event.capacity == after
    assert heard == ([("raised", event, carol)] if is_raised else [])
    assert recorded("capacity_changed") == (before != after)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": timezone.now() - timedelta(days=300)},
        {"capacity": 0},
        {"kind": "by_post"},
        {"city": ""},
        {"latitude": 95, "longitude": 8},
        {"latitude": 47, "longitude": None},
        {"audience": "group"},
        {"open_to": "everyone"},
        {"external_url": "https://elsewhere.example", "capacity": 5},
        {"cancelled_reason": "Because"},
        {"cancelled_at": timezone.now()},
        {"time_zone": "Mars/Olympus"},
    ],
)
def test_the_database_holds_what_must_be_true(make_event, wrong):
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        make_event(**wrong)


def test_publishing_names_nobody_without_a_moment(make_event, carol):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(published_at=None, published_by=carol)


def test_who_may_run_it(make_event, hana, carol, ann, sam):
    event = make_event()
    assert event.can_be_run_by(hana)
    assert event.can_be_run_by(carol)
    assert not event.can_be_run_by(ann)
    assert not make_event(host=sam).can_be_run_by(sam)  # suspended


def test_search_finds_words_with_and_without_accents_the_title_first(make_event):
    by_text = make_event(title="Something else", description="A café for researchers")
    by_title = make_event(title="Research café")
    assert list(Event.objects.matching("cafe research")) == [by_title, by_text]
    assert list(Event.objects.matching("zurich -something")) == [by_title]


def test_now_before_and_after(make_event, clock):
    event = make_event()
    assert (event.is_upcoming, event.is_now, event.is_past) == (True, False, False)
    clock(event.starts_at + timedelta(minutes=1))
    assert (event.is_upcoming, event.is_now, event.is_past) == (False, True, False)
    assert Event.objects.upcoming().exists()
    clock(event.ends_at)
    assert (event.is_upcoming, event.is_now, event.is_past) == (False, False, True)
    assert not Event.objects.upcoming().exists()
    assert Event.objects.past().exists()
