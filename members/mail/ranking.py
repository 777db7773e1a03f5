"""What is worth telling somebody, and what first: a few reasons with their points, and the time they have to read.

An item may have several reasons, and counts what they come to. What the reader asked to hear less of counts nothing,
and an item without any reason left is not told. The best are taken as long as they fit into the reading time.
"""

from dataclasses import dataclass

# Why somebody is told something. The rooms say which of these hold, in a sentence; here stands what each is worth.
DUE = "due"  # they lose something if they miss it
ANSWERED = "answered"  # somebody answered them
WRITTEN = "written"  # somebody wrote to them
ASKED = "asked"  # it was put to them by name
PLACE = "place"  # they will be there
CAME = "came"  # what came of their own: they are asked, or told
SUBJECT = "subject"  # a question in a subject they know
FOLLOWS = "follows"  # they follow it
THANKED = "thanked"  # somebody thanked them
NEAR = "near"  # in their city or country, or of their network
NEWS = "news"  # what a room has to say to everybody
AWAKE = "awake"  # online, while they are awake
WAITS = "waits"  # a question nobody has answered
OPENS = "opens"  # in a board they read
THERE = "there"  # it is there, and no more

POINTS = {
    DUE: 100,
    ANSWERED: 90,
    WRITTEN: 85,
    ASKED: 80,
    PLACE: 70,
    CAME: 60,
    SUBJECT: 55,
    FOLLOWS: 50,
    THANKED: 40,
    NEAR: 35,
    NEWS: 25,
    AWAKE: 20,
    WAITS: 18,
    OPENS: 15,
    THERE: 2,
}
MOST_LIVELY = 10  # what being much talked of adds, at most
WORTH_A_LETTER = 20  # of the best item: below it no letter comes
WORDS_A_MINUTE = 200
LINES = {2: 6, 6: 14, 15: 25}  # by the minutes they read: a letter is no list either


@dataclass(frozen=True)
class Line:
    """An item as one reader gets it: what it counts, and the reason said to them."""

    section: object
    item: object
    score: int
    why: object  # the Why that counts most

    @property
    def less(self):
        """(code, label) of what they may ask to hear less of; None for what they must hear."""
        if self.why.word == DUE or not self.section.may_be_less:
            return None
        return (self.why.code, self.why.label) if self.why.code else (self.section.code, str(self.section.heading))


def line_of(section, item, less):
    """The Line of an item for a reader who asked to hear less of the codes in `less`, or None."""
    reasons = item.why or (section.why,)
    if section.code in less and section.may_be_less:
        return None
    left = [why for why in reasons if why.code not in less]
    if not left:
        return None
    score = sum(POINTS[why.word] for why in left) + min(item.lively, MOST_LIVELY)
    return Line(section, item, score, max(left, key=lambda why: POINTS[why.word]))


def best_of(lines, minutes):
    """Of `lines` the best that can be read in so many minutes, the best first; [] where nothing is worth a letter.

    Of two worth the same the one stands first that its section says first. The best of all is told however long it is.
    A line for the same news or the same page is told once.
    """
    taken, told, of_section = [], set(), {}
    left = minutes * WORDS_A_MINUTE
    for line in sorted(lines, key=lambda each: (-each.score, each.section.position)):
        name, words = line.section.name, line.item.reading
        if told & line.item.names or of_section.get(name, 0) == line.section.most:
            continue
        if taken and words > left:
            continue
        if len(taken) == LINES[minutes]:
            break
        taken.append(line)
        told |= line.item.names
        left -= words
        of_section[name] = of_section.get(name, 0) + 1
    return taken if taken and taken[0].score >= WORTH_A_LETTER else []
