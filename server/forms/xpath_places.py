"""Functions of places on the Earth. Source: https://getodk.github.io/xforms-spec/#xpath-functions.

The Earth is a ball here, as for the engine on the phones; positions are "latitude longitude" in degrees.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from itertools import pairwise

from server.forms.xpath_call import Call, function
from server.forms.xpath_values import NotCheckableError, read_number, to_text

_EARTH_METRES = 6_378_100
Point = tuple[float, float]


def _read_point(text: str) -> Point | None:
    """Latitude and longitude in degrees."""
    parts = text.split()
    if not 2 <= len(parts) <= 4:
        return None
    latitude, longitude = (read_number(part, dt.UTC) for part in parts[:2])
    return None if abs(latitude) > 90 or abs(longitude) > 180 else (latitude, longitude)


def _read_line(texts: Sequence[str]) -> list[Point]:
    """A geotrace in one text, or a point in each; nothing unless all are points and there are two."""
    parts = texts[0].strip().rstrip("; ").split(";") if len(texts) == 1 else texts
    points = [_read_point(part.strip()) for part in parts]
    found = [point for point in points if point is not None]
    return found if len(found) == len(points) >= 2 else []


def _texts(call: Call) -> list[str]:
    return [to_text(item) for item in call.every()]


@function("area")
def _area(call: Call) -> float:
    """Square metres inside a geoshape, to the hundredth."""
    points = _read_line(_texts(call))
    if len(points) < 3:
        return 0.0
    total = sum(
        math.radians(end[1] - start[1]) * (2 + math.sin(math.radians(end[0])) + math.sin(math.radians(start[0])))
        for start, end in pairwise([*points, points[0]])
    )
    return abs(_to_hundredth(total * _EARTH_METRES**2 / 2))


@function("distance", 1, None)
def _distance(call: Call) -> float:
    """Metres along a line, to the hundredth."""
    points = _read_line(_texts(call))
    if not points:
        raise NotCheckableError("a position cannot be read")
    return _to_hundredth(sum(_measure(start, end) for start, end in pairwise(points)))


def _measure(start: Point, end: Point) -> float:
    (phi, lambda_), (phi_2, lambda_2) = (tuple(map(math.radians, point)) for point in (start, end))
    cosine = math.sin(phi) * math.sin(phi_2) + math.cos(phi) * math.cos(phi_2) * math.cos(lambda_ - lambda_2)
    return math.acos(cosine) * _EARTH_METRES if abs(cosine) <= 1 else math.nan


def _to_hundredth(metres: float) -> float:
    return metres if math.isnan(metres) else math.floor(metres * 100 + 0.5) / 100


@function("geofence", 2)
def _geofence(call: Call) -> bool:
    """Whether a point lies in a geoshape."""
    point, shape = _read_point(call.text(0)), _read_line([call.text(1)])
    if point is None or not shape or shape[0] != shape[-1]:
        return False
    is_inside = False
    for one, two in pairwise(shape):
        if (two[0] > point[0]) != (one[0] > point[0]):
            edge = (one[1] - two[1]) * (point[0] - two[0]) / (one[0] - two[0]) + two[1]
            is_inside ^= point[1] < edge
    return is_inside
