"""A moderator silences somebody for a time: they read, and do not write; it ends by itself, or is lifted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.discussions import planning
from forums.discussions.models import NotAllowed, Planned, Topic
from forums.moderation import holding
from forums.moderation.models import LastsAlready, Sanction
from forums.moderation.models import NotAllowed as NotForThem
from members.audit.models import Entry
from members.mail.models import Notice
from members.progress.models import Draft

pytestmark = pytest.mark.django_db

WORDS = "Third time this week: no advertising."


def silence(client, person, kind="silence", **fields):
    return client.post(reverse(f"moderation:{kind}", args=[person.pk]), {"days": "7", "words": WORDS} | fields)


def reply(client, topic, **fields):
    sent = {"body": "Ours has four.", "draft_key": f"reply:{topic.pk}", "draft_version": "0"} | fields
    return client.post(reverse("forums:reply", args=[topic.pk]), sent)


def test_a_moderator_silences_with_a_reason_and_the_record_keeps_both(maya_client, maya, cleo):
    assert silence(maya_client, cleo).url == reverse("moderation:person", args=[cleo.pk])
    cleo.refresh_from_db()
    assert cleo.is_silenced
    assert abs(cleo.silenced_until - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    entry = Entry.objects.get(action="moderation.silenced")
    assert (entry.by, entry.details["reason"]) == (maya, WORDS)


def test_without_a_reason_or_a_span_nothing_happens_and_nothing_typed_is_lost(maya_client, cleo):
    page = silence(maya_client, cleo, words=" ", days="3")
    assert "Say why, so that they can understand it, and object." in page.content.decode()
    assert page.context["form"]["days"].value() == "3"
    assert silence(maya_client, cleo, days="4000").status_code == 200
    assert not Sanction.objects.exists()


def test_they_read_as_before_and_a_reply_is_refused_kindly_and_kept(cleo, cleo_client, topic, make_sanction):
    sanction = make_sanction(cleo)
    assert cleo_client.get(topic.get_absolute_url()).status_code == 200
    answer = reply(cleo_client, topic)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "You can write again from" in page
    assert WORDS in page
    assert sanction.address in page
    assert "Your drafts" in page
    assert topic.posts.count() == 1
    assert Draft.objects.get(person=cleo, key=f"reply:{topic.pk}").fields["body"] == "Ours has four."


def test_the_form_says_so_beside_it(cleo, cleo_client, ann_client, topic, make_sanction):
    make_sanction(cleo)
    address = reverse("forums:reply", args=[topic.pk])
    assert "You can read, and write again from" in cleo_client.get(address).content.decode()
    assert "write again from" not in ann_client.get(address).content.decode()


def test_what_others_wrote_in_their_name_is_not_kept_for_them(cleo, cleo_client, topic, make_sanction):
    from members.progress.lost import signed

    make_sanction(cleo)
    page = reply(cleo_client, topic, draft_by=signed(topic.author)).content.decode()
    assert "Nothing was sent or changed." in page
    assert not Draft.objects.filter(person=cleo).exists()


def test_it_costs_nobody_a_query(cleo, cleo_client, ann_client, topic, make_sanction):
    def cost(client):
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("forums:preview"), {"body": "Ours."})
        return len(queries)

    before = cost(cleo_client), cost(ann_client)
    make_sanction(cleo)
    assert (cost(cleo_client), cost(ann_client)) == before, "drafts can still be looked at, and nothing more is asked"


def test_it_ends_by_itself(cleo, cleo_client, topic, make_sanction, clock):
    make_sanction(cleo, days=1)
    clock(timedelta(days=1, minutes=1))
    assert reply(cleo_client, topic).status_code == 302
    assert topic.posts.count() == 2


def test_nothing_comes_out_by_another_way_meanwhile(cleo, maya, topic, make_sanction, make_board):
    board = make_board(slug="open", audience="everyone", posting="accounts")
    about = {"by": cleo, "board": board, "title": "Next week"}
    fields = {"title": "Next week", "body": "Hello.", "kind": "discussion", "board": board.pk}
    planned = Planned.plan(**about, fields=fields, due_at=timezone.now())
    make_sanction(cleo)
    assert planning.publish_due() == 0
    planned.refresh_from_db()
    assert planned.refused
    for write in [lambda: topic.reply(by=cleo, body="Mine."), lambda: Topic.start(**about, body="Mine.")]:
        with pytest.raises(NotAllowed):
            write()


def test_a_held_text_of_theirs_waits_on(maya, newcomer, make_held, make_sanction):
    held = make_held()
    make_sanction(newcomer)
    with pytest.raises(holding.NotNow):
        holding.publish(held.case, by=maya)


def test_they_hear_what_why_until_when_and_how_to_object(cleo, mails, make_sanction, clock):
    type(cleo).objects.filter(pk=cleo.pk).update(time_zone="Asia/Tokyo")
    sanction = make_sanction(cleo)
    notice, letter = Notice.objects.get(person=cleo), mails(kind="forums/moderation/acted")[0]
    assert notice.url == letter.context["url"] == sanction.address
    assert "JST" in notice.headline
    letter.render()
    for words in [WORDS, "JST", "you can object once", sanction.address]:
        assert words in letter.text
    assert "Castillo" not in letter.text + letter.html + notice.headline


def test_a_moderator_lifts_it_early_once_and_they_can_write(
    maya_client, cleo, cleo_client, topic, make_sanction, mails
):
    sanction = make_sanction(cleo)
    for _twice in range(2):
        maya_client.post(reverse("moderation:lifting", args=[cleo.pk, sanction.pk]), {"words": "You explained it."})
    assert reply(cleo_client, topic).status_code == 302
    assert Entry.objects.filter(action="moderation.silence_lifted").count() == 1
    assert [letter.context["words"] for letter in mails(kind="forums/moderation/acted")] == [WORDS, "You explained it."]
    make_sanction(cleo)  # and again, should it be needed


def test_twice_changes_nothing_and_says_who_decided(maya_client, other_moderator, client_of, cleo, mails):
    silence(maya_client, cleo)
    page = client_of(other_moderator).get(reverse("moderation:silence", args=[cleo.pk])).content.decode()
    assert "Maya Castillo has decided this already" in page
    silence(client_of(other_moderator), cleo, days="365")
    assert Sanction.objects.get().by.name == "Maya Castillo"
    assert len(mails(kind="forums/moderation/acted")) == 1


@pytest.mark.parametrize("who", ["ann_client", "cleo_client", "rex_client"])
def test_to_others_it_is_not_there(request, who, bob, make_sanction):
    client, sanction = request.getfixturevalue(who), make_sanction(bob)
    for address in [reverse("moderation:people"), reverse("moderation:person", args=[bob.pk])]:
        assert client.get(address).status_code == 404
    assert silence(client, bob, kind="suspension").status_code == 404
    assert client.post(reverse("moderation:notes", args=[bob.pk]), {"words": "x"}).status_code == 404
    assert client.post(reverse("moderation:lifting", args=[bob.pk, sanction.pk])).status_code == 404
    assert Sanction.objects.get(pk=sanction.pk).is_in_force


def test_a_stranger_is_sent_to_sign_in(client, bob):
    assert "/accounts/login/" in silence(client, bob).url


def test_never_oneself_a_superuser_staff_or_another_moderator(maya, maya_client, carol, rex, other_moderator):
    for person in [maya, carol, rex, other_moderator]:
        assert silence(maya_client, person).status_code == 404
        with pytest.raises(NotForThem):
            Sanction.put("silence", on=person, by=maya, until=timezone.now() + timedelta(1), words="No.")
    assert not Sanction.objects.exists()
    page = maya_client.get(reverse("moderation:person", args=[other_moderator.pk])).content.decode()
    assert "Only the staff of CXPA decide about moderators" in page


def test_staff_decide_about_moderators(carol, carol_client, maya, maya_client, topic, make_sanction):
    assert silence(carol_client, maya).status_code == 302
    assert reply(maya_client, topic).status_code == 403
    sanction = Sanction.objects.get()
    with pytest.raises(NotForThem):
        sanction.lift(by=maya)


def test_the_database_allows_one_at_a_time(cleo, maya, make_sanction):
    first = make_sanction(cleo)
    about = {"person": cleo, "kind": "silence", "by": maya, "words": "Again."}
    with pytest.raises(IntegrityError):
        Sanction.objects.create(**about, until=first.until, ended_at=first.until)


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_the_same_moment_decide_once(maya, other_moderator, cleo, mails, monkeypatch):
    def both(person):
        gate, until = Barrier(2), timezone.now() + timedelta(7)

        def put(by):
            try:
                gate.wait(5)
                Sanction.put("silence", on=person, by=by, until=until, words="No.")
            except (LastsAlready, IntegrityError) as why:
                return type(why).__name__
            else:
                return "put"
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as hands:
            return sorted(hands.map(put, [maya, other_moderator]))

    assert both(cleo) == ["LastsAlready", "put"]
    assert len(mails(kind="forums/moderation/acted")) == 1
    # Without the lock both find nobody silenced, and only the database holds them apart.
    Sanction.objects.all().delete()
    together, in_force = Barrier(2), type(Sanction.objects).in_force

    def seen_by_both(self, now=None):
        seen = list(in_force(self, now).values_list("pk", flat=True))
        together.wait(5)
        return self.filter(pk__in=seen)

    monkeypatch.setattr(type(Sanction.objects), "in_force", seen_by_both)
    monkeypatch.setattr(Sanction, "_locked_person", staticmethod(lambda pk: type(cleo).objects.get(pk=pk)))
    assert both(cleo) == ["IntegrityError", "put"]
