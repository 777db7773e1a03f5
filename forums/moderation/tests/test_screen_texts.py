"""Limits for new accounts, rules and watch words; said kindly, and never to members."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.moderation import holding
from forums.moderation.counting import rules_counted
from forums.moderation.models import Case, Held, SeenHost, Sending, WatchWord

pytestmark = pytest.mark.django_db


def reply(client, topic, body, **fields):
    return client.post(reverse("forums:reply", args=[topic.pk]), {"body": body, **fields})


def rules_of(held):
    return held.case.rules


def test_a_new_account_reads_its_limits_beside_the_form_and_members_do_not(
    newcomer_client, ann_client, cleo_client, topic
):
    for address in [topic.get_absolute_url(), reverse("forums:reply", args=[topic.pk]), reverse("forums:ask")]:
        assert "New accounts begin gently: until " in newcomer_client.get(address).content.decode()
        for client in [ann_client, cleo_client]:
            assert "New accounts begin gently" not in client.get(address).content.decode()


def test_too_many_links_are_refused_with_when_it_is_over_and_nothing_is_lost(newcomer_client, topic):
    body = "https://a.example/1 https://a.example/2 https://a.example/3"
    page = reply(newcomer_client, topic, body)
    assert "It has 3 links, and until" in page.content.decode()
    assert page.context["form"]["body"].value() == body
    assert not Held.objects.exists()


def test_too_many_people_called_are_refused(newcomer_client, topic):
    page = reply(newcomer_client, topic, " ".join(f"@person-{number}" for number in range(6)))
    assert "It calls 6 people by @" in page.content.decode()


def test_the_sixth_text_within_an_hour_is_refused_with_how_long(newcomer_client, topic, clock):
    for number in range(5):
        reply(newcomer_client, topic, f"Thought number {number}.")
    assert Held.objects.count() == 5
    page = reply(newcomer_client, topic, "Thought number 5.").content.decode()
    assert "The next can go in 60 minutes" in page
    clock(timedelta(minutes=61))
    reply(newcomer_client, topic, "Thought number 5.")
    assert Held.objects.count() == 6


def test_the_same_form_again_takes_no_second_place(newcomer, topic):
    token = uuid.uuid4()
    assert [Sending.take(newcomer, token=token, most=1) for _again in range(3)] == [None] * 3
    assert Sending.take(newcomer, token=uuid.uuid4(), most=1) > timezone.now()
    assert Sending.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_sent_at_the_same_moment_no_more_get_through(newcomer, monkeypatch):
    def sent_at_once(person, count=4, most=2):
        gate = Barrier(count)

        def send(_number):
            try:
                gate.wait(5)
                return Sending.take(person, token=uuid.uuid4(), most=most) is None
            finally:
                connection.close()

        with ThreadPoolExecutor(count) as hands:
            return sum(hands.map(send, range(count)))

    assert sent_at_once(newcomer) == 2
    # Without the lock of the person's row each would find room.
    Sending.objects.all().delete()
    together, create = Barrier(4), Sending.objects.create

    def after_all_have_looked(**about):
        together.wait(5)
        return create(**about)

    monkeypatch.setattr(type(newcomer.__class__.objects.all()), "select_for_update", lambda rows, **options: rows)
    monkeypatch.setattr(Sending.objects, "create", after_all_have_looked)
    assert sent_at_once(newcomer) == 4


def test_after_three_days_the_limits_are_over(newcomer_client, topic, clock):
    clock(timedelta(days=3))
    reply(newcomer_client, topic, "https://a.example/1 https://a.example/2 https://a.example/3")
    assert Held.objects.count() == 1


def test_a_first_post_with_a_link_to_a_new_site_says_so_to_moderators(newcomer_client, topic, ann, maya_client):
    topic.reply(by=ann, body="See https://known.example/a")
    reply(newcomer_client, topic, "See https://known.example/b")
    reply(newcomer_client, topic, "See https://www.cheap-surveys.example/b")
    known, unknown = Held.objects.order_by("pk")
    assert rules_of(known) == ["first_post"]
    assert rules_of(unknown) == ["first_post", "new_host"]
    page = maya_client.get(unknown.case.get_absolute_url()).content.decode()
    assert "it leads to cheap-surveys.example, which nobody named here before" in page


def test_sites_of_an_imported_archive_are_learned(topic):
    topic.posts.update(html='<p><a href="https://www.archive.example/x">x</a></p>')
    assert SeenHost.learn() > 0
    assert SeenHost.unseen(["archive.example", "other.example"]) == ["other.example"]


def test_the_same_text_in_several_topics_is_held(cleo_client, make_topic):
    body = "Our new platform measures every touchpoint of the whole journey."
    first, second = make_topic(), make_topic()
    reply(cleo_client, first, body)
    assert first.posts.count() == 2
    reply(cleo_client, second, body)
    assert rules_of(Held.objects.get()) == ["same_text"]


def test_a_number_to_call_with_words_about_money_is_held(cleo_client, topic):
    reply(cleo_client, topic, "Earn $500 a day, write me on WhatsApp +49 170 1234567")
    assert rules_of(Held.objects.get()) == ["money"]


def test_written_within_seconds_of_signing_up_is_seen(newcomer, newcomer_client, topic):
    type(newcomer).objects.filter(pk=newcomer.pk).update(joined_at=timezone.now())
    reply(newcomer_client, topic, "First.")
    assert "hurry" in rules_of(Held.objects.get())


def test_watch_words_hold_refuse_or_only_tell(cleo_client, ann_client, topic):
    WatchWord.objects.create(pattern="free trial*", kind="hold", why="Often an advertisement.")
    WatchWord.objects.create(pattern="casino", kind="reject", why="Nothing about games of chance.")
    WatchWord.objects.create(pattern="Acme", kind="flag", why="Their lawyers wrote to us.")
    reply(cleo_client, topic, "Begin your FREE  trials today")
    assert rules_of(Held.objects.get()) == ["word"]
    page = reply(cleo_client, topic, "The casino around the corner").content.decode()
    assert "We do not take this: Nothing about games of chance." in page
    reply(cleo_client, topic, "We did it with Acme.")
    assert topic.posts.count() == 2
    assert Case.objects.get(kind="word").found[0]["saw"].startswith("it has “Acme”")
    reply(ann_client, topic, "A casino asked us the same.")
    assert topic.posts.count() == 3, "members are stopped by nothing"
    assert Case.objects.filter(kind="word").count() == 2


def test_a_word_that_came_with_an_edit_is_seen_once(ann, topic):
    WatchWord.objects.create(pattern="casino", kind="flag", why="Games of chance.")
    post = topic.posts.get()
    post.edit(by=ann, body="Ours has six. See the casino.")
    post.edit(by=ann, body="Ours has six. See the casino!")
    assert Case.objects.get().found[0]["word"] == "casino"


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [("casino", "Casinos", False), ("casino*", "Casinos", True), ("a.b", "axb", False), ("*", "anything", False)],
)
def test_words_are_whole_words_and_no_patterns_of_machines(pattern, text, found):
    assert WatchWord(pattern=pattern).is_in(text) == found


def test_staff_see_how_often_a_rule_was_right(maya, maya_client, make_held, make_flag):
    holding.refuse(make_held("First.").case, by=maya, words="It sells.")
    holding.publish(make_held("Second.").case, by=maya)
    make_flag(reason="spam")
    told = {rule["label"]: rule for rule in rules_counted()}
    assert told["First post of a new account"]["share"] == 50
    assert told["It is spam"]["waiting"] == 1
    assert "50 %" in maya_client.get(reverse("moderation:rules")).content.decode()
