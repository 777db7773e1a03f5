"""Publishing an article opens a topic about it, on a board that gives nothing of it away."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from forums.articles.models import Article, TooWide
from forums.discussions.models import Board, NotMovable, Topic
from members.connections.models import Block

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(make_sent, editor):
    article = make_sent()
    article.publish(by=editor)
    return article


def test_its_author_opens_the_conversation_once(published, ann, editor, client):
    topic = published.topic
    assert (topic.author, topic.kind, topic.title) == (ann, "discussion", published.title)
    assert (topic.board.slug, topic.board.audience, topic.board.posting) == ("articles", "everyone", "members")
    first = client.get(topic.get_absolute_url()).content.decode()
    assert f'href="{published.lasting_url}"' in first
    assert client.get(published.lasting_url).url == published.get_absolute_url()
    published.retire(by=editor, reason="Old.")
    published.publish(by=editor)
    assert Topic.objects.count() == 1


def test_a_second_article_finds_the_board(published, make_sent, editor):
    other = make_sent()
    other.publish(by=editor)
    assert other.topic.board == published.topic.board
    assert Board.objects.count() == 1


def test_where_cxpa_speaks_who_publishes_opens_it(make_article, carol):
    article = make_article(author=None, takes_comments=True)
    assert article.topic.author == carol


def test_an_author_who_is_no_member_any_more_does_not_stop_it(make_sent, ann, editor):
    article = make_sent()
    ann.belong_until(None, by=None)
    article.publish(by=editor)
    assert (article.is_public, article.topic.author) == (True, editor)


@pytest.mark.parametrize(
    ("audience", "board", "told"),
    [
        ("everyone", None, "articles"),
        ("accounts", None, "articles-accounts"),
        ("members", None, "articles-members"),
        ("members", "everyone", None),
        ("members", "group", None),
        ("accounts", "members", "members"),
        ("everyone", "group", "group"),
        ("group", "group", "group"),
        ("group", "members", None),
        ("group", None, None),
    ],
)
def test_the_board_is_no_wider_than_the_article(make_article, make_board, carol, audience, board, told):
    group = Group.objects.create(name="A circle")
    carol.groups.add(group)
    of = make_board(slug=board, audience=board, group=group if board == "group" else None) if board else None
    article = make_article(
        audience=audience, group=group if audience == "group" else None, board=of, takes_comments=True
    )
    assert (article.topic.board.slug if article.topic else None) == told
    assert article.is_public


def test_a_group_of_one_name_is_not_another_group(make_article, make_board):
    one, other = (Group.objects.create(name=name) for name in ["A circle", "Another"])
    board = make_board(audience="group", group=other)
    article = make_article(audience="group", group=one, board=board, takes_comments=True)
    assert article.topic is None


def test_an_article_is_not_closed_below_its_conversation(published, carol, carol_client):
    with pytest.raises(TooWide):
        published.place(by=carol, audience="members")
    published.refresh_from_db()
    assert published.audience == "everyone"


def test_the_page_shows_the_last_three_and_how_many(published, ann, eli, hana, client, ann_client):
    assert "Nobody has said anything yet." in client.get(published.get_absolute_url()).content.decode()
    for number, person in enumerate([eli, hana, eli, hana], start=1):
        published.topic.reply(by=person, body=f"Remark number {number}.")
    page = client.get(published.get_absolute_url()).content.decode()
    assert "4 comments" in page
    assert "Remark number 1." not in page
    assert page.index("Remark number 2.") < page.index("Remark number 4.")
    assert "Join the conversation" in page
    Block.put(by=ann, on=hana)
    mine = ann_client.get(published.get_absolute_url()).content.decode()
    assert "Remark number 4." not in mine
    assert "Remark number 3." in mine


def test_a_hidden_conversation_is_not_there(published, maya, client, maya_client, eli):
    published.topic.reply(by=eli, body="Something unkind.")
    published.topic.hide(by=maya)
    page = client.get(published.get_absolute_url()).content.decode()
    assert "conversation-title" not in page
    assert published.topic.get_absolute_url() not in page
    assert "Something unkind." in maya_client.get(published.get_absolute_url()).content.decode()


def test_a_closed_conversation_is_to_be_read(published, ann, client):
    published.topic.close(by=ann)
    page = client.get(published.get_absolute_url()).content.decode()
    assert "Read the conversation" in page
    assert "Join the conversation" not in page


def test_taking_an_article_away_leaves_what_people_said(published, editor, eli, client):
    published.topic.reply(by=eli, body="Ours was green.")
    published.retire(by=editor, reason="A customer asked.")
    assert client.get(published.get_absolute_url()).status_code == 404
    assert "Ours was green." in client.get(published.topic.get_absolute_url()).content.decode()


def test_without_comments_there_is_none_until_staff_open_it(make_article, carol_client, carol):
    article = make_article()
    assert article.topic is None
    for _press in range(2):
        carol_client.post(f"/admin/articles/article/{article.pk}/conversation/")
    article.refresh_from_db()
    assert (article.topic.author, Topic.objects.count()) == (carol, 1)


def test_staff_are_told_where_a_board_is_too_wide(carol_client, make_board):
    form = {
        "kind": "article",
        "slug": "for-members",
        "title": "For members",
        "sentence": "S.",
        "body": "B.",
        "audience": "members",
        "position": 0,
        "group": "",
        "author": "",
        "takes_comments": "on",
        "board": make_board().pk,
    }
    page = carol_client.post("/admin/articles/article/add/", form).content.decode()
    assert "More people read this board than may read the article." in page
    assert not Article.objects.filter(slug="for-members").exists()
    taken = carol_client.post("/admin/articles/article/add/", form | {"board": "", "slug": "write"}).content.decode()
    assert "Another page has this address." in taken


def test_an_article_costs_the_same_with_any_talk(published, eli, hana, client, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(6):
            client.get(published.get_absolute_url())

    published.topic.reply(by=eli, body="One.")
    cost()
    for number in range(25):
        published.topic.reply(by=[eli, hana][number % 2], body=f"Number {number}.", now=timezone.now())
    cost()


def test_its_conversation_stays_with_it(published, maya, make_board, make_topic):
    topic = published.topic
    with pytest.raises(NotMovable, match="It is the conversation about the article"):
        topic.merge_into(make_topic(), by=maya)
    members = make_board(audience="members", posting="members")
    assert topic.move_to(members, by=maya)
    Article.objects.filter(pk=published.pk).update(audience="members")
    with pytest.raises(NotMovable, match="More people read that board"):
        topic.move_to(make_board(), by=maya, widening=True)
