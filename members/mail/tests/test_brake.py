"""A bug that would mail everybody is caught: too many letters of one kind stop, and staff are asked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.mail import kinds
from members.mail.delivery import deliver_due
from members.mail.models import KindSwitch, Mail, Notice
from members.mail.outbox import send, send_to_many

pytestmark = pytest.mark.django_db
KIND = "sample/news"
NEWS = {"subject": "News", "words": "Words.", "url": "http://portal.example/1/"}


@pytest.fixture(autouse=True)
def _low(request):
    kinds.register(KIND, label="Sample news", reason="You follow the sample.", burst=5)
    kinds.register("sample/code", label="Codes", reason="You asked.", burst=5, priority=0, is_required=True)


def ask(people, key="post:1", **changes):
    send_to_many(KIND, people=people, key=key, **NEWS | changes)


@pytest.fixture
def many(make_person):
    return [make_person() for _number in range(6)]


def test_as_many_as_are_ever_right_leave(many):
    ask(many[:5])
    assert deliver_due() == 5


def test_one_more_and_none_leaves_and_staff_are_told_once(many, carol, carol_client, ann):
    ask(many)
    assert deliver_due() == 0
    assert deliver_due() == 0
    switch = KindSwitch.objects.standing().get()
    assert switch.stopped_by is None
    assert "6 letters" in switch.reason
    assert [notice.person for notice in Notice.objects.all()] == [carol]
    assert "Sample news, 6 within ten minutes" in carol.notices.get().headline
    assert carol_client.get(carol.notices.get().url).status_code == 200
    [queue] = carol_client.get(reverse("admin:index")).context["queues"]
    assert (str(queue.label), queue.count) == ("Kinds of letters that are stopped", 1)


def test_what_staff_let_go_is_not_stopped_again(many, carol):
    ask(many)
    deliver_due()
    KindSwitch.objects.get().release(by=carol)
    assert deliver_due() == 6


def test_but_the_next_flood_is(many, carol):
    ask(many)
    deliver_due()
    KindSwitch.objects.get().release(by=carol)
    ask(many, key="post:2")
    assert deliver_due() == 0
    assert KindSwitch.objects.count() == 2


def test_a_flood_while_no_worker_was_there_is_seen_when_one_comes(many):
    ask(many)
    assert deliver_due(timezone.now() + timedelta(hours=5)) == 0


def test_a_day_of_letters_is_no_flood(many):
    ask(many)
    for number, mail in enumerate(Mail.objects.all()):
        moment = timezone.now() - timedelta(hours=number)
        Mail.objects.filter(pk=mail.pk).update(created_at=moment, due_at=moment)
    assert deliver_due() == 6


def test_codes_are_never_stopped_by_the_brake(many):
    for person in many:
        send("sample/code", to=person, key="k", **NEWS)
    deliver_due()
    assert not KindSwitch.objects.exists()


def test_letters_that_nobody_wanted_do_not_count(many):
    ask(many)
    Mail.objects.filter(to__in=many[:3]).update(state=Mail.WITHHELD)
    assert deliver_due() == 3


# --- After an outage -----------------------------------------------------------------------------------------------


def test_after_an_outage_codes_leave_first_and_digests_last(settings, make_person):
    settings.MAIL_CATCH_UP_PER_MINUTE = 2
    kinds.register("sample/code", label="Codes", reason="r", priority=0, is_required=True)
    kinds.register(KIND, label="News", reason="r", priority=5)
    kinds.register("sample/digest", label="Digest", reason="r", priority=9)
    people = [make_person() for _number in range(2)]
    for kind in ["sample/digest", KIND, "sample/code"]:
        send_to_many(kind, people=people, key=kind, **NEWS)
    moment, order = timezone.now() + timedelta(days=1), []
    for _minute in range(3):
        deliver_due(moment)
        left = Mail.objects.filter(state=Mail.SENT).exclude(pk__in=[pk for _kind, pk in order])
        order += sorted(left.values_list("priority", "pk"))
        moment += timedelta(minutes=1, seconds=1)
    assert [priority for priority, _pk in order] == [0, 0, 5, 5, 9, 9]


def test_only_so_many_a_minute_of_what_can_wait(settings, many):
    kinds.register(KIND, label="News", reason="r", priority=5)
    settings.MAIL_CATCH_UP_PER_MINUTE = 2
    ask(many)
    tomorrow = timezone.now() + timedelta(days=1)
    assert deliver_due(tomorrow) == 2
    assert deliver_due(tomorrow + timedelta(seconds=30)) == 0
    assert deliver_due(tomorrow + timedelta(seconds=61)) == 2


def test_without_a_backlog_nothing_is_held_up(settings, many):
    kinds.register(KIND, label="News", reason="r", priority=5)
    settings.MAIL_CATCH_UP_PER_MINUTE = 2
    ask(many)
    assert deliver_due() == 6


def test_the_brake_costs_a_batch_one_query(many):
    ask(many[:1])
    with CaptureQueriesContext(connection) as queries:
        deliver_due()
    assert len([query for query in queries if 'COUNT("mail_mail"' in query["sql"]]) == 1
