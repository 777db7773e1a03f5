import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from events.programme.models import Event
from members.audit.models import Entry
from members.subjects.models import Subject

pytestmark = pytest.mark.django_db

LIST = reverse("admin:programme_event_changelist")


def act(client, event, word, **said):
    return client.post(reverse(f"admin:programme_event_{word}", args=[event.pk]), said, follow=True)


def form_of(client, address):
    """What the form at `address` holds, ready to be sent again."""
    form = client.get(address).context["adminform"].form
    values = {}
    for name in form.fields:
        value = form[name].value()
        values[name] = "" if value is None else value
    return {name: value for name, value in values.items() if value is not False and value != ""}


def test_what_members_proposed_waits_in_a_queue(carol_client, make_event):
    make_event(title="Proposed", published_at=None, proposed_at=timezone.now())
    make_event(title="Published")
    make_event(title="Draft", published_at=None)
    page = carol_client.get(LIST, {"state": "proposed"})
    assert [event.title for event in page.context["cl"].result_list] == ["Proposed"]
    assert "waits since" in page.content.decode()


@pytest.mark.parametrize(
    ("state", "count"), [("coming", 1), ("past", 1), ("draft", 1), ("cancelled", 1), ("proposed", 0)]
)
def test_each_state_has_its_list(carol_client, carol, make_event, state, count):
    make_event()
    make_event(starts_at=timezone.now() - timedelta(days=9))
    make_event(published_at=None)
    make_event().cancel(by=carol, reason="No.")
    assert len(carol_client.get(LIST, {"state": state}).context["cl"].result_list) == count


def test_staff_publish_one_and_many(carol_client, carol, make_event):
    one, *others = [make_event(published_at=None, proposed_at=timezone.now()) for _ in range(3)]
    page = carol_client.get(reverse("admin:programme_event_publish", args=[one.pk]))
    assert "stands in the programme at once" in page.content.decode()
    assert not Event.objects.published().exists()  # looking changes nothing
    act(carol_client, one, "publish")
    carol_client.post(LIST, {"action": "publish_all", "_selected_action": [event.pk for event in others]})
    assert Event.objects.published().filter(published_by=carol).count() == 3


def test_a_new_event_is_entered_by_the_clock_of_its_place(carol_client, carol):
    carol.time_zone = "America/New_York"
    carol.save(update_fields=["time_zone"])
    subject = Subject.objects.get(slug="journey-mapping")
    carol_client.post(
        reverse("admin:programme_event_add"),
        {"title": "Maps in Tokyo", "kind": "in_person", "language": "en", "time_zone": "Asia/Tokyo", "city": "Tokyo",
         "country": "JP", "starts": "2027-04-05T18:30", "ends": "2027-04-05T20:00", "audience": "everyone",
         "open_to": "accounts", "credit_minutes": "60", "capacity": "30", "subjects": [subject.pk],
         "description": "**Maps**"},
    )  # fmt: skip
    event = Event.objects.get()
    assert event.starts_at.astimezone(ZoneInfo("Asia/Tokyo")).isoformat() == "2027-04-05T18:30:00+09:00"
    assert (event.slug, event.is_published, event.subjects.get()) == ("maps-in-tokyo", False, subject)
    assert "<strong>Maps</strong>" in event.description_html
    assert Entry.objects.filter(action="programme.entered", by=carol).exists()


def test_whole_days_take_the_dates_and_the_last_day_belongs_to_it(carol_client):
    carol_client.post(
        reverse("admin:programme_event_add"),
        {"title": "Two days", "kind": "online", "language": "en", "time_zone": "Europe/Zurich", "is_all_day": "on",
         "starts": "2027-04-05T09:00", "ends": "2027-04-06T17:00", "audience": "everyone", "open_to": "accounts",
         "credit_minutes": "0"},
    )  # fmt: skip
    event = Event.objects.get()
    assert (event.first_day.day, event.last_day.day) == (5, 6)


def test_an_end_before_the_start_is_said_beside_the_field(carol_client):
    page = carol_client.post(
        reverse("admin:programme_event_add"),
        {"title": "Backwards", "kind": "online", "language": "en", "time_zone": "Europe/Zurich",
         "starts": "2027-04-05T09:00", "ends": "2027-04-05T08:00", "audience": "everyone", "open_to": "accounts",
         "credit_minutes": "0"},
    )  # fmt: skip
    assert page.context["adminform"].form.errors["ends"] == ["It has to end after it starts."]
    assert not Event.objects.exists()


