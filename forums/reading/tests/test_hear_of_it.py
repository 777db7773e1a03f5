"""Notices: one for each thing, read by reading, counted only while there is something to see; one letter a post."""

import pytest
from django.urls import reverse

from forums.discussions.models import Poll, Thanks
from forums.reading.models import Level, Reading, Reason
from members.connections.models import Block
from members.mail.models import Mail, Notice
from members.mail.notices import unread_count
from members.mail.preferences import choose, stop

pytestmark = pytest.mark.django_db


def headlines(person):
    return list(Notice.objects.filter(person=person).values_list("headline", flat=True))


def badge(client):
    """What the badge says, and the list behind it."""
    page = client.get(reverse("mail:notices"))
    listed = [notice for day in page.context["days"] for notice in day["notices"] if notice.is_new]
    count = page.context["frame"].notice_count
    assert count == len(listed)
    return count


def test_replies_to_one_topic_are_one_notice_with_the_last_voices(ann, eli, hana, maya, topic):
    topic.reply(by=eli, body="One.")
    assert headlines(ann) == ["Eli Brandt replied in “How do you map a journey nobody owns?”"]
    topic.reply(by=hana, body="Two.")
    assert headlines(ann) == ["Hana Sato and Eli Brandt replied in “How do you map a journey nobody owns?”"]
    topic.reply(by=maya, body="Three.")
    topic.reply(by=eli, body="Four.")
    assert headlines(ann) == ["Eli Brandt and 2 others replied in “How do you map a journey nobody owns?”"]
    notice = Notice.objects.get(person=ann)
    assert (notice.count, notice.first_number, notice.last_number) == (4, 2, 5)
    assert notice.url == f"{topic.get_absolute_url()}#post-2"


def test_after_reading_it_begins_anew(ann, ann_client, eli, hana, topic):
    topic.reply(by=eli, body="One.")
    ann_client.get(topic.get_absolute_url())
    topic.reply(by=hana, body="Two.")
    notice = Notice.objects.get(person=ann)
    assert (notice.count, notice.is_new, notice.headline.split(" replied")[0]) == (1, True, "Hana Sato")


def test_reading_up_to_a_post_reads_what_was_about_the_posts_before_and_no_more(ann, ann_client, eli, make_topic):
    topic = make_topic(replies=18)  # 19 posts
    topic.reply(by=eli, body="The twentieth.")
    topic.reply(by=eli, body="The twenty-first, on the next page. @ann-okafor")
    ann_client.get(topic.get_absolute_url())
    assert ann.notices.unread().count() >= 1
    ann_client.get(f"{topic.get_absolute_url()}?page=2")
    assert ann.notices.unread().count() == 0


def test_the_badge_counts_only_what_one_may_still_see(ann, ann_client, eli, maya, make_topic, make_board):
    topics = [make_topic() for _ in range(3)]
    members = make_topic(board=make_board(audience="members"))
    for topic in [*topics, members]:
        topic.reply(by=eli, body="Hello.")
    assert badge(ann_client) == 4
    topics[0].hide(by=maya)
    topics[1].posts.get(number=2).hide(by=maya)
    assert badge(ann_client) == 2
    ann.belong_until(None, by=None)
    assert badge(ann_client) == 1
    Block.put(by=ann, on=eli)
    assert badge(ann_client) == 0
    topics[0].restore(by=maya)
    Block.lift(by=ann, on=eli)
    assert badge(ann_client) == 2


def test_to_be_called_by_name_is_a_notice_of_its_own_and_one_letter(ann, eli, hana, topic):
    Reading.watch(hana, topic, reason=Reason.CHOSE)
    topic.reply(by=eli, body=f"What do you say, @{hana.handle}?")
    assert headlines(hana) == ["Eli Brandt called you into “How do you map a journey nobody owns?”"]
    assert [mail.kind for mail in Mail.objects.filter(to=hana)] == ["forums/reading/mentioned"]
    assert Mail.objects.filter(to=ann).count() == 1


