from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Behind, Board, Post, PostSearch, Thanks, Topic
from forums.moderation.models import Act
from forums.reading.models import Bookmark, Reading
from members.audit.models import Entry
from members.mail.models import Notice

pytestmark = pytest.mark.django_db

WHY = "It belongs there."


def url(name, topic):
    return reverse(f"moderation:topic_{name}" if name else "moderation:topic", args=[topic.pk])


@pytest.fixture
def inner(make_board):
    return make_board(name="Among members", audience="members", posting="members")


def titles(client, address="/discussions/"):
    return client.get(address).content.decode()


@pytest.mark.parametrize("name", ["", "board", "split", "merger", "lock", "pace"])
def test_the_pages_are_there_for_moderators_alone(name, client, ann_client, maya_client, topic):
    assert maya_client.get(url(name, topic)).status_code == 200
    assert ann_client.get(url(name, topic)).status_code == 404, "also for who began it"
    assert client.get(url(name, topic)).status_code == 302
    sent = {
        "reason": WHY,
        "board": topic.board_id,
        "into": topic.pk,
        "posts": "2",
        "undo": "1",
        "minutes": 5,
        "hours": 2,
    }
    assert ann_client.post(url(name, topic), sent).status_code in (404, 405)
    assert not Act.objects.exists()


def test_a_topic_leads_its_moderators_there(maya_client, ann_client, client, make_topic):
    topic = make_topic(replies=1)
    for reader, is_there in [(maya_client, True), (ann_client, False), (client, False)]:
        page = titles(reader, topic.get_absolute_url())
        assert (url("", topic) in page) is is_there
        assert (f"{url('split', topic)}?posts=2" in page) is is_there


def test_the_page_costs_the_same_with_one_act_and_with_thirty(
    maya, maya_client, make_topic, django_assert_max_num_queries
):
    topic = make_topic(replies=1)
    act = Act.lock(topic, by=maya, reason=WHY)
    maya_client.get(url("", topic))
    with django_assert_max_num_queries(9):
        maya_client.get(url("", topic))
    Act.objects.bulk_create(Act(kind="slow", topic=topic, reason=WHY, by=act.by, minutes=5) for _ in range(30))
    with django_assert_max_num_queries(9):
        maya_client.get(url("", topic))


# --- Moving ----------------------------------------------------------------------------------------------------------


def test_a_topic_moves_to_another_board_with_all_it_has(maya, maya_client, eli, ann, make_topic, inner):
    topic = make_topic(tags=["mapping"], replies=1)
    Reading.watch(eli, topic, reason="chose", level="following")
    topic.pin(by=maya)
    maya_client.post(url("board", topic), {"board": inner.pk, "reason": WHY})
    topic.refresh_from_db()
    assert (topic.board, topic.tag_names, topic.pinned_at) == (inner, ["mapping"], None)
    assert Reading.objects.get(person=eli, topic=topic).level == "following"
    assert set(PostSearch.objects.filter(post__topic=topic).values_list("version", flat=True)) == {0}, "made anew soon"
    notice = Notice.objects.get(person=ann, kind="forums/moderation/moved")
    assert WHY in notice.headline
    assert "Maya" not in notice.headline
    entry = Entry.objects.about(topic).get(action="discussions.moved")
    assert (entry.by, entry.details["reason"]) == (maya, WHY)


def test_it_is_said_before_more_people_would_read_it(maya_client, client, make_topic, inner, board):
    topic = make_topic(board=inner)
    sent = {"board": board.pk, "reason": WHY}
    page = maya_client.post(url("board", topic), sent)
    assert "More people would read it" in page.content.decode()
    assert WHY in page.content.decode()
    topic.refresh_from_db()
    assert topic.board == inner
    assert not Act.objects.exists()
    assert client.get(topic.get_absolute_url()).status_code == 404
    maya_client.post(url("board", topic), sent | {"sure": "1"})
    assert client.get(topic.get_absolute_url()).status_code == 200


