"""docs/database.md shows the tables as they are; `flask draw-database` draws it anew."""

from __future__ import annotations

import pytest

from server.store.database import Base
from server.store.schema_picture import BEGIN, draw_whole, redraw_page
from server.store.tables import Visit
from tests.shape.sources import read

PAGE = "docs/database.md"


def test_the_page_shows_the_tables_as_they_are() -> None:
    assert redraw_page(read(PAGE)) == read(PAGE)


def test_the_page_names_every_table_and_what_it_is_for() -> None:
    drawn = redraw_page(f"{BEGIN}\n")
    assert Visit.__tablename__ in drawn
    assert [
        name for name in Base.metadata.tables if f"- **{name}**: " not in drawn or f"- **{name}**: .\n" in drawn
    ] == []


def test_the_whole_shows_what_points_at_what() -> None:
    assert "  cases ||--o{ visits : has" in draw_whole()


def test_a_page_without_the_mark_is_not_overwritten() -> None:
    with pytest.raises(ValueError, match="no line"):
        redraw_page("# Something else\n")
