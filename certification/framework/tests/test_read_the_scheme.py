from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.framework.models import Framework, ProgramRules

pytestmark = pytest.mark.django_db
SCHEME = "certification:scheme"


def page_of(client, **query):
    return client.get(reverse(SCHEME), query).content.decode()


def answers(**changes):
    return {"education": "degree", "years": "4", "areas": "all", "proof": "yes"} | changes


def test_a_stranger_reads_what_it_is_and_how_to_begin(client, framework):
    page = page_of(client)
    assert "Begin my application" in page
    for competency in framework.competencies.all():
        assert competency.name in page


def test_the_five_weights_make_a_whole(framework):
    assert [each.weight for each in framework.competencies.all()] == [22, 20, 20, 19, 19]
    assert {each.subject.slug for each in framework.competencies.select_related("subject")} == {
        *("customer-insights", "cx-strategy", "metrics-and-roi", "design-and-innovation", "culture-and-accountability"),
    }


def test_without_a_fee_the_page_says_so(client, framework):
    page = page_of(client)
    assert "has not been decided yet" in page
    assert "US$" not in page


def test_with_a_fee_it_says_what_it_costs_whom(client, rules):
    page = page_of(client)
    assert "US$495.00" in page
    assert "US$645.00" in page
    assert "US$150.00" in page


def test_rules_of_tomorrow_cost_nothing_today(client, rules):
    tomorrow = timezone.localdate() + timedelta(days=1)
    ProgramRules.objects.create(effective_from=tomorrow, fee_member=1, fee_other=2)
    assert ProgramRules.objects.in_force() == rules
    assert ProgramRules.objects.in_force(tomorrow).fee_other == 2


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({}, "You are likely to qualify."),
        ({"years": "2"}, "You need about 1 more year of full-time work."),
        ({"education": "school"}, "With a degree your years would be enough already."),
        ({"education": "school", "years": "5"}, "You are likely to qualify."),
        ({"areas": "few"}, "You have the years. One thing is open."),
        ({"proof": "no"}, "Find somebody who can confirm your work"),
    ],
)
def test_four_questions_are_answered_on_the_page(client, framework, said, verdict):
    assert verdict in page_of(client, **answers(**said))


def test_a_half_answered_check_keeps_what_was_said(client, framework):
    page = page_of(client, **answers(years="many", areas=""))
    assert "A whole number of years." in page
    assert 'value="many"' in page


def test_the_button_goes_on_where_one_is(ann_client, make_application):
    assert "Begin my application" in page_of(ann_client)
    application = make_application()
    application.save_field("story-2", "Halfway there.", version=1)
    page = page_of(ann_client)
    assert "Go on where I was" in page
    assert reverse("certification:section", args=["competency-2"]) + "#id_story-2" in page


def test_a_new_edition_counts_from_its_day(framework):
    today = timezone.localdate()
    Framework.objects.create(name="Next", edition="2030", effective_on=today, published_at=None)
    assert Framework.objects.in_force() == framework
    Framework.objects.filter(edition="2030").update(published_at=timezone.now())
    assert Framework.objects.in_force().edition == "2030"


def test_the_page_costs_the_same_for_everyone(client, framework, django_assert_max_num_queries):
    page_of(client)
    with django_assert_max_num_queries(6):
        page_of(client)


class TestStaff:
    def test_rules_that_hold_cannot_be_changed_and_new_ones_begin_as_their_copy(self, carol_client, rules):
        change = reverse("admin:framework_programrules_change", args=[rules.pk])
        assert carol_client.post(change, {"fee_member": 1}).status_code == 403
        page = carol_client.get(reverse("admin:framework_programrules_add")).content.decode()
        assert 'value="49500"' in page

    def test_a_published_framework_stays_as_it_is(self, carol_client, framework):
        change = reverse("admin:framework_framework_change", args=[framework.pk])
        assert carol_client.post(change, {"name": "Other"}).status_code == 403
        assert carol_client.get(change).status_code == 200
