"""The files in content/: what holds of them whatever is added."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from cxpa_portal.demo import people, talk
from cxpa_portal.demo.moments import moment
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


def test_every_zone_can_be_chosen():
    assert {about["zone"] for about in people.read()} <= {name for name, _label in zone_choices()}


@pytest.mark.parametrize("words", ["0 days ago at 10:00", "tomorrow", "3 days ago"])
def test_a_moment_that_cannot_be_told_is_refused(words):
    with pytest.raises(ValueError, match="is not a moment"):
        moment(words, NOW)
