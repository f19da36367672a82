"""Residents, where they live and what the council knows of them: the shown values beside each source's own.

The columns of `residents` are what people see; `resident_sources` keeps every feed's row as it came.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.assignment import walking_key
from server.domain.warning_marker import MarkerStatus
from server.store.database import Base, ByCharacters
from server.store.tables.columns import CodeText, Id, SyncedRow, UserId, one_of


def _make_walking_key(context: Any) -> str:
    row = context.get_current_parameters()
    return walking_key(row.get("postcode"), row.get("lines") or ())


class Address(Base):
    """A door. Found by UPRN, else by `match_key` (its lines and postcode, normalised). Ward and position come from the gazetteer.

    `walking_key` (domain/assignment.py) is made from its lines and postcode, when it is added and whenever it is spelled otherwise.
    """

    __tablename__ = "addresses"
    __table_args__ = (Index("ix_addresses_id_ward", "id", "ward"),)  # where thousands are counted by ward, none is read

    id: Mapped[Id]
    uprn: Mapped[str | None] = mapped_column(unique=True)
    match_key: Mapped[str] = mapped_column(index=True)
    lines: Mapped[list[Any]]
    postcode: Mapped[str | None] = mapped_column(index=True)
    ward: Mapped[str | None] = mapped_column(index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    walking_key: Mapped[str] = mapped_column(ByCharacters, default=_make_walking_key, server_default="")


class GazetteerEntry(Base):
    """One line of the council's gazetteer: where a UPRN is."""

    __tablename__ = "gazetteer_entries"

    uprn: Mapped[str] = mapped_column(primary_key=True)
    postcode: Mapped[str | None] = mapped_column(index=True)
    ward: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class Resident(SyncedRow, Base):
    """A person the council serves, as corrected. `corrected_fields` names what the council set over the feeds.

    `search_text` holds names and postcode in lower case, without accents or punctuation, for search on both databases.
    """

    __tablename__ = "residents"
    __table_args__ = (
        Index("ix_residents_last_name_first_name", "last_name", "first_name"),
        Index(
            "ix_residents_left_alone",
            "id",
            sqlite_where=sql_text("on_hold = 1 OR merged_into_id IS NOT NULL"),
            postgresql_where=sql_text("on_hold OR merged_into_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    nhs_number: Mapped[str | None] = mapped_column(unique=True)
    first_name: Mapped[str | None]
    middle_name: Mapped[str | None]
    last_name: Mapped[str | None]
    date_of_birth: Mapped[dt.date | None] = mapped_column(index=True)
    address_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("addresses.id"), index=True)
    mobile: Mapped[str | None] = mapped_column(index=True)
    landline: Mapped[str | None] = mapped_column(index=True)
    email: Mapped[str | None]
    lives_alone: Mapped[bool | None]
    access_needs: Mapped[str | None]
    communication_needs: Mapped[str | None]
    language: Mapped[str | None]
    corrected_fields: Mapped[list[Any]] = mapped_column(default=list)
    on_hold: Mapped[bool] = mapped_column(default=False)
    recent_outcomes: Mapped[list[Any]] = mapped_column(default=list)
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    search_text: Mapped[str] = mapped_column(default="")
    created_at: Mapped[dt.datetime]


class ResidentSource(Base):
    """What one feed last said of a resident: `received` is its normalised row, `key` the feed's own key."""

    __tablename__ = "resident_sources"
    __table_args__ = (UniqueConstraint("layout", "key"), Index("ix_resident_sources_resident_id", "resident_id"))

    id: Mapped[Id]
    resident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("residents.id"))
    layout: Mapped[CodeText]
    key: Mapped[str]
    received: Mapped[dict[str, Any]]
    row_hash: Mapped[str]
    first_batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("import_batches.id"))
    last_batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("import_batches.id"), index=True)
    received_at: Mapped[dt.datetime]


