"""Points of a map over tiles of a tile server (XYZ, web mercator): which tiles the drawing needs, and where all of it lies. Pure.

It names addresses and fetches none: the browser of whoever looks does. Without a tile server the map is point_map.py's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import mercantile

from server.domain.point_map import HEIGHT, MARGIN, WIDTH, PlacedPoint, Point, place_points

SIDE = 256  # of a tile, on the drawing as in the picture
# Some 480 m of an English borough across the drawing: nearer, doors of one street would seem a borough apart.
NEAREST = 17
_FARTHEST = 85  # degrees north and south to which such maps go


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture of SIDE by SIDE, from the left and from the top of the drawing, which it may overlap."""

    address: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map: its points, what lies under them, and whose that is."""

    points: tuple[PlacedPoint, ...]
    tiles: tuple[Tile, ...] = ()
    attribution: str = ""


def draw_points(points: Sequence[Point], tiles: str = "", attribution: str = "") -> Drawing:
    """The points over the tiles of the template; without one, or without points, over nothing."""
    if not tiles or not points:
        return Drawing(tuple(place_points(points)))
    flat = [
        mercantile.xy(one.longitude, max(-_FARTHEST, min(_FARTHEST, one.latitude)), truncate=True) for one in points
    ]
    east, north = ((min(line), max(line)) for line in zip(*flat, strict=True))
    zoom, metres = _choose_zoom(east[1] - east[0], north[1] - north[0])
    left = sum(east) / 2 - metres * WIDTH / 2
    top = sum(north) / 2 + metres * HEIGHT / 2
    placed = tuple(
        PlacedPoint(label=one.label, x=round((x - left) / metres), y=round((top - y) / metres), kind=one.kind)
        for one, (x, y) in zip(points, flat, strict=True)
    )
    return Drawing(placed, _find_tiles(tiles, zoom, metres, left, top), attribution)


def _choose_zoom(across: float, upwards: float) -> tuple[int, float]:
    """The nearest at which everything is on the drawing, and how many of mercator's metres a unit of it has."""
    world = mercantile.xy_bounds(0, 0, 0)
    for zoom in range(NEAREST, 0, -1):
        metres = (world.right - world.left) / (SIDE << zoom)
        if across <= metres * (WIDTH - 2 * MARGIN) and upwards <= metres * (HEIGHT - 2 * MARGIN):
            return zoom, metres
    return 0, (world.right - world.left) / SIDE


def _find_tiles(template: str, zoom: int, metres: float, left: float, top: float) -> tuple[Tile, ...]:
    west, north = mercantile.lnglat(left, top, truncate=True)
    east, south = mercantile.lnglat(left + metres * WIDTH, top - metres * HEIGHT, truncate=True)
    found = []
    for tile in mercantile.tiles(west, south, east, north, zooms=zoom):
        bounds = mercantile.xy_bounds(tile)
        address = template.format(x=tile.x, y=tile.y, z=tile.z)
        found.append(Tile(address, round((bounds.left - left) / metres), round((top - bounds.top) / metres)))
    return tuple(found)
