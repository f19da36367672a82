"""Reads the gazetteer: where a UPRN is. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import GazetteerEntry


def find_entries(session: Session, uprns: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The entries with these UPRNs, as plain values."""
    entries = session.scalars(select(GazetteerEntry).where(GazetteerEntry.uprn.in_(uprns)))
    return {
        entry.uprn: {
            "uprn": entry.uprn,
            "postcode": entry.postcode,
            "ward": entry.ward,
            "latitude": entry.latitude,
            "longitude": entry.longitude,
        }
        for entry in entries
    }
