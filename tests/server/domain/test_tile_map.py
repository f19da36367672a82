"""A map over tiles: they lie edge to edge, cover the drawing, and each point is where its place is on its tile."""

from __future__ import annotations

import mercantile

from server.domain.point_map import HEIGHT, WIDTH, Point, place_points
from server.domain.tile_map import NEAREST, SIDE, draw_points

TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
DOORS = [Point(label=str(number), latitude=51.5 + number / 2000, longitude=-0.1 - number / 1000) for number in range(3)]
FAR = [
    Point(label="", latitude=latitude, longitude=longitude) for latitude, longitude in ((-89.9, -180.0), (89.9, 180.0))
]


def test_tiles_cover_the_drawing_and_points_lie_where_they_are_on_them() -> None:
    for points in (DOORS, DOORS[:1], FAR, [*DOORS, Point(label="", latitude=51.7, longitude=-0.6)]):
        drawing = draw_points(points, TILES, "The council")
        assert 1 <= len(drawing.tiles) <= 12
        assert len({(tile.x % SIDE, tile.y % SIDE) for tile in drawing.tiles}) == 1
        zoom = int(drawing.tiles[0].address.split("/")[3])
        assert 0 <= zoom <= NEAREST
        if points is not FAR:
            assert min(tile.x for tile in drawing.tiles) <= 0 < WIDTH <= max(tile.x for tile in drawing.tiles) + SIDE
            assert min(tile.y for tile in drawing.tiles) <= 0 < HEIGHT <= max(tile.y for tile in drawing.tiles) + SIDE
        at = {tile.address: tile for tile in drawing.tiles}
        for point, placed in zip(points, drawing.points, strict=True):
            assert 0 <= placed.x <= WIDTH
            assert 0 <= placed.y <= HEIGHT
            own = mercantile.tile(point.longitude, max(-85, min(85, point.latitude)), zoom, truncate=True)
            under = at[TILES.format(x=own.x, y=own.y, z=own.z)]
            assert -1 <= placed.x - under.x <= SIDE + 1
            assert -1 <= placed.y - under.y <= SIDE + 1


def test_without_a_tile_server_the_drawing_is_the_one_it_was() -> None:
    drawing = draw_points(DOORS)
    assert (list(drawing.points), drawing.tiles) == (place_points(DOORS), ())
    assert draw_points([], TILES).tiles == ()
