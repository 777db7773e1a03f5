"""What a member sends by mail becomes a post by the very rules of the page; else it is theirs to go on with."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Attachment, Post, Topic
from forums.reading.models import Level, Reading, Reason
from members.mail.delivery import deliver_due
from members.mail.incoming.addresses import address_of
from members.mail.models import Incoming, Mail, Notice, WritingKey
from members.progress.models import Draft
from members.subjects.models import Interest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("takes_mail")]
TEXT = "In ours the branch managers own it."
REFUSED = "members/mail/incoming/refused"


@pytest.fixture
def letter_to_eli(topic, ann, eli, mailoutbox, clock):
    """The letter in which Eli reads a post of Ann's."""
    Reading.watch(eli, topic, level=Level.EVERY, reason=Reason.CHOSE)
    topic.reply(by=ann, body="And who owns yours?")
    clock(timedelta(minutes=10))
    deliver_due()
    (letter,) = [message for message in mailoutbox if message.to == [eli.email]]
    return letter


def test_an_answer_to_a_letter_stands_in_the_topic(letter_to_eli, topic, eli, ann_client, write_by_mail):
    (address,) = letter_to_eli.reply_to
    assert letter_to_eli.body.startswith("— Write your answer above this line —")
    assert "Write your answer above this line" in letter_to_eli.alternatives[0][0]
    quoted = "\n".join(f"> {line}" for line in letter_to_eli.body.split("\n"))
    row = write_by_mail(eli, address, f"{TEXT}\n\nOn 3 Nov 2026 at 10:12, CXPA Community <{address}> wrote:\n{quoted}")
    post = topic.posts.get(number=3)
    assert (post.author, post.body, post.reply_to_number) == (eli, TEXT, 2)
    assert (row.state, row.url) == (Incoming.TAKEN, post.get_absolute_url())
    page = ann_client.get(topic.get_absolute_url()).content.decode()
    assert "by mail" in page
    assert not Mail.objects.filter(kind=REFUSED).exists()


def test_while_no_mail_is_taken_a_letter_leads_to_the_portal(topic, ann, eli, mailoutbox, clock, settings):
    settings.MAIL_IN_HOST = ""
    Reading.watch(eli, topic, level=Level.EVERY, reason=Reason.CHOSE)
    topic.reply(by=ann, body="And who owns yours?")
    clock(timedelta(minutes=10))
    deliver_due()
    (letter,) = [message for message in mailoutbox if message.to == [eli.email]]
    assert letter.reply_to == []
    assert "above this line" not in letter.body


def test_the_same_mail_is_one_post(topic, eli, write_by_mail):
    address = address_of(eli.pk, "topic", topic.pk, 1)
    for _twice in range(2):
        write_by_mail(eli, address, TEXT, message_id="<once@mail.example.org>")
    Incoming.objects.update(state=Incoming.FAILED)
    Incoming.objects.get().try_again(by=eli)
    write_by_mail(eli, address, "Another one.")
    assert [post.body for post in topic.posts.filter(author=eli).order_by("number")] == [TEXT, "Another one."]


def test_files_come_along_and_what_cannot_be_kept_is_told(topic, eli, write_by_mail):
    files = [("notes.txt", b"Ask the shops first."), ("all.zip", b"PK\x03\x04nothing")]
    write_by_mail(eli, address_of(eli.pk, "topic", topic.pk), TEXT, files=files)
    post = topic.posts.get(author=eli)
    assert [str(sent) for sent in Attachment.objects.of(post)] == ["notes.txt"]
    (notice,) = Notice.objects.filter(person=eli, key__endswith="files")
    assert "all.zip" in notice.headline
    assert notice.url == post.get_absolute_url()


def refusal_of(row, person):
    """What the letter says that answers a mail, and the draft that it leads to."""
    assert row.state == Incoming.REFUSED
    (mail,) = Mail.objects.filter(kind=REFUSED, to=person)
    return mail.context["why"], Draft.objects.of(person).filter(
        pk=mail.context["url"].strip("/").split("/")[-1]
    ).first()


def test_a_closed_topic_takes_none_and_the_words_are_a_draft(topic, ann, eli, write_by_mail, eli_client):
    topic.close(by=ann)
    files = [("notes.txt", b"Ask the shops first.")]
    row = write_by_mail(eli, address_of(eli.pk, "topic", topic.pk, 1), TEXT, files=files)
    why, draft = refusal_of(row, eli)
    assert "closed" in why
    assert (draft.key, draft.fields["body"]) == (f"reply:{topic.pk}", TEXT)
    assert topic.posts.count() == 1
    page = eli_client.get(draft.url)
    assert TEXT in page.content.decode()
    assert "notes.txt" in page.content.decode()


def test_what_was_begun_there_stays_above_what_comes_by_mail(topic, ann, eli, write_by_mail):
    Draft.keep(by=eli, key=f"reply:{topic.pk}", fields={"body": "Half a thought"})
    topic.close(by=ann)
    row = write_by_mail(eli, address_of(eli.pk, "topic", topic.pk), TEXT)
    assert refusal_of(row, eli)[1].fields["body"] == f"Half a thought\n\n{TEXT}"


def test_who_may_no_longer_write_is_told_and_keeps_the_words(make_board, make_topic, ann, eli, write_by_mail):
    topic = make_topic(board=make_board(posting="members"))
    address = address_of(eli.pk, "topic", topic.pk)
    eli.member_until = timezone.now() - timedelta(days=1)
    eli.save(update_fields=["member_until"])
    why, draft = refusal_of(write_by_mail(eli, address, TEXT), eli)
    assert "cannot write" in why
    assert TEXT in draft.text


