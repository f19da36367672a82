"""Write a resident whom a person at the office brought, by a desk or by an answer to a proposal. Opens no transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Session

from server.domain.field_policy import parse_date
from server.domain.import_row import ReadRow
from server.store.match_candidates import search_text
from server.store.row_writes import create_row
from server.store.tables import Address, Resident

FROM_DESK = {"source": "desk"}  # what the log says of whoever was added at a desk
_SAID = ("first_name", "middle_name", "last_name", "mobile", "landline", "email")


def write_newcomer(
    session: Session,
    resident_id: uuid.UUID,
    row: ReadRow,
    address: Address,
    origin: dict[str, Any],
    *,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> Resident:
    """The resident, whose every value is the council's own; `origin` says in the log who brought them."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _SAID}
    values |= {"date_of_birth": parse_date(row.date_of_birth), "address_id": address.id}
    said = {name: value for name, value in values.items() if value is not None}
    resident = Resident(
        id=resident_id,
        **values,
        # A list may know better where they live: it was typed as somebody said it, and a list has the UPRN.
        corrected_fields=sorted(said.keys() - {"address_id"}),
        on_hold=False,
        recent_outcomes=[],
        search_text=search_text(values | {"postcode": address.postcode}),
        created_at=at,
    )
    create_row(
        session, resident, kind="resident.create", entity_type="resident", user_id=by_id, now=at, values=said,
        payload=origin,
    )  # fmt: skip
    return resident
