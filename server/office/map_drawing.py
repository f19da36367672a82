"""The map of a page: our points, over the council's own tiles where the settings name a tile server."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app

from server.domain.point_map import Point
from server.domain.tile_map import Drawing, draw_points


def draw_map(points: Sequence[Point]) -> Drawing:
    """What the macro `point_map` shows."""
    return draw_points(points, current_app.config["MAP_TILES"], current_app.config["MAP_ATTRIBUTION"])