def test_moved_back_the_act_is_taken_back_and_done_twice_it_is_done(maya, maya_client, topic, inner):
    board = topic.board
    for _turn in range(2):
        maya_client.post(url("board", topic), {"board": inner.pk, "reason": WHY})
    assert Act.objects.count() == 1
    assert f"?to={board.pk}" in titles(maya_client, url("", topic))
    maya_client.post(url("board", topic), {"board": board.pk, "reason": "It was right.", "sure": "1"})
    there, back = Act.objects.order_by("pk")
    assert (there.undone_by, back.undone_at) == (maya, None)


def test_a_story_of_failure_stays_among_members(maya_client, ann, inner, make_board, board):
    story = {"tried": "A survey.", "happened": "Silence.", "would_do_now": "Ask first."}
    told = Topic.start(board=inner, by=ann, title="The survey nobody answered", kind="failure", story=story)
    told.reply(by=ann, body="And again.")
    for wider in [board, make_board(audience="accounts")]:
        sent = {"board": wider.pk, "reason": WHY, "sure": "1"}
        assert "was told among members" in maya_client.post(url("board", told), sent).content.decode()
        sent |= {"chosen": ["2"], "where": "fresh", "kind": "discussion", "title": "The second part of it"}
        assert "was told among members" in maya_client.post(url("split", told), sent).content.decode()
    told.refresh_from_db()
    assert told.board == inner
    assert told.posts.count() == 2


def test_a_board_they_do_not_read_is_not_offered(maya_client, topic, make_board, network):
    hidden = make_board(audience="network", group=network.group)
    page = maya_client.post(url("board", topic), {"board": hidden.pk, "reason": WHY})
    assert "Choose a board of the list." in page.content.decode()
    assert hidden.name not in page.content.decode()


# --- Splitting -------------------------------------------------------------------------------------------------------


def test_posts_go_to_a_topic_of_their_own_with_all_that_hangs_on_them(
    maya_client, client, eli, hana, make_topic, nameless_topic
):
    topic = nameless_topic(replies=4)
    second, third = topic.posts.get(number=2), topic.posts.get(number=3)
    Thanks.say(post=third, by=eli)
    Bookmark.keep(post=third, by=hana)
    spoken = topic.posts.get(number=1).speaks_as
    Post.objects.filter(pk=third.pk).update(author=topic.author, speaks_as=spoken)
    Behind.keep(third, hana)
    sent = {"where": "fresh", "title": "What we measure at the desk", "kind": "question", "board": topic.board_id}
    sent |= {"chosen": ["3", "4"], "posts": "", "reason": WHY, "into": "nothing that counts here"}
    answer = maya_client.post(url("split", topic), sent)
    fresh = Topic.objects.get(title="What we measure at the desk")
    assert answer.url == fresh.get_absolute_url()
    third.refresh_from_db()
    assert (third.topic, third.number, third.reactions) == (fresh, 1, {"thanks": 1})
    assert (fresh.speaks_as, fresh.post_count, fresh.has_nameless) == (spoken, 2, True)
    assert Behind.is_behind_topic(hana, fresh)
    assert Bookmark.objects.get().post.topic == fresh
    assert client.get(f"{topic.get_absolute_url()}?post=3", follow=True).redirect_chain[-1][0].endswith("#post-1")
    page = titles(client, topic.get_absolute_url())
    assert "moved 2 posts to where they belong" in page
    assert reverse("forums:post", args=[topic.pk, 3]) in page
    second.refresh_from_db()
    assert (second.topic, second.number) == (topic, 2)
    assert "Hana" not in titles(client, fresh.get_absolute_url())


def test_its_writers_hear_it_and_who_wrote_without_a_name_alone(maya, eli, ann, make_topic, works, crowd):
    works(ann)
    crowd(7)
    topic = make_topic(by=eli)
    topic.reply(by=ann, body="Nobody knows me.", safely=True)
    topic.reply(by=eli, body="I do not.")
    Act.split(topic, [2, 3], by=maya, reason=WHY, title="What nobody knows of")
    told = Notice.objects.filter(kind="forums/moderation/moved").order_by("person")
    assert {(each.person, each.is_private) for each in told} == {(eli, False), (ann, True)}


