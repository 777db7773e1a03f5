from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.cxday import sun
from events.cxday.models import Campaign
from events.cxday.projection import HEIGHT, project
from events.cxday.world import World, outline

CITIES = {
    "Auckland": (-36.85, 174.76, "NZ", "Pacific/Auckland"),
    "Tokyo": (35.68, 139.69, "JP", "Asia/Tokyo"),
    "Zurich": (47.37, 8.54, "CH", "Europe/Zurich"),
    "Atlanta": (33.75, -84.39, "US", "America/New_York"),
}


@pytest.fixture
def make_city(make_room):
    """`make_city(campaign, name, starts_at)`: a room in one of CITIES."""

    def make(campaign, city, starts_at, **changes):
        latitude, longitude, country, zone = CITIES[city]
        about = {"latitude": latitude, "longitude": longitude, "country": country, "time_zone": zone, "city": city}
        return make_room(campaign, title=f"A room in {city}", starts_at=starts_at, **about | changes)

    return make


def page_of(client, campaign, **query):
    return client.get(reverse("cxday:campaign", args=[campaign.year]), query).content.decode()


class TestTheSky:
    @pytest.mark.parametrize(
        ("moment", "longitude", "latitude"),
        [
            # The Astronomical Almanac: solstices and equinoxes; noon at Greenwich by the equation of time.
            (datetime(2026, 6, 21, 12, 0, tzinfo=UTC), 0.5, 23.44),
            (datetime(2026, 12, 21, 12, 0, tzinfo=UTC), -0.5, -23.44),
            (datetime(2026, 9, 23, 0, 5, tzinfo=UTC), 176.9, 0.0),
            (datetime(2026, 10, 6, 9, 0, tzinfo=UTC), 42.0, -5.2),
        ],
    )
    def test_the_sun_stands_where_the_almanac_says(self, moment, longitude, latitude):
        found = sun.over(moment)
        assert found == pytest.approx((longitude, latitude), abs=0.3)

    def test_day_and_night_fall_where_people_have_them(self):
        evening_in_zurich = datetime(2026, 10, 6, 19, 0, tzinfo=UTC)
        assert not sun.is_day(evening_in_zurich, 8.54, 47.37)
        assert sun.is_day(evening_in_zurich, -84.39, 33.75)

    @pytest.mark.parametrize("month", [3, 6, 9, 12])
    def test_the_dark_part_is_half_the_world_at_any_season(self, month):
        """Each point of the grid lies in the drawn shape exactly where the sun is below the horizon."""
        moment = datetime(2026, month, 21, 7, 30, tzinfo=UTC)
        shape = _points(sun.night(moment))
        wrong = [
            (longitude, latitude)
            for longitude in range(-160, 180, 13)
            for latitude in range(-50, 80, 9)
            if _inside(project(longitude, latitude), shape) == sun.is_day(moment, longitude, latitude)
        ]
        assert len(wrong) <= 6, f"only on the line itself may they differ: {wrong}"


class TestTheMap:
    def test_known_places_lie_where_they_should(self):
        assert project(11, 0) == pytest.approx((500, project(0, 0)[1]))
        assert project(-169, 0)[0] == pytest.approx(0)
        assert project(8.54, 47.37)[1] < project(18.4, -33.9)[1], "north is up"
        assert all(0 <= project(lon, lat)[1] <= HEIGHT for lat, lon, _country, _zone in CITIES.values())

    def test_areas_are_true(self):
        """Equal Earth: a band of latitude takes the share of the drawing that it has of the globe."""

        def area(south, north):
            rows = [south + (north - south) * step / 200 for step in range(201)]
            width = [project(190.999, row)[0] - project(-168.999, row)[0] for row in rows]
            high = project(11, south)[1] - project(11, north)[1]
            steps = [
                (project(11, low)[1] - project(11, up)[1]) * (one + other) / 2
                for low, up, one, other in zip(rows, rows[1:], width, width[1:], strict=False)
            ]
            assert sum(steps) <= high * 1000
            return sum(steps)

        from math import radians, sin

        truth = (sin(radians(60)) - sin(radians(30))) / (sin(radians(30)) - sin(0))
        assert area(30, 60) / area(0, 30) == pytest.approx(truth, rel=0.01)

    def test_the_land_is_small_and_whole(self):
        land = outline()[1]
        assert len(land) < 25_000
        assert land.count("M") > 40

    def test_rooms_in_one_city_lie_beside_each_other_and_are_named_once(self):
        rows = [_row("London", -0.13, 51.5) for _ in range(9)]
        world = World(rows, datetime(2026, 10, 6, 9, tzinfo=UTC))
        places = [(round(dot.x), round(dot.y)) for dot in world.dots]
        assert len(set(places)) == 9
        assert [name.text for name in world.names] == ["London"]


