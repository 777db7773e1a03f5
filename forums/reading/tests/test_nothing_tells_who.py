"""Nothing gives away who wrote without a name: every page, letter and list, as each audience finds them."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Behind, Mention, Poll, Post, Tagging, Thanks
from forums.reading.models import Bookmark, Level, Reading, Reason, Watch
from members.audit.models import Entry
from members.connections.models import Block
from members.mail.models import Mail, Notice

pytestmark = pytest.mark.django_db

LOOKERS = ["stranger", "cleo", "eli", "maya", "carol"]  # an account, a member, a moderator, staff


@pytest.fixture
def writer(make_person, works, crowd):
    """Somebody who is found by any word about them."""
    about = {"name": "Zuleika Quarrington", "city": "Quillhaven", "headline": "Head of pigeon post"}
    crowd(7)
    return works(make_person(email="zq@loft.example", **about))


@pytest.fixture
def tells(writer):
    """`tells(text)`: what of the writer stands in it."""
    marks = ["Zuleika", "Quarrington", writer.handle, writer.email, "Quillhaven", "pigeon post", ">ZQ<"]
    marks.append(f"/blocked/{writer.pk}/")
    return lambda text: [mark for mark in marks if mark.lower() in text.lower()]


@pytest.fixture
def spoken(writer, client_of, make_topic, cast, board):
    """`spoken(safely)`: a question of the writer's, with all that may hang on one; as by hand, through the pages."""

    def make(safely=True):
        browser = client_of(writer)
        for person in ["eli", "maya", "carol", "cleo"]:
            Watch.choose(cast[person], board=board, level=Level.EVERY)
        topic = make_topic(by=writer, kind="question", title="Who carries the letters?", safely=safely)
        Tagging.put(topic, ["letters"])
        Poll.ask(topic.posts.get(), options=["Pigeons", "People"])
        topic.reply(by=cast["eli"], body="People, mostly.")
        shown = {"safely": "on", "shown_as": topic.voice} if safely else {}
        address = reverse("forums:reply", args=[topic.pk])
        words = f"Thank you, @{cast['eli'].handle}. And @{cast['maya'].handle}?"
        assert browser.post(address, {"body": words, "reply_to": 2, **shown}).status_code == 302
        about = {"body": "Who carries them? Said better.", "version": 1}
        browser.post(reverse("forums:edit", args=[topic.pk, 1]), about)
        Thanks.say(post=topic.posts.get(number=1), by=cast["eli"])
        Bookmark.keep(post=topic.posts.get(number=3), by=cast["eli"], note="letters", remind_on=timezone.localdate())
        for number in range(2):
            topic.reply(by=cast["maya"], body=f"A word, {number}.", reply_to=3)
        browser.post(reverse("forums:closure", args=[topic.pk]))
        browser.post(reverse("forums:closure", args=[topic.pk]), {"reopen": 1})
        topic.refresh_from_db()
        return topic

    return make


def addresses(topic, looker):
    """Where a topic shows, and what is only for who is signed in, or staff."""
    post = [topic.pk, 3]
    public = [
        *(reverse(f"forums:{name}") for name in ["latest", "unanswered", "top", "tags", "boards"]),
        topic.board.get_absolute_url(),
        topic.get_absolute_url(),
        reverse("forums:tag", args=["letters"]),
        reverse("forums:history", args=[topic.pk, 1]),
        f"{reverse('forums:history', args=[topic.pk, 1])}?version=1",
        f"{reverse('search')}?q=letters+carries",
        f"{reverse('search')}?q=author:zuleika",
        reverse("home"),
    ]
    if looker == "stranger":
        return public
    signed_in = [
        *(reverse(f"forums:{name}") for name in ["new", "unread", "since", "mine", "kept", "watches"]),
        f"{reverse('forums:reply', args=[topic.pk])}?to=3&quote=3",
        f"{reverse('forums:people')}?topic={topic.pk}",
        f"{reverse('forums:similar')}?title=Who+carries+the+letters",
        *(reverse(f"forums:{name}", args=post) for name in ["thanks", "keeping"]),
        reverse("mail:notices"),
    ]
    if looker != "carol":
        return public + signed_in
    rows = ["topic", "post", "poll", "thanks", "planned", "unmasking"]
    lists = [f"admin:discussions_{name}_changelist" for name in rows]
    lists += ["admin:reading_reading_changelist", "admin:mail_notice_changelist", "admin:mail_mail_changelist"]
    lists += ["admin:audit_entry_changelist", "admin:files_file_changelist", "admin:progress_draft_changelist"]
    pages = [reverse("admin:discussions_topic_change", args=[topic.pk])]
    pages += [reverse("admin:discussions_post_change", args=[pk]) for pk in topic.posts.values_list("pk", flat=True)]
    return public + signed_in + [reverse(name) for name in lists] + pages


def told_by(topic, looker, cast, client_of, tells):
    """{address: what of the writer stands there}, without the addresses of which nothing does."""
    browser = Client() if looker == "stranger" else client_of(cast[looker])
    found = {}
    for address in addresses(topic, looker):
        answer = browser.get(address, follow=True)
        assert answer.status_code in (200, 403), address
        marks = tells(answer.content.decode())
        if "author:" in address:  # the page says again what was asked of it
            marks = [mark for mark in marks if mark != "Zuleika"]
        if marks:
            found[address] = marks
    return found


