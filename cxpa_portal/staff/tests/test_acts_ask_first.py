"""Staff's acts: each asks on a page between, for staff alone; a link by itself changes nothing."""

import pytest
from django.contrib import admin
from django.urls import reverse

from members.audit.asking import AskingAdmin
from members.audit.models import Entry
from members.mail.models import Bounce, Mail

pytestmark = pytest.mark.django_db


def acts():
    """(the name of its address, its model) of every act on the page of one thing."""
    for model, its_admin in admin.site._registry.items():
        if isinstance(its_admin, AskingAdmin):
            for name in its_admin.actions_detail:
                if hasattr(getattr(its_admin, name), "when"):
                    yield f"{model._meta.app_label}_{model._meta.model_name}_{name}", model


ACTS = dict(acts())


def test_the_rooms_have_acts():
    rooms = {name.split("_")[0] for name in ACTS}
    assert {"billing", "membership", "discussions", "articles", "programme", "exams", "credentials", "renewal"} <= rooms


def test_nobody_but_staff_finds_one(client, ann_client, maya_client, rex_client, subtests):
    for name in ACTS:
        address = reverse(f"admin:{name}", args=[1])
        with subtests.test(name=name):
            for browser, answer in [(client, 302), (ann_client, 404), (maya_client, 404), (rex_client, 403)]:
                assert browser.get(address).status_code == answer
                assert browser.post(address, {"reason": "For fun."}).status_code == answer


def test_what_is_not_there_leads_to_the_list(carol_client):
    for name, model in ACTS.items():
        list_of = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert carol_client.get(reverse(f"admin:{name}", args=[0])).url == list_of


@pytest.fixture
def one_of_each(
    ann,
    carol,
    make_topic,
    make_event,
    make_sent,
    make_credential,
    make_claim,
    make_membership,
    make_sitting,
    make_expertise,
    endorse,
    make_article,
    make_invoice,
):
    """Something for every room to act on, so that most acts are open."""
    make_topic(tags=["mapping"])
    make_membership(ann)
    make_claim(make_credential(ann))
    make_sent()
    endorse(make_expertise(), times=3)
    make_event(published_at=None)
    make_sitting()
    make_article()
    make_invoice()
    Mail.objects.create(kind="members/billing/issued", key="one", to=ann, address=ann.email, state=Mail.UNKNOWN)
    Bounce.meet(ann.email, "550 nobody of that name", is_final=True)


def test_a_link_alone_changes_nothing(one_of_each, carol_client):
    recorded = Entry.objects.count()
    seen = set()
    for name, model in ACTS.items():
        thing = model._default_manager.order_by("-pk").first()
        if thing is not None:
            page = carol_client.get(reverse(f"admin:{name}", args=[thing.pk]))
            if page.status_code == 200:
                assert str(thing) in page.content.decode().replace("&#x27;", "'")
                seen.add(name)
    assert Entry.objects.count() == recorded
    assert len(seen) > len(ACTS) / 2, "most of them were open to look at"
