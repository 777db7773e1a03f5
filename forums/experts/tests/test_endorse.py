"""Endorsing on evidence; after three, the word of staff, which can be taken back."""

from contextlib import suppress

import pytest
from django.urls import reverse

from forums.experts.models import (
    TRANSITIONS,
    Endorsement,
    Expertise,
    NotEndorsable,
    NotNow,
    endorse_by_acceptance,
    withdraw_by_acceptance,
)
from members.audit.models import Entry
from members.mail.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(topic, eli):
    return topic.reply(by=eli, body="Draw it with those who walk it.")


def address(expertise, **asked):
    return reverse("experts:endorsement", args=[expertise.person.handle], query=asked)


def send(client, expertise, post, words="We did, and it held."):
    return client.post(address(expertise), {"subject": expertise.subject.slug, "post": post.pk, "words": words})


def words_of(response):
    return response.content.decode()


def test_from_a_post_one_endorses_its_author_and_they_are_told(ann_client, ann, eli, answer, make_expertise):
    offer = make_expertise()
    page = words_of(ann_client.get(answer.topic.get_absolute_url()))
    assert "Endorse Eli in Journey mapping" in page
    assert f"{address(offer)}?post={answer.pk}" in page
    assert f'value="{answer.pk}"' in words_of(ann_client.get(address(offer, post=answer.pk)))
    assert send(ann_client, offer, answer).url == offer.get_absolute_url()
    said = Endorsement.objects.get()
    assert (said.by, said.post, said.words) == (ann, answer, "We did, and it held.")
    assert Notice.objects.get(person=eli, kind="forums/experts/endorsed").headline == (
        "Ann Okafor endorsed you in Journey mapping"
    )
    assert "We did, and it held." in words_of(ann_client.get(offer.get_absolute_url()))


def test_endorsing_twice_counts_once_and_keeps_the_newer_words(ann_client, answer, make_expertise):
    offer = make_expertise()
    send(ann_client, offer, answer)
    send(ann_client, offer, answer, "It still holds.")
    offer.refresh_from_db()
    assert offer.endorsement_count == Endorsement.objects.count() == 1
    assert Endorsement.objects.get().words == "It still holds."


def test_without_words_or_a_post_it_is_refused_and_nothing_typed_is_lost(ann_client, answer, make_expertise):
    offer = make_expertise()
    assert "Say in a sentence what convinced you." in words_of(send(ann_client, offer, answer, ""))
    page = words_of(ann_client.post(address(offer), {"subject": offer.subject.slug, "words": "It held."}))
    assert "Choose the post." in page
    assert "It held." in page
    assert not Endorsement.objects.exists()


def test_nobody_endorses_themselves(eli_client, eli, answer, make_expertise):
    offer = make_expertise()
    assert send(eli_client, offer, answer).status_code == 403
    with pytest.raises(NotEndorsable):
        Endorsement.give(offer, by=eli, post=answer, words="I am good.")
    assert "Endorse" not in words_of(eli_client.get(answer.topic.get_absolute_url()))


def test_a_post_one_may_not_read_is_no_evidence(ann_client, ann, maya, eli, make_board, make_topic, make_expertise):
    offer = make_expertise()
    group = maya.groups.get()
    eli.groups.add(group)
    hidden = make_topic(board=make_board(audience="group", group=group), by=maya)
    post = hidden.reply(by=eli, body="Among us.")
    assert "Among us" not in words_of(ann_client.get(address(offer, post=post.pk)))
    send(ann_client, offer, post)
    with pytest.raises(NotEndorsable):
        Endorsement.give(offer, by=ann, post=post, words="I heard of it.")
    assert not Endorsement.objects.exists()


def test_the_post_of_somebody_else_is_no_evidence(ann, topic, make_expertise):
    with pytest.raises(NotEndorsable):
        Endorsement.give(make_expertise(), by=ann, post=topic.posts.get(), words="Mine.")


def test_where_the_post_cannot_be_read_the_words_stand_without_it(
    ann_client, maya, eli, carol, make_board, make_topic, make_expertise
):
    offer = make_expertise()
    group = maya.groups.get()
    eli.groups.add(group)
    hidden = make_topic(board=make_board(audience="group", group=group), by=maya, title="Only among us here")
    Endorsement.give(offer, by=maya, post=hidden.reply(by=eli, body="Among us."), words="A quiet master of it.")
    page = words_of(ann_client.get(offer.get_absolute_url()))
    assert "A quiet master of it." in page
    assert "Only among us here" not in page


def test_taken_back_it_no_longer_counts(ann_client, bob_client, answer, make_expertise):
    offer = make_expertise()
    send(ann_client, offer, answer)
    withdrawal = reverse("experts:endorsement_withdrawal", args=[Endorsement.objects.get().pk])
    assert bob_client.post(withdrawal).status_code == 403
    ann_client.post(withdrawal)
    ann_client.post(withdrawal)
    offer.refresh_from_db()
    assert offer.endorsement_count == 0
    assert "We did, and it held." not in words_of(ann_client.get(offer.get_absolute_url()))