def test_posts_go_to_a_topic_there_is_unless_more_people_read_it(maya_client, make_topic, inner):
    within, open_one = make_topic(board=inner, replies=2), make_topic(title="One that everybody reads")
    sent = {"chosen": ["2"], "where": "there", "into": f"https://portal.example{open_one.get_absolute_url()}"}
    page = maya_client.post(url("split", within), sent | {"reason": WHY, "sure": "1"})
    assert "More people read that topic" in page.content.decode()
    assert WHY in page.content.decode()
    maya_client.post(url("split", open_one), sent | {"chosen": [], "posts": "2-9", "into": within.pk, "reason": WHY})
    assert not Act.objects.exists(), "there is no second post"
    open_one.reply(by=open_one.author, body="It belongs to the others.")
    maya_client.post(url("split", open_one), sent | {"posts": "2", "into": within.pk, "reason": WHY})
    assert within.posts.get(number=4).excerpt == "It belongs to the others."


@pytest.mark.parametrize(
    ("posts", "said"),
    [
        ("", "Choose at least one post."),
        ("1", "The first post stays"),
        ("9", "no post to move at 9"),
        ("x", "no number"),
    ],
)
def test_what_cannot_go_is_said_and_nothing_typed_is_lost(posts, said, maya_client, make_topic):
    topic = make_topic(replies=2)
    sent = {"posts": posts, "where": "fresh", "title": "What we measure there", "reason": WHY}
    sent |= {"kind": "discussion", "board": topic.board_id}
    page = maya_client.post(url("split", topic), sent).content.decode()
    assert said in page
    assert WHY in page
    assert "What we measure there" in page
    assert topic.posts.count() == 3
    assert not Act.objects.exists()


def test_ticks_stay_from_page_to_page(maya_client, make_topic):
    topic = make_topic(replies=24)
    page = maya_client.get(f"{url('split', topic)}?posts=22").content.decode()
    assert 'value="22" id="chosen-22" checked' in page
    page = maya_client.post(url("split", topic), {"chosen": ["22"], "turn": "1", "reason": WHY}).content.decode()
    assert '<input type="hidden" name="chosen" value="22">' in page
    assert WHY in page
    assert "wrongs" not in page


# --- Merging ---------------------------------------------------------------------------------------------------------


def test_a_topic_becomes_a_part_of_another(maya, maya_client, client, eli, hana, ann, make_topic):
    topic, other = make_topic(replies=2), make_topic(by=hana, title="The same, asked before", replies=1)
    Reading.watch(eli, topic, reason="chose")
    page = maya_client.post(url("merger", topic), {"into": other.pk, "reason": WHY}).content.decode()
    assert "This cannot be undone" in page
    assert other.posts.count() == 2
    for _turn in range(2):
        maya_client.post(url("merger", topic), {"into": other.pk, "reason": WHY, "sure": "1"})
    other.refresh_from_db()
    assert (other.last_number, other.post_count, Act.objects.count()) == (5, 5, 1)
    assert Reading.objects.get(person=eli, topic=other).level == "every"
    assert {each.person for each in Notice.objects.filter(kind="forums/moderation/moved")} == {ann}
    answer = client.get(topic.get_absolute_url())
    assert (answer.status_code, answer.url) == (301, f"{other.get_absolute_url()}?was={topic.pk}-3")
    assert client.get(reverse("forums:post", args=[topic.pk, 3])).url == f"{other.get_absolute_url()}#post-5"
    assert maya_client.get(topic.get_absolute_url()).status_code == 301, "also for those who see what is hidden"
    assert topic.title not in titles(maya_client)


