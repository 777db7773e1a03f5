"""The drawing of a CX Day: land, night as it lies now, and each room a dot at its city."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import cos, hypot, sin
from pathlib import Path

from . import sun
from .projection import HEIGHT, WIDTH, edge, project

LIVE, NEXT, OVER = "live", "next", "over"
APART = 15.0  # units between the middles of two dots
LETTER, LINE = 7.6, 15.0  # units of one letter and of one line of a city's name
GOLDEN_ANGLE = 2.39996
ROUNDS = 40  # of pushing apart; a few are enough for sixty rooms in Europe


@dataclass
class Dot:
    """One room in the drawing."""

    x: float
    y: float
    state: str  # LIVE, NEXT or OVER
    url: str
    title: str  # what a pointer is told
    city: str


@dataclass
class Name:
    """The name of a city beside its dot."""

    x: float
    y: float
    anchor: str  # start, middle or end: where the text begins at (x, y)
    text: str
    state: str


class World:
    """What the template draws of `rows` (rows of a CampaignPage) at `now`; of a day that is over, no night."""

    width, height = WIDTH, HEIGHT

    def __init__(self, rows, now, with_night=True):
        self.now, self.with_night = now, with_night
        self.edge, self.land = outline()
        self.night = sun.night(now) if with_night else ""
        on_land = [row for row in rows if row.event.latitude is not None and not row.event.is_online]
        self.dots = _spread(_dots(on_land))
        # The live ones are drawn last, over the others, and get their names first.
        self.dots.sort(key=lambda dot: [OVER, NEXT, LIVE].index(dot.state))
        self.names = _named(self.dots)
        self.in_the_dark = sum(not sun.is_day(now, row.event.longitude, row.event.latitude) for row in on_land)


@lru_cache(maxsize=1)
def outline():
    """The edge of the map and the land on it, as path data; the same at every moment."""
    return edge(), (Path(__file__).parent / "land.path").read_text()


def _dots(rows):
    for row in rows:
        x, y = project(row.event.longitude, row.event.latitude)
        city = row.event.city
        yield Dot(x, y, row.state, row.event.get_absolute_url(), f"{city}: {row.event.title}, {row.when}", city)


def _spread(dots):
    """The dots, those that would lie on each other pushed apart, no farther than it takes."""
    dots = list(dots)
    for number, dot in enumerate(dots):
        # Rooms in one city begin at one point: each a hair's breadth off in a direction of its own.
        dot.x += 0.1 * cos(GOLDEN_ANGLE * number)
        dot.y += 0.1 * sin(GOLDEN_ANGLE * number)
    for _round in range(ROUNDS):
        crowded = [
            pair for pair in combinations(dots, 2) if hypot(pair[0].x - pair[1].x, pair[0].y - pair[1].y) < APART
        ]
        if not crowded:
            break
        for one, other in crowded:
            away = hypot(one.x - other.x, one.y - other.y) or 0.01
            push = max(APART - away, 0) / 2 / away * 1.05
            dx, dy = (one.x - other.x) * push, (one.y - other.y) * push
            one.x, one.y, other.x, other.y = one.x + dx, one.y + dy, other.x - dx, other.y - dy
    return dots


def _named(dots):
    """A Name for each city that has room for one: beside, under or over its dot, never on another dot or name."""
    taken = [(dot.x - 9, dot.y - 9, dot.x + 9, dot.y + 9) for dot in dots]
    names, said = [], set()
    for dot in reversed(dots):
        if dot.city in said:
            continue
        for name, box in _places_for(dot):
            inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                names.append(name)
                said.add(dot.city)
                break
    return names


def _places_for(dot):
    wide, gap = len(dot.city) * LETTER, 18 if dot.state == LIVE else 12
    low = dot.y + LINE * 0.33
    yield Name(dot.x + gap, low, "start", dot.city, dot.state), _box(dot.x + gap, low, wide)
    yield Name(dot.x - gap, low, "end", dot.city, dot.state), _box(dot.x - gap - wide, low, wide)
    for low in (dot.y - gap, dot.y + gap + LINE * 0.7):
        yield Name(dot.x, low, "middle", dot.city, dot.state), _box(dot.x - wide / 2, low, wide)


def _box(left, low, wide):
    return left, low - LINE * 0.8, left + wide, low + LINE * 0.2


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
