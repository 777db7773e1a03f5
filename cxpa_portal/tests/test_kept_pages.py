"""Pages that are kept by their rows: what is kept is always what would be written now, for everyone."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import reverse

from forums.discussions.models import Post, Thanks
from forums.questions.models import Acceptance
from forums.reading.answered import with_answered
from forums.reading.finding import ask_for_posts, ask_for_topic, reply_key, topic_for, with_mine
from forums.reading.kept import hole
from members.connections.models import Block

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"')


@pytest.fixture
def talk(make_topic, eli):
    return make_topic(replies=5, kind="question")


@pytest.fixture
def readers(client, ann_client, eli_client, maya_client):
    """A stranger, two people with an account, and a moderator."""
    return [client, ann_client, eli_client, maya_client]


def get(client, topic):
    return client.get(topic.get_absolute_url(), follow=True).content.decode()


def read(client, topic):
    return TOKEN.sub("", get(client, topic))


def all_fresh(readers, topic):
    """Read twice, so that it is kept, and then written anew: three times the same."""
    pages = []
    for client in readers:
        read(client, topic)  # moves their place
        before = read(client, topic), read(client, topic)
        cache.clear()
        assert (read(client, topic),) * 2 == before
        pages.append(before[0])
    return pages


def rename(thing, **words):
    type(thing).objects.filter(pk=thing.pk).update(**words)


WRITES = {
    "a reply": lambda topic, post, ann, carol: topic.reply(by=ann, body="Said just now."),
    "an edit": lambda topic, post, ann, carol: post.edit(by=post.author, body="Said better."),
    "hidden": lambda topic, post, ann, carol: post.hide(by=carol),
    "thanks": lambda topic, post, ann, carol: Thanks.say(post=post, by=carol),
    "accepted": lambda topic, post, ann, carol: Acceptance.accept(post, by=topic.author),
    "another name": lambda topic, post, ann, carol: rename(post.author, name="Anna Newname"),
    "another board's name": lambda topic, post, ann, carol: rename(topic.board, name="Quite another board"),
    "another title": lambda topic, post, ann, carol: topic.rename(by=carol, title="Quite another title"),
    "closed": lambda topic, post, ann, carol: topic.close(by=carol),
}


@pytest.mark.parametrize("write", WRITES)
def test_after_every_write_everybody_reads_what_is_there_now(readers, talk, ann, carol, write):
    before = all_fresh(readers, talk)
    WRITES[write](talk, talk.posts.get(number=3), ann, carol)
    talk.refresh_from_db()
    after = all_fresh(readers, talk)
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_what_is_hidden_and_restored_comes_and_goes_at_once(readers, talk, carol):
    post = talk.posts.get(number=3)
    words = post.html.strip()
    for _time in range(3):
        assert all(words in page for page in all_fresh(readers, talk))
        post.hide(by=carol)
        assert [words in page for page in all_fresh(readers, talk)] == [False, False, False, True]
        post.restore(by=carol)


def test_a_topic_that_is_hidden_is_gone_for_who_read_it_a_moment_ago(readers, talk, carol):
    all_fresh(readers, talk)
    talk.hide(by=carol)
    assert [client.get(talk.get_absolute_url()).status_code for client in readers] == [404, 404, 404, 200]


def test_what_is_one_reader_s_alone_reaches_nobody_else(readers, talk, ann, eli, maya):
    post = talk.posts.get(number=3)
    Thanks.say(post=post, by=maya)
    Block.put(by=eli, on=post.author)
    stranger, anns, elis, mayas = all_fresh(readers, talk)
    assert "thanks-given" in mayas
    assert "thanks-given" not in anns + elis + stranger
    assert "somebody you blocked" in elis
    assert "somebody you blocked" not in stranger + anns + mayas
    for page, person in [(anns, ann), (elis, eli), (mayas, maya)]:
        assert person.email in page
        assert not any(other.email in page for other in [ann, eli, maya] if other != person)
    assert not any(person.email in stranger for person in [ann, eli, maya])
    assert not any(hole(name) in page for page in [stranger, anns, elis, mayas] for name in ("csrf", "once"))


def test_each_reader_s_forms_carry_their_own_token(ann_client, eli_client, talk):
    def tokens(client):
        text = get(client, talk)
        return set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)), client.cookies["csrftoken"].value

    (anns, ann_secret), (elis, eli_secret) = tokens(ann_client), tokens(eli_client)
    assert not anns & elis
    assert ann_secret != eli_secret
    once = [re.findall(r'name="token" value="([^"]+)"', get(ann_client, talk)) for _time in range(2)]
    assert once[0] != once[1]


def test_the_statements_say_what_the_queries_say(talk, ann, eli, carol, maya):
    Thanks.say(post=talk.posts.get(number=2), by=maya)
    Block.put(by=ann, on=eli)
    for person in [AnonymousUser(), ann, eli, carol, maya]:
        [kept] = ask_for_topic(person, talk.pk, 20).objects
        assert told(kept) == told(topic_for(person, talk.pk, 20, reply_key(talk.pk)).get())
        posts = Post.objects.filter(topic=talk).order_by("number").select_related("author").defer("body")
        asked = [told(post) for post in with_mine(with_answered(posts, person), person)]
        assert [told(post) for post in ask_for_posts(person, talk, 1, 20).objects] == asked


def told(row):
    """What an object holds, and what the objects hold that came with it."""
    beside = {name: held(value) for name, value in row._state.fields_cache.items() if value is not None}
    return held(row), beside


def held(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_a_kept_page_costs_a_stranger_two_queries_and_a_list_of_related_topics(client, talk, django_assert_num_queries):
    read(client, talk)
    with django_assert_num_queries(3):
        client.get(reverse("forums:topic", args=[talk.pk, talk.slug]))
