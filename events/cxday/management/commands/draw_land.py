"""Makes land.path of a TopoJSON file of the world's land: once, when the projection or the source changes."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from events.cxday.projection import CENTRE, SOUTH, path, project

LAND = Path(__file__).resolve().parents[2] / "land.path"
SMALLEST = 14  # square units of the drawing; below this an island is a speck of dust
TOLERANCE = 0.55  # units; what a line may stray from the coast


class Command(BaseCommand):
    help = "Draw the land of a TopoJSON file (world-atlas, land-110m.json) into the data file of the CX Day map."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, file, **options):
        drawn = [path(_thinned(ring)) for ring in _rings(json.loads(file.read_text())) if _area(ring) >= SMALLEST]
        LAND.write_text("".join(drawn))
        self.stdout.write(f"{len(drawn)} coasts, {LAND.stat().st_size} bytes in {LAND.name}")


def _rings(topology):
    """Each ring of land, projected, without Antarctica."""
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    for shape in topology["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"]:
            for ring in polygon:
                places = _joined(ring, arcs)
                if max(latitude for _longitude, latitude in places) > SOUTH:
                    yield [project(longitude, max(latitude, SOUTH)) for longitude, latitude in _eastwards(places)]


def _decoded(arc, transform):
    """The longitudes and latitudes of a quantised arc, whose points are steps from the one before."""
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield (
            x * transform["scale"][0] + transform["translate"][0],
            y * transform["scale"][1] + transform["translate"][1],
        )


def _joined(ring, arcs):
    """The points of a ring of arc numbers; a number below zero is the arc ~number backwards."""
    arcs[:] = [list(arc) for arc in arcs]
    places = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        places += arc[1:] if places else arc
    return places


def _eastwards(places):
    """A coast in one piece, however it crosses the date line, and on its side of the drawing's seam."""
    whole = [places[0]]
    for longitude, latitude in places[1:]:
        turns = round((whole[-1][0] - longitude) / 360)
        whole.append((longitude + 360 * turns, latitude))
    seam = CENTRE - 180
    turns = 1 if sum(longitude for longitude, _latitude in whole) / len(whole) < seam else 0
    return [(min(max(longitude + 360 * turns, seam), seam + 360), latitude) for longitude, latitude in whole]


def _area(ring):
    following = ring[1:] + ring[:1]
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, following, strict=True))) / 2


def _thinned(points):
    """Douglas and Peucker's rule: leave out what lies within TOLERANCE of the line between its neighbours."""
    kept, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        away, farthest = max(
            ((_distance(points[index], points[first], points[last]), index) for index in range(first + 1, last)),
            default=(0, 0),
        )
        if away > TOLERANCE:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[index] for index in sorted(kept)]


def _distance(point, start, end):
    """From `point` to the line through `start` and `end`; to `start` where these are one."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if length == 0:
        return ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
    return abs((y2 - y1) * x - (x2 - x1) * y + x2 * y1 - y2 * x1) / length