class ContactPreference(Base):
    """How one resident may be reached; NULL means not asked."""

    __tablename__ = "contact_preferences"

    resident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    call: Mapped[bool | None]
    text: Mapped[bool | None]
    email: Mapped[bool | None]
    visit: Mapped[bool | None]
    safe_to_leave_message: Mapped[bool | None]
    changed_at: Mapped[dt.datetime]


class ResidentMerge(Base):
    """Two residents found to be one; `moved` lists what was moved, so that the merge can be undone."""

    __tablename__ = "resident_merges"
    __table_args__ = (CheckConstraint("kept_id <> merged_id", name="two_people"),)

    id: Mapped[Id]
    kept_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    merged_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    merged_by_id: Mapped[UserId]
    merged_at: Mapped[dt.datetime]
    moved: Mapped[dict[str, Any]]
    undone_at: Mapped[dt.datetime | None]


class LikelyDuplicate(Base):
    """Two residents who might be one person, the smaller id first, and why. `different_at`: a person said that they are two; not asked again."""

    __tablename__ = "likely_duplicates"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="in_order"),
    )

    id: Mapped[Id]
    one_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("residents.id"))
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    reason: Mapped[str]
    found_at: Mapped[dt.datetime]
    different_at: Mapped[dt.datetime | None]
    different_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))


class Hold(Base):
    """Stops messages, calls and new visits (`death_reported`) or deletion (`legal`). Open while `lifted_at` is NULL."""

    __tablename__ = "holds"
    __table_args__ = (
        one_of("kind", ("death_reported", "legal")),
        Index("ix_holds_resident_id_open", "resident_id", "lifted_at"),
    )

    id: Mapped[Id]
    resident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("residents.id"))
    kind: Mapped[CodeText]
    source: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    placed_at: Mapped[dt.datetime]
    placed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[dt.datetime | None]
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[dt.datetime | None]
    lifted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))


class WarningMarker(SyncedRow, Base):
    """An approved, dated instruction for staff safety, for one person or one address. Two different people stand behind it.

    `incident_source` says where the incident is known from. `told_at` is the beginning of the day on which the person was told.
    `closed_*`: who refused or ended it, and why. `replaces_id` names the one in force that it would change: that one holds until
    this one is approved.
    """

    __tablename__ = "warning_markers"
    __table_args__ = (
        CheckConstraint("(resident_id IS NULL) <> (address_id IS NULL)", name="person_or_address"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("status <> 'refused' OR closed_by_id <> proposed_by_id", name="refused_by_another"),
        CheckConstraint(
            "approved_at IS NULL OR told_at IS NOT NULL OR not_told_reason IS NOT NULL", name="told_or_why"
        ),
        one_of("status", MarkerStatus),
        Index("ix_warning_markers_status_review_on", "status", "review_on", "id"),
    )

    id: Mapped[Id]
    resident_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    address_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("addresses.id"), index=True)
    instruction: Mapped[str]
    needs_pair: Mapped[bool] = mapped_column(default=False)
    incident_on: Mapped[dt.date]
    incident: Mapped[str]
    incident_source: Mapped[str] = mapped_column(default="", server_default="")
    status: Mapped[CodeText]
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[dt.datetime]
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[dt.datetime | None]
    told_at: Mapped[dt.datetime | None]
    not_told_reason: Mapped[str | None]
    review_on: Mapped[dt.date]
    reviewed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[dt.datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[dt.datetime | None]
    closed_reason: Mapped[str | None]
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("warning_markers.id"), index=True)


class MarkerCall(Base):
    """Somebody rang an officer about a marker that their phone may not show; `reached`: the officer was told. Never changed."""

    __tablename__ = "marker_calls"
    __table_args__ = (Index("ix_marker_calls_marker_id_officer_id", "marker_id", "officer_id", "called_at"),)

    id: Mapped[Id]
    marker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("warning_markers.id"))
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    called_at: Mapped[dt.datetime]
    called_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    reached: Mapped[bool]
    words: Mapped[str | None]
