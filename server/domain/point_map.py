"""Points of a map as places on a drawing, north above: our own points alone, with no picture of the streets behind them. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 640
HEIGHT = 400
MARGIN = 24
# A drawing never shows less than this, or three doors of one street would seem a borough apart.
LEAST_METRES = 500
_METRES_PER_DEGREE = 111_320


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something with a position. `kind` is its look."""

    label: str
    latitude: float
    longitude: float
    kind: str = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPoint:
    """The same on a drawing of WIDTH by HEIGHT, from the left and from the top."""

    label: str
    x: int
    y: int
    kind: str


def place_points(points: Sequence[Point]) -> list[PlacedPoint]:
    """In one scale for both directions, the points in the middle of the drawing."""
    if not points:
        return []
    middle_latitude = (min(one.latitude for one in points) + max(one.latitude for one in points)) / 2
    middle_longitude = (min(one.longitude for one in points) + max(one.longitude for one in points)) / 2
    shrink = math.cos(math.radians(middle_latitude))
    flat = [
        (
            (one.longitude - middle_longitude) * _METRES_PER_DEGREE * shrink,
            (one.latitude - middle_latitude) * _METRES_PER_DEGREE,
        )
        for one in points
    ]
    across = max(LEAST_METRES, *(2 * abs(east) for east, _ in flat))
    upwards = max(LEAST_METRES, *(2 * abs(north) for _, north in flat))
    scale = min((WIDTH - 2 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / upwards)
    return [
        PlacedPoint(
            label=one.label, x=round(WIDTH / 2 + east * scale), y=round(HEIGHT / 2 - north * scale), kind=one.kind
        )
        for one, (east, north) in zip(points, flat, strict=True)
    ]
