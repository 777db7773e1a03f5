"""One's drafts: going on with them, throwing them away, bringing them back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.progress.models import MOST, Draft
from members.progress.tasks import clean

pytestmark = pytest.mark.django_db


def page_of(client, **query):
    return client.get(reverse("progress:drafts"), query).content.decode()


def throw(client, draft):
    return client.post(reverse("progress:ending", args=[draft.pk]))


def test_drafts_stand_with_their_first_words_and_the_way_on(ann_client, ann, make_draft):
    make_draft(ann, "We had six owners and no door.", title="Who owns it?", key="note:7")
    page = page_of(ann_client)
    for words in ["Who owns it?", "We had six owners and no door.", 'href="/notes/7/"', "Note"]:
        assert words in page


def test_the_newest_stands_first(ann_client, ann, make_draft, clock):
    make_draft(ann, title="Older")
    clock(timedelta(hours=1))
    make_draft(ann, title="Newer")
    page = page_of(ann_client)
    assert page.index("Newer") < page.index("Older")


def test_an_empty_page_says_what_it_is_for(ann_client):
    assert "Nothing half-written." in page_of(ann_client)


def test_a_draft_without_a_title_has_a_name_all_the_same(ann_client, ann, make_draft):
    make_draft(ann)
    assert "Without a title yet" in page_of(ann_client)


def test_words_one_can_no_longer_go_on_with_are_there_to_be_read(ann_client, ann, make_draft):
    draft = make_draft(ann, "Written for a place that is gone.", key="note:404")
    assert draft.get_absolute_url() in page_of(ann_client)
    page = ann_client.get(draft.get_absolute_url()).content.decode()
    assert "Written for a place that is gone." in page
    assert "can no longer go on" in page


def test_words_are_shown_as_words(ann_client, ann, make_draft):
    draft = make_draft(ann, "</textarea><script>alert(1)</script>")
    for page in [page_of(ann_client), ann_client.get(draft.get_absolute_url()).content.decode()]:
        assert "<script>alert" not in page


def test_throwing_away_and_bringing_back(ann_client, ann, make_draft):
    draft = make_draft(ann, title="Half a thought")
    throw(ann_client, draft)
    throw(ann_client, draft)
    assert not Draft.objects.of(ann).exists()
    assert "Thrown away lately" in page_of(ann_client)
    for _time in range(2):
        ann_client.post(reverse("progress:return", args=[draft.pk]))
    assert Draft.objects.of(ann).get().fields["title"] == "Half a thought"


def test_a_draft_of_somebody_else_is_not_there(eli_client, client, ann, make_draft):
    draft = make_draft(ann, title="Ann's own")
    addresses = [reverse(f"progress:{name}", args=[draft.pk]) for name in ["ending", "return"]]
    assert [eli_client.post(address).status_code for address in addresses] == [404, 404]
    assert eli_client.get(draft.get_absolute_url()).status_code == 404
    assert "Ann&#x27;s own" not in page_of(eli_client)
    assert [client.post(address).status_code for address in addresses] == [302, 302]
    assert Draft.objects.of(ann).exists()


def test_beginning_afresh_empties_the_form_and_keeps_the_words_for_two_days(ann_client, ann, make_draft):
    make_draft(ann, key="note:7")
    about = {"draft_key": "note:7"}
    answer = ann_client.post(reverse("progress:afresh"), about, headers={"referer": "http://testserver/notes/7/"})
    assert answer.url == "http://testserver/notes/7/"
    assert Draft.objects.find(ann, "note:7") is None
    assert "What I tried first." in page_of(ann_client)
    elsewhere = ann_client.post(reverse("progress:afresh"), about, headers={"referer": "https://elsewhere.example/"})
    assert elsewhere.url == reverse("progress:drafts")


def test_bringing_back_one_too_many_is_refused_and_nothing_is_lost(ann_client, ann, make_draft):
    draft = make_draft(ann)
    draft.throw_away(by=ann)
    Draft.objects.bulk_create(
        Draft(person=ann, key=f"note:{number}", fields={"body": "x"}) for number in range(900, 900 + MOST)
    )
    page = ann_client.post(reverse("progress:return", args=[draft.pk]), follow=True).content.decode()
    assert "no more are kept" in page
    assert Draft.objects.thrown_away_by(ann).get() == draft


def test_what_was_thrown_away_is_gone_after_two_days(ann_client, ann, make_draft, clock):
    draft = make_draft(ann, title="Half a thought")
    throw(ann_client, draft)
    clock(timedelta(days=2, minutes=1))
    assert "Half a thought" not in page_of(ann_client)
    ann_client.post(reverse("progress:return", args=[draft.pk]))
    assert not Draft.objects.of(ann).exists()
    clean()
    assert not Draft.objects.exists()


def test_what_nobody_touched_for_a_year_is_cleaned_away_and_nothing_younger(ann, make_draft, clock):
    make_draft(ann, title="Older")
    clock(timedelta(days=200))
    younger = make_draft(ann, title="Younger")
    clock(timedelta(days=166))
    clean()
    clean()
    assert Draft.objects.get() == younger


def test_a_hundred_drafts_are_read_page_by_page(ann_client, ann, notes):
    now = timezone.now()
    Draft.objects.bulk_create(
        Draft(person=ann, key=f"note:{number}", fields={"title": f"Draft {number:03}"}, saved_at=now)
        for number in range(100)
    )
    seen, older = [], ""
    while True:
        answer = ann_client.get(reverse("progress:drafts") + older)
        seen += [draft.key for draft in answer.context["drafts"]]
        if (older := answer.context["older_url"]) is None:
            break
    assert len(seen) == len(set(seen)) == 100
    assert ann_client.get(reverse("progress:drafts") + "?older=nonsense").status_code == 200


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_page_costs_the_same_at_any_number(ann_client, ann, make_draft, how_many, django_assert_num_queries):
    for _number in range(how_many):
        make_draft(ann)
    page_of(ann_client)
    with django_assert_num_queries(4):  # session, person, drafts, thrown away
        page_of(ann_client)


def test_staff_see_that_there_is_a_draft_and_not_its_words(carol_client, ann, make_draft):
    draft = make_draft(ann, "Between me and my keyboard.")
    for address in [
        reverse("admin:progress_draft_changelist"),
        reverse("admin:progress_draft_change", args=[draft.pk]),
    ]:
        answer = carol_client.get(address)
        assert answer.status_code == 200
        assert "Between me" not in answer.content.decode()
