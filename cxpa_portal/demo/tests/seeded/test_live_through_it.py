"""What the demo community did besides talking: who belongs, what is on, who is certified."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from certification.applications.models import Application
from certification.applications.states import State as ApplicationState
from certification.credentials.models import Credential
from certification.exams.models import Sitting
from certification.renewal.models import Claim, Credit, Renewal
from certification.renewal.progress import progress_of
from cxpa_portal.demo.cast import address_of
from events.cxday.models import Campaign, Room
from events.programme.models import Event
from events.registration.models import Registration
from forums.articles.models import Article
from members.accounts.models import Person
from members.audit.models import Entry
from members.billing.models import CreditNote, Invoice
from members.mail.models import Mail
from members.membership.models import Membership, Term, standing_of


def person(key):
    return Person.objects.get(email=address_of(key))


def test_memberships_are_in_every_state():
    states = Counter(standing_of(each).state for each in Person.objects.all())
    assert set(states) == {"none", "awaiting_payment", "active", "grace", "lapsed"}
    assert states["active"] > 120
    assert Term.objects.filter(starts_on__gt=timezone.localdate()).exists()  # renewed early
    assert Term.objects.filter(ended_early_at__isnull=False).exists()
    assert Term.objects.exclude(granted_reason="").exists()


def test_until_when_somebody_is_a_member_follows_from_their_terms():
    until = dict(Person.objects.values_list("pk", "member_until"))
    for membership in Membership.objects.select_related("person"):
        membership.bring_in_step(by=None)
    assert dict(Person.objects.values_list("pk", "member_until")) == until
    assert Entry.objects.filter(action="accounts.belongs", by=None).count() == 0  # nobody had to be brought in step


def test_invoices_are_in_every_state_and_numbered_in_the_order_of_their_days():
    today = timezone.localdate()
    assert Invoice.objects.paid().count() > 20
    assert Invoice.objects.open().filter(due_on__gte=today).exists()
    assert Invoice.objects.overdue().exists()
    assert Invoice.objects.void().exists()
    assert CreditNote.objects.count() == 2
    days = list(Invoice.objects.order_by("number").values_list("issued_on", flat=True))
    assert days == sorted(days)
    assert max(days) <= today


def test_cx_day_has_rooms_in_24_cities_and_12_sessions_online_and_one_more_is_proposed():
    coming = Campaign.objects.order_by("date").last()
    assert coming.date.month == 10
    assert coming.date.weekday() == 1
    rooms = Room.objects.filter(campaign=coming).shown()
    assert len(set(rooms.exclude(event__city="").values_list("event__city", flat=True))) == 24
    assert rooms.filter(event__kind=Event.ONLINE).count() == 12
    assert [room.event.city for room in Room.objects.filter(campaign=coming, event__published_at=None)] == ["Tbilisi"]


def test_the_last_cx_day_was_held():
    last = Campaign.objects.order_by("date").first()
    assert last.is_over(timezone.now())
    assert last.story
    held = Room.objects.filter(campaign=last)
    assert held.count() >= 25
    assert not held.annotate(came=Count("event__registrations__attended_at")).filter(came=0).exists()


def test_something_is_on_now_tomorrow_full_moved_and_cancelled():
    on_now = next(event for event in Event.objects.published() if event.is_now)
    ann = Registration.objects.of(person("ann"))
    assert ann.confirmed().filter(event=on_now).exists()
    assert on_now.registrations.attended().exists()
    tomorrow = timezone.now() + timedelta(hours=48)
    assert ann.confirmed().filter(event__starts_at__range=(on_now.ends_at, tomorrow)).exists()
    assert Registration.objects.waiting().count() >= 4
    promoted = Registration.objects.confirmed().filter(confirmed_at__gt=timezone.now() - timedelta(days=2))
    assert any(place.was_promoted for place in promoted)
    assert Event.objects.filter(start_version=2).count() == 1
    assert Event.objects.filter(cancelled_at__isnull=False).exclude(cancelled_reason="").count() == 1


def test_no_event_holds_more_than_it_has_places_for():
    for event in Event.objects.exclude(capacity=None):
        assert event.registrations.confirmed().count() <= event.capacity, event
        if event.registrations.waiting().exists():
            assert event.registrations.confirmed().count() == event.capacity, event


def test_nobody_asked_for_a_place_before_they_had_joined_or_after_now():
    for place in Registration.objects.select_related("person", "event"):
        assert place.person.joined_at <= place.created_at <= timezone.now(), place
        assert place.attended_at is None or place.event.starts_at <= place.attended_at <= timezone.now(), place


def test_applications_are_in_every_state():
    assert set(Application.objects.values_list("state", flat=True)) == set(ApplicationState.values)
    assert Application.objects.to_review().count() == 3
    assert Application.objects.to_decide().count() == 2
    assert Application.objects.exclude(late_reason="").count() == 1


def test_ann_comes_back_to_the_field_she_left():
    application = Application.objects.open_of(person("ann"))
    assert application.is_draft
    assert application.last_section == "competency-3"
    assert application.months.full_time >= application.months_needed


def test_the_exam_was_passed_failed_missed_and_is_to_come():
    assert set(Sitting.objects.values_list("state", flat=True)) == {"scheduled", "passed", "failed", "no_show"}


def test_credentials_are_in_every_state():
    assert Credential.objects.count() >= 25
    assert set(Credential.objects.values_list("state", flat=True)) == {"active", "suspended", "revoked", "surrendered"}
    today = timezone.localdate()
    assert Credential.objects.filter(state="active", expires_on__lt=today).exists()
    within_a_year = Credential.objects.filter(expires_on__range=(today, today + timedelta(days=365)))
    assert within_a_year.count() >= 5
    assert Credential.objects.filter(sitting__isnull=False).exists()


def test_who_was_there_got_credits_once():
    assert Credit.objects.filter(source__startswith="registration:").count() > 30
    eli = progress_of(Credential.objects.get(person=person("eli")))
    assert eli.is_open
    assert eli.is_met
    assert not progress_of(Credential.objects.get(person=person("hana"))).is_met


def test_claims_and_renewals_wait_for_the_office():
    assert {"claimed", "queried", "accepted"} <= set(Claim.objects.values_list("state", flat=True))
    assert set(Renewal.objects.values_list("state", flat=True)) == {"to_confirm", "awaiting_payment"}


def test_some_of_them_write_articles():
    assert Article.objects.articles().published().exclude(author=None).count() >= 4


def test_no_letter_waits_but_those_of_the_forums_and_no_reminder_is_left_over():
    assert set(Mail.objects.values_list("kind", flat=True)) == {"forums/reading/posted"}


def test_nothing_is_of_the_future():
    assert not Entry.objects.filter(at__gt=timezone.now()).exists()
    assert not Invoice.objects.filter(issued_at__gt=timezone.now()).exists()
