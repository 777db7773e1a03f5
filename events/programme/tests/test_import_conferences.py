import csv
import json
import os
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.programme.cities import country_code, find_city, zone_of_most
from events.programme.conferences.importer import Import
from events.programme.models import Event, EventOrigin

pytestmark = pytest.mark.django_db

ROWS = [
    {"name": " Lantern ", "url": "https://lantern.example/2027", "startDate": "2027-03-04", "endDate": "2027-03-05",
     "city": "Portland, OR", "country": "U.S.A.", "online": False, "locales": "EN", "topic": "ux",
     "cocUrl": "https://lantern.example/coc", "offersSignLanguageOrCC": True},
    {"name": "Lantern", "url": "http://www.lantern.example/2027/", "startDate": "2027-03-04", "endDate": "2027-03-05",
     "city": "Portland, OR", "country": "U.S.A.", "online": False, "locales": "EN", "topic": "leadership"},
    {"name": "Fernsicht", "url": "https://fernsicht.example", "startDate": "2027-05-01", "endDate": "2027-05-01",
     "online": True, "locales": "DE,EN", "topic": "product"},
    {"name": "Halb und halb", "url": "https://halb.example", "startDate": "2027-06-01", "endDate": "2027-06-02",
     "city": "Malmo", "country": "Sweden", "online": True, "topic": "accessibility"},
]  # fmt: skip


@pytest.fixture
def bring(tmp_path, capsys):
    """`bring(rows, …)`: run the command on a file of these rows; what it printed."""

    def bring(rows, **options):
        path = tmp_path / "list.json"
        path.write_text(json.dumps(rows))
        try:
            call_command("import_events", path, **options)
        except CommandError as error:
            return capsys.readouterr().out + f"{error}"
        return capsys.readouterr().out

    return bring


def totals(said):
    counts = {
        line.rsplit(None, 1)[0].strip(): line.rsplit(None, 1)[1] for line in said.splitlines() if line[:1].isalpha()
    }
    return {name: int(number) for name, number in counts.items() if number.isdecimal()}


def test_each_row_becomes_an_event_in_the_programme(bring):
    said = bring(ROWS)
    assert totals(said) == {
        "added": 3,
        "changed": 0,
        "already there": 0,
        "merged as duplicate": 1,
        "refused": 0,
        "rows in all": 4,
    }
    event = Event.objects.get(title="Lantern")
    assert (event.city, event.country.code, event.time_zone, event.kind) == (
        "Portland",
        "US",
        "America/Los_Angeles",
        "in_person",
    )
    assert (event.first_day, event.last_day, event.is_all_day) == (date(2027, 3, 4), date(2027, 3, 5), True)
    assert event.starts_at.isoformat() == "2027-03-04T08:00:00+00:00"
    assert (event.is_published, event.audience, event.registers_here, event.capacity) == (True, "everyone", False, None)
    assert "https://lantern.example/coc" in event.description_html
    assert event.access == "Sign language or captions are offered."
    assert 45 < event.latitude < 46


def test_what_stands_there_under_two_topics_is_one_event_about_both(bring):
    said = bring(ROWS)
    assert "merged as duplicate" in said
    assert "the same as row 1" in said
    assert set(Event.objects.get(title="Lantern").subjects.values_list("slug", flat=True)) == {
        "digital-experience", "leadership-and-sponsors",
    }  # fmt: skip


def test_online_and_both(bring):
    bring(ROWS)
    online, both = Event.objects.get(title="Fernsicht"), Event.objects.get(title="Halb und halb")
    assert (online.kind, online.language, online.time_zone, online.city) == ("online", "de", "UTC", "")
    assert (both.kind, both.language, both.time_zone, both.country.code) == ("hybrid", "en", "Europe/Stockholm", "SE")


def test_a_second_run_changes_nothing(bring):
    bring(ROWS)
    before = list(Event.objects.order_by("pk").values())
    assert totals(bring(ROWS))["already there"] == 3
    assert list(Event.objects.order_by("pk").values()) == before


def test_what_the_list_says_otherwise_is_changed_and_what_staff_changed_stays(bring, carol):
    bring(ROWS)
    event = Event.objects.get(title="Fernsicht")
    event.change(by=carol, title="Fernsicht, the conference")
    rows = [*ROWS[:2], ROWS[2] | {"endDate": "2027-05-02"}, ROWS[3]]
    said = bring(rows)
    assert totals(said)["changed"] == 1
    assert "another last_day" in said
    event.refresh_from_db()
    assert (event.last_day, event.title, event.start_version) == (date(2027, 5, 2), "Fernsicht, the conference", 1)
    assert totals(bring(rows))["changed"] == 0


