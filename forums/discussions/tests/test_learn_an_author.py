"""Learning who wrote without a name: two people of staff, a reason, and a trace of every step."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError
from django.urls import reverse

from forums.discussions.models import Unmasking
from forums.discussions.models.unmasking import NotUnmasked
from members.audit.models import Entry
from members.mail.models import Notice

pytestmark = pytest.mark.django_db

REASON = "It threatens somebody, and the police ask."


@pytest.fixture
def rex(rex):
    """A second one of staff who may."""
    names = ["unmask", "view_post", "change_post", "view_topic"]
    rex.user_permissions.add(*Permission.objects.filter(content_type__app_label="discussions", codename__in=names))
    return type(rex).objects.get(pk=rex.pk)


@pytest.fixture
def post(nameless_topic):
    return nameless_topic().posts.get()


def page(name, *args):
    return reverse(f"admin:discussions_{name}", args=args)


def asked_by(client, post, **said):
    client.post(page("post_unmask", post.pk), {"reason": REASON, **said})
    return Unmasking.objects.get()


def test_one_asks_another_agrees_and_both_may_look(post, carol_client, client_of, rex, ann):
    asked = asked_by(carol_client, post)
    other = client_of(rex)
    assert REASON in other.get(page("unmasking_change", asked.pk)).content.decode()
    other.post(page("unmasking_approve", asked.pk))
    before = carol_client.get(page("unmasking_look", asked.pk)).content.decode()
    assert ann.name not in before
    for browser in [carol_client, other]:
        answer = browser.post(page("unmasking_look", asked.pk))
        assert ann.name in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
    acts = Entry.objects.about(post).filter(action__startswith="discussions.unmask").order_by("id")
    assert [(entry.action.partition(".")[2], entry.by.name) for entry in acts] == [
        ("unmasking_asked", "Carol Weiss"),
        ("unmasking_approved", "Rex Adeyemi"),
        ("unmasked", "Carol Weiss"),
        ("unmasked", "Rex Adeyemi"),
    ]
    assert ann.name not in str(list(acts.values("label", "details")))


def test_the_author_is_told_once_when_somebody_looked(post, carol_client, client_of, rex, ann):
    asked = asked_by(carol_client, post)
    asked.approve(by=rex)
    assert not Notice.objects.filter(person=ann, kind="forums/discussions/unmasked").exists()
    for _twice in range(2):
        carol_client.post(page("unmasking_look", asked.pk))
    notice = Notice.objects.get(person=ann, kind="forums/discussions/unmasked")
    assert REASON in notice.headline
    assert notice.is_private


def test_where_the_law_forbids_it_they_are_not_told(post, carol, carol_client, rex, ann):
    asked = asked_by(carol_client, post, is_legal="on")
    asked.approve(by=rex)
    assert asked.look(by=carol) == ann
    assert not Notice.objects.filter(kind="forums/discussions/unmasked").exists()


def test_nobody_agrees_with_themselves_superusers_included(post, carol, carol_client, rex):
    asked = asked_by(carol_client, post)
    answer = carol_client.post(page("unmasking_approve", asked.pk)).content.decode()
    assert "You asked for this yourself" in answer
    asked.refresh_from_db()
    assert asked.approved_at is None
    with pytest.raises(NotUnmasked):
        asked.look(by=carol)
    with pytest.raises(IntegrityError):
        Unmasking.objects.filter(pk=asked.pk).update(approved_by=carol, approved_at=asked.asked_at)


def test_without_the_permission_nothing_of_it(post, carol, dora, client_of, maya_client, ann_client):
    asked = Unmasking.ask(post, by=carol, reason=REASON)
    for verb in [asked.approve, asked.look]:
        with pytest.raises(NotUnmasked):
            verb(by=dora)
    for browser in [client_of(dora), maya_client, ann_client]:
        assert browser.get(page("unmasking_changelist")).status_code in (403, 404)
        assert browser.post(page("unmasking_look", asked.pk)).status_code in (302, 403, 404)
    assert not Entry.objects.filter(action="discussions.unmasked").exists()


def test_a_refusal_ends_it_and_one_can_ask_again(post, carol, rex):
    asked = Unmasking.ask(post, by=carol, reason=REASON)
    assert Unmasking.ask(post, by=carol, reason="Once more.") == asked
    asked.refuse(by=rex, reason="No harm in it.")
    with pytest.raises(NotUnmasked):
        asked.look(by=carol)
    assert Unmasking.ask(post, by=rex, reason=REASON) != asked


def test_after_two_weeks_it_takes_a_new_request(post, carol, rex, clock):
    asked = Unmasking.ask(post, by=carol, reason=REASON)
    asked.approve(by=rex)
    clock(timedelta(days=15))
    with pytest.raises(NotUnmasked, match="two weeks"):
        asked.look(by=carol)


def test_a_post_with_a_name_needs_none_of_it(topic, carol, carol_client):
    with pytest.raises(NotUnmasked, match="author's name"):
        Unmasking.ask(topic.posts.get(), by=carol, reason=REASON)
    assert "Ask who wrote this" not in carol_client.get(page("post_change", topic.posts.get().pk)).content.decode()


def test_when_the_account_is_gone_nobody_can_tell(post, carol, rex, ann):
    asked = Unmasking.ask(post, by=carol, reason=REASON)
    asked.approve(by=rex)
    ann.delete()
    assert asked.look(by=carol) is None