@pytest.mark.django_db
class TestThePage:
    def test_now_next_and_over_with_both_times(self, client, make_campaign, make_city, clock):
        now = timezone.now().replace(minute=0, second=0, microsecond=0)
        campaign = make_campaign(date=timezone.localdate())
        make_city(campaign, "Auckland", now - timedelta(hours=8))
        make_city(campaign, "Zurich", now - timedelta(hours=1), capacity=1)
        make_city(campaign, "Atlanta", now + timedelta(hours=4))
        client.cookies["tz"] = "Asia/Tokyo"
        page = page_of(client, campaign)
        for state, city in [("live", "Zurich"), ("next", "Atlanta"), ("over", "Auckland")]:
            assert f'<g class="world-{state}"><title>{city}: A room in {city}' in page
            assert f"session-{state}" in page
        assert "1 of 1 places left" in page
        assert " in Atlanta</time>" in page
        assert "for you</time>" in page
        assert "On now: Zurich." in page, "what the drawing shows is said in its description"

    def test_strangers_see_published_rooms_alone(self, client, make_campaign, make_city, carol):
        campaign = make_campaign()
        soon = timezone.now() + timedelta(days=10)
        make_city(campaign, "Tokyo", soon, published_at=None, proposed_at=timezone.now())
        make_city(campaign, "Zurich", soon, audience="members")
        make_city(campaign, "Atlanta", soon).event.cancel(by=carol, reason="The speaker is ill.")
        page = page_of(client, campaign)
        assert "A room in" not in page
        assert "No room is open yet." in page

    def test_filters_are_links_and_what_is_none_filters_nothing(self, client, make_campaign, make_city, make_room):
        campaign = make_campaign()
        soon = timezone.now() + timedelta(days=10)
        make_city(campaign, "Tokyo", soon, language="ja")
        make_city(campaign, "Zurich", soon)
        make_room(campaign, title="A room online", kind="online", city="", country="", starts_at=soon)
        page = page_of(client, campaign)
        assert "?where=asia#rooms" in page
        assert "?language=ja#rooms" in page

        def listed(**query):
            rows = page_of(client, campaign, **query).partition('id="rooms"')[2]
            return {
                city
                for city in ["Tokyo", "Zurich", "online"]
                if f"A room in {city}" in rows or f"A room {city}" in rows
            }

        assert listed(where="asia") == {"Tokyo"}
        assert listed(where="online") == {"online"}
        assert listed(language="en") == {"Zurich", "online"}
        assert listed(where="atlantis", language="xx") == {"Tokyo", "Zurich", "online"}
        assert "Nothing fits both filters." in page_of(client, campaign, where="europe", language="ja")

    def test_my_place_and_what_is_near_me(self, ann, ann_client, make_campaign, make_city, make_registration):
        ann.country = "JP"
        ann.save(update_fields=["country"])
        campaign = make_campaign()
        soon = timezone.now() + timedelta(days=10)
        rooms = [make_city(campaign, city, soon + timedelta(hours=n)) for n, city in enumerate([*CITIES, *CITIES])]
        make_registration(rooms[0].event, ann)
        page = page_of(ann_client, campaign)
        assert "You have a place" in page
        mine = page.partition('id="for-you"')[2].partition("</section>")[0]
        assert mine.count("A room in Tokyo") == 2
        assert "Near you: Asia" in page

    @pytest.mark.parametrize("how_many", [1, 30])
    def test_it_costs_the_same_at_any_number(
        self, ann_client, make_campaign, make_city, how_many, django_assert_num_queries
    ):
        campaign = make_campaign()
        for _ in range(how_many):
            make_city(campaign, "Zurich", timezone.now() + timedelta(days=10))
        page_of(ann_client, campaign)
        # session, person, campaign, rooms, places, mine, other years, notices
        with django_assert_num_queries(7):
            page_of(ann_client, campaign)

    def test_what_is_in_preparation_is_seen_by_staff_alone(self, client, ann_client, carol_client, make_campaign):
        campaign = make_campaign(published_at=None)
        address = campaign.get_absolute_url()
        assert [each.get(address).status_code for each in (client, ann_client, carol_client)] == [404, 404, 200]
        campaign.publish(by=None)
        assert client.get(address).status_code == 200

    def test_a_page_says_honestly_that_there_is_none(self, client, make_campaign):
        assert "not announced yet" in client.get(reverse("cxday:current")).content.decode()
        long_ago = make_campaign(date=timezone.localdate() - timedelta(days=400))
        page = client.get(reverse("cxday:current")).content.decode()
        assert "not announced yet" in page
        assert long_ago.get_absolute_url() in page