def test_what_was_cancelled_here_stays_cancelled(bring, carol):
    bring(ROWS)
    Event.objects.get(title="Fernsicht").cancel(by=carol, reason="Its organiser went away.")
    said = bring([ROWS[2] | {"name": "Fernsicht!"}])
    assert "it was cancelled here, and stays so" in said


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": " "}, "it has no name"),
        ({"url": ""}, "it has no address"),
        ({"url": "javascript:alert(1)"}, "none that can be linked to"),
        ({"url": "https://[broken"}, "cannot be read"),
        ({"startDate": None}, "it has no startDate"),
        ({"startDate": "March"}, "is no date: March"),
        ({"endDate": "2027-02-30"}, "is no date"),
        ({"endDate": "2027-03-01"}, "before it starts"),
        ({"endDate": "2028-03-01"}, "more than 92 days"),
        ({"city": ""}, "neither online nor in a city"),
        ({"city": "Nowhere", "country": "Atlantis"}, "which time they keep in Nowhere, Atlantis"),
        ({"name": "Nul\x00"}, "NUL"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_the_others_come(bring, wrong, why):
    said = bring([ROWS[0] | wrong, ROWS[2]])
    assert why in said
    assert "1 rows were refused" in said
    assert list(Event.objects.values_list("title", flat=True)) == ["Fernsicht"]


def test_a_row_that_is_no_row_and_a_file_that_is_no_list(bring, tmp_path):
    assert totals(bring(["Lantern", None]))["refused"] == 2
    assert "holds no list" in bring({"rows": ROWS})
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_events", tmp_path / "nowhere.json")


def test_what_the_database_refuses_is_said_of_its_row_alone(bring, monkeypatch):
    from events.programme.conferences import importer

    make = importer._event

    def half_made(conference):
        event = make(conference)
        event.capacity = 5 if conference.title == "Lantern" else None  # counted here and registered elsewhere
        return event

    monkeypatch.setattr(importer, "_event", half_made)
    said = bring(ROWS)
    assert "the database refuses it" in said
    assert totals(said) == {
        "added": 2,
        "changed": 0,
        "already there": 0,
        "merged as duplicate": 1,
        "refused": 1,
        "rows in all": 4,
    }


def test_a_city_nobody_knows_keeps_its_name_and_says_whose_clock_it_got(bring):
    said = bring([ROWS[0] | {"city": "Beckenridge, CO"}, ROWS[3] | {"city": "Waterloo, ON", "country": "U.S.A."}])
    assert "by the clock of America/Denver" in said
    assert "Waterloo, ON is in Canada" in said
    assert Event.objects.get(title="Lantern").latitude is None
    assert Event.objects.get(title="Halb und halb").country.code == "CA"


def test_a_dry_run_says_the_same_and_leaves_nothing(bring, tmp_path):
    report = tmp_path / "report.json"
    said = bring(ROWS, dry_run=True, report=report)
    assert totals(said)["added"] == 3
    assert "Nothing was changed" in said
    assert not Event.objects.exists()
    assert not EventOrigin.objects.exists()
    assert [row["event"] for row in json.loads(report.read_text())["rows"]] == [None] * 4


def test_the_report_holds_every_row_in_order(bring, tmp_path):
    bring([*ROWS, {"name": "Broken"}], report=tmp_path / "report.csv")
    rows = list(csv.DictReader((tmp_path / "report.csv").open()))
    assert [(row["row"], row["outcome"]) for row in rows] == [
        ("1", "added"), ("2", "merged as duplicate"), ("3", "added"), ("4", "added"), ("5", "refused"),
    ]  # fmt: skip
    assert Event.objects.get(pk=rows[2]["event"]).title == "Fernsicht"
    with pytest.raises(CommandError, match=r"\.csv or as \.json"):
        call_command("import_events", tmp_path / "list.json", report=tmp_path / "report.txt")


def test_it_costs_no_more_queries_for_more_rows():
    class Quiet:
        def __init__(self, what, total): ...
        def __enter__(self):
            return self

        def __exit__(self, *error): ...
        def update(self, count): ...

    def cost(count, source):
        rows = [ROWS[0] | {"url": f"https://{source}.example/{number}"} for number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            report = Import(rows, source, bars=Quiet).run()
        assert report.totals["added"] == count
        return len(queries)

    cost(1, "warm")
    assert cost(1, "one") == cost(60, "many")


@pytest.mark.parametrize(
    ("name", "country", "zone"),
    [
        ("Zürich", "", "Europe/Zurich"),
        ("Munich", "DE", "Europe/Berlin"),
        ("München", "DE", "Europe/Berlin"),
        ("Köln", "", "Europe/Berlin"),
        ("New York, NY", "US", "America/New_York"),
        ("Portland, ME", "US", "America/New_York"),
        ("Newcastle-Upon-Tyne", "GB", "Europe/London"),
        ("St. John’s", "CA", "America/St_Johns"),
        ("Paris", "FR", "Europe/Paris"),
    ],
)
def test_cities_are_found_as_people_write_them(name, country, zone):
    assert find_city(name, country).time_zone == zone


def test_a_city_in_the_wrong_country_or_state_is_not_found():
    assert find_city("Zurich", "NZ") is None
    assert find_city("Boston, CA", "US") is None


@pytest.mark.parametrize(
    ("name", "code"),
    [("U.S.A.", "US"), ("U.K.", "GB"), ("Scotland", "GB"), ("Czech Republic", "CZ"), ("de", "DE"), ("Oz", "")],
)
def test_countries_are_known_by_what_people_call_them(name, code):
    assert country_code(name) == code


def test_most_people_of_a_state_or_a_country():
    assert zone_of_most("US", "Somewhere, CO") == "America/Denver"
    assert zone_of_most("AU") == "Australia/Sydney"
    assert zone_of_most("XX") == ""


@pytest.mark.skipif(not os.environ.get("CONFERENCES"), reason="CONFERENCES names no list of real conferences")
def test_the_real_list_comes_whole(capsys):
    path = Path(os.environ["CONFERENCES"])
    count = len(json.loads(path.read_text()))
    call_command("import_events", path)
    first = totals(capsys.readouterr().out)
    assert sum(first.values()) - first["rows in all"] == first["rows in all"] == count
    assert first["added"] + first["merged as duplicate"] == count
    assert Event.objects.count() == first["added"]
    assert Event.objects.filter(city="").exclude(kind="online").count() == 0
    call_command("import_events", path)
    again = totals(capsys.readouterr().out)
    assert (again["added"], again["changed"], again["already there"]) == (0, 0, first["added"])