def test_a_topic_one_may_not_see_is_as_none(make_board, make_topic, ann, cleo, write_by_mail):
    topic = make_topic(board=make_board(audience="members", posting="members"))
    row = write_by_mail(cleo, address_of(cleo.pk, "topic", topic.pk), TEXT, subject="Re: A question")
    other = write_by_mail(cleo, address_of(cleo.pk, "topic", 10**6), TEXT, subject="Re: A question")
    assert row.reason == other.reason
    assert topic.title not in row.reason
    assert Draft.objects.of(cleo).count() == 2


def test_who_is_silenced_writes_no_more_by_mail_either(topic, eli, write_by_mail):
    eli.be_silent_until(timezone.now() + timedelta(days=1), by=None)
    why, draft = refusal_of(write_by_mail(eli, address_of(eli.pk, "topic", topic.pk), TEXT), eli)
    assert "not write" in why
    assert draft.fields["body"] == TEXT


def test_slow_mode_counts_mails_too(topic, eli, write_by_mail):
    Topic.objects.filter(pk=topic.pk).update(slow_minutes=60, slow_until=timezone.now() + timedelta(days=1))
    address = address_of(eli.pk, "topic", topic.pk)
    write_by_mail(eli, address, TEXT)
    why, draft = refusal_of(write_by_mail(eli, address, "At once again."), eli)
    assert "slowly" in why
    assert draft.fields["body"] == "At once again."


def test_the_first_text_of_a_new_account_waits_for_a_look(topic, make_person, write_by_mail):
    new = make_person(member_until=None, joined_at=timezone.now() - timedelta(hours=1))
    row = write_by_mail(new, address_of(new.pk, "topic", topic.pk), TEXT)
    assert row.state == Incoming.TAKEN
    assert "moderator" in row.reason
    assert not Post.objects.filter(author=new).exists()
    (notice,) = Notice.objects.filter(person=new, key__endswith="held")
    assert notice.url.endswith(f"#held-{new.held_texts.get().pk}")


def test_who_speaks_without_a_name_is_not_named_by_a_mail(nameless_topic, ann, eli, write_by_mail, mailoutbox, clock):
    topic = nameless_topic()
    Reading.watch(ann, topic, level=Level.EVERY, reason=Reason.CHOSE)
    topic.reply(by=eli, body="Which team is it?")
    clock(timedelta(minutes=10))
    deliver_due()
    assert [message.reply_to for message in mailoutbox if message.to == [ann.email]] == [[]]
    why, draft = refusal_of(write_by_mail(ann, address_of(ann.pk, "topic", topic.pk), TEXT), ann)
    assert "without your name" in why
    assert draft.fields["safely"]
    assert topic.posts.count() == 2


def test_what_names_a_product_of_the_writers_employer_is_asked_about_in_the_portal(topic, eli, write_by_mail):
    Interest.declare(eli, stand="vendor", employer="Northwind", products=["Windmap Pro"])
    why, draft = refusal_of(write_by_mail(eli, address_of(eli.pk, "topic", topic.pk), "We use Windmap Pro."), eli)
    assert "Windmap Pro" in why
    assert draft.fields["body"] == "We use Windmap Pro."


def test_a_mail_to_a_board_begins_a_topic(board, eli, write_by_mail):
    row = write_by_mail(eli, address_of(eli.pk, "board", board.pk), TEXT, subject="Who owns the journey here?")
    topic = Topic.objects.get()
    assert (topic.author, topic.title, topic.board, topic.kind) == (
        eli,
        "Who owns the journey here?",
        board,
        "discussion",
    )
    assert (topic.excerpt, row.url) == (TEXT, f"{reverse('forums:post', args=[topic.pk, 1])}")


def test_a_subject_that_says_too_little_is_refused_and_the_draft_has_all_of_it(board, eli, eli_client, write_by_mail):
    files = [("notes.txt", b"Ask the shops first.")]
    row = write_by_mail(eli, address_of(eli.pk, "board", board.pk), TEXT, subject="Hi", files=files)
    why, draft = refusal_of(row, eli)
    assert "few more words" in why
    assert (draft.fields["title"], draft.fields["board"]) == ("Hi", board.slug)
    page = eli_client.get(draft.url).content.decode()
    assert TEXT in page
    assert "notes.txt" in page


def test_each_reads_the_addresses_of_the_boards_they_write_on(board, make_board, ann, cleo, ann_client, cleo_client):
    closed = make_board(name="For members", audience="members", posting="members")
    WritingKey.make_anew(ann)
    url = reverse("mail:by_mail")
    mine, theirs = ann_client.get(url).content.decode(), cleo_client.get(url).content.decode()
    assert address_of(ann.pk, "board", closed.pk) in mine
    assert address_of(cleo.pk, "board", board.pk) in theirs
    assert "For members" not in theirs


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_at_any_number_of_boards(count, make_board, ann_client, django_assert_max_num_queries):
    for _board in range(count):
        make_board()
    with django_assert_max_num_queries(8):
        ann_client.get(reverse("mail:by_mail"))


def test_a_board_leads_to_ones_own_address_of_it_where_one_may_write(board, make_board, cleo, settings, client):
    closed = make_board(name="For members", posting="members")
    page = Template("{% load by_mail %}{% write_by_mail board person %}")

    def line(board, person):
        return page.render(Context({"board": board, "person": person}))

    assert f"#place-{board.pk}" in line(board, cleo)
    assert line(closed, cleo).strip() == ""
    assert line(board, client.get("/").wsgi_request.user).strip() == ""
    settings.MAIL_IN_HOST = ""
    assert line(board, cleo).strip() == ""
