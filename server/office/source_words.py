"""What each list said of a resident, as received, beside what the record shows. Decides nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.address_values import one_line
from server.domain.import_layouts import LAYOUTS
from server.domain.received_values import LABELS
from server.domain.wire_value import json_value
from server.store.tables import Address, Resident, ResidentSource
from server.texts import text


@dataclass(frozen=True, slots=True)
class SourceWords:
    """One list: its name, when it last said something new, and by field (label, value, remark where the record shows another)."""

    name: str
    at: dt.datetime
    lines: Sequence[tuple[str, str, str]]


def describe_source(
    source: ResidentSource, list_name: str | None, resident: Resident, address: Address | None
) -> SourceWords:
    """One list in words."""
    name = LAYOUTS[source.layout].name if source.layout in LAYOUTS else list_name or source.layout
    shown: dict[str, Any] = {field: json_value(getattr(resident, field)) for field in LABELS if field != "address"}
    said = dict(source.received)
    shown["address"] = one_line(address.lines, address.postcode) if address else ""
    said["address"] = one_line(said.get("lines") or [], said.get("postcode"))
    corrected = {"address" if field == "address_id" else field for field in resident.corrected_fields}
    lines = []
    for field, label in LABELS.items():
        value, here = said.get(field) or "", shown[field] or ""
        if value:
            lines.append((label, str(value), _remark(str(value), str(here), is_corrected=field in corrected)))
    return SourceWords(name, source.received_at, lines)


def _remark(value: str, here: str, *, is_corrected: bool) -> str:
    if value.casefold() == here.casefold():
        return ""
    if not here:
        return text("sources-not-here")
    return text("sources-here-corrected" if is_corrected else "sources-here", value=here)
