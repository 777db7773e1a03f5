"""Pages that are kept by their rows: what is kept is always what would be written now, for everyone."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Attachment, ContextCard, Evidence, Poll, Post, Tagging, Thanks, Topic
from forums.experts.models import Expertise
from forums.questions.models import Acceptance, Outcome
from forums.reading import showing
from forums.reading.answered import with_answered
from forums.reading.finding import ask_for_posts, ask_for_topic, glance_at_posts, reply_key, topic_for, with_mine
from forums.reading.holes import hole
from members.connections.models import Block
from members.mail.notices import tell
from members.progress.models import Draft
from members.subjects.models import Subject

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"')


@pytest.fixture
def talk(make_topic, journey_mapping):
    make_topic(title="How do you map what nobody owns?", kind="discussion")  # what to read on
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
    "slowed": lambda topic, post, ann, carol: topic.slow_down(minutes=5, until=in_days(1), by=carol),
    "another tag": lambda topic, post, ann, carol: Tagging.put(topic, ["ownership"]),
    "a context card": lambda topic, post, ann, carol: ContextCard.put(topic, {"sector": "insurance"}),
    "what it rests on": lambda topic, post, ann, carol: Evidence.put(post, grade="measured", how="Before and after."),
    "another place of its author": lambda topic, post, ann, carol: rename(post.author, city="Lisbon"),
    "who wrote it is an expert": lambda topic, post, ann, carol: make_expert(post.author, by=carol),
    "a poll": lambda topic, post, ann, carol: Poll.ask(post, options=["Yes", "No"]),
    "a file": lambda topic, post, ann, carol: attach(post),
    "what came of it": lambda topic, post, ann, carol: Outcome.tell(accepted(topic, post), by=carol, kind="worked"),
    "written by mail": lambda topic, post, ann, carol: rename(post, is_by_mail=True),
    "a promise": lambda topic, post, ann, carol: rename(topic, promised_until=in_days(1), first_answer_at=None),
    "what to read on": lambda topic, post, ann, carol: rename(beside(topic), title="Quite another one"),
}


def beside(topic):
    return Topic.objects.exclude(pk=topic.pk).get()


def in_days(days):
    return timezone.now() + timedelta(days=days)


def make_expert(person, by):
    subject = Subject.objects.get(slug="journey-mapping")
    expertise = Expertise.offer(by=person, subject=subject, words="Maps that somebody owns.")
    Expertise.objects.filter(pk=expertise.pk).update(state="confirmed", confirmed_at=timezone.now(), confirmed_by=by)


def attach(post):
    Attachment.send(SimpleUploadedFile("notes.txt", b"Half a page."), by=post.author, key=f"edit:{post.pk}")
    Attachment.settle(post, f"edit:{post.pk}", by=post.author)


def accepted(topic, post):
    Acceptance.accept(post, by=topic.author)
    return post


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
        assert [told(post) for post in ask_for_posts(person, talk.pk, 1, 20).objects] == asked
        glance = glance_at_posts(person, talk.pk, 1, 20)
        assert glance.imprint.digests == ask_for_posts(person, talk.pk, 1, 20).imprint.digests
        assert len(glance.imprint.digests) == talk.last_number


def told(row):
    """What an object holds, and what the objects hold that came with it."""
    beside = {name: held(value) for name, value in row._state.fields_cache.items() if value is not None}
    return held(row), beside


def held(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_a_poll_is_as_it_stands_now(readers, talk, ann, clock):
    poll = Poll.ask(talk.posts.get(number=3), options=["Yes", "No"], closes_at=in_days(1))
    before = all_fresh(readers, talk)
    poll.vote(by=ann, options=[poll.options.get(text="No").pk])
    after = all_fresh(readers, talk)
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert ["Change my answer" in page for page in after] == [False, True, False, False]
    assert all("open until" in page for page in after)
    clock(timedelta(days=1, seconds=1))
    assert not any("open until" in page for page in all_fresh(readers, talk))


def test_notices_are_counted_for_each_reader_by_themselves(readers, talk, eli):
    all_fresh(readers, talk)
    tell(eli, "forums/reading/posted", headline="Somewhere else", url="/", key="elsewhere")
    assert ["Notices, 1 new" in page for page in all_fresh(readers, talk)] == [False, False, True, False]


def test_another_name_stands_in_the_menu_at_once(readers, talk, eli):
    all_fresh(readers, talk)
    rename(eli, name="Elias <Brandt>")
    pages = all_fresh(readers, talk)
    assert ["Elias &lt;Brandt&gt;: your menu" in page for page in pages] == [False, False, True, False]


def test_what_is_kept_for_many_is_what_is_written_for_each(readers, talk, ann, eli, maya, monkeypatch):
    post = talk.posts.get(number=3)
    Thanks.say(post=post, by=maya)
    Poll.ask(post, options=["Yes", "No"])
    Block.put(by=eli, on=post.author)
    tell(ann, "forums/reading/posted", headline="Somewhere else", url="/", key="elsewhere")
    kept = all_fresh(readers, talk)
    cache.clear()
    monkeypatch.setattr(showing, "for_anybody", lambda request: request)
    assert [read(client, talk) for client in readers] == kept


def test_what_somebody_is_writing_is_shown_to_them_alone(readers, talk, ann, eli):
    all_fresh(readers, talk)
    key = f"reply:{talk.pk}"
    Draft.keep(by=ann, key=key, fields={"body": "Half a thought of Ann's."})
    Attachment.send(SimpleUploadedFile("notes.txt", b"Half a page."), by=eli, key=key)
    pages = all_fresh(readers, talk)
    assert ["Half a thought" in page for page in pages] == [False, True, False, False]
    assert ["notes.txt" in page for page in pages] == [False, False, True, False]
    Draft.drop(by=ann, key=key)
    assert not any("Half a thought" in page for page in all_fresh(readers, talk))


def test_keys_that_are_turned_off_in_a_browser_are_off_there_and_nowhere_else(client_of, ann, talk):
    here, there = client_of(ann), client_of(ann)
    here.cookies["shortcuts"] = "off"
    assert ['data-behaviour="shortcuts' in page for page in all_fresh([here, there, here], talk)] == [
        False,
        True,
        False,
    ]


def test_a_message_is_told_once_and_to_whom_it_is(readers, talk):
    ann_client = readers[1]
    all_fresh(readers, talk)
    ann_client.post(reverse("forums:keeping", args=[talk.pk, 3]), {"quick": "1"})
    assert "You find it under" in read(ann_client, talk)
    assert not any("You find it under" in page for page in all_fresh(readers, talk))


def test_who_wrote_without_a_name_is_told_to_nobody_by_what_is_kept(client, ann_client, eli_client, nameless_topic):
    topic = nameless_topic()
    stranger, anns, elis = all_fresh([client, ann_client, eli_client], topic)
    assert "You" in re.findall(r'class="mark">([^<]+)<', anns)
    assert "You" not in re.findall(r'class="mark">([^<]+)<', elis + stranger)
    assert "Okafor" not in elis + stranger


def test_what_a_search_shows_is_as_it_is_now(readers, talk, carol):
    post = talk.reply(by=carol, body="Nobody maps the unboxing, ever.")

    def all_found():
        pages = []
        for client in readers:
            twice = [client.get(reverse("search"), {"q": "unboxing"}).content.decode() for _time in range(2)]
            assert TOKEN.sub("", twice[0]) == TOKEN.sub("", twice[1])
            pages.append(re.sub(r"</?mark>", "", twice[0]))
        return pages

    assert all("Nobody maps the unboxing" in page for page in all_found())
    post.edit(by=carol, body="Everybody maps the unboxing now.")
    assert all("Everybody maps the unboxing" in page and "Nobody maps" not in page for page in all_found())
    rename(carol, name="Caroline Weiss")
    assert all("Caroline Weiss, post 7" in page for page in all_found())
    talk.rename(by=carol, title="Quite another title")
    assert all("Quite another title" in page for page in all_found())
    post.hide(by=carol)
    assert not any("Everybody maps" in page for page in all_found())
    post.restore(by=carol)
    assert all("Everybody maps the unboxing" in page for page in all_found())


def test_a_kept_page_costs_a_stranger_two_queries_and_a_list_of_related_topics(client, talk, django_assert_num_queries):
    read(client, talk)
    with django_assert_num_queries(3):
        client.get(reverse("forums:topic", args=[talk.pk, talk.slug]))


def test_one_for_members_costs_five_and_writes_nothing(eli_client, talk, django_assert_num_queries):
    read(eli_client, talk)
    read(eli_client, talk)
    with django_assert_num_queries(5):  # the session, the person, the topic, its posts, what to read on
        get(eli_client, talk)