def test_the_third_brings_it_before_staff_and_a_withdrawal_back(make_expertise, endorse, ann, answer):
    offer = endorse(make_expertise(), times=2)
    assert offer.state == "offered"
    said = Endorsement.give(offer, by=ann, post=answer, words="It held.")
    assert offer.state == "endorsed"
    said.withdraw(by=ann)
    offer.refresh_from_db()
    assert offer.state == "offered"


def test_staff_confirm_from_the_queue_with_a_reason_and_the_badge_appears(
    carol_client, ann_client, endorse, make_expertise, answer
):
    offer = endorse(make_expertise(), times=3)
    assert "Experts to confirm" in words_of(carol_client.get(reverse("admin:index")))
    confirm = reverse("admin:experts_expertise_confirm", args=[offer.pk])
    carol_client.post(confirm, {"reason": ""})
    assert "expert in" not in words_of(ann_client.get(answer.topic.get_absolute_url()))
    carol_client.post(confirm, {"reason": "Read all three."})
    offer.refresh_from_db()
    assert offer.is_confirmed
    assert Entry.objects.get(action="experts.confirmed").details == {"reason": "Read all three."}
    assert "expert in Journey mapping" in words_of(ann_client.get(answer.topic.get_absolute_url()))


def test_a_refusal_is_read_by_the_person_and_a_new_endorsement_asks_again(
    carol, eli_client, endorse, make_expertise, ann, answer
):
    offer = endorse(make_expertise(), times=3)
    offer.refuse(by=carol, reason="Two of them work with you.")
    assert offer.state == "offered"
    assert "Two of them work with you." in words_of(eli_client.get(reverse("experts:offers")))
    Endorsement.give(offer, by=ann, post=answer, words="It held.")
    assert offer.state == "endorsed"


def test_confirmed_can_be_taken_back_in_words(carol, eli, expert):
    expert.take_back(by=carol, reason="The posts were not theirs.")
    assert (expert.state, expert.confirmed_at) == ("offered", None)
    assert "The posts were not theirs." in Notice.objects.filter(person=eli).latest("pk").headline
    with pytest.raises(NotNow):
        expert.take_back(by=carol, reason="Again.")


def test_nobody_confirms_themselves(rex, make_expertise, endorse):
    offer = endorse(make_expertise(person=rex), times=3)
    with pytest.raises(NotNow):
        offer.confirm(by=rex, reason="I know it.")


def test_too_few_endorsements_cannot_be_confirmed(carol, make_expertise):
    with pytest.raises(NotNow):
        make_expertise().confirm(by=carol, reason="A friend.")


def test_an_accepted_answer_speaks_for_its_author(ann, answer, journey_mapping, make_expertise):
    offer = make_expertise()
    for _twice in range(2):
        endorse_by_acceptance(answer, by=ann, subjects={journey_mapping.pk})
    offer.refresh_from_db()
    assert offer.endorsement_count == 1
    assert Endorsement.objects.get().from_acceptance
    withdraw_by_acceptance(answer, by=ann)
    offer.refresh_from_db()
    assert offer.endorsement_count == 0


def test_words_somebody_wrote_outlive_the_acceptance(ann, answer, journey_mapping, make_expertise):
    offer = make_expertise()
    Endorsement.give(offer, by=ann, post=answer, words="It held.")
    endorse_by_acceptance(answer, by=ann, subjects={journey_mapping.pk})
    withdraw_by_acceptance(answer, by=ann)
    offer.refresh_from_db()
    assert (offer.endorsement_count, Endorsement.objects.get().words) == (1, "It held.")


def test_an_answer_without_a_name_speaks_for_nobody(ann, answer, journey_mapping, make_expertise):
    make_expertise()
    answer.speaks_as = "CX director · Europe"
    assert endorse_by_acceptance(answer, by=ann, subjects={journey_mapping.pk}) == []


def test_only_the_ways_in_the_table_are_open(carol, eli, expert):
    """Each verb from each state leads where the table says, or refuses."""
    verbs = {
        "confirm": lambda each: each.confirm(by=carol, reason="r"),
        "refuse": lambda each: each.refuse(by=carol, reason="r"),
        "take_back": lambda each: each.take_back(by=carol, reason="r"),
        "pause": lambda each: each.pause(by=eli),
        "resume": lambda each: each.resume(by=eli),
        "withdraw": lambda each: each.withdraw(by=eli),
    }
    for state in TRANSITIONS:
        for name, verb in verbs.items():
            Expertise.objects.filter(pk=expert.pk).update(state=state, paused_by_staff=False)
            with suppress(NotNow):
                verb(expert)
            expert.refresh_from_db()
            assert expert.state in {state, *TRANSITIONS[state]}, (state, name)
            Expertise.objects.filter(pk=expert.pk).update(confirmed_at=expert.offered_at)