@pytest.mark.django_db
class TestTheDay:
    def test_a_date_lasts_fifty_hours(self, make_campaign):
        begins, ends = make_campaign(date=date(2026, 10, 6)).window
        assert begins == datetime(2026, 10, 5, 10, tzinfo=UTC), "where the date begins it is UTC+14"
        assert ends == datetime(2026, 10, 7, 12, tzinfo=UTC), "where it ends it is UTC-12"
        assert ends - begins == timedelta(hours=50)

    @pytest.mark.parametrize(
        ("today", "year"),
        [(date(2026, 9, 1), 2026), (date(2026, 12, 5), 2026), (date(2026, 12, 6), 2027), (date(2027, 12, 7), None)],
    )
    def test_the_last_one_is_current_for_sixty_days(self, make_campaign, today, year):
        make_campaign(date=date(2026, 10, 6))
        make_campaign(date=date(2027, 10, 5))
        make_campaign(date=date(2028, 10, 3), published_at=None)
        found = Campaign.objects.current(today)
        assert (found and found.year) == year

    def test_it_is_the_day_somewhere(self, make_campaign):
        campaign = make_campaign(date=date(2026, 10, 6))
        assert campaign.is_on(datetime(2026, 10, 5, 11, tzinfo=UTC))
        assert not campaign.is_on(datetime(2026, 10, 5, 9, tzinfo=UTC))
        assert campaign.is_over(datetime(2026, 10, 7, 12, tzinfo=UTC))


@pytest.mark.django_db
def test_afterwards_the_page_says_what_came_of_it(client, ann, eli, make_campaign, make_city, make_room, clock):
    from events.registration.models import Registration

    last = make_campaign(
        date=timezone.localdate() + timedelta(days=20), year=(timezone.localdate() + timedelta(days=20)).year
    )
    day = timezone.now() + timedelta(days=400)
    campaign = make_campaign(date=day.date(), story="We **listened**.")
    before = make_city(last, "Tokyo", timezone.now() + timedelta(days=20))
    rooms = [make_city(campaign, city, day) for city in ["Zurich", "Tokyo"]]
    online = make_room(campaign, kind="online", city="", country="", starts_at=day)
    make_city(campaign, "Atlanta", day).event.cancel(by=None, reason="The speaker is ill.")
    for room, person, how in [
        (before, ann, "door"),
        (rooms[0], ann, "door"),
        (rooms[1], ann, "door"),
        (online, ann, "joined"),
        (online, eli, "joined"),
    ]:
        Registration.take_place(room.event, person, by=person).record_attendance(by=person, how=how)
    assert "What came of it" not in page_of(client, campaign)
    clock(day + timedelta(days=3))
    page = page_of(client, campaign)
    figures = [
        (3, "rooms and sessions held", 1),
        (2, "countries", 1),
        (2, "people who came", 1),
        (2, "of them online", 0),
        (4, "visits", 1),
    ]
    for number, label, was in figures:
        figure = page.partition(f'<dt class="ledger-label">{label}</dt>')[2]
        assert figure.startswith(
            f'<dd class="ledger-number">{number}</dd><dd class="ledger-before">{was} in {last.year}'
        )
    assert "<strong>listened</strong>" in page


def _row(city, longitude, latitude):
    from events.programme.models import Event

    event = Event(pk=1, title="T", slug="t", city=city, longitude=longitude, latitude=latitude)
    return type("Row", (), {"event": event, "state": "next", "when": "at noon"})()


def _points(path):
    """The corners of path data as our `path` writes it: M, then relative steps."""
    import re

    start, steps = path.removesuffix("z").split("l")
    numbers = [int(each) for each in re.findall(r"-?\d+", start + " " + steps)]
    x = y = 0
    points = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def _inside(point, shape):
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in zip(shape, shape[1:] + shape[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1
