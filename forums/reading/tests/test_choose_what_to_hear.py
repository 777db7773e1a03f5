"""Levels of topics, boards and tags: which one counts, in lists as in telling; chosen on their pages."""

import pytest
from django.urls import reverse

from forums.discussions.models import Tag, Topic
from forums.reading.models import Level, Reading, Reason, Watch
from forums.reading.reader import ask_anew
from forums.reading.unread import with_place
from members.mail.models import Mail, Notice

pytestmark = pytest.mark.django_db
MUTED, NORMAL, FOLLOWING, EVERY = Level.MUTED, Level.NORMAL, Level.FOLLOWING, Level.EVERY

# on the topic, on the board, on one of its tags: what counts
TABLE = [
    (None, None, None, NORMAL),
    (None, FOLLOWING, None, FOLLOWING),
    (None, EVERY, None, EVERY),
    (None, MUTED, None, MUTED),
    (None, None, FOLLOWING, FOLLOWING),
    (None, None, EVERY, EVERY),
    (None, None, MUTED, MUTED),
    (None, FOLLOWING, EVERY, EVERY),
    (None, EVERY, FOLLOWING, EVERY),
    (None, FOLLOWING, MUTED, FOLLOWING),
    (None, EVERY, MUTED, EVERY),
    (None, MUTED, EVERY, MUTED),
    (None, MUTED, FOLLOWING, MUTED),
    (NORMAL, EVERY, EVERY, NORMAL),
    (MUTED, EVERY, EVERY, MUTED),
    (FOLLOWING, MUTED, None, FOLLOWING),
    (EVERY, MUTED, MUTED, EVERY),
]


def say(person, topic, on_topic, on_board, on_tag):
    if on_topic:
        Reading.watch(person, topic, level=on_topic, reason=Reason.CHOSE)
    else:
        Reading.reach(person, topic, 1)  # a place alone says nothing
    if on_board:
        Watch.choose(person, board=topic.board, level=on_board)
    if on_tag:
        Watch.choose(person, tag=Tag.objects.get(name="maps"), level=on_tag)
    ask_anew(person)


@pytest.mark.parametrize(("on_topic", "on_board", "on_tag", "counts"), TABLE)
def test_one_rule_for_lists_and_for_telling(hana, ann, make_topic, on_topic, on_board, on_tag, counts):
    topic = make_topic(tags=["maps", "surveys"])
    say(hana, topic, on_topic, on_board, on_tag)
    assert with_place(Topic.objects.filter(pk=topic.pk), hana).get().my_level == counts
    topic.reply(by=ann, body="News.")
    told = Notice.objects.filter(person=hana).count(), Mail.objects.filter(to=hana).count()
    assert told == {EVERY: (1, 1), FOLLOWING: (1, 0)}.get(counts, (0, 0))


def test_the_page_of_a_topic_says_the_level_and_why(hana, hana_client, make_topic):
    topic = make_topic(tags=["maps"])
    Watch.choose(hana, board=topic.board, level=FOLLOWING)
    page = hana_client.get(topic.get_absolute_url())
    assert (page.context["page"].watch["level"], page.context["page"].watch["is_said"]) == (FOLLOWING, False)
    assert "You chose this for the board “Journey mapping”." in page.content.decode()


def test_whoever_follows_a_tag_hears_of_a_new_topic_with_it(hana, make_topic):
    make_topic(tags=["maps"])
    Watch.choose(hana, tag=Tag.objects.get(name="maps"), level=EVERY)
    make_topic(title="Another one about maps", tags=["maps"])
    make_topic(title="About something else", tags=["surveys"])
    assert [notice.headline for notice in Notice.objects.filter(person=hana)] == [
        "Ann Okafor began “Another one about maps” in Journey mapping"
    ]
    letter = Mail.objects.get(to=hana)
    letter.render()
    assert letter.subject == "Ann Okafor began “Another one about maps”"


def test_a_muted_board_leaves_the_lists_but_for_what_is_followed(eli_client, eli, make_topic):
    followed, other = make_topic(title="Followed all the same"), make_topic(title="Muted with its board")
    eli_client.post(reverse("forums:watch_board", args=[followed.board.slug]), {"level": "muted"})
    eli_client.post(reverse("forums:watching", args=[followed.pk]), {"level": "following"})
    for name in ["forums:latest", "forums:unread", "forums:new"]:
        shown = [row.topic for row in eli_client.get(reverse(name)).context["rows"]]
        assert other not in shown, name
    assert [row.topic for row in eli_client.get(reverse("forums:latest")).context["rows"]] == [followed]
    assert eli_client.get(other.get_absolute_url()).status_code == 200


def test_choosing_on_a_board_and_on_a_tag(eli_client, eli, make_topic):
    topic = make_topic(tags=["maps"])
    for name, slug in [("forums:watch_board", topic.board.slug), ("forums:watch_tag", "maps")]:
        address = reverse(name, args=[slug])
        page = eli_client.post(address, {"level": "every"}, follow=True).content.decode()
        assert "What you hear of it:" in page
        assert page.count('value="every" aria-pressed="true"') == 1
        eli_client.post(address, {"level": "every"})
        eli_client.post(address, {"level": "loudest"})
    assert Watch.objects.filter(person=eli).count() == 2
    eli_client.post(reverse("forums:watch_board", args=[topic.board.slug]), {"level": "normal"})
    assert [watch.tag.name for watch in Watch.objects.filter(person=eli)] == ["maps"]


def test_a_board_one_does_not_see_cannot_be_watched(cleo_client, cleo, client, make_board):
    hidden = make_board(audience="members")
    address = reverse("forums:watch_board", args=[hidden.slug])
    assert cleo_client.post(address, {"level": "every"}).status_code == 404
    assert reverse("account_login") in client.post(address, {"level": "every"}).url
    assert not Watch.objects.exists()


def test_everything_i_hear_of_stands_on_one_page_with_its_reason_and_can_be_changed(eli_client, eli, ann, make_topic):
    topic = make_topic(tags=["maps"], title="Replied to")
    topic.reply(by=eli, body="So do I.")
    Watch.choose(eli, board=topic.board, level=FOLLOWING)
    Watch.choose(eli, tag=Tag.objects.get(name="maps"), level=MUTED)
    Watch.choose(ann, board=topic.board, level=EVERY)
    page = eli_client.get(reverse("forums:watches")).content.decode()
    for words in ["Replied to", "because you replied", "the board “Journey mapping”", "the tag “maps”"]:
        assert words in page, words
    back = eli_client.post(
        reverse("forums:watching", args=[topic.pk]), {"undo": "1", "next": reverse("forums:watches")}
    )
    assert back.url == reverse("forums:watches")
    assert "Replied to" not in eli_client.get(reverse("forums:watches")).content.decode()
    assert Reading.objects.get(person=eli).last_number == 2, "the place stays"


def test_what_one_may_no_longer_see_is_not_on_the_page(bob_client, bob, make_topic, make_board):
    topic = make_topic(title="For members", board=make_board(audience="members", name="Of members"))
    Reading.watch(bob, topic, reason=Reason.CHOSE)
    Watch.choose(bob, board=topic.board, level=EVERY)
    page = bob_client.get(reverse("forums:watches")).content.decode()
    assert "For members" not in page
    assert "Of members" not in page


def test_the_way_back_never_leads_out(eli_client, topic):
    address = reverse("forums:watching", args=[topic.pk])
    there = eli_client.post(address, {"level": "every", "next": "https://elsewhere.example/"})
    assert there.url.startswith(topic.get_absolute_url())
