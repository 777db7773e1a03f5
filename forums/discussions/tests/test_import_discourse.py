"""What arrives from a Discourse community: the fixture beside this file holds a small, invented one."""

import json
import tarfile
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.validators import validate_email
from django.urls import reverse

from forums.discussions.models import Board, PersonOrigin, Post, PostOrigin, PostSearch, Topic
from members.mail.models import Mail, Notice

pytestmark = pytest.mark.django_db

COMMUNITY = Path(__file__).parent / "discourse"


def bring(path=COMMUNITY, **options):
    """What an import says, whether or not something was left out."""
    out = StringIO()
    try:
        call_command("import_discourse", path, stdout=out, **options)
    except CommandError as reason:
        out.write(f"\n{reason}")
    return out.getvalue()


def topic(number):
    return Topic.objects.get(origin__external_id=number)


def post(number):
    return Post.objects.get(origin__external_id=number)


def person(number):
    return PersonOrigin.objects.get(external_id=number).person


@pytest.fixture
def community():
    return bring()


def test_a_topic_comes_with_its_columns(community):
    found = topic(11)
    assert (found.title, found.slug) == (
        "How do you close the loop after a low score?",
        "how-do-you-close-the-loop-after-a-low-score",
    )
    assert (found.kind, found.author, found.created_at) == (
        Topic.QUESTION,
        person(21),
        datetime(2019, 3, 4, 9, tzinfo=UTC),
    )
    assert (found.last_number, found.post_count) == (7, 4)
    assert found.last_posted_at == datetime(2019, 3, 8, 12, tzinfo=UTC)
    assert found.excerpt.startswith("We get forty low scores a week and answer ten. 😦 Our report is this query")
    assert found.origin.details == {"category": 5, "posts": 4, "views": 159}


def test_gaps_keep_their_numbers_and_say_nothing(community):
    numbers = topic(11).posts.order_by("number").values_list("number", "kind", "author", "html")
    assert [(number, kind) for number, kind, _author, _html in numbers] == [
        (1, "post"),
        (2, "post"),
        (3, "placeholder"),
        (4, "post"),
        (5, "placeholder"),
        (6, "placeholder"),
        (7, "post"),
    ]
    assert {(author, html) for _number, kind, author, html in numbers if kind == "placeholder"} == {(None, "")}
    assert topic(11).posts.get(number=6).created_at == post(104).created_at


def test_a_topic_that_lost_its_first_post_begins_with_a_gap(community):
    found = topic(14)
    assert (found.author, found.excerpt, found.post_count) == (person(24), "Yes, ask before you fix.", 2)
    assert (found.posts.get(number=1).kind, found.posts.get(number=1).created_at) == ("placeholder", found.created_at)


def test_replies_keep_whom_they_answer_also_when_that_post_is_missing(community):
    assert (post(102).reply_to_number, post(104).reply_to_number) == (1, 3)


def test_a_reply_to_itself_or_past_the_end_answers_nobody(community):
    assert (post(107).reply_to_number, post(81).reply_to_number) == (None, None)


def test_times_are_kept_and_only_a_new_version_is_an_edit(community):
    edited = post(102)
    assert edited.created_at == datetime(2019, 3, 4, 10, 30, 0, 250_000, tzinfo=UTC)
    assert edited.edited_at == datetime(2019, 3, 5, 8, tzinfo=UTC)
    assert post(131).edited_at is None


def test_likes_answers_and_reasons_are_kept_as_they_came(community):
    assert post(102).origin.details == {
        "likes": 7,
        "is_accepted": True,
        "edit_reason": "a clearer list",
        "reads": 12,
    }


def test_a_poll_is_kept_as_it_came_and_leaves_the_text(community):
    [poll] = post(91).origin.details["polls"]
    assert [(option["html"], option["votes"]) for option in poll["options"]] == [("Telephone", 2), ("<em>Chat</em>", 0)]
    assert poll["chosen"] == {"aa1": [21, 22]}
    assert post(91).html == "<p>Please vote.</p>"


def test_staff_actions_come_as_such(community):
    actions = topic(12).posts.filter(kind=Post.ACTION).order_by("number")
    assert [action.action for action in actions] == ["pinned.enabled", "split_topic", "closed.enabled"]
    assert str(actions[2].action_sentence) == "closed this topic"
    assert "How do you close the loop" in actions[1].html
    assert topic(12).post_count == 2
    assert topic(12).last_author == person(22)


def test_closed_and_pinned_are_moments_with_a_name(community):
    found = topic(12)
    assert (found.closed_at, found.closed_by) == (datetime(2019, 3, 2, 8, tzinfo=UTC), person(24))
    assert found.pinned_at == datetime(2019, 2, 1, 8, tzinfo=UTC)


