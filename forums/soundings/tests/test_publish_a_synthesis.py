"""What came of it, published as those who said it agree."""

import uuid
from datetime import timedelta

import pytest

from forums.discussions.models import NotMovable, Topic
from forums.soundings.models import NotNow, Synthesis
from members.mail.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(make_sounding, ann):
    sounding = make_sounding(people=5, views=4)
    sounding.close(by=ann)
    return sounding


@pytest.fixture
def text(board):
    return {
        "title": "What five people said to one number",
        "body": "It holds, if **somebody** owns it.",
        "board": board.pk,
        "token": str(uuid.uuid4()),
    }


@pytest.fixture
def givers(closed):
    return [view.person for view in closed.views.select_related("person")]


@pytest.fixture
def proposed(closed, text, ann, board):
    return Synthesis.propose(closed, by=ann, **text | {"board": board})


def agree(synthesis, people, **said):
    for person in people:
        synthesis.answer(by=person, **{"agrees": True, "version": synthesis.version} | said)


def test_everybody_who_gave_a_view_is_asked(closed, text, ann_client, givers, mails):
    ann_client.post(f"/soundings/{closed.pk}/synthesis/", text)
    letters = mails(kind="forums/soundings/agreement")
    assert {letter.to for letter in letters} == set(givers)
    assert not Topic.objects.exists()


def test_published_it_names_only_who_wants_to_be_named(proposed, givers, ann, ann_client, client_of):
    address = f"/soundings/{proposed.sounding_id}/synthesis/agreement/"
    said = {"answer": "agree", "version": proposed.version}
    client_of(givers[0]).post(address, said | {"is_named": "on"})
    for person in givers[1:]:
        client_of(person).post(address, said)
    page = ann_client.post(f"/soundings/{proposed.sounding_id}/synthesis/publication/", follow=True)
    topic = Topic.objects.get()
    assert page.redirect_chain[-1][0] == topic.get_absolute_url()
    words = topic.posts.get().html
    assert "<strong>somebody</strong>" in words
    assert f"with thanks to {givers[0]} and 3 who stay unnamed" in words
    assert not [person for person in givers[1:] if str(person) in words]
    assert topic.author == ann
    assert Notice.objects.filter(kind="forums/soundings/published").count() == 4


def test_published_twice_it_is_one_topic(proposed, givers, ann):
    agree(proposed, givers)
    assert proposed.publish(by=ann) == proposed.publish(by=ann)
    assert Topic.objects.count() == 1


def test_a_wish_for_a_change_stops_it_until_the_text_has_changed(proposed, closed, givers, ann, board, text):
    agree(proposed, givers[:3])
    proposed.answer(by=givers[3], agrees=False, words="Leave out the airline.", version=1)
    with pytest.raises(NotNow):
        proposed.publish(by=ann)
    anew = Synthesis.propose(closed, by=ann, **text | {"board": board, "body": "It holds."})
    assert (anew.version, anew.agreements.count()) == (2, 0)
    with pytest.raises(NotNow):
        anew.publish(by=ann)


def test_an_answer_to_an_earlier_text_does_not_count(proposed, closed, givers, ann, board, text, client_of):
    Synthesis.propose(closed, by=ann, **text | {"board": board, "body": "Another text."})
    answer = {"answer": "agree", "version": 1}
    page = client_of(givers[0]).post(f"/soundings/{closed.pk}/synthesis/agreement/", answer, follow=True)
    assert "The text has changed since you read it" in page.content.decode()
    assert not Synthesis.objects.get().agreements.exists()


def test_silence_stops_it_for_seven_days_and_is_then_left_out(proposed, givers, ann, clock):
    agree(proposed, givers[:3], is_named=True)
    with pytest.raises(NotNow):
        proposed.publish(by=ann)
    clock(timedelta(days=7, minutes=1))
    words = proposed.publish(by=ann).posts.get().html
    assert str(givers[3]) not in words
    assert "unnamed" not in words


def test_with_fewer_than_three_who_agree_it_stays_in_the_round(proposed, givers, ann, clock):
    agree(proposed, givers[:2])
    clock(timedelta(days=8))
    with pytest.raises(NotNow, match="Fewer than three"):
        proposed.publish(by=ann)


def test_with_two_views_none_can_be_written(make_sounding, ann, ann_client, text):
    sounding = make_sounding(people=5, views=2)
    sounding.close(by=ann)
    page = ann_client.post(f"/soundings/{sounding.pk}/synthesis/", text, follow=True)
    assert "each person could be recognised" in page.content.decode()
    assert not Synthesis.objects.exists()


def test_a_change_is_asked_for_in_words(proposed, givers, client_of):
    sent = {"answer": "change", "version": 1}
    page = client_of(givers[0]).post(f"/soundings/{proposed.sounding_id}/synthesis/agreement/", sent)
    assert "Say what should change" in page.content.decode()
    assert not proposed.agreements.exists()


def test_only_the_author_publishes_and_only_givers_answer(proposed, givers, asked_of, client_of, eli_client):
    agree(proposed, givers)
    base = f"/soundings/{proposed.sounding_id}/synthesis/"
    silent = next(person for person in asked_of(proposed.sounding) if person not in givers)
    assert client_of(givers[0]).post(f"{base}publication/").status_code == 403
    assert client_of(givers[0]).get(base).status_code == 404
    assert client_of(silent).post(f"{base}agreement/", {"answer": "agree", "version": 1}).status_code == 403
    assert eli_client.post(f"{base}agreement/", {"answer": "agree", "version": 1}).status_code == 404
    assert not Topic.objects.exists()


def test_on_a_board_that_closed_to_the_author_it_is_refused_in_words(proposed, givers, ann_client, board):
    from django.contrib.auth.models import Group

    agree(proposed, givers)
    board.posting, board.posting_group = "group", Group.objects.create(name="Others")
    board.save()
    page = ann_client.post(f"/soundings/{proposed.sounding_id}/synthesis/publication/", follow=True)
    assert "You may no longer write on that board" in page.content.decode()
    assert not Topic.objects.exists()


def test_a_name_is_no_markdown(make_round, proposed, givers, ann):
    givers[0].name = "Eve *<b>* [Adams](https://evil.example)"
    givers[0].save(update_fields=["name"])
    agree(proposed, givers, is_named=True)
    html = proposed.publish(by=ann).posts.get().html
    assert ">Adams</a>" not in html
    assert "[Adams](" in html


def test_it_stays_where_those_in_it_agreed_to(proposed, givers, ann, maya, board, make_board, make_topic):
    agree(proposed, givers)
    topic = proposed.publish(by=ann)
    inner = make_board(audience="members", posting="members")
    Synthesis.objects.update(board=inner)
    topic.move_to(inner, by=maya)
    with pytest.raises(NotMovable, match="which fewer people read"):
        topic.move_to(board, by=maya, widening=True)
    with pytest.raises(NotMovable, match="It stays a topic of its own"):
        topic.merge_into(make_topic(board=inner), by=maya)
