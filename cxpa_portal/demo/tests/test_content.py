"""The files in content/: what holds of them whatever is added."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from cxpa_portal.demo import blog, candidates, contexts, gatherings, memberships, people, talk
from cxpa_portal.demo.cast import the_cast
from cxpa_portal.demo.guests import guests
from cxpa_portal.demo.moments import cx_days, moment, start
from forums.discussions.models.stories import PARTS
from forums.discussions.models.tags import names_in
from members.accounts.slugs import two_words
from members.accounts.zones import zone_choices

NOW = datetime(2030, 3, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("hour", [0, 6, 12, 18, 23])
def test_each_post_comes_after_the_one_before_at_any_hour_of_the_day(hour):
    now = NOW.replace(hour=hour, minute=1)
    for topic in talk.read():
        moments = [moment(post["at"], now) for post in topic["post"]]
        assert moments == sorted(set(moments)), topic["title"]
        assert moments[-1] < now, topic["title"]


def test_everyone_who_speaks_is_there_and_had_joined():
    joined = {about["key"]: about["joined"] for about in people.read()}
    for topic in talk.read():
        for post in topic["post"]:
            days = (NOW - moment(post["at"], NOW)).total_seconds() / 86400
            assert joined[post["by"]] > days, (topic["title"], post["by"])


def test_answers_point_back():
    for topic in talk.read():
        for number, post in enumerate(topic["post"], 1):
            assert post.get("to", 0) < number, topic["title"]


def test_nobody_says_the_same_thing_twice():
    texts = Counter(post["text"].strip() for topic in talk.read() for post in topic["post"])
    titles = Counter(topic["title"] for topic in talk.read())
    assert [text for text, count in (texts + titles).items() if count > 1] == []


def test_stories_tell_what_they_owe_and_polls_weigh_each_answer():
    told = [topic for topic in talk.read() if topic.get("kind") in PARTS]
    assert {topic["kind"] for topic in told} == set(PARTS)
    for topic in told:
        assert {"tried", "happened", "would_do_now"} <= set(topic["story"]) <= set(PARTS[topic["kind"]]), topic["title"]
    assert all(topic.get("kind") == "failure" for topic in talk.read() if topic["board"] == "failure-stories")
    polls = [topic["poll"] for topic in talk.read() if topic.get("kind") == "poll"]
    assert {poll.get("kind", "single") for poll in polls} == {"single", "ranked"}
    assert all(len(poll["options"]) == len(poll["weights"]) for poll in polls)


def test_tags_are_written_as_people_would_get_them():
    for topic in talk.read():
        assert names_in(", ".join(topic.get("tags", []))) == topic.get("tags", []), topic["title"]


def test_what_people_do_tells_where_they_work():
    said = {about["key"]: contexts.context_of(about) for about in people.read()}
    assert sum(bool(context) for context in said.values()) > 120
    assert (said["ann"].get("sector"), said["ann"].get("region")) == ("banking", "africa")
    assert said["george"]["size"] in ("under_50", "under_250")


def test_every_zone_can_be_chosen():
    zones = {about["zone"] for about in [*people.read(), *gatherings.read(NOW)]}
    assert zones <= {name for name, _label in zone_choices()}


def test_names_are_of_many_kinds_and_nobody_has_two():
    names = [about["name"] for about in people.read()]
    assert len(names) == len(set(names))
    assert max(map(len, names)) > 50
    assert any(" " not in name and name.isascii() for name in names)
    assert sum(not name[0].isascii() for name in names) >= 6
    assert len({about["key"] for about in people.read()}) == len(names)


def test_whoever_was_a_member_had_joined():
    for about in people.read():
        if "member_for" in about:
            first, last, ends_on = memberships.last_terms(about, NOW)
            assert first <= last < ends_on, about["key"]
            assert (NOW.date() - first).days <= about["joined"] + 5, about["key"]


@pytest.mark.parametrize(("month", "day"), [(3, 14), (9, 29), (10, 1), (10, 3), (12, 31)])
def test_events_lie_where_they_should_at_any_time_of_the_year(month, day):
    now = NOW.replace(month=month, day=day)
    events = list(gatherings.read(now))
    keys = {about["key"] for about in people.read()}
    assert len({about["key"] for about in events}) == len(events)
    for about in events:
        assert about["announced_at"] < min(about["starts_at"], now), about["key"]
        assert {about["host"], *about.get("with", []), *about.get("given_up", [])} <= keys, about["key"]
        if about.get("came"):
            assert about["ends_at"] < now, about["key"]
    assert sum(about["starts_at"] <= now < about["ends_at"] for about in events if "year" not in about) == 1
    year = cx_days(now)[1].year
    rooms = [about for about in events if about.get("year") == year and "proposed" not in about]
    assert len({about["city"] for about in rooms if "city" in about}) == 24
    assert sum(about["kind"] == "online" for about in rooms) == 12
    coming = [about for about in events if about["starts_at"] > now]
    assert sum("year" not in about for about in coming) >= 15


def test_guests_are_people_who_had_joined_and_are_near_enough():
    zones = {about["key"]: about["zone"] for about in people.read()}
    joined = {about["key"]: NOW - timedelta(days=about["joined"]) for about in people.read()}
    for about in gatherings.read(NOW):
        for key in guests(about, about["starts_at"], about["announced_at"], NOW):
            assert joined[key] < about["starts_at"], (about["key"], key)
            assert key != about["host"]
            if about["kind"] == "in_person" and key not in about.get("with", []):
                assert zones[key].split("/")[0] == about["zone"].split("/")[0], (about["key"], key)


def test_every_text_of_an_event_and_an_application_is_said_once():
    events = [about["description"] for about in gatherings.read(NOW) if about["description"]]
    stories = [
        text for about in candidates.read() for name, text in about["answers"].items() if name.startswith("story")
    ]
    assert [text for text, count in Counter(events + stories).items() if count > 1] == []


def test_articles_are_worth_the_click():
    articles = list(blog.read())
    assert len(articles) >= 4
    for about in articles:
        assert 450 <= len(about["body"].split()) <= 700, about["slug"]
        assert "\n## " in about["body"], about["slug"]


def test_what_lies_with_the_editors_finds_its_way_by_its_title():
    found = list(blog.read("manuscripts"))
    assert {bool(about.get("asked")) for about in found} == {True, False}
    for about in found:
        assert two_words(about["title"], "an-article") == about["slug"]
        assert 150 <= len(about["body"].split()) <= 700, about["slug"]


def test_every_role_of_the_cast_is_one_of_the_people():
    assert {role.key for role in the_cast()} <= {about["key"] for about in people.read()}
    assert all(len(role.secret) in (0, 32) for role in the_cast())


@pytest.mark.parametrize(
    ("day", "last", "following"),
    [
        (datetime(2026, 10, 5, 23, tzinfo=UTC), date(2025, 10, 7), date(2026, 10, 6)),
        (datetime(2026, 10, 7, 11, tzinfo=UTC), date(2025, 10, 7), date(2026, 10, 6)),  # the day goes on in Honolulu
        (datetime(2026, 10, 8, 0, tzinfo=UTC), date(2026, 10, 6), date(2027, 10, 5)),
        (datetime(2030, 1, 1, 0, tzinfo=UTC), date(2029, 10, 2), date(2030, 10, 1)),
    ],
)
def test_cx_day_is_the_first_tuesday_of_october(day, last, following):
    assert cx_days(day) == (last, following)


def test_a_start_is_told_by_the_clock_of_the_place():
    thursday = datetime(2030, 3, 14, 23, 30, tzinfo=UTC)  # Friday already in Tokyo
    assert start("tomorrow at 09:00", thursday, "Asia/Tokyo") == datetime(2030, 3, 16, 0, 0, tzinfo=UTC)
    assert start("Monday in 1 week at 18:00", thursday, "Europe/Zurich") == datetime(2030, 3, 18, 17, 0, tzinfo=UTC)
    assert start("Friday 2 weeks ago at 18:00", thursday, "America/New_York") == datetime(2030, 3, 1, 23, 0, tzinfo=UTC)
    assert start("on now", thursday, "Asia/Tokyo") == datetime(2030, 3, 14, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize("words", ["Monday in 0 weeks at 10:00", "Tuesday at 10:00", "someday"])
def test_a_start_that_cannot_be_told_is_refused(words):
    with pytest.raises(ValueError, match="is not a start"):
        start(words, NOW, "UTC")


@pytest.mark.parametrize("words", ["0 days ago at 10:00", "tomorrow", "3 days ago"])
def test_a_moment_that_cannot_be_told_is_refused(words):
    with pytest.raises(ValueError, match="is not a moment"):
        moment(words, NOW)
