"""How a picture is shown: turned, with areas blacked out, or not at all. Pure.

Lengths are in hundredths of a per cent (0 to 10,000) of the upright picture, so that they hold in every size of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LARGE_PICTURE, SMALL_PICTURE = 1600, 320  # pixels of the longest side: what is shown in place of an original
WHOLE_LENGTH = 10_000
LEAST_LENGTH = 10
MOST_AREAS = 50
MOST_COPIES_AT_ONCE = (
    100  # for one resident, covered in one transaction; the worker covers the others in rounds of as many
)
MOST_COPIES_ELSEWHERE = 100  # of one file, covered in one step: a council's own leaflet may come often
LONGEST_REASON = 1000
QUARTERS = 4
_PER_CENT = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
AREA_FIELDS = ("left", "top", "width", "height")


class CoverKind(StrEnum):
    """What is covered: an area of the picture, or the whole file."""

    AREA = "area"
    WHOLE = "whole"


class PictureFault(StrEnum):
    """Why a picture that was drawn before could not be drawn otherwise; it is shown to nobody until it is.

    Interrupted is tried again by itself; the others are tried again when somebody says so.
    """

    INTERRUPTED = "interrupted"
    UNREADABLE = "unreadable"
    NO_BYTES = "no_bytes"


class PictureRefusedError(Exception):
    """Nothing was changed. `reason`: not_found, changed_meanwhile, reason_missing, reason_too_long, too_many_areas, too_many_copies,
    hidden_already, taken_back_already, nothing_to_cover, drawn_already, area_<field> (no number), area_outside, area_too_small.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, from the left and the top edge."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is done to a picture before it is shown: areas painted over as it stands upright, then so many quarter turns clockwise."""

    turns: int = 0
    areas: tuple[Area, ...] = ()


def read_area(typed: Mapping[str, str]) -> Area:
    """The area in per cent, as four fields say it. Raises PictureRefusedError."""
    lengths = []
    for field in AREA_FIELDS:
        text = typed.get(field, "").strip().removesuffix("%").strip()
        if not _PER_CENT.fullmatch(text):
            raise PictureRefusedError(f"area_{field}")
        lengths.append(round(float(text.replace(",", ".")) * 100))
    area = Area(*lengths)
    if area.left + area.width > WHOLE_LENGTH or area.top + area.height > WHOLE_LENGTH:
        raise PictureRefusedError("area_outside")
    if min(area.width, area.height) < LEAST_LENGTH:
        raise PictureRefusedError("area_too_small")
    return area


def as_turned(area: Area, turns: int) -> Area:
    """Where an area of the upright picture lies once that is turned clockwise by so many quarters; a negative number turns back."""
    for _ in range(turns % QUARTERS):
        area = Area(WHOLE_LENGTH - area.top - area.height, area.left, area.height, area.width)
    return area
