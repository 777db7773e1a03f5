"""A post is one letter a person, whatever the reasons; it says the strongest, and goes out only while it still tells
its reader something."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Tag
from forums.reading.models import Level, Reading, Reason, Watch
from members.connections.models import Block
from members.mail import kinds
from members.mail.delivery import deliver_due, message_of
from members.mail.models import Mail
from members.mail.preferences import still_wanted

pytestmark = pytest.mark.django_db
POSTED, MENTIONED = "forums/reading/posted", "forums/reading/mentioned"


def letters_to(person):
    return list(Mail.objects.filter(to=person, state=Mail.QUEUED))


def deliver():
    return deliver_due(timezone.now() + timedelta(minutes=4))


@pytest.fixture
def letter(ann, eli, topic):
    """Eli replied to Ann's topic; the letter waits for Ann."""
    topic.reply(by=eli, body="One sheet of paper on the wall.")
    (letter,) = letters_to(ann)
    return letter


def test_mention_reply_and_watch_are_one_letter_that_says_the_strongest(ann, eli, board, topic):
    Watch.choose(ann, level=Level.EVERY, board=board)
    topic.reply(by=eli, body=f"What do you say, @{ann.handle}?")
    assert [mail.kind for mail in letters_to(ann)] == [MENTIONED]


def test_who_is_called_later_by_an_edit_gets_no_second_letter(ann, eli, letter, topic):
    assert deliver() == 1
    topic.posts.get(number=2).edit(by=eli, body=f"What do you say, @{ann.handle}?")
    assert deliver() == 0


def test_who_is_called_before_it_left_gets_the_stronger_one(ann, eli, letter, topic):
    topic.posts.get(number=2).edit(by=eli, body=f"What do you say, @{ann.handle}?")
    assert [mail.kind for mail in letters_to(ann)] == [MENTIONED]
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (
        Mail.WITHHELD,
        "Another letter tells of the same, for a stronger reason.",
    )


def test_a_reader_who_is_there_gets_none(ann_client, letter, topic, mailoutbox):
    assert deliver_due() == 0, "it waits a moment"
    ann_client.get(topic.get_absolute_url())
    assert deliver() == 0
    assert not mailoutbox


@pytest.mark.parametrize(
    "happens",
    ["post hidden", "topic hidden", "muted", "board muted", "blocked", "left membership", "board closed", "suspended"],
)
def test_what_one_may_not_or_would_not_see_any_more_stays(ann, eli, maya, board, letter, topic, happens, mailoutbox):
    def only_for(audience):
        topic.board.audience = audience
        topic.board.save(update_fields=["audience"])
        ann.belong_until(None, by=None)

    def board_muted():
        Reading.say_nothing(ann, topic)
        Watch.choose(ann, level=Level.MUTED, board=board)

    def suspended():
        ann.suspended_until = timezone.now() + timedelta(days=1)
        ann.save(update_fields=["suspended_until"])

    {
        "post hidden": lambda: topic.posts.get(number=2).hide(by=maya),
        "topic hidden": lambda: topic.hide(by=maya),
        "muted": lambda: Reading.watch(ann, topic, reason=Reason.CHOSE, level=Level.MUTED),
        "board muted": board_muted,
        "blocked": lambda: Block.put(by=ann, on=eli),
        "left membership": lambda: only_for("members"),
        "board closed": lambda: (
            type(board).objects.filter(pk=board.pk).update(audience="group", group=_nobodys_group())
        ),
        "suspended": suspended,
    }[happens]()
    assert deliver() == 0
    letter.refresh_from_db()
    assert letter.state == Mail.WITHHELD
    assert letter.reason
    assert not mailoutbox


def _nobodys_group():
    from django.contrib.auth.models import Group

    return Group.objects.create(name="Nobody")


def test_what_a_moderator_wrote_comes_to_who_blocked_them(ann, maya, topic):
    topic.reply(by=maya, body="Calm down, both of you.")
    Block.put(by=ann, on=maya)
    assert deliver() == 1


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("started", "You get this because you started this topic."),
        ("replied", "You get this because you replied in this topic."),
        ("chose", "You get this because you asked to hear of every post in this topic."),
        ("board", "You get this because you asked to hear of every post in “Journeys”."),
        ("tag", "You get this because you asked to hear of every post with one of your tags."),
    ],
)
def test_the_foot_says_the_reason_of_this_reader(ann, eli, cleo, make_board, make_topic, why, sentence):
    board = make_board(name="Journeys")
    topic = make_topic(board=board, by=ann, tags=["mapping"])
    reader = ann if why == "started" else cleo
    if why == "replied":
        topic.reply(by=cleo, body="A thought.")
    elif why == "chose":
        Reading.watch(cleo, topic, reason=Reason.CHOSE)
    elif why == "board":
        Watch.choose(cleo, level=Level.EVERY, board=board)
    elif why == "tag":
        Watch.choose(cleo, level=Level.EVERY, tag=Tag.objects.get(slug="mapping"))
    topic.reply(by=eli, body="One sheet of paper on the wall.")
    message = message_of(Mail.objects.get(to=reader, thing_number=topic.last_number))
    assert sentence in message.body
    assert sentence in message.alternatives[0].content


def test_a_mail_program_can_sort_by_board(letter, board):
    listed = message_of(letter).extra_headers["List-Id"]
    assert board.slug in listed
    assert board.name in listed


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_batch_is_asked_about_at_once(make_person, eli, make_topic, how_many, django_assert_num_queries):
    for _ in range(how_many):
        person, topic = make_person(), make_topic(by=eli)
        Reading.watch(person, topic, reason=Reason.CHOSE)
        topic.reply(by=eli, body="One sheet of paper on the wall.")
    batch = list(Mail.objects.filter(kind=POSTED))
    assert len(batch) == how_many
    # people, choices · topics, posts, groups, blocks, places, watches · what they have read
    with django_assert_num_queries(9):
        assert still_wanted(batch) == {}


def test_every_row_of_the_table_has_a_group_a_reason_and_its_own_channel():
    for kind in kinds.kinds_to_choose():
        assert kind.channel in kind.channels, kind.name
        assert kinds.Channel.NEVER in kind.channels, kind.name
        assert kind.group in kinds.Group.values, kind.name
        assert str(kind.reason).startswith("You "), kind.name


def test_the_page_of_a_real_person_costs_a_fixed_number_of_queries(ann_client, django_assert_max_num_queries):
    ann_client.get(reverse("mail:preferences"))
    with django_assert_max_num_queries(16) as asked:
        ann_client.get(reverse("mail:preferences"))
    assert len(asked) >= 5
