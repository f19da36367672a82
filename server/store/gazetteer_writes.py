"""Writes gazetteer entries and gives their ward and position to the addresses that have the UPRN. Opens no transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.inserting import insert_into
from server.store.resident_writes import touch_residents_at
from server.store.tables import Address, GazetteerEntry

_COLUMNS = ("postcode", "ward", "latitude", "longitude")


def save_entries(session: Session, entries: Sequence[dict[str, Any]]) -> None:
    """Insert or replace entries, each named by its `uprn`."""
    if not entries:
        return
    statement = insert_into(session, GazetteerEntry)
    replaced = {name: getattr(statement.excluded, name) for name in _COLUMNS}
    session.execute(statement.on_conflict_do_update(index_elements=["uprn"], set_=replaced), list(entries))


def place_addresses(session: Session, entries: Sequence[dict[str, Any]], *, now: dt.datetime) -> int:
    """Bring ward and position to the addresses of these entries; phones fetch the residents there again. Returns how many moved."""
    places = {entry["uprn"]: entry for entry in entries}
    moved = []
    for address in session.scalars(select(Address).where(Address.uprn.in_(places))):
        place = places[address.uprn or ""]
        wanted = (place["ward"], place["latitude"], place["longitude"])
        if (address.ward, address.latitude, address.longitude) != wanted:
            address.ward, address.latitude, address.longitude = wanted
            moved.append(address.id)
    touch_residents_at(session, moved, now=now)
    return len(moved)
