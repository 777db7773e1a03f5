"""Finding somebody who knows: the list, by subject, one person's page; at any number the same cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Post
from forums.experts.directory import ROWS
from forums.experts.matching import experts_among
from forums.experts.models import Capacity, Expertise
from members.connections.models import Block

pytestmark = pytest.mark.django_db

ALL = "/experts/"


def names(response):
    return [row.person.name for row in response.context["rows"]]


def words_of(response):
    return response.content.decode()


def test_the_list_shows_who_helps_with_what_and_their_places(ann_client, expert, hana, make_expertise):
    make_expertise(person=hana, words="Blueprints for hospitals.")
    response = ann_client.get(ALL)
    assert names(response) == ["Eli Brandt", "Hana Sato"], "the confirmed one first"
    page = words_of(response)
    assert "Maps that somebody owns." in page
    assert "Blueprints for hospitals." in page
    assert "2 places left in" in page
    assert "takes no questions by name just now" in page


def test_a_subject_shows_its_own_and_a_competency_those_of_its_subjects(
    ann_client, expert, hana, make_expertise, make_subject
):
    make_expertise(person=hana, subject=make_subject("survey-design"))
    make_subject("governance")
    assert names(ann_client.get("/experts/journey-mapping/")) == ["Eli Brandt"]
    assert names(ann_client.get("/experts/customer-insights/")) == ["Eli Brandt"]
    assert names(ann_client.get("/experts/survey-design/")) == ["Hana Sato"]
    assert "Nobody offers to help in this subject yet" in words_of(ann_client.get("/experts/governance/"))
    assert ann_client.get("/experts/nonsense/").status_code == 404


def test_an_empty_list_offers_the_first_step(ann_client):
    page = words_of(ann_client.get(ALL))
    assert "Nobody has offered to help yet." in page
    assert reverse("experts:new_offer") in page


def test_whom_the_reader_blocked_is_left_out(ann_client, ann, eli, expert):
    Block.put(by=ann, on=eli)
    assert names(ann_client.get(ALL)) == []


def test_paging_shows_each_once(ann_client, make_person, make_expertise):
    for _each in range(ROWS + 3):
        make_expertise(person=make_person())
    first = ann_client.get(ALL)
    second = ann_client.get(ALL + first.context["more_url"])
    seen = names(first) + names(second)
    assert len(seen) == len(set(seen)) == ROWS + 3
    assert not second.context["more_url"]
    for broken in ["x", "-", "1-x", "99999999999999999999-1"]:
        assert ann_client.get(ALL, {"after": broken}).status_code == 200


def test_a_page_of_one_expert_shows_what_helped(ann_client, eli, expert, topic):
    said = topic.reply(by=eli, body="Name one owner.")
    outcomes = {"worked": 7, "partly": 1, "not": 1, "never": 3}
    Post.objects.filter(pk=said.pk).update(accepted_at=timezone.now(), outcomes=outcomes)
    page = words_of(ann_client.get("/experts/people/eli-brandt/"))
    assert "1 answer that helped" in page
    assert "It worked for 7 of 9 who tried it and reported back." in page
    assert "It made ours work." in page
    assert "?expert=eli-brandt+journey-mapping" in page


def test_what_helped_where_the_reader_may_not_look_is_not_counted(
    ann_client, eli, maya, expert, make_board, make_topic
):
    group = maya.groups.get()
    eli.groups.add(group)
    hidden = make_topic(board=make_board(audience="group", group=group), by=maya)
    said = hidden.reply(by=eli, body="Name one owner.")
    Post.objects.filter(pk=said.pk).update(accepted_at=timezone.now(), outcomes={"worked": 2})
    assert "answer that helped" not in words_of(ann_client.get("/experts/people/eli-brandt/"))


def test_experts_among_names_the_confirmed(eli, hana, expert, make_expertise):
    make_expertise(person=hana)
    assert experts_among([eli.pk, hana.pk]) == {eli.pk: ["Journey mapping"]}


def test_a_stranger_sees_the_badge_and_no_way_to_endorse(client, expert, eli, topic):
    topic.reply(by=eli, body="Name one owner.")
    page = words_of(client.get(topic.get_absolute_url()))
    assert "expert in Journey mapping" in page
    assert "Endorse" not in page


def costs(client, *addresses):
    found = {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found[address] = len(queries)
    return found


def test_lists_and_pages_cost_the_same_at_any_length(
    ann_client, expert, endorse, make_expertise, make_person, make_subject, eli, topic
):
    addresses = [ALL, "/experts/journey-mapping/", "/experts/people/eli-brandt/", topic.get_absolute_url()]
    said = topic.reply(by=eli, body="Name one owner.")
    Post.objects.filter(pk=said.pk).update(accepted_at=timezone.now(), outcomes={"worked": 1})
    at_one = costs(ann_client, *addresses)
    subjects = [make_subject(f"subject-{number}") for number in range(30)]
    for each in subjects:
        person = make_person()
        make_expertise(person=person, subject=each, monthly=2)
        topic.reply(by=person, body="So did we.")
    Expertise.objects.exclude(pk=expert.pk).update(state="confirmed", confirmed_at=timezone.now())
    for each in subjects[:4]:
        endorse(make_expertise(subject=each))
    at_thirty = costs(ann_client, *addresses)
    assert {address: cost for address, cost in at_thirty.items() if cost > at_one[address]} == {}
    assert max(at_one[ALL], at_one["/experts/journey-mapping/"]) <= 6
    assert max(at_one.values()) <= 8
    assert Capacity.objects.count() == 31
