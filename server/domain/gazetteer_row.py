"""One line of a gazetteer: where a UPRN is. A line without a UPRN or with an impossible place is rejected with words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from server.domain.address_values import read_postcode, read_uprn
from server.domain.import_layouts import FoundLayout

# Great Britain and Northern Ireland with their waters, generously.
_LATITUDES = (49.0, 61.5)
_LONGITUDES = (-9.5, 2.5)


@dataclass(frozen=True, slots=True)
class GazetteerRow:
    """A place; `rejected` says why a line is none."""

    uprn: str | None
    postcode: str | None = None
    ward: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    remarks: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """The columns of the gazetteer."""
        return {name: value for name, value in asdict(self).items() if name not in {"remarks", "rejected"}}


def read_gazetteer_row(cells: Mapping[str, str], found: FoundLayout) -> GazetteerRow:
    """Read one line. Never raises."""
    text = {name: (cells.get(heading) or "").strip() for name, heading in found.headings.items()}
    uprn = read_uprn(text.get("uprn", ""))
    postcode = read_postcode(text.get("postcode", ""))
    if uprn.value is None:
        return GazetteerRow(None, rejected=(uprn.problem or "There is no UPRN",))
    latitude, longitude = (
        _degrees(text.get("latitude", ""), _LATITUDES),
        _degrees(text.get("longitude", ""), _LONGITUDES),
    )
    remarks = [postcode.problem] if postcode.problem else []
    if (latitude is None) != (longitude is None) or (
        latitude is None and (text.get("latitude") or text.get("longitude"))
    ):
        return GazetteerRow(
            uprn.value, rejected=("The position is not a latitude and longitude in the United Kingdom",)
        )
    ward = " ".join(text.get("ward", "").split())[:200] or None
    return GazetteerRow(uprn.value, postcode.value, ward, latitude, longitude, tuple(remarks))


def _degrees(text: str, bounds: tuple[float, float]) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and bounds[0] <= value <= bounds[1] else None
