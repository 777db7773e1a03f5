"""What is told first, what is told at all, and what fits: stories of readers and their news."""

import pytest

from members.mail import ranking
from members.mail.ranking import LINES, best_of, line_of
from members.mail.sections import Item, Section, Why

NEW, ANSWERS, COMING = (
    Section(name, heading, items=None, position=position)
    for name, heading, position in [("new", "New", 50), ("answers", "Answers to you", 10), ("coming", "Coming up", 30)]
)
BOARD = ("board:7", "the board “Measuring”")


def news(name, *words, section=NEW, less=(), **about):
    """A line told for these reasons, or None."""
    why = tuple(Why(*word) if isinstance(word, tuple) else Why(word) for word in words)
    return line_of(section, Item(name, name, f"/{name}/", why=why, **about), frozenset(less))


def told(*lines, minutes=6):
    return [line.item.key for line in best_of([line for line in lines if line], minutes)]


def test_an_unanswered_question_in_my_subject_beats_a_popular_topic_in_a_board_i_never_open():
    popular = news("popular", ranking.THERE, lively=200)
    mine = news("question", ranking.SUBJECT)
    assert told(popular, mine) == ["question", "popular"]


def test_an_answer_to_me_beats_everything_but_what_i_would_lose():
    followed = news("followed", ranking.FOLLOWS, lively=99)
    lines = [news("answer", ranking.ANSWERED), news("renewal", ranking.DUE), followed]
    assert told(*lines) == ["renewal", "answer", "followed"]


def test_two_reasons_are_more_than_the_better_one():
    both = news("both", ranking.FOLLOWS, ranking.SUBJECT)
    assert told(news("asked", ranking.ASKED), both) == ["both", "asked"]
    assert both.why.word == ranking.SUBJECT, "the stronger one is said"


def test_an_event_in_my_city_beats_one_online():
    assert told(news("online", ranking.AWAKE), news("here", ranking.NEAR)) == ["here", "online"]


def test_thanks_make_a_letter_and_a_lively_topic_nobody_asked_for_does_not():
    assert told(news("thanks", ranking.THANKED)) == ["thanks"]
    assert told(news("popular", ranking.THERE, lively=200)) == []
    assert told(news("popular", ranking.THERE, lively=200), news("thanks", ranking.THANKED)) == ["thanks", "popular"]


def test_a_quiet_topic_in_a_board_i_read_waits_for_better_company():
    assert told(news("quiet", ranking.OPENS)) == []
    assert told(news("lively", ranking.OPENS, lively=8)) == ["lively"]


def test_who_reads_two_minutes_gets_the_best_that_fits():
    lines = [
        news("long answer", ranking.ANSWERED, words=250),
        news("long thread", ranking.FOLLOWS, words=900),
        news("short", ranking.NEAR, words=90),
    ]
    assert told(*lines, minutes=2) == ["long answer", "short"]
    assert told(*lines, minutes=6) == ["long answer", "long thread"]
    assert told(*lines, minutes=15) == ["long answer", "long thread", "short"]


def test_the_best_of_all_is_told_however_long_it_is():
    assert told(news("book", ranking.ANSWERED, words=20_000), news("note", ranking.NEAR), minutes=2) == ["book"]


@pytest.mark.parametrize("minutes", LINES)
def test_a_letter_is_no_list(minutes):
    lines = [
        news(f"{section}{number}", ranking.FOLLOWS, section=Section(section, section, items=None))
        for section in "abcdefgh"
        for number in range(5)
    ]
    assert len(told(*lines, minutes=minutes)) == LINES[minutes]


def test_no_section_crowds_out_the_others():
    answers = [news(f"answer {number}", ranking.ANSWERED, section=ANSWERS) for number in range(9)]
    assert told(*answers, news("event", ranking.AWAKE, section=COMING))[-2:] == ["answer 4", "event"]


def test_one_page_is_told_once_for_the_better_reason():
    one = news("topic:1:new", ranking.OPENS)
    page = Item("topic:1:unanswered", "The same", "/topic:1:new/?page=2#post-21", why=(Why(ranking.SUBJECT),))
    assert told(one, line_of(ANSWERS, page, frozenset())) == ["topic:1:unanswered"]


def test_what_i_want_less_of_comes_only_for_another_reason():
    assert news("topic", (ranking.OPENS, "", *BOARD), less={"board:7"}) is None
    both = news("topic", (ranking.OPENS, "", *BOARD), ranking.SUBJECT, less={"board:7"})
    assert both.score == ranking.POINTS[ranking.SUBJECT]
    assert news("topic", (ranking.OPENS, "", "board:8", ""), less={"board:7"}) is not None


def test_less_of_a_section_leaves_it_out_but_not_what_must_be_heard():
    must = Section("membership", "Your membership", items=None, may_be_less=False)
    assert news("new", ranking.NEWS, less={"section:new"}) is None
    assert news("renewal", ranking.DUE, section=must, less={"section:membership"}) is not None


def test_a_line_says_what_less_of_it_would_be():
    assert news("topic", (ranking.OPENS, "", *BOARD)).less == BOARD
    assert news("credit", ranking.CAME, section=ANSWERS).less == ("section:answers", "Answers to you")
    assert news("renewal", ranking.DUE).less is None
