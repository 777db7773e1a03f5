"""The cycle as a picture: credits as they came, the line they promise, and the goal. Numbers for an SVG, no more."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.dateformat import format as written
from django.utils.translation import pgettext

from .amounts import number

LEFT, RIGHT, TOP, BOTTOM = 26, 350, 16, 150  # of the drawing, whose box is 360 by 180
STEPS_UP = 3


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    label: str = ""
    anchor: str = "middle"


@dataclass(frozen=True)
class Picture:
    line: str  # points of what was gathered, as stairs
    area: str  # the same, closed to the ground
    promise: str  # points of where it leads; "" where it leads nowhere
    goal_y: float
    today: Mark | None
    opens: Mark | None
    dates: list
    amounts: list


def picture_of(progress, forecast):
    """The Picture of a Progress and its Forecast."""
    cycle = progress.cycle
    most = max(progress.needed, progress.total)

    def x(day):
        share = (day - cycle.first) / (cycle.last - cycle.first)
        return round(LEFT + (RIGHT - LEFT) * min(max(share, 0), 1), 1)

    def y(minutes):
        return round(BOTTOM - (BOTTOM - TOP) * min(minutes, most) / most, 1)

    stairs, real_time, other = [(x(cycle.first), y(0))], 0, 0
    for day, category, minutes in progress.entries:
        stairs.append((x(day), stairs[-1][1]))
        real_time += minutes if category == "real_time" else 0
        other += minutes if category == "other" else 0
        stairs.append((x(day), y(real_time + min(other, progress.other_most))))
    now = min(max(progress.today, cycle.first), cycle.last)
    stairs.append((max(x(now), stairs[-1][0]), stairs[-1][1]))
    return Picture(
        line=_points(stairs),
        area=_points([*stairs, (stairs[-1][0], y(0))]),
        promise=_promise(progress, forecast, stairs[-1], x, y),
        goal_y=y(progress.needed),
        today=Mark(x(now), stairs[-1][1]) if progress.has_begun and not progress.has_ended else None,
        opens=Mark(x(progress.opens_on), BOTTOM) if progress.opens_on > cycle.first else None,
        dates=_dates(cycle, x),
        amounts=[Mark(LEFT - 5, y(part), number(part), "end") for part in _parts(progress.needed)],
    )


def _promise(progress, forecast, here, x, y):
    if forecast.kind in {"ahead", "in_time"}:
        return _points([here, (x(forecast.reached_on), y(progress.needed))])
    if forecast.kind == "behind":
        return _points([here, (x(progress.cycle.last), y(forecast.at_end))])
    return ""


def _dates(cycle, x):
    middle = cycle.first + timedelta(days=cycle.days // 2)
    days = [(cycle.first, "start"), (middle, "middle"), (cycle.last, "end")]
    return [Mark(x(day), BOTTOM, written(day, pgettext("short month and year", "M Y")), side) for day, side in days]


def _parts(needed):
    return [needed * step // STEPS_UP for step in range(STEPS_UP + 1)]


def _points(pairs):
    return " ".join(f"{x},{y}" for x, y in pairs)