def test_its_old_address_leads_only_those_who_may_read_it(maya, client, ann_client, cleo_client, make_topic, inner):
    topic, other = make_topic(), make_topic(board=inner, title="The same among members")
    Act.merge(topic, into=other, by=maya, reason=WHY)
    for reader, status in [(client, 404), (cleo_client, 404), (ann_client, 301)]:
        assert reader.get(topic.get_absolute_url()).status_code == status
        assert reader.get(reverse("forums:post", args=[topic.pk, 1])).status_code == status


def test_nothing_goes_where_more_people_read(maya_client, make_topic, inner):
    within, other = make_topic(board=inner), make_topic(title="What everybody can read")
    for sure in [{}, {"sure": "1"}]:
        page = maya_client.post(url("merger", within), {"into": other.pk, "reason": WHY} | sure)
        assert "More people read that topic" in page.content.decode()
    assert within.posts.count() == 1
    assert (
        "This is the same topic."
        in maya_client.post(url("merger", within), {"into": within.pk, "reason": WHY}).content.decode()
    )


def test_a_reply_to_what_was_merged_goes_there_with_its_draft(maya, hana, hana_client, make_topic):
    topic, other = make_topic(replies=1), make_topic(title="The same, asked before")
    keep = {"body": "Half a thought.", "keep": "1", "reply_to": "2"}
    hana_client.post(reverse("forums:reply", args=[topic.pk]), keep)
    Act.merge(topic, into=other, by=maya, reason=WHY)
    there = reverse("forums:reply", args=[other.pk])
    assert hana_client.get(reverse("forums:reply", args=[topic.pk])).url == there
    assert "Half a thought." in titles(hana_client, there)
    sent = {"body": "A whole one.", "reply_to": "2"}
    hana_client.post(reverse("forums:reply", args=[topic.pk]), sent)
    assert other.posts.get(author=hana).reply_to_number == 3
    late = topic.reply(by=hana, body="By a letter, to the topic as it was.", reply_to=1)
    assert (late.topic, late.reply_to_number) == (other, 2)


def test_news_that_waits_leads_to_where_the_posts_are(maya, eli, ann, make_topic):
    topic, other = make_topic(), make_topic(title="The same, asked before")
    Reading.watch(eli, topic, reason="chose")
    Reading.reach(eli, topic, 1)
    topic.reply(by=ann, body="News.")
    Act.merge(topic, into=other, by=maya, reason=WHY)
    notice = Notice.objects.shown_to(eli).unread().get(kind="forums/reading/posted")
    assert notice.url == f"{other.get_absolute_url()}#post-3"
    other.refresh_from_db()
    Reading.reach(eli, other, 3)
    assert not Notice.objects.shown_to(eli).unread().filter(kind="forums/reading/posted").exists()


def test_a_part_of_a_part_leads_to_the_whole(maya, hana, client, make_topic):
    one, two, three = (make_topic(title=f"The same, told {number} times") for number in range(3))
    Act.merge(one, into=two, by=maya, reason=WHY)
    Act.merge(two, into=three, by=maya, reason=WHY)
    assert client.get(one.get_absolute_url()).url == f"{three.get_absolute_url()}?was={one.pk}-3"
    assert client.get(two.get_absolute_url()).url == f"{three.get_absolute_url()}?was={two.pk}-2"
    named = client.get(f"{one.get_absolute_url()}?post=1", follow=True).redirect_chain
    assert named[-1][0] == f"{three.get_absolute_url()}#post-3", "what the browser asks for by its old number"
    assert one.reply(by=hana, body="To the first.").topic == three


def test_letters_know_where_their_post_went(maya, eli, ann, make_topic, mails):
    topic, other = make_topic(), make_topic(title="The same, asked before")
    Reading.watch(eli, topic, reason="chose")
    topic.reply(by=ann, body="News.")
    Act.split(topic, [2], into=other, by=maya, reason=WHY)
    (letter,) = mails(to=eli, kind="forums/reading/posted")
    assert (letter.thing, letter.thing_id, letter.thing_number) == ("topic", other.pk, 2)


# --- Locking and slowing down ----------------------------------------------------------------------------------------


