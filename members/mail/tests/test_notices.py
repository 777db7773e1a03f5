"""Notices: told once, listed by day, read by reading."""

import re

import pytest
from django.urls import reverse

from members.mail.notices import tell

pytestmark = pytest.mark.django_db


def tell_ann(ann, key="k1", headline="Eli replied in “Journeys”"):
    tell(ann, "sample/news", headline=headline, url="/notices/", key=key)


def test_telling_twice_tells_once(ann):
    tell_ann(ann)
    tell_ann(ann)
    assert ann.notices.count() == 1


def test_the_list_shows_mine_and_nobody_elses(ann, ann_client, eli):
    tell_ann(ann)
    tell_ann(eli, headline="Only for Eli")
    page = ann_client.get(reverse("mail:notices")).content.decode()
    assert "Eli replied" in page
    assert "Only for Eli" not in page


def test_the_moment_is_one_that_browsers_understand(ann, ann_client):
    tell_ann(ann)
    page = ann_client.get(reverse("mail:notices")).content.decode()
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d{4}">', page)


def test_an_empty_list_says_what_it_is_for(ann_client):
    assert ann_client.get(reverse("mail:notices")).status_code == 200


def test_everything_is_marked_read_at_once(ann, ann_client):
    tell_ann(ann)
    ann_client.post(reverse("mail:all_read"))
    assert not ann.notices.unread().exists()


def test_a_notice_leads_to_its_news(ann, ann_client):
    tell_ann(ann)
    assert ann_client.get(reverse("mail:notice", args=[ann.notices.get().pk])).url == "/notices/"


def test_someone_elses_notice_does_not_exist(ann, eli_client):
    tell_ann(ann)
    assert eli_client.get(reverse("mail:notice", args=[ann.notices.get().pk])).status_code == 404


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_list_costs_the_same_at_any_length(ann, ann_client, how_many, django_assert_num_queries):
    for number in range(how_many):
        tell_ann(ann, key=f"k{number}")
    with django_assert_num_queries(4):  # session, person, badge, notices
        ann_client.get(reverse("mail:notices"))
