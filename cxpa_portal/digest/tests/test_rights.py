"""What is hidden, muted or for others never slips into a letter: not when it is written, and not when it leaves."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core import mail as django_mail
from django.utils import timezone

from events.programme.models import Event
from forums.discussions.models import Board, Topic
from forums.reading.digest.mine import mine_of
from forums.reading.digest.talk import talk_for
from forums.reading.models import Level, Reading, Reason, Watch
from forums.reading.unread import with_place
from members.accounts.audience import sees
from members.connections.models import Block
from members.mail.delivery import deliver_due
from members.mail.models import Mail

from .weeks import headlines

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(mailoutbox, ann):
    """`sent(person)`: the text of the digest that leaves now for `person`, by default Ann; "" where none does."""

    def send(person=ann):
        deliver_due(timezone.now() + timedelta(seconds=1))
        theirs = [mail for mail in django_mail.outbox if mail.to == [person.email]]
        return "\n".join(mail.body for mail in theirs if "this is new for you" in mail.body)

    return send


def last_to(person):
    return [mail for mail in django_mail.outbox if mail.to == [person.email]][-1]


@pytest.fixture
def talked_of(ann, eli, hana, make_topic, make_board):
    """Ann's question, answered by Eli; and a topic of Hana's in a board for members that Ann follows."""
    members = make_board(audience="members", posting="members", name="Members only")
    question = make_topic(kind="question", title="Which number do you show a board?")
    question.reply(by=eli, body="Show two.")
    secret = make_topic(by=hana, board=members, title="What our members say")
    Reading.watch(ann, secret, reason=Reason.CHOSE)
    secret.reply(by=hana, body="More of it.")
    return question, secret


def test_the_letter_tells_both(ann, talked_of, letter_of, sent):
    assert "Eli Brandt answered “Which number do you show a board?”" in headlines(letter_of(ann))
    text = sent()
    assert "Show two." in text
    assert "What our members say" in text


@pytest.mark.parametrize("how", ["hidden topic", "hidden post", "lapsed", "moved", "muted", "blocked", "read"])
def test_what_is_no_news_any_more_when_the_letter_leaves_is_not_in_it(
    ann, ann_client, hana, maya, talked_of, letter_of, sent, make_board, how
):
    _question, secret = talked_of
    assert "2 new posts in “What our members say”" in headlines(letter_of(ann))
    pilots = make_board(audience="group", group=Group.objects.create(name="Pilots"))
    {
        "hidden topic": lambda: secret.hide(by=maya),
        "hidden post": lambda: secret.posts.last().hide(by=maya),
        "lapsed": lambda: ann.belong_until(timezone.now() - timedelta(days=1), by=None),
        "moved": lambda: Topic.objects.filter(pk=secret.pk).update(board=pilots),
        "muted": lambda: Reading.watch(ann, secret, reason=Reason.CHOSE, level=Level.MUTED),
        "blocked": lambda: Block.put(by=ann, on=hana),
        "read": lambda: Reading.reach(ann, secret, secret.last_number + 2),
    }[how]()
    text = sent()
    assert "Show two." in text
    assert "What our members say" not in text
    assert "What our members say" not in last_to(ann).alternatives[0][0]
    assert "What our members say" not in last_to(ann).subject


@pytest.mark.parametrize("reads", [True, False])
def test_messages_read_before_the_letter_leaves_are_not_in_it(ann, eli, make_conversation, letter_of, sent, reads):
    conversation = make_conversation()
    message = conversation.say(by=eli, body="The merger is on Tuesday.")
    assert "1 person wrote to you" in headlines(letter_of(ann))
    if reads:
        conversation.participants.filter(person=ann).update(last_number=message.number)
    text = sent()
    assert ("1 person wrote to you" in text) is not reads
    assert "merger" not in text


def test_a_letter_in_which_nothing_is_left_does_not_leave(ann, ann_client, talked_of, letter_of, sent):
    letter = letter_of(ann)
    for topic in talked_of:
        Reading.reach(ann, topic, 9)
    for section in letter.context["sections"]:  # what is about her, and not about a thing, stays
        section["items"] = [item for item in section["items"] if item["thing"]]
    letter.save(update_fields=["context"])
    assert sent() == ""
    letter.refresh_from_db()
    assert (letter.state, "read meanwhile" in letter.reason) == (Mail.WITHHELD, True)


def test_who_may_not_see_it_is_not_told_of_it(cleo, bob, talked_of, letter_of, sent):
    for person in [cleo, bob]:
        Watch.choose(person, board=talked_of[1].board, level=Level.EVERY)
        assert not any("What our members say" in words for words in headlines(letter_of(person)))
        assert "What our members say" not in sent(person)


def test_nobody_is_told_what_they_wrote_without_a_name(ann, nameless_topic, letter_of):
    topic = nameless_topic(title="Who else fears the board meeting?")
    topic.reply(by=ann, body="It is me again.", safely=True)
    assert not any("fears" in words for words in headlines(letter_of(ann)))


def test_who_asked_without_a_name_is_not_told_that_it_is_theirs(ann, eli, nameless_topic, letter_of):
    topic = nameless_topic(title="Who else fears the board meeting?")
    topic.reply(by=eli, body="All of us.")
    letter = letter_of(ann)
    assert "Eli Brandt wrote in “Who else fears the board meeting?”" in headlines(letter)
    assert not any("You asked" in item["why"] for section in letter.context["sections"] for item in section["items"])


def test_one_row_is_seen_by_the_same_people_as_the_database_says(cast, make_board, make_event):
    group = Group.objects.create(name="Test pilots")
    cast["ann"].groups.add(group)
    for audience in ["everyone", "accounts", "members"]:
        make_board(audience=audience)
        make_event(audience=audience)
    make_board(audience="group", group=group)
    make_event(audience="group", group=group)
    for person in [*cast.values(), AnonymousUser()]:
        for rows in [Board.objects.all(), Event.objects.exclude(host=person.pk)]:
            seen = {row.pk for row in rows if sees(person, row.audience, row.group_id)}
            assert seen == set(rows.visible_to(person).values_list("pk", flat=True)), person


def test_the_level_that_counts_is_the_one_the_lists_know(ann, eli, make_topic, make_board, make_readers):
    other = make_board()
    topics = [
        make_topic(by=eli, board=board, tags=tags) if board else make_topic(by=eli, tags=tags)
        for board in [None, other]
        for tags in [(), ["voc"], ["nps"], ["voc", "nps"]]
        for _said in range(3)
    ]
    levels = {level: make_topic(by=eli, tags=[level]).taggings.get().tag for level in Level.values}
    Watch.choose(ann, board=other, level=Level.MUTED)
    for tag, level in [("voc", Level.FOLLOWING), ("nps", Level.MUTED)]:
        Watch.choose(ann, tag=topics[-1].taggings.get(tag__name=tag).tag, level=level)
    for level, tag in levels.items():
        Watch.choose(ann, tag=tag, level=level)
    for number, topic in enumerate(topics):
        if number % 3:
            level = Level.values[number % 4]
            Reading.watch(ann, topic, reason=Reason.CHOSE if number % 3 == 1 else Reason.OPENED, level=level)
    readers = make_readers(ann)
    talk, me = talk_for(readers), mine_of(readers)[ann.pk]
    in_lists = dict(with_place(Topic.objects.all(), ann).values_list("pk", "my_level"))
    assert len(set(in_lists.values())) == 4
    assert {pk: str(me.level_of(topic, talk.tags.get(pk, ()))) for pk, topic in talk.topics.items()} == in_lists
