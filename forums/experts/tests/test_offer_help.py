"""Offering one's help: a subject, words, posts that show it; rest, taking back, and what ends with the membership."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.experts.models import MOST, Capacity, Expertise, TooMany

pytestmark = pytest.mark.django_db

NEW = "/experts/offer/"
WORDS = "Maps that somebody owns."


def words_of(response):
    return response.content.decode()


def test_a_member_offers_a_subject_with_posts_that_show_it(eli_client, eli, topic, journey_mapping):
    said = topic.reply(by=eli, body="Draw it with those who walk it.")
    other = topic.reply(by=eli, body="And throw the first one away.")
    address = f"https://portal.example{other.get_absolute_url()}"
    sent = {"subject": journey_mapping.slug, "words": WORDS, "evidence": [said.pk], "links": address}
    assert eli_client.post(NEW, sent).status_code == 302
    offer = Expertise.objects.get()
    assert (offer.person, offer.subject, offer.state) == (eli, journey_mapping, "offered")
    assert set(offer.evidence.all()) == {said, other}


def test_what_is_missing_is_said_and_nothing_typed_is_lost(eli_client, ann, topic, journey_mapping):
    theirs = topic.posts.get()
    page = words_of(eli_client.post(NEW, {"words": WORDS, "links": theirs.get_absolute_url()}))
    assert "Choose a subject." in page
    assert "is not the address of a post of yours" in page
    assert WORDS in page
    assert not Expertise.objects.exists()


def test_the_posts_of_others_are_no_evidence(eli, topic, make_expertise):
    assert not make_expertise(evidence=[topic.posts.get()]).evidence.exists()


def test_changing_the_words_keeps_the_rest(eli_client, expert):
    eli_client.post(reverse("experts:offer", args=["journey-mapping"]), {"words": "Maps, and who owns them."})
    expert.refresh_from_db()
    assert (expert.words, expert.state, expert.endorsement_count) == ("Maps, and who owns them.", "confirmed", 3)


def test_more_than_six_subjects_are_refused_in_words(eli_client, eli, make_expertise, make_subject):
    subjects = [make_subject(f"subject-{number}") for number in range(MOST + 1)]
    for each in subjects[:MOST]:
        make_expertise(subject=each)
    with pytest.raises(TooMany):
        make_expertise(subject=subjects[MOST])
    page = words_of(eli_client.post(NEW, {"subject": subjects[MOST].slug, "words": WORDS}))
    assert "You offer 6 subjects already." in page
    assert WORDS in page
    Expertise.objects.get(subject=subjects[0]).withdraw(by=eli)
    make_expertise(subject=subjects[MOST])


@pytest.mark.parametrize("who", ["cleo", "bob"])
def test_whoever_is_no_member_is_told_so_kindly(who, request, journey_mapping):
    client = request.getfixturevalue(f"{who}_client")
    response = client.post(NEW, {"subject": journey_mapping.slug, "words": WORDS})
    assert response.status_code == 403
    assert "Experts are for members" in words_of(response)
    assert not Expertise.objects.exists()


def test_resting_hides_and_taking_up_again_brings_back_what_was(eli_client, expert):
    rest = reverse("experts:rest", args=["journey-mapping"])
    eli_client.post(rest)
    eli_client.post(rest)
    assert not Expertise.objects.shown().exists()
    eli_client.post(rest, {"resume": "1"})
    assert Expertise.objects.shown().get().is_confirmed


def test_what_staff_paused_only_staff_take_up_again(eli_client, carol, expert):
    expert.pause(by=carol, reason="Three members wrote to us.")
    eli_client.post(reverse("experts:rest", args=["journey-mapping"]), {"resume": "1"})
    expert.refresh_from_db()
    assert expert.is_paused
    assert "Three members wrote to us." in words_of(eli_client.get(reverse("experts:offers")))
    expert.resume(by=carol, reason="It is settled.")
    assert Expertise.objects.shown().get().is_confirmed


def test_what_was_taken_back_comes_again_with_its_endorsements_but_not_the_word_of_staff(eli, expert, make_expertise):
    expert.withdraw(by=eli)
    assert not Expertise.objects.shown().exists()
    again = make_expertise()
    assert (again.pk, again.state, again.endorsement_count) == (expert.pk, "endorsed", 3)


def test_when_the_membership_ends_an_expert_is_not_shown_and_comes_back_with_it(ann_client, eli, expert, topic):
    topic.reply(by=eli, body="One more.")
    page = reverse("experts:expert", args=[eli.handle])
    eli.belong_until(timezone.now() - timedelta(days=1), by=None)
    assert ann_client.get(page).status_code == 404
    assert "expert in" not in words_of(ann_client.get(topic.get_absolute_url()))
    eli.belong_until(timezone.now() + timedelta(days=1), by=None)
    assert ann_client.get(page).status_code == 200
    assert "expert in Journey mapping" in words_of(ann_client.get(topic.get_absolute_url()))


@pytest.mark.parametrize(("sent", "kept"), [("3", 3), ("0", 0), ("21", None), ("-1", None), ("x", None), ("", None)])
def test_an_expert_chooses_how_many_questions_a_month(eli_client, eli, make_expertise, sent, kept):
    make_expertise()
    eli_client.post(reverse("experts:offers"), {"monthly": sent})
    assert Capacity.objects.filter(person=eli).values_list("monthly", flat=True).first() == kept


def test_someone_elses_offer_cannot_be_touched(ann_client, expert):
    for name in ["rest", "withdrawal"]:
        assert ann_client.post(reverse(f"experts:{name}", args=["journey-mapping"])).status_code == 404
    assert ann_client.get(reverse("experts:offer", args=["journey-mapping"])).status_code == 404