@pytest.mark.parametrize("looker", LOOKERS)
def test_no_page_tells(looker, spoken, cast, client_of, tells):
    assert told_by(spoken(), looker, cast, client_of, tells) == {}


def test_the_same_walk_finds_who_wrote_by_name(spoken, cast, client_of, tells):
    """The control: where the name is there to be found, it is found."""
    topic = spoken(safely=False)
    found = told_by(topic, "carol", cast, client_of, tells)
    board, history = topic.board.get_absolute_url(), reverse("forums:history", args=[topic.pk, 1])
    assert {topic.get_absolute_url(), board, history} <= set(found)
    assert {reverse("admin:reading_reading_changelist"), reverse("admin:audit_entry_changelist")} <= set(found)


def test_no_letter_and_no_notice_tells(spoken, writer, tells, clock):
    spoken()
    others = Mail.objects.exclude(to=writer)
    assert others.exists()
    for mail in others:
        mail.render()
        assert tells(f"{mail.subject} {mail.text} {mail.html} {json.dumps(mail.context)}") == []
    notices = Notice.objects.exclude(person=writer)
    assert {"forums/reading/posted", "forums/reading/mentioned"} <= set(notices.values_list("kind", flat=True))
    for notice in notices:
        assert tells(f"{notice.headline} {json.dumps(notice.voices)} {notice.url}") == []
        assert writer.pk not in [pk for pk, _name in notice.voices]


def test_the_author_hears_like_any_author_and_never_of_themselves(spoken, writer, cast):
    topic = spoken()
    thanked = Notice.objects.get(person=writer, kind="forums/reading/thanked")
    assert thanked.headline.startswith("Eli Brandt thanked you")
    posted = Notice.objects.get(person=writer, kind="forums/reading/posted")
    assert "Maya Castillo" in posted.headline
    assert topic.voice not in posted.headline
    assert Mail.objects.filter(to=writer, kind="forums/reading/posted").count() == 3
    assert not Notice.objects.filter(person=topic.author).exists()
    assert not Mail.objects.filter(to=topic.author).exists()


def test_what_they_hear_does_not_show_to_staff(spoken, writer):
    spoken()
    assert not Notice.objects.filter(person=writer, is_private=False).exists()
    assert not Mail.objects.filter(to=writer, is_private=False).exists()
    assert set(Reading.objects.filter(person=writer).values_list("reason", flat=True)) == {Reason.CHOSE}


def test_a_level_they_chose_before_stays(make_topic, eli, writer):
    topic = make_topic(by=eli)
    Reading.watch(writer, topic, level=Level.MUTED, reason=Reason.CHOSE)
    topic.reply(by=writer, body="A word.", safely=True)
    assert Reading.objects.get(person=writer, topic=topic).level == Level.MUTED


def test_two_without_a_name_are_two_in_a_notice(make_topic, eli, ann, hana, works, crowd):
    crowd(7)
    topic = make_topic(by=eli)
    topic.reply(by=works(ann), body="One.", safely=True)
    topic.reply(by=works(hana), body="Two.", safely=True)
    headline = Notice.objects.get(person=eli).headline
    assert "(second voice) and CX director" in headline


def test_the_record_does_not_name_them(spoken, writer):
    spoken()
    assert not Entry.objects.filter(by=writer).exists()


def test_a_block_neither_hides_nor_tells(spoken, writer, cast, client_of):
    """Whoever blocked the writer reads what they write without a name as everybody does: a gap would be an answer."""
    Block.put(by=cast["eli"], on=writer)
    topic = spoken()
    page = client_of(cast["eli"]).get(topic.get_absolute_url()).content.decode()
    assert "A post by somebody you blocked" not in page
    assert Notice.objects.filter(person=cast["eli"], kind="forums/reading/mentioned").exists()


def test_who_calls_themselves_by_name_is_not_told(make_topic, eli, writer):
    topic = make_topic(by=eli)
    topic.reply(by=writer, body=f"Ask @{writer.handle}, @{eli.handle}.", safely=True)
    assert [mention.person for mention in Mention.objects.all()] == [eli]


def test_their_own_lists_and_nobody_elses_hold_it(spoken, writer, cast, client_of):
    topic = spoken()
    mine = reverse("forums:mine")
    assert topic.title in client_of(writer).get(mine).content.decode()
    assert topic.title not in client_of(cast["eli"]).get(mine).content.decode()
    assert [pk for (pk,) in Behind.posts_of(writer).values_list("post")] == list(
        Post.objects.exclude(speaks_as="").order_by("pk").values_list("pk", flat=True)
    )


def test_one_file_asks_the_table_of_who_wrote():
    """Everything else goes through its questions; staff have no list of it, and no floor above knows it by name."""
    root, asks = Path(settings.BASE_DIR), re.compile(r"Behind\.objects|discussions_behind|register\(Behind")
    ours = [
        path
        for floor in ["members", "forums", "events", "certification", "cxpa_portal"]
        for path in (root / floor).rglob("*.py")
    ]
    ours = [path for path in ours if not {"tests", "migrations"} & set(path.parts)]
    assert [path.name for path in ours if asks.search(path.read_text())] == []
    knows = {path.relative_to(root).parts[0] for path in ours if re.search(r"\bBehind\b", path.read_text())}
    assert knows == {"forums"}
    fields = [field.name for field in Behind._meta.get_fields()]
    assert all(Behind._meta.get_field(name).remote_field.related_name == "+" for name in fields)