def test_who_wants_to_hear_nothing_of_calls_is_told_of_the_post(eli, hana, topic):
    Reading.watch(hana, topic, reason=Reason.CHOSE)
    choose(hana, {"forums/reading/mentioned": "never"}, by=hana)
    topic.reply(by=eli, body=f"What do you say, @{hana.handle}?")
    assert headlines(hana) == ["Eli Brandt replied in “How do you map a journey nobody owns?”"]


def test_who_stopped_letters_of_calls_still_gets_the_one_of_the_post(eli, hana, cleo, topic):
    Reading.watch(hana, topic, reason=Reason.CHOSE)
    for person in [hana, cleo]:
        stop(person.pk, "forums/reading/mentioned")
    topic.reply(by=eli, body=f"@{hana.handle} and @{cleo.handle}, what do you say?")
    assert [mail.kind for mail in Mail.objects.filter(to__in=[hana, cleo], state=Mail.QUEUED)] == [
        "forums/reading/posted"
    ]
    assert (Notice.objects.filter(person=hana).count(), Notice.objects.filter(person=cleo).count()) == (1, 1)


def test_a_name_added_later_is_told_once(eli, hana, topic):
    post = topic.reply(by=eli, body="A thought.")
    for body in [f"A thought for @{hana.handle}.", f"A better thought for @{hana.handle}."]:
        post.edit(by=eli, body=body)
    assert (len(headlines(hana)), Mail.objects.filter(to=hana).count()) == (1, 1)


def test_nobody_hears_of_whom_they_blocked_but_of_moderators(ann, eli, hana, maya, topic):
    Block.put(by=ann, on=eli)
    Block.put(by=ann, on=maya)
    topic.reply(by=eli, body=f"@{ann.handle}, listen to me!")
    Thanks.say(post=topic.posts.get(number=1), by=eli)
    assert (headlines(ann), Mail.objects.filter(to=ann).count()) == ([], 0)
    topic.reply(by=maya, body="Calm down, both of you.")
    assert len(headlines(ann)) == 1


def test_a_muted_topic_is_silent_even_when_one_is_called(eli, hana, topic):
    Reading.watch(hana, topic, reason=Reason.CHOSE, level=Level.MUTED)
    topic.reply(by=eli, body=f"@{hana.handle}?")
    assert headlines(hana) == []


def test_thanks_are_merged_and_send_no_letter(ann, eli, hana, maya, ann_client, topic):
    post = topic.posts.get(number=1)
    for person in [eli, hana, maya]:
        Thanks.say(post=post, by=person)
    Thanks.say(post=post, by=maya, kind=Thanks.HELPED)
    assert headlines(ann) == [
        "Maya Castillo and 2 others thanked you for your post in “How do you map a journey nobody owns?”"
    ]
    assert Mail.objects.filter(to=ann).count() == 0
    ann_client.get(topic.get_absolute_url())
    assert ann.notices.unread().count() == 0


def test_the_result_of_a_poll_is_told_to_who_voted_once(ann, eli, hana, make_topic):
    topic = make_topic(poll={"options": ["Yes", "No"]})
    poll = Poll.objects.get()
    poll.vote(by=eli, options=[poll.options.first().pk])
    for _twice in range(2):
        poll.close(by=ann)
    assert headlines(eli) == ["The poll in “How do you map a journey nobody owns?” is closed: see what came of it"]
    assert headlines(hana) == []
    assert len(headlines(ann)) == 1
    assert topic.last_number == 1


def test_the_list_goes_on(ann, ann_client, eli, make_topic, monkeypatch):
    monkeypatch.setattr("members.mail.views.NOTICES_SHOWN", 2)
    for number in range(3):
        make_topic(title=f"Topic number {number}").reply(by=eli, body="Hello.")
    first = ann_client.get(reverse("mail:notices"))
    assert "Topic number 0" not in first.content.decode()
    second = ann_client.get(reverse("mail:notices") + first.context["older_url"]).content.decode()
    assert "Topic number 0" in second
    assert "Topic number 2" not in second
    assert unread_count(ann) == 3
