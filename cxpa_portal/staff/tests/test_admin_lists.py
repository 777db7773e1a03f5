"""Staff's lists: every one of them opens, for staff alone, and costs the same at 1 and at 30 rows."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.reading.models import Reading, Reason
from members.audit.log import record
from members.mail.notices import tell
from members.mail.outbox import send_rendered
from members.mail.preferences import stop

pytestmark = pytest.mark.django_db


def lists():
    return sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)


@pytest.fixture
def fill(make_person, make_board, make_topic, carol):
    def fill(count):
        for number in range(count):
            person = make_person()
            topic = make_topic(by=person, board=make_board(slug=f"admin-{number}-{person.pk}"))
            Reading.watch(person, topic, reason=Reason.CHOSE)
            tell(person, "forums/reading/posted", headline="News", url="/", key=f"k{number}")
            stop(person.pk, "forums/reading/posted")
            send_rendered(
                "accounts", key=f"{person.pk}", to=person, address=person.email, subject="S", text="t", html=""
            )
            record("accounts.checked", person, by=carol)

    return fill


@pytest.mark.parametrize("name", lists())
def test_a_list_opens_for_staff_alone(name, client, ann_client, maya_client, carol_client):
    address = reverse(f"admin:{name}_changelist")
    assert carol_client.get(address).status_code == 200
    assert ann_client.get(address).status_code == 404
    assert maya_client.get(address).status_code == 404
    assert client.get(address).status_code == 302


OURS = [name for name in lists() if name.split("_")[0] in {"accounts", "audit", "mail", "discussions", "reading"}]


@pytest.mark.parametrize("name", OURS)
def test_a_list_costs_the_same_at_any_length(name, carol_client, fill):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert carol_client.get(reverse(f"admin:{name}_changelist")).status_code == 200
        return len(queries)

    fill(1)
    carol_client.get(reverse(f"admin:{name}_changelist"))
    one = cost()
    fill(30)
    assert cost() <= one


def test_one_of_each_opens(carol_client, fill):
    fill(1)
    for model in admin.site._registry:
        row = model._default_manager.first()
        if row is not None:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            assert carol_client.get(reverse(name, args=[row.pk])).status_code == 200, name


def test_the_first_page_reads_as_the_rooms(carol_client):
    page = carol_client.get(reverse("admin:index")).content.decode()
    for words in ["People", "Mail and notices", "Discussions", "Reading", "Record of what happened"]:
        assert words in page


def test_hiding_and_trying_again_from_a_list(carol_client, topic, ann, mails):
    carol_client.post(reverse("admin:discussions_topic_changelist"), {"action": "hide", "_selected_action": [topic.pk]})
    topic.refresh_from_db()
    assert topic.hidden_at
    send_rendered("accounts", key="k", to=ann, address=ann.email, subject="S", text="t", html="")
    mails()[0].failed("asleep")
    carol_client.post(
        reverse("admin:mail_mail_changelist"), {"action": "try_again", "_selected_action": [mails()[0].pk]}
    )
    assert mails()[0].state == "queued"