def test_other_words_go_through_the_verb_and_reach_calendars(carol_client, make_event):
    event = make_event()
    address = reverse("admin:programme_event_change", args=[event.pk])
    page = carol_client.post(address, form_of(carol_client, address) | {"title": "Better maps"})
    assert page.status_code == 302, page.context["adminform"].form.errors
    event.refresh_from_db()
    assert (event.title, event.slug, event.sequence) == ("Better maps", "better-maps", 1)
    assert Entry.objects.get(action="programme.changed").details["fields"] == ["title"]


def test_a_picture_is_checked_and_kept(carol_client, client, make_event):
    event = make_event()
    address = reverse("admin:programme_event_change", args=[event.pk])
    target = io.BytesIO()
    Image.new("RGB", (800, 400), "teal").save(target, "JPEG")
    bad = SimpleUploadedFile("x.jpg", b"<script>")
    page = carol_client.post(address, form_of(carol_client, address) | {"upload": bad})
    assert "not a picture" in str(page.context["adminform"].form.errors["upload"])
    good = SimpleUploadedFile("x.jpg", target.getvalue())
    carol_client.post(address, form_of(carol_client, address) | {"upload": good})
    event.refresh_from_db()
    assert client.get(event.picture.thumbnail_url(640)).status_code == 200


def test_the_picture_of_an_event_is_seen_by_those_who_see_the_event(client, ann_client, cleo_client, make_event, carol):
    from members.files.models import File

    target = io.BytesIO()
    Image.new("RGB", (80, 40), "teal").save(target, "PNG")
    picture = File.keep(SimpleUploadedFile("x.png", target.getvalue()), purpose="events/picture", by=carol)
    make_event(audience="members", picture=picture)
    assert [browser.get(picture.url).status_code for browser in (client, cleo_client, ann_client)] == [404, 404, 200]


def test_moving_asks_for_the_time_there(carol_client, make_event):
    event = make_event(
        starts_at=timezone.now().replace(year=2027, month=1, day=5, hour=9, minute=0, second=0, microsecond=0)
    )
    page = carol_client.get(reverse("admin:programme_event_move", args=[event.pk]))
    assert 'value="2027-01-05T10:00"' in page.content.decode()  # Zurich's clock
    act(carol_client, event, "move", starts="2027-01-06T10:00", ends="2027-01-06T12:00")
    event.refresh_from_db()
    assert (event.starts_at.day, event.starts_at.hour, event.start_version) == (6, 9, 2)


def test_cancelling_owes_a_reason_and_closes_the_page(carol_client, make_event):
    event = make_event()
    assert act(carol_client, event, "cancel", reason="").context["form"].errors
    act(carol_client, event, "cancel", reason="The house is closed.")
    event.refresh_from_db()
    assert event.cancelled_reason == "The house is closed."
    act(carol_client, event, "cancel", reason="Twice")
    act(carol_client, event, "move", starts="2027-01-06T10:00", ends="2027-01-06T12:00")
    event.refresh_from_db()
    assert event.start_version == 1


def test_more_places_and_no_limit(carol_client, make_event):
    event = make_event()
    for said, capacity in [("25", 25), ("", None)]:
        act(carol_client, event, "change_capacity", capacity=said)
        event.refresh_from_db()
        assert event.capacity == capacity


def test_what_was_published_is_not_deleted(carol_client, make_event):
    event = make_event()
    assert carol_client.get(reverse("admin:programme_event_delete", args=[event.pk])).status_code == 403
    draft = make_event(published_at=None)
    assert carol_client.get(reverse("admin:programme_event_delete", args=[draft.pk])).status_code == 200


@pytest.mark.parametrize("word", ["publish", "move", "cancel", "change_capacity"])
def test_nobody_else_gets_at_the_acts(client, hana_client, make_event, word):
    event = make_event()
    address = reverse(f"admin:programme_event_{word}", args=[event.pk])
    assert client.post(address).status_code == 302
    assert hana_client.post(address).status_code == 404
    event.refresh_from_db()
    assert (event.is_cancelled, event.start_version, event.capacity) == (False, 1, 20)
