"""Where it is night: the sun's place over the Earth at a moment, and the line between day and night."""

from datetime import UTC, datetime
from itertools import pairwise
from math import asin, atan, atan2, cos, degrees, radians, sin, tan

from .projection import CENTRE, NORTH, SOUTH, path, project

EPOCH = datetime(2000, 1, 1, 12, tzinfo=UTC)


def over(moment):
    """(longitude, latitude) of the place that has the sun straight above it at `moment`; right to about 0.1°.

    The low-precision formulas of the Astronomical Almanac: mean longitude and anomaly, ecliptic longitude, obliquity.
    """
    days = (moment - EPOCH).total_seconds() / 86400
    mean = radians((280.460 + 0.9856474 * days) % 360)
    anomaly = radians((357.528 + 0.9856003 * days) % 360)
    ecliptic = mean + radians(1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly))
    obliquity = radians(23.439 - 0.0000004 * days)
    ascension = degrees(atan2(cos(obliquity) * sin(ecliptic), cos(ecliptic)))
    greenwich = (280.46062 + 360.98564737 * days) % 360
    return (ascension - greenwich + 180) % 360 - 180, degrees(asin(sin(obliquity) * sin(ecliptic)))


def is_day(moment, longitude, latitude):
    """Whether the sun stands above the horizon there."""
    sun_longitude, sun_latitude = over(moment)
    hour, declination, here = radians(longitude - sun_longitude), radians(sun_latitude), radians(latitude)
    return sin(here) * sin(declination) + cos(here) * cos(declination) * cos(hour) > 0


def night(moment):
    """The dark part of the map at `moment`, as SVG path data."""
    sun_longitude, sun_latitude = over(moment)
    # At the equinox the line runs straight from pole to pole, and its slope has no end.
    declination = radians(sun_latitude if abs(sun_latitude) > 0.05 else 0.05)
    line = []
    for longitude in range(CENTRE - 180, CENTRE + 181):
        latitude = degrees(atan(-cos(radians(longitude - sun_longitude)) / tan(declination)))
        line.append((longitude, min(max(latitude, SOUTH), NORTH)))
    # In the north's summer it is dark beyond the line to the south, in its winter to the north; back along the sides.
    far = SOUTH if declination > 0 else NORTH
    (left, first), (right, _last) = line[0], line[-1]
    around = [*line, (right, far), (left, far), (left, first)]
    return path([project(*place) for place in _finely(around)])


def _finely(places):
    """`places` with more of them on long ways north or south: meridians are bent, and a straight line would cut."""
    for (longitude, latitude), (next_longitude, next_latitude) in pairwise(places):
        steps = int(abs(next_latitude - latitude) / 6) + 1
        for step in range(steps):
            share = step / steps
            yield longitude + (next_longitude - longitude) * share, latitude + (next_latitude - latitude) * share