def test_a_locked_topic_says_why_and_only_moderators_open_it(maya, maya_client, ann, ann_client, client, topic):
    for _turn in range(2):
        maya_client.post(url("lock", topic), {"reason": "It has said what there is to say."})
    assert Act.objects.count() == 1
    assert "It has said what there is to say." in titles(client, topic.get_absolute_url())
    assert Notice.objects.filter(person=ann, kind="forums/moderation/moved").count() == 1
    assert ann_client.post(reverse("forums:closure", args=[topic.pk]), {"reopen": "1"}).status_code == 403
    page = ann_client.post(reverse("forums:reply", args=[topic.pk]), {"body": "But one thing."}).content.decode()
    assert "This topic was closed while you wrote" in page
    assert "But one thing." in page
    maya_client.post(url("lock", topic), {"undo": "1"})
    topic.refresh_from_db()
    assert (topic.closed_at, topic.closed_why) == (None, "")
    assert Act.objects.get().undone_by == maya
    assert "what there is to say" not in titles(client, topic.get_absolute_url())


def test_what_its_author_closed_a_moderator_may_lock(maya, ann, topic):
    topic.close(by=ann)
    Act.lock(topic, by=maya, reason=WHY)
    topic.refresh_from_db()
    assert topic.is_locked
    assert not topic.can_be_closed_by(ann)


def test_a_slow_topic_takes_one_post_a_person_and_keeps_the_next(maya, maya_client, eli, eli_client, topic, clock):
    maya_client.post(url("pace", topic), {"minutes": "30", "hours": "2", "reason": WHY})
    assert "one post a person every 30 minutes" in titles(eli_client, topic.get_absolute_url())
    reply = reverse("forums:reply", args=[topic.pk])
    assert eli_client.post(reply, {"body": "The first."}).status_code == 302
    page = eli_client.post(reply, {"body": "The second."}).content.decode()
    assert "Your next one can go" in page
    assert "The second." in page
    draft = eli.drafts.get(key=f"reply:{topic.pk}")
    assert draft.fields["body"] == "The second."
    assert f'name="draft_version" value="{draft.version}"' in page
    clock(timedelta(minutes=31))
    eli_client.post(reply, {"body": "The second.", "draft_version": draft.version})
    draft.refresh_from_db()
    assert topic.posts.count() == 3
    assert draft.ended_at is not None, "sent, it is no draft any more"
    assert topic.next_turn_of(maya) is None


def test_a_post_without_a_name_counts_and_slow_mode_ends_by_itself(maya, ann, nameless_topic, clock):
    topic = nameless_topic()
    Act.slow_down(topic, minutes=60, until=timezone.now() + timedelta(hours=2), by=maya, reason=WHY)
    assert topic.next_turn_of(ann) is not None
    clock(timedelta(hours=3))
    assert not topic.is_slow
    assert topic.next_turn_of(ann) is None
    Act.slow_down(topic, minutes=5, until=timezone.now() + timedelta(hours=2), by=maya, reason=WHY)
    Act.speed_up(topic, by=maya)
    assert [act.is_undone for act in Act.objects.order_by("pk")] == [True, True]
    assert not topic.is_slow


def test_no_board_is_wider_than_itself():
    everyone, accounts, members = (Board(audience=each) for each in ["everyone", "accounts", "members"])
    group, other = Board(audience="group", group_id=1), Board(audience="network", group_id=2)
    within = [
        (a.audience, b.audience)
        for a in (everyone, accounts, members, group, other)
        for b in (everyone, accounts, members, group, other)
        if a.is_within(b)
    ]
    assert within == [
        ("everyone", "everyone"),
        ("accounts", "everyone"),
        ("accounts", "accounts"),
        ("members", "everyone"),
        ("members", "accounts"),
        ("members", "members"),
        ("group", "everyone"),
        ("group", "accounts"),
        ("group", "group"),
        ("network", "everyone"),
        ("network", "accounts"),
        ("network", "network"),
    ]
