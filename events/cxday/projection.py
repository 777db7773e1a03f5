"""From the globe to the page: the Equal Earth projection, which shows every country at its true share of the land.

After B. Šavrič, T. Patterson and B. Jenny, "The Equal Earth map projection" (2018), equations 7 to 10.
"""

from math import asin, cos, radians, sin, sqrt

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
CENTRE = 11  # degrees east in the middle: the seam runs through the Bering Strait and cuts no country in two
NORTH, SOUTH = 84.0, -57.0  # what the drawing shows: all land where people live
WIDTH = 1000


def _plane(longitude, latitude):
    """Where a place lies on the unit map, x to the right and y up, around the middle."""
    turned = (longitude - CENTRE + 180) % 360 - 180 if abs(longitude - CENTRE) != 180 else longitude - CENTRE
    t = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = t * t
    power = square**3
    x = 2 * sqrt(3) * radians(turned) * cos(t)
    x /= 3 * (9 * A4 * power * square + 7 * A3 * power + 3 * A2 * square + A1)
    return x, t * (A1 + A2 * square + power * (A3 + A4 * square))


_right = _plane(CENTRE + 180, 0)[0]
_top, _bottom = _plane(CENTRE, NORTH)[1], _plane(CENTRE, SOUTH)[1]
_scale = WIDTH / (2 * _right)
HEIGHT = round((_top - _bottom) * _scale)


def project(longitude, latitude):
    """Where a place lies in the drawing: (x, y) from its upper left corner, in a width of 1000."""
    x, y = _plane(longitude, latitude)
    return (x + _right) * _scale, (_top - y) * _scale


def path(points, closed=True):
    """SVG path data through `points`, in whole units, each step relative to the one before."""
    steps, last = [], None
    for x, y in ((round(x), round(y)) for x, y in points):
        if last is None:
            steps.append(f"M{x} {y}l")
        elif (x, y) != last:
            steps.append(f"{x - last[0]} {y - last[1]}")
        last = (x, y)
    return _tight(steps) + ("z" if closed else "")


def _tight(steps):
    """Steps in as few characters as SVG allows: a minus sign separates by itself."""
    return " ".join(steps).replace(" -", "-").replace("l ", "l")


def edge():
    """The outline of the map as path data: its sides bend inwards towards the poles."""
    latitudes = [SOUTH + (NORTH - SOUTH) * step / 40 for step in range(41)]
    left = [project(CENTRE - 180, latitude) for latitude in latitudes]
    right = [project(CENTRE + 180, latitude) for latitude in reversed(latitudes)]
    return path(left + right)
