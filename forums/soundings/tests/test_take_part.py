"""Being asked: yes, no, silence, and the view itself."""

from datetime import timedelta

import pytest

from forums.soundings import tasks
from forums.soundings.models import Invitation, NotNow, View
from members.mail.models import Notice

pytestmark = pytest.mark.django_db

VIEW = {"keep": "The one number.", "worry": "Who owns it?", "thought_of": "The calls nobody logs."}
SENT = {"keep_this": VIEW["keep"], "worry": VIEW["worry"], "thought_of": VIEW["thought_of"]}


@pytest.fixture
def sounding(make_sounding):
    return make_sounding(people=5)


@pytest.fixture
def people(sounding, asked_of):
    return asked_of(sounding)


def headlines(person):
    return list(Notice.objects.filter(person=person).values_list("headline", flat=True))


def test_a_view_is_given_and_the_author_hears(sounding, people, client_of, ann, ann_client):
    client_of(people[0]).post(sounding.get_absolute_url(), SENT)
    assert View.objects.get().parts == VIEW
    assert headlines(ann) == [f"Your sounding board has 1 view; the last is by {people[0]}"]
    page = ann_client.get(sounding.get_absolute_url()).content.decode()
    assert VIEW["thought_of"] in page
    assert str(people[0]) in page


@pytest.mark.parametrize("missing", SENT)
def test_all_three_are_asked_for(sounding, people, client_of, missing):
    page = client_of(people[0]).post(sounding.get_absolute_url(), SENT | {missing: " "}).content.decode()
    assert "One thing needs another look" in page
    assert all(text in page for name, text in SENT.items() if name != missing), "nothing typed is lost"
    assert not View.objects.exists()


def test_the_others_are_read_only_after_ones_own(sounding, people, client_of):
    first, second = client_of(people[0]), client_of(people[1])
    first.post(sounding.get_absolute_url(), SENT)
    page = second.get(sounding.get_absolute_url()).content.decode()
    assert VIEW["keep"] not in page
    assert str(people[0]) not in page
    second.post(sounding.get_absolute_url(), dict.fromkeys(SENT, "Mine."))
    assert VIEW["keep"] in second.get(sounding.get_absolute_url()).content.decode()


def test_it_can_be_changed_until_it_closes_and_no_longer(sounding, people, client_of, ann):
    mine = client_of(people[0])
    mine.post(sounding.get_absolute_url(), SENT)
    mine.post(sounding.get_absolute_url(), SENT | {"keep_this": "Its courage."})
    assert View.objects.get().keep == "Its courage."
    assert len(headlines(ann)) == 1
    sounding.close(by=ann)
    mine.post(sounding.get_absolute_url(), SENT | {"keep_this": "Too late."})
    assert View.objects.get().keep == "Its courage."


def test_the_fifth_view_closes_it_and_all_hear(make_sounding, asked_of, ann, mails):
    sounding = make_sounding(people=5, views=5)
    sounding.refresh_from_db()
    assert (sounding.state, sounding.view_count) == ("closed", 5)
    assert [letter.to for letter in mails(kind="forums/soundings/closed")] == [ann]
    assert "Your sounding board has closed with 5 views" in headlines(ann)
    assert "The sounding board of Ann Okafor has closed" in headlines(asked_of(sounding)[0])


def test_the_end_of_the_week_closes_it_once(sounding, ann, mails, clock):
    clock(timedelta(days=7, minutes=1))
    tasks.close_over()
    tasks.close_over()
    sounding.refresh_from_db()
    assert sounding.state == "closed"
    assert len(mails(kind="forums/soundings/closed")) == 1


def test_over_at_its_hour_even_before_the_task_ran(sounding, people, clock):
    clock(timedelta(days=7, minutes=1))
    with pytest.raises(NotNow):
        sounding.give_view(by=people[0], **VIEW)


def test_a_no_gives_the_place_on_and_nobody_is_told_who(sounding, people, client_of, make_round, ann_client):
    (spare,) = make_round(1)
    page = client_of(people[0]).post(f"/soundings/{sounding.pk}/place/", {"decline": "1"}, follow=True)
    assert "somebody else is asked" in page.content.decode()
    assert sounding.invitations.get(person=spare).state == "asked"
    assert str(people[0]) not in ann_client.get(sounding.get_absolute_url()).content.decode()
    gone = client_of(people[0]).get(sounding.get_absolute_url())
    assert gone.status_code == 410
    assert sounding.title not in gone.content.decode()


def test_two_days_of_silence_give_it_on_once(sounding, people, make_round, clock):
    sounding.invitations.get(person=people[1]).accept(by=people[1])
    spares = make_round(8)
    clock(timedelta(days=2, minutes=1))
    tasks.ask_others()
    tasks.ask_others()
    states = sorted(sounding.invitations.filter(person__in=people).values_list("state", flat=True))
    assert states == ["accepted", "replaced", "replaced", "replaced", "replaced"]
    assert sounding.invitations.filter(person__in=spares, state="asked").count() == 4


def test_nobody_is_asked_in_the_last_hours(sounding, clock, make_round):
    make_round(5)
    clock(timedelta(days=6, hours=13))
    tasks.ask_others()
    assert sounding.invitations.count() == 5


def test_a_place_that_stayed_free_is_filled_later(make_sounding, make_round):
    sounding = make_sounding(people=2)
    make_round(4)
    tasks.ask_others()
    assert sounding.invitations.count() == 5


def test_a_yes_is_said_once_and_only_by_who_was_asked(sounding, people, client_of, eli_client):
    mine = client_of(people[0])
    mine.post(f"/soundings/{sounding.pk}/place/")
    mine.post(f"/soundings/{sounding.pk}/place/")
    assert sounding.invitations.get(person=people[0]).state == Invitation.ACCEPTED
    assert eli_client.post(f"/soundings/{sounding.pk}/place/").status_code == 404


def test_a_stranger_to_it_gives_no_view(sounding, eli, eli_client):
    assert eli_client.post(sounding.get_absolute_url(), SENT).status_code == 404
    with pytest.raises(NotNow):
        sounding.give_view(by=eli, **VIEW)


def test_who_is_no_member_any_more_gives_no_view(sounding, people):
    people[0].belong_until(None, by=None)
    with pytest.raises(NotNow):
        sounding.give_view(by=people[0], **VIEW)


@pytest.mark.parametrize("views", [1, 4])
def test_the_page_costs_the_same_for_one_view_and_many(make_sounding, ann_client, views, django_assert_max_num_queries):
    sounding = make_sounding(people=5, views=views)
    with django_assert_max_num_queries(7):
        ann_client.get(sounding.get_absolute_url())
