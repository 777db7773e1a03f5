"""Thanks: told in one click, taken back in one, counted once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse

from forums.discussions.models import Post, PostOrigin, Thanks
from forums.discussions.models.thanks import NotThankable


@pytest.fixture
def post(topic, eli):
    return topic.reply(by=eli, body="With us it was operations.")


@pytest.fixture
def address(post):
    return reverse("forums:thanks", args=[post.topic_id, post.number])


def test_a_reader_thanks_and_takes_it_back(ann_client, topic, post, address):
    assert ann_client.post(address, {"kind": "helped"})["Location"] == post.get_absolute_url()
    ann_client.post(address, {"kind": "helped"})
    post.refresh_from_db()
    assert post.reactions == {"helped": 1}
    assert 'aria-pressed="true">This helped me' in ann_client.get(topic.get_absolute_url()).content.decode()
    assert "Ann Okafor" in ann_client.get(address).content.decode()
    ann_client.post(address, {"undo": "helped"})
    post.refresh_from_db()
    assert post.reactions == {}


def test_nobody_thanks_themselves_or_for_what_is_gone(eli, eli_client, ann, ann_client, maya, post, address):
    assert eli_client.post(address, {"kind": "thanks"}).status_code == 403
    assert "Thank you" not in eli_client.get(address).content.decode()
    post.hide(by=maya)
    assert ann_client.post(address, {"kind": "thanks"}).status_code == 403
    with pytest.raises(NotThankable):
        Thanks.say(post=post, by=ann)


def test_strangers_sign_in_first_and_free_accounts_may(client, cleo_client, post, address):
    assert client.post(address, {"kind": "thanks"}).status_code == 302
    assert not Thanks.objects.exists()
    cleo_client.post(address, {"kind": "nonsense"})
    assert not Thanks.objects.exists()
    cleo_client.post(address, {"kind": "thanks"})
    post.refresh_from_db()
    assert post.reactions == {"thanks": 1}


def test_a_board_one_cannot_read_says_nothing(cleo_client, make_board, make_topic, ann):
    board = make_board(audience="members", posting="members")
    topic = make_topic(board=board)
    assert cleo_client.post(reverse("forums:thanks", args=[topic.pk, 1]), {"kind": "thanks"}).status_code == 404


def test_likes_that_were_imported_stay_beside_new_ones(ann, post):
    PostOrigin.objects.create(post=post, source="elsewhere", external_id=1, details={"likes": 7})
    Thanks.say(post=post, by=ann)
    post.refresh_from_db()
    assert post.reactions == {"thanks": 8}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("careful", "counted"), [(True, 4), (False, 1)], ids=["as it is", "control: added to what was read"]
)
def test_thanks_at_once_are_all_counted(topic, eli, make_person, careful, counted):
    post = topic.reply(by=eli, body="With us it was operations.")
    people = [make_person() for _ in range(4)]
    stale = Post.objects.get(pk=post.pk)

    def thank(person):
        if careful:
            Thanks.say(post=post, by=person)
        else:
            Post.objects.filter(pk=post.pk).update(reactions={"thanks": stale.reactions.get("thanks", 0) + 1})
        connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(thank, people))
    assert Post.objects.get(pk=post.pk).reactions == {"thanks": counted}
