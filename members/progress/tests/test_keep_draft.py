"""Keeping what is being written: any number of drafts, in several windows, within limits that are said in words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from members.progress.lost import signed
from members.progress.models import MOST, Draft, Overtaken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]


def save(client, body="What I tried first.", key="note:7", version=0, **fields):
    about = {"draft_key": key, "draft_version": version, "body": body}
    return client.post(reverse("progress:save"), about | fields)


def test_what_is_written_is_kept_and_its_writer_is_told_when(ann_client, ann):
    answer = save(ann_client)
    assert answer.json()["version"] == 1
    assert answer.json()["said"].startswith("Kept ")
    assert Draft.objects.find(ann, "note:7").fields == {"body": "What I tried first."}


def test_the_time_is_that_of_the_writer(ann_client, ann, clock):
    ann.time_zone = "Asia/Tokyo"
    ann.save(update_fields=["time_zone"])
    clock(datetime(2026, 3, 4, 5, 3, tzinfo=UTC))
    ann_client.force_login(ann)
    assert save(ann_client).json()["said"] == "Kept 14:03"


def test_writing_on_raises_the_version_and_the_same_text_does_not(ann_client):
    assert save(ann_client).json()["version"] == 1
    assert save(ann_client, "What I tried next.", version=1).json()["version"] == 2
    assert save(ann_client, "What I tried next.", version=2).json()["version"] == 2


def test_what_another_window_wrote_is_shown_and_not_overwritten(ann_client, ann):
    save(ann_client, "From the first window.")
    answer = save(ann_client, "From the second window.", draft_writer="second")
    assert answer.status_code == 409
    assert answer.json()["text"] == "From the first window."
    assert answer.json()["said"] == "You wrote more in another window."
    assert Draft.objects.find(ann, "note:7").fields == {"body": "From the first window."}
    chosen = save(ann_client, "From the second window.", version=answer.json()["version"], draft_writer="second")
    assert chosen.status_code == 200


def test_the_same_text_in_two_windows_is_no_reason_to_ask(ann_client):
    save(ann_client)
    assert save(ann_client, draft_writer="second").status_code == 200


def test_a_window_whose_answer_got_lost_is_not_overtaken_by_itself(ann_client, ann):
    save(ann_client, "One", draft_writer="mine")
    assert save(ann_client, "One two", version=0, draft_writer="mine").status_code == 200
    assert Draft.objects.find(ann, "note:7").fields == {"body": "One two"}


def test_an_emptied_form_leaves_no_draft_and_a_choice_alone_makes_none(ann_client, ann):
    assert save(ann_client, "", colour="teal").json()["said"] == ""
    assert not Draft.objects.filter(person=ann).exists()
    save(ann_client, "Words", colour="teal")
    save(ann_client, "  ", version=1, colour="amber")
    assert Draft.objects.find(ann, "note:7") is None
    assert save(ann_client, "Words again", version=2).json()["version"] == 3


def test_several_values_of_one_field_come_back_as_several(ann_client, ann):
    save(ann_client, option=["Yes", "No"])
    assert Draft.objects.find(ann, "note:7").fields["option"] == ["Yes", "No"]


def test_what_belongs_to_the_form_is_not_kept(ann_client, ann):
    save(ann_client, token="t", csrfmiddlewaretoken="c", draft_by=signed(ann), preview="1", keep="1")
    assert Draft.objects.find(ann, "note:7").fields == {"body": "What I tried first."}


@pytest.mark.parametrize("body", ["x" * 1_000_000, "x" * 60_001])
def test_more_than_a_draft_holds_is_refused_in_words(ann_client, ann, body):
    save(ann_client, "Short")
    answer = save(ann_client, body, version=1)
    assert answer.status_code == 413
    assert "longer than a draft can be" in answer.json()["said"]
    assert Draft.objects.find(ann, "note:7").fields == {"body": "Short"}


def test_many_fields_are_refused_too(ann_client):
    assert save(ann_client, **{f"f{number}": "x" for number in range(80)}).status_code == 413


def test_what_the_database_cannot_hold_is_left_out(ann_client, ann):
    save(ann_client, "Six\x00 owners\r\nand no door \U0001f6aa")
    assert Draft.objects.find(ann, "note:7").fields == {"body": "Six owners\nand no door \U0001f6aa"}


@pytest.mark.parametrize("key", ["", "note", "note:", "note:a b", "note:" + "9" * 90, "nobody:7", "note:7\n", "NOTE:7"])
def test_a_key_no_room_knows_keeps_nothing(ann_client, key):
    assert save(ann_client, key=key).status_code == 400
    assert not Draft.objects.exists()


@pytest.mark.parametrize("version", ["", "-1", "two", "9" * 40, "²"])
def test_a_version_that_is_none_overwrites_nothing(ann_client, ann, version):
    save(ann_client, "There first")
    assert save(ann_client, "Later", version=version).status_code == 409
    assert Draft.objects.find(ann, "note:7").fields == {"body": "There first"}


def test_a_stranger_is_told_in_numbers(client, ann):
    assert save(client).status_code == 401
    assert not Draft.objects.exists()


def test_what_ann_typed_is_not_kept_for_eli_who_signed_in_after_her(eli_client, ann, eli):
    assert save(eli_client, draft_by=signed(ann)).status_code == 401
    assert save(eli_client, draft_by=signed(eli)).status_code == 200


def test_the_same_key_of_two_people_is_two_drafts(ann_client, eli_client, ann, eli):
    save(ann_client, "Ann's")
    assert save(eli_client, "Eli's").status_code == 200
    assert Draft.objects.find(ann, "note:7").fields == {"body": "Ann's"}


def test_looking_at_the_address_keeps_nothing(ann_client):
    assert ann_client.get(reverse("progress:save")).status_code == 405


def test_a_program_is_asked_to_wait(ann_client, ann):
    save(ann_client)
    cache.set(f"progress:save:{ann.pk}", 240, 60)
    answer = save(ann_client, "More", version=1)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_the_two_hundredth_is_the_last_and_the_oldest_is_named(ann_client, ann, make_draft):
    make_draft(ann, title="The very first", key="note:900")
    Draft.objects.bulk_create(
        Draft(person=ann, key=f"note:{number}", fields={"body": "x"}) for number in range(MOST - 1)
    )
    answer = save(ann_client, key="note:901")
    assert answer.status_code == 413
    assert "“The very first”" in answer.json()["said"]
    assert save(ann_client, "The very first, longer", key="note:900", version=1).status_code == 200


def test_what_was_sent_is_not_brought_back_by_a_save_still_on_its_way(ann_client, ann):
    save(ann_client, "Sent", draft_writer="mine")
    Draft.drop(by=ann, key="note:7", version=1, writer="mine", fields={"body": "Sent"})
    late = save(ann_client, "Sent", version=1, draft_writer="mine")
    assert late.status_code == 409
    assert late.json()["text"] == ""
    assert not Draft.objects.of(ann).exists()


def test_what_was_sent_before_its_first_save_arrived_is_not_brought_back_either(ann_client, ann):
    Draft.drop(by=ann, key="note:7", version=0)
    Draft.drop(by=ann, key="note:7", version=0)
    assert save(ann_client).status_code == 409
    assert not Draft.objects.of(ann).exists()


def test_sending_from_one_window_leaves_what_another_wrote_since(ann, make_draft):
    make_draft(ann, "Short", key="note:7", writer="one")
    make_draft(ann, "Short, and a story nobody else has", key="note:7", version=1, writer="two")
    Draft.drop(by=ann, key="note:7", version=1, writer="one", fields={"body": "Short"})
    assert Draft.objects.find(ann, "note:7").fields["body"] == "Short, and a story nobody else has"


def at_once(*works):
    def one(work):
        try:
            return work()
        except Overtaken as error:
            return error.draft.fields["body"]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as many:
        return list(many.map(one, works))


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_the_same_moment_lose_neither_text(ann):
    start = Barrier(2, timeout=10)

    def window(text):
        start.wait()
        return Draft.keep(by=ann, key="note:7", fields={"body": text}, version=0, writer=text).fields["body"]

    told = at_once(lambda: window("first"), lambda: window("second"))
    kept = Draft.objects.get(person=ann).fields["body"]
    assert told == [kept, kept], "one was kept, and the other window was shown it"


@pytest.mark.django_db(transaction=True)
def test_without_versions_one_of_the_two_would_be_gone(ann):
    """The control: both windows overwrite whatever is there, and each is told that its text is kept."""
    start = Barrier(2, timeout=10)

    def window(text):
        start.wait()
        return Draft.keep(by=ann, key="note:7", fields={"body": text}, version=None).fields["body"]

    assert at_once(lambda: window("first"), lambda: window("second")) == ["first", "second"]
    assert Draft.objects.get(person=ann).fields["body"] in ["first", "second"]
