"""Staff arrange boards and tags, and act on topics and posts: always by a verb, with its reason in the record."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Board, Planned, Poll, Tag, Topic
from members.audit.models import Entry

pytestmark = pytest.mark.django_db


def act(thing, name):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{name}", args=[thing.pk])


def last_entry(thing):
    return Entry.objects.about(thing).latest("pk")


@pytest.fixture
def save_board(carol_client):
    """`save_board(**changes)`: staff send the form of a new board; returns what came back."""

    def save(**changes):
        sent = {"name": "Leads", "slug": "leads", "audience": "members", "posting": "members", "position": 3}
        sent |= {"language": "english"}
        return carol_client.post(reverse("admin:discussions_board_add"), sent | changes)

    return save


def test_a_board_opens_with_its_two_audiences(save_board, carol):
    moderators = Group.objects.get_or_create(name="Moderators")[0]
    assert save_board(audience="members", posting="group", posting_group=moderators.pk).status_code == 302
    board = Board.objects.get(slug="leads")
    assert (board.audience, board.posting_group) == ("members", moderators)
    assert last_entry(board).by == carol


@pytest.mark.parametrize(
    ("audience", "group", "posting", "posting_group", "sentence"),
    [
        ("group", None, "members", None, "Choose the group that may read it."),
        ("network", None, "members", None, "Choose the network whose people may read it."),
        ("members", "Moderators", "members", None, "Leave this empty, or choose anew above."),
        ("network", "Moderators", "members", None, "This group belongs to no network."),
        ("group", "network", "members", None, "This is the group of a network."),
        ("members", None, "group", None, "Choose the group that may write."),
        ("members", None, "members", "Moderators", "Leave this empty, or choose “Only a named group” above."),
        ("members", None, "accounts", None, "Who is no member could not read it."),
    ],
)
def test_a_wrong_pair_is_said_beside_its_field(
    audience, group, posting, posting_group, sentence, save_board, make_network
):
    groups = {"Moderators": Group.objects.get_or_create(name="Moderators")[0], "network": make_network().group}
    chosen = {"group": groups.get(group), "posting_group": groups.get(posting_group)}
    named = {name: choice.pk for name, choice in chosen.items() if choice}
    answer = save_board(audience=audience, posting=posting, **named)
    assert sentence in answer.content.decode()
    assert not Board.objects.filter(slug="leads").exists()


def test_where_failures_were_told_among_members_no_stranger_is_let_in(carol_client, make_board, ann):
    board = make_board(audience="members", posting="members")
    told = {"tried": "A survey.", "happened": "Silence.", "would_do_now": "Ask first."}
    Topic.start(board=board, by=ann, title="The survey nobody answered", kind="failure", story=told)
    sent = {"name": board.name, "audience": "everyone", "posting": "members", "position": 0}
    answer = carol_client.post(reverse("admin:discussions_board_change", args=[board.pk]), sent)
    assert "this board cannot be opened to others" in answer.content.decode()
    board.refresh_from_db()
    assert board.audience == "members"


def test_a_board_with_words_on_it_is_not_deleted(carol_client, make_board, topic):
    empty = make_board()
    delete = "admin:discussions_board_delete"
    assert carol_client.post(reverse(delete, args=[topic.board_id]), {"post": "yes"}).status_code == 403
    assert carol_client.post(reverse(delete, args=[empty.pk]), {"post": "yes"}).status_code == 302
    assert list(Board.objects.all()) == [topic.board]


def test_hiding_owes_a_reason_and_keeps_it(carol_client, topic, carol):
    assert carol_client.post(act(topic, "hide"), {"reason": " "}).status_code == 200
    topic.refresh_from_db()
    assert topic.hidden_at is None
    carol_client.post(act(topic, "hide"), {"reason": "It names a customer."})
    topic.refresh_from_db()
    assert (topic.hidden_by, last_entry(topic).details["reason"]) == (carol, "It names a customer.")
    carol_client.post(act(topic, "restore"), {"reason": "The name is gone."})
    topic.refresh_from_db()
    assert topic.hidden_at is None
    assert last_entry(topic).details["reason"] == "The name is gone."


def test_several_posts_are_hidden_for_one_reason(carol_client, make_topic):
    topic = make_topic(replies=2)
    replies = list(topic.posts.filter(number__gt=1))
    replies[0].hide(by=None, reason="Before.")
    sent = {"action": "hide_all", "_selected_action": [post.pk for post in replies]}
    assert "Why?" in carol_client.post(reverse("admin:discussions_post_changelist"), sent).content.decode()
    answer = carol_client.post(
        reverse("admin:discussions_post_changelist"), sent | {"answered": 1, "reason": "An advertisement."}, follow=True
    )
    assert "1 is hidden." in answer.content.decode()
    topic.refresh_from_db()
    assert topic.post_count == 1
    assert last_entry(replies[0]).details["reason"] == "Before."


def test_a_pin_has_its_last_day_and_a_board_has_room_for_three(carol_client, make_topic):
    topics = [make_topic() for _number in range(4)]
    day = timezone.localdate() + timedelta(days=3)
    for topic in topics:
        answer = carol_client.post(act(topic, "pin"), {"last_day": day.isoformat()})
    assert "3 topics stand first on this board already." in answer.content.decode()
    topics[0].refresh_from_db()
    assert timezone.localdate(topics[0].pinned_until) == day
    carol_client.post(act(topics[0], "unpin"))
    carol_client.post(act(topics[3], "pin"))
    pinned = Topic.objects.pinned().values_list("pk", flat=True)
    assert set(pinned) == {topics[1].pk, topics[2].pk, topics[3].pk}


def test_a_clearer_title_moves_the_address_and_is_remembered(carol_client, topic):
    carol_client.post(act(topic, "retitle"), {"title": "Who owns a journey that nobody owns?"})
    topic.refresh_from_db()
    assert topic.slug == "who-owns-a-journey-that-nobody-owns"
    assert topic.posts.get().revisions.get().title == "How do you map a journey nobody owns?"


def test_nothing_on_the_page_of_a_topic_is_typed(carol_client, topic):
    page = carol_client.get(reverse("admin:discussions_topic_change", args=[topic.pk])).content.decode()
    assert 'name="_save"' not in page
    assert 'name="pinned_at' not in page


def test_a_tag_leads_to_another_and_takes_its_topics_along(carol_client, make_topic):
    topic = make_topic(tags=["voc"])
    make_topic(tags=["voice of the customer"])
    tag = Tag.objects.get(name="voc")
    page = carol_client.post(act(tag, "lead"), {"other": "voc"})
    assert "A tag cannot be a synonym of itself." in page.content.decode()
    page = carol_client.post(act(tag, "lead"), {"other": "something else"})
    assert "No topic carries this word." in page.content.decode()
    carol_client.post(act(tag, "lead"), {"other": "#Voice of the customer"})
    topic.refresh_from_db()
    assert topic.tag_names == ["voice of the customer"]


def test_a_tag_written_otherwise_is_so_everywhere(carol_client, client, make_topic):
    topic = make_topic(tags=["net promoter", "surveys"])
    tag = Tag.objects.get(name="net promoter")
    page = carol_client.post(act(tag, "rename"), {"name": "surveys"})
    assert "There is a tag of this name" in page.content.decode()
    carol_client.post(act(tag, "rename"), {"name": "NPS"})
    topic.refresh_from_db()
    assert topic.tag_names == ["nps", "surveys"]
    assert client.get("/discussions/tags/net-promoter/").url == "/discussions/tags/nps/"
    tag.refresh_from_db()
    carol_client.post(act(tag, "rename"), {"name": "net promoter"})
    topic.refresh_from_db()
    assert topic.tag_names == ["net promoter", "surveys"]
    assert client.get("/discussions/tags/nps/").url == "/discussions/tags/net-promoter/"


def test_staff_explain_a_tag(carol_client, make_topic):
    make_topic(tags=["voc"])
    tag = Tag.objects.get(name="voc")
    sent = {"about": "What customers say, in their own words.", "synonyms-TOTAL_FORMS": 0, "synonyms-INITIAL_FORMS": 0}
    assert carol_client.post(reverse("admin:discussions_tag_change", args=[tag.pk]), sent).status_code == 302
    tag.refresh_from_db()
    assert tag.about == "What customers say, in their own words."
    assert last_entry(tag).details["meaning"] == tag.about


def test_a_poll_shows_its_numbers_and_nobodys_vote(carol_client, topic, eli):
    poll = Poll.ask(topic.posts.get(), options=["By stages", "By jobs"], question="How?")
    poll.vote(by=eli, options=[poll.options.get(text="By jobs").pk])
    page = carol_client.get(reverse("admin:discussions_poll_change", args=[poll.pk])).content.decode()
    assert "By jobs" in page
    assert eli.name not in page


def test_a_planned_topic_shows_when_and_not_what(carol_client, ann, board):
    due = timezone.now() + timedelta(days=1)
    planned = Planned.plan(by=ann, board=board, title="For next week", fields={"body": "Not yet said."}, due_at=due)
    page = carol_client.get(reverse("admin:discussions_planned_change", args=[planned.pk])).content.decode()
    assert ann.name in page
    assert "Not yet said." not in page