def test_an_archived_topic_is_closed_at_its_end(community):
    assert (topic(14).closed_at, topic(14).closed_by) == (datetime(2018, 5, 7, 5, tzinfo=UTC), None)


def test_hidden_posts_stay_hidden(community, client):
    assert post(131).hidden_at == datetime(2020, 6, 3, 10, tzinfo=UTC)
    assert not PostSearch.objects.filter(post=post(131)).exists()
    assert topic(13).post_count == 3


def test_whispers_and_deleted_posts_leave_only_their_numbers(community):
    kinds = topic(13).posts.filter(number__in=[4, 5]).values_list("kind", "html", "body")
    assert list(kinds) == [("placeholder", "", "")] * 2
    assert not PostOrigin.objects.filter(external_id__in=[133, 134]).exists()


def test_who_only_whispered_gets_no_account(tmp_path):
    data = json.loads((COMMUNITY / "14.json").read_text())
    data["post_stream"]["posts"][1] |= {"post_type": 4, "user_id": 77, "username": "quiet"}
    (tmp_path / "14.json").write_text(json.dumps(data))
    bring(tmp_path, source="odd")
    assert not PersonOrigin.objects.filter(external_id=77).exists()


def test_a_private_conversation_stays_private(community):
    assert "16.json: it is a private conversation" in community
    assert not Topic.objects.filter(origin__external_id=16).exists()


def test_a_broken_file_is_named_and_the_others_come(community):
    assert "15.json: it is not JSON" in community
    assert "Not everything came" in community
    assert Topic.objects.count() == 4


def test_people_are_accounts_that_nobody_can_enter(community):
    mirela = person(23)
    assert (mirela.name, mirela.has_usable_password(), mirela.is_member) == ("Mirela Kovač", False, False)
    assert not mirela.is_staff
    assert mirela.joined_at == datetime(2019, 1, 10, 8, tzinfo=UTC)
    assert not mirela.emailaddress_set.exists()
    assert mirela.origins.get().details == {
        "username": "mirela_k",
        "title": "Contact centre lead",
        "moderator": True,
    }


def test_names_that_differ_only_in_case_are_two_people(community):
    assert (person(21).name, person(22).name) == ("Jo Vale", "jo.vale")
    assert person(21).email != person(22).email


def test_addresses_are_valid_and_lead_nowhere(community):
    for one in get_user_model().objects.all():
        assert one.email.endswith("@discourse.imported.invalid")
        try:
            validate_email(one.email)
        except ValidationError:
            pytest.fail(f"{one.email} is not an address")


def test_somebody_who_left_keeps_the_words_and_cannot_sign_in(community):
    assert (post(107).author.name, post(107).author.is_active) == ("Somebody who left", False)


def test_nobody_hears_of_an_import(community):
    assert not Mail.objects.exists()
    assert not Notice.objects.exists()


def test_categories_become_boards_that_everyone_reads(community):
    assert set(Board.objects.values_list("name", "slug", "audience", "posting")) == {
        ("Category 5", "discourse-5", "everyone", "members"),
        ("Category 8", "discourse-8", "everyone", "members"),
    }


def test_boards_get_the_names_of_a_file(tmp_path):
    (tmp_path / "names.json").write_text(json.dumps({"5": "Practice"}))
    bring(boards=tmp_path / "names.json")
    assert set(Board.objects.values_list("name", flat=True)) == {"Practice", "Category 8"}


def test_a_stranger_reads_and_finds_what_came(community, client):
    page = client.get(topic(11).get_absolute_url())
    assert "call the five angriest first" in page.content.decode()
    found = client.get(reverse("search"), {"q": "angriest"})
    assert topic(11).title in found.content.decode()


def test_ids_follow_time_whatever_the_order_of_the_files(community):
    assert list(Topic.objects.order_by("id").values_list("origin__external_id", flat=True)) == [11, 12, 13, 14]
    said = list(Post.objects.filter(origin__isnull=False).order_by("id").values_list("origin__external_id", flat=True))
    assert said == sorted(said)


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "tar.xz"])
def test_an_archive_is_read_like_a_folder(tmp_path, ending):
    path = tmp_path / f"loopmakers.{ending}"
    with tarfile.open(path, f"w:{ending.partition('.')[2]}") as tar:
        tar.add(COMMUNITY, arcname="loopmakers")
    assert "loopmakers/15.json: it is not JSON" in bring(path)
    assert Topic.objects.filter(origin__source="loopmakers").count() == 4


def test_people_who_write_here_carry_on_the_numbers(community, ann):
    board = Board.objects.get(slug="discourse-5")
    board.posting = "accounts"
    board.save()
    assert topic(11).reply(by=ann, body="We do the same.").number == 8
    assert Topic.start(board=board, by=ann, title="A new one", body="Hello").pk > Topic.objects.order_by("id")[3].pk
