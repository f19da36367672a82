"""Propose a warning marker, for a person or an address, or a change of one in force. Nothing of it holds until a second person approves."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict

from sqlalchemy.orm import Session

from server.domain.change_refusal import CHANGED_MEANWHILE, NOT_FOUND, ChangeRefusedError
from server.domain.phone_window import find_council_date
from server.domain.warning_marker import ADDRESS, PERSON, MarkerStatus, MarkerWords, read_marker
from server.store.audit_writes import record_audit
from server.store.marker_writes import lock_marker
from server.store.markers import find_waiting_change
from server.store.row_writes import create_row
from server.store.tables import Resident, WarningMarker
from server.store.unit_of_work import write_transaction

# What the log says of a new marker: the incident itself stays in its own row, which fewer people may read.
_LOGGED = ("instruction", "needs_pair", "incident_on", "review_on")


def propose_marker(
    resident_id: uuid.UUID, typed: MarkerWords, about: str, *, page_id: uuid.UUID, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """`about`: PERSON, or ADDRESS for the door where they live. A button pressed twice proposes one. Raises ChangeRefusedError."""
    words = read_marker(typed, find_council_date(at), about)
    with write_transaction() as session:
        resident = session.get(Resident, resident_id)
        if resident is None or resident.merged_into_id is not None:
            raise ChangeRefusedError(NOT_FOUND)
        if about == ADDRESS and resident.address_id is None:
            raise ChangeRefusedError({"about": "no_address"})
        if session.get(WarningMarker, page_id) is not None:
            return
        whose: dict[str, uuid.UUID | None] = (
            {"resident_id": resident.id} if about == PERSON else {"address_id": resident.address_id}
        )
        _add(session, page_id, words, whose, by_id=by_id, at=at)


def propose_change(
    marker_id: uuid.UUID,
    typed: MarkerWords,
    *,
    seen_version: int,
    page_id: uuid.UUID,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> None:
    """Other words for a marker in force, which holds as it is until they are approved. Raises ChangeRefusedError."""
    words = read_marker(typed, find_council_date(at))
    with write_transaction() as session:
        if session.get(WarningMarker, page_id) is not None:
            return
        found = lock_marker(session, marker_id)
        if found is None:
            raise ChangeRefusedError(NOT_FOUND)
        marker, _ = found
        if marker.version != seen_version or marker.status != MarkerStatus.APPROVED:
            raise ChangeRefusedError(CHANGED_MEANWHILE)
        if find_waiting_change(session, marker_id) is not None:
            raise ChangeRefusedError({"state": "change_waits"})
        whose = {"resident_id": marker.resident_id, "address_id": marker.address_id, "replaces_id": marker.id}
        _add(session, page_id, words, whose, by_id=by_id, at=at)


def _add(
    session: Session,
    marker_id: uuid.UUID,
    words: MarkerWords,
    whose: dict[str, uuid.UUID | None],
    *,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> None:
    values = asdict(words)
    status = MarkerStatus.PROPOSED.value
    marker = WarningMarker(id=marker_id, **values, **whose, status=status, proposed_by_id=by_id, proposed_at=at)
    create_row(
        session, marker, kind="marker.propose", entity_type="warning_marker", user_id=by_id, now=at,
        values={name: values[name] for name in _LOGGED} | {"status": status}, payload={"note": words.instruction},
    )  # fmt: skip
    record_audit(
        session, action="marker.propose", at=at, user_id=by_id, entity_type="warning_marker", entity_id=marker_id,
        fields={"status": {"old": None, "new": status}},
    )  # fmt: skip
