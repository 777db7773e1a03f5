import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from members.subjects.models import Subject

pytestmark = pytest.mark.django_db

FIVE = ["customer-insights", "cx-strategy", "metrics-and-roi", "design-and-innovation", "culture-and-accountability"]


def test_the_five_competencies_are_there_in_their_order():
    assert list(Subject.objects.competencies().values_list("slug", flat=True)) == FIVE


@pytest.mark.parametrize("slug", FIVE)
def test_each_competency_has_four_to_six_subjects_that_say_what_they_are(slug):
    subjects = Subject.objects.under(Subject.objects.get(slug=slug))
    assert 4 <= len(subjects) <= 6
    assert all(subject.description and not subject.is_competency for subject in subjects)


def test_the_tree_reads_each_competency_followed_by_its_own():
    order = list(Subject.objects.in_tree_order())
    assert order[0].slug == FIVE[0]
    above = None
    for subject in order:
        if subject.is_competency:
            above = subject
        else:
            assert subject.parent == above


def test_a_name_stands_once_under_a_competency_and_among_the_competencies():
    competency = Subject.objects.get(slug="cx-strategy")
    for parent, name in [(competency, "Governance"), (None, "CX strategy")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Subject.objects.create(name=name, slug="another", parent=parent)


def test_a_subject_cannot_stand_under_itself():
    subject = Subject.objects.get(slug="governance")
    with pytest.raises(IntegrityError), transaction.atomic():
        Subject.objects.filter(pk=subject.pk).update(parent=subject)


def test_staff_see_the_tree_and_put_it_in_order(carol_client):
    page = carol_client.get(reverse("admin:subjects_subject_changelist"))
    assert list(page.context["cl"].result_list) == list(Subject.objects.in_tree_order())
