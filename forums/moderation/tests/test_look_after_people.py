"""Moderators find a person, read what was decided and noted, and add a note, which nobody changes."""

import pytest
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.moderation.models import Case, Held, Note

pytestmark = pytest.mark.django_db

PEOPLE = "/moderation/people/"


def page_of(person):
    return reverse("moderation:person", args=[person.pk])


def note(client, person, words="Spoke to them by telephone."):
    return client.post(reverse("moderation:notes", args=[person.pk]), {"words": words})


def test_somebody_is_found_by_name_or_handle_from_the_queue(maya_client, cleo, ann):
    assert 'action="/moderation/people/"' in maya_client.get("/moderation/").content.decode()
    for query in ["march", "@cleo-marchetti"]:
        assert maya_client.get(PEOPLE, {"q": query}).context["people"] == [cleo]
    assert "Nobody is called so." in maya_client.get(PEOPLE, {"q": "zzz"}).content.decode()


def test_the_one_without_a_name_is_nobody(maya_client, nameless_topic):
    nobody = nameless_topic().author
    assert maya_client.get(PEOPLE, {"q": "A member"}).context["people"] == []
    assert maya_client.get(page_of(nobody)).status_code == 404


def test_without_a_word_those_are_listed_who_are_silenced_now(maya_client, cleo, ann, make_sanction):
    assert "Nobody is." in maya_client.get(PEOPLE).content.decode()
    make_sanction(cleo)
    assert maya_client.get(PEOPLE).context["people"] == [cleo]


def test_the_page_has_decisions_notes_and_cases(maya_client, cleo, ann, make_sanction, make_flag, make_topic):
    make_flag(post=make_topic(by=ann, title="Our map").posts.get())
    make_sanction(ann)
    note(maya_client, ann)
    words = maya_client.get(page_of(ann)).content.decode()
    for each in ["no advertising", "Spoke to them by telephone.", "Our map", "Silenced"]:
        assert each in words


def test_what_waits_without_a_name_is_not_among_their_cases(maya_client, cleo, topic):
    about = {"person": cleo, "board": topic.board, "title": "Said quietly", "key": "ask:1", "speaks_as": "A member"}
    Case.objects.create(board=topic.board, held=Held.objects.create(**about), kind=Case.FIRST)
    page = maya_client.get(page_of(cleo))
    assert list(page.context["cases"]) == []
    assert "Said quietly" not in page.content.decode()


def test_a_note_is_written_once_and_never_changed(maya_client, cleo):
    note(maya_client, cleo)
    note(maya_client, cleo)
    written = Note.objects.get()
    assert (written.by.name, written.words) == ("Maya Castillo", "Spoke to them by telephone.")
    with pytest.raises(InternalError, match="never changed"), transaction.atomic():
        Note.objects.update(words="Never mind.")


def test_an_empty_note_is_said_beside_the_field(maya_client, cleo):
    assert "There is nothing in it yet." in note(maya_client, cleo, words=" ").content.decode()
    assert not Note.objects.exists()


def test_nobody_reads_what_is_noted_about_themselves(maya, maya_client, other_moderator, client_of):
    Note.write(maya, by=other_moderator, words="Overdid it a little.")
    assert maya_client.get(page_of(maya)).status_code == 404
    assert note(maya_client, maya).status_code == 404
    assert "Overdid it" in client_of(other_moderator).get(page_of(maya)).content.decode()


def test_the_page_costs_the_same_at_any_length(maya, maya_client, ann, make_flag, make_topic, make_sanction):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert maya_client.get(page_of(ann)).status_code == 200
        return len(queries)

    def fill(count):
        for number in range(count):
            make_flag(post=make_topic(by=ann).posts.get())
            make_sanction(ann).lift(by=maya)
            ann.refresh_from_db()
            Note.write(ann, by=maya, words=f"Number {timezone.now().isoformat()} {number}")

    fill(1)
    few = cost()
    fill(11)
    assert cost() == few <= 10


def test_staff_read_and_add_in_the_admin_and_change_nothing(carol, carol_client, cleo, make_sanction):
    make_sanction(cleo)
    address = reverse("admin:moderation_note_add")
    assert carol_client.post(address, {"person": cleo.pk, "words": "Paid late."}).status_code == 302
    written = Note.objects.get()
    assert written.by == carol
    assert (
        carol_client.post(reverse("admin:moderation_note_change", args=[written.pk]), {"words": "x"}).status_code == 403
    )
    assert carol_client.post(address, {"person": carol.pk, "words": "Me."}).status_code == 200
    assert Note.objects.count() == 1
    assert carol_client.get(reverse("admin:moderation_sanction_add")).status_code == 403
