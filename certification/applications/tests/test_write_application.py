import pytest
from django.urls import reverse

from certification.applications.models import Application, Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
FIELDS = "certification:application_fields"


@pytest.fixture
def application(ann, rules):
    return Application.start(ann)


def leave(client, field, value, version=0):
    """What autosave.js posts when a field is left."""
    return client.post(reverse(FIELDS), {"field": field, "value": value, "version": version})


def section(slug):
    return reverse("certification:section", args=[slug])


def test_one_button_begins_and_pressing_it_twice_begins_once(ann_client, ann):
    for _ in range(2):
        response = ann_client.post(reverse("certification:application_beginning"))
    assert response.url == section("about")
    assert ann.ccxp_applications.get().state == "draft"


def test_looking_begins_nothing(ann_client, ann):
    ann_client.get(reverse("certification:application"))
    assert ann_client.get(reverse("certification:application_beginning")).status_code == 405
    assert not ann.ccxp_applications.exists()


def test_each_field_is_saved_as_it_is_left(ann_client, application):
    response = leave(ann_client, "legal_name", "  Ann Okafor ")
    assert response.json()["said"].startswith("Saved ")
    assert response.json()["version"] == 1
    application.refresh_from_db()
    assert application.legal_name == "Ann Okafor"
    assert (application.last_section, application.last_field) == ("about", "legal_name")


def test_the_same_text_again_changes_nothing(ann_client, application):
    leave(ann_client, "legal_name", "Ann")
    assert leave(ann_client, "legal_name", "Ann", version=0).json()["version"] == 1


def test_a_second_tab_does_not_overwrite_what_is_newer(ann_client, application):
    leave(ann_client, "story-1", "From the first tab.")
    leave(ann_client, "story-1", "The first tab went on.", version=1)
    late = leave(ann_client, "story-1", "From the second tab.", version=1)
    assert late.status_code == 409
    assert "The first tab went on." in late.json()["said"]
    assert application.answers.get(name="story-1").value == "The first tab went on."
    # Now that they have seen it, saving once more is what they want.
    assert leave(ann_client, "story-1", "From the second tab.", version=late.json()["version"]).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("graduated", "twenty"), ("graduated", "1066"), ("path", "nobility"), ("legal_name", "x" * 151)],
)
def test_what_cannot_stand_there_is_said_beside_the_field(ann_client, application, field, value):
    response = leave(ann_client, field, value)
    assert response.status_code == 422
    assert response.json()["said"]
    assert not application.answers.exists()


@pytest.mark.parametrize("field", ["no-such-field", "job-999-employer", "job--employer", "state", ""])
def test_a_field_there_is_not_is_refused(ann_client, application, field):
    assert leave(ann_client, field, "x").status_code == 410


def test_nobody_writes_in_somebody_elses(eli_client, ann, application):
    row = application.add_job(by=ann)
    assert leave(eli_client, f"job-{row.pk}-employer", "Mine now").status_code == 410
    assert eli_client.get(section("about")).status_code == 404
    Application.start(eli_client_person(eli_client))
    assert leave(eli_client, f"job-{row.pk}-employer", "Mine now").status_code == 410
    assert Job.objects.get(pk=row.pk).employer == ""


def eli_client_person(client):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=client.session["_auth_user_id"])


def test_a_stranger_is_led_to_the_sign_in(client):
    assert "login" in leave(client, "legal_name", "x").url


def test_without_scripts_a_section_saves_and_leads_on(ann_client, application):
    response = ann_client.post(
        section("about"), {"legal_name": "Ann Okafor", "version-legal_name": "0", "then": "next"}
    )
    assert response.url == section("education")
    assert application.answers.get(name="legal_name").value == "Ann Okafor"


def test_one_wrong_field_keeps_the_others_and_its_own_text(ann_client, application):
    page = ann_client.post(
        section("education"), {"school": "Utrecht", "graduated": "20x9", "path": "degree", "then": "next"}
    ).content.decode()
    assert 'value="20x9"' in page
    assert "A number from" in page
    assert application.answers.get(name="school").value == "Utrecht"


def test_without_scripts_a_conflict_shows_both_texts_and_the_next_save_decides(ann_client, application):
    leave(ann_client, "legal_name", "From the phone")
    posted = {"legal_name": "From the desk", "version-legal_name": "0", "then": "next"}
    page = ann_client.post(section("about"), posted).content.decode()
    assert "From the phone" in page
    assert 'value="From the desk"' in page
    assert 'name="version-legal_name" value="1"' in page
    ann_client.post(section("about"), posted | {"version-legal_name": "1"})
    assert application.answers.get(name="legal_name").value == "From the desk"


def test_work_is_added_counted_and_removed(ann_client, application):
    token = "0b1f3a52-53a8-4c9e-9b0e-0d3a3b1f7a11"
    for _ in range(2):
        ann_client.post(section("work"), {"then": "add", "token": token})
    row = application.jobs.get()
    for name, value in {"employer": "Northwind", "began_month": "1", "began_year": "2020", "is_current": "yes"}.items():
        response = leave(ann_client, f"job-{row.pk}-{name}", value)
    assert "full-time months" in response.json()["counted"]
    assert (
        "Remove this place of work?" in ann_client.post(section("work"), {"then": f"remove-{row.pk}"}).content.decode()
    )
    assert application.jobs.exists()
    ann_client.post(section("work"), {"then": f"really-{row.pk}"})
    assert not application.jobs.exists()


def test_ticks_are_saved_without_scripts_both_ways(ann_client, application, ann):
    row = application.add_job(by=ann)
    ann_client.post(section("work"), {f"job-{row.pk}-is_current": "yes", "then": "save"})
    row.refresh_from_db()
    assert (row.is_current, row.is_full_time) == (True, False)


def test_words_in_a_row_removed_elsewhere_are_shown_once_more(ann_client, application, ann):
    row = application.add_job(by=ann)
    application.remove_job(row.pk, by=ann)
    page = ann_client.post(section("work"), {f"job-{row.pk}-duties": "A year of listening", "then": "save"})
    assert "A year of listening" in page.content.decode()


def test_one_click_leads_back_to_the_field_that_was_left(ann_client, application):
    leave(ann_client, "story-3", "I counted what a complaint costs.")
    page = ann_client.get(reverse("certification:application")).content.decode()
    assert section("competency-3") + "#id_story-3" in page


def test_after_sending_nothing_can_be_written(ann_client, make_application):
    application = make_application("awaiting_payment")
    assert leave(ann_client, "legal_name", "Other", version=1).status_code == 410
    assert ann_client.get(section("about")).url == reverse("certification:application")
    application.refresh_from_db()
    assert application.legal_name == "Ann Okafor"


@pytest.mark.parametrize("rows", [1, 25])
def test_the_work_page_costs_the_same_at_any_length(ann_client, ann, application, rows, django_assert_max_num_queries):
    for _ in range(rows):
        application.add_job(by=ann)
    ann_client.get(section("work"))
    with django_assert_max_num_queries(8):
        ann_client.get(section("work"))
