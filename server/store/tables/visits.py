"""Visits, who was given them when, and what officers said of being safe."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.lone_working import CheckInKind
from server.domain.visit_rules import FollowStep, KeptBy
from server.domain.words import ProposalBasis, ProposalStatus, ReviewState, VisitOutcome, VisitStatus
from server.store.database import Base
from server.store.tables.columns import CodeText, Id, SyncedRow, UserId, one_of

# As store/reached.py asks for them: only then does a database use the index.
_UNDONE = "status IN ('planned', 'assigned', 'started', 'sent_back')"


class Visit(SyncedRow, Base):
    """One call at an address. `planned` has no officer; `assigned` and later have one. At most one undone visit per case and day.

    `late_reports` lists who else reported on it after it was given away: [{"who", "at"}]. `handed_back_words` is what the
    last officer said who could not do it. `placed_by_hand`: a supervisor put it where it stands on the list. `repeat_of_id`
    names the visit of the same day that this one repeats.
    """

    __tablename__ = "visits"
    __table_args__ = (
        one_of("status", VisitStatus),
        one_of("outcome", VisitOutcome),
        one_of("review_state", ReviewState),
        CheckConstraint("status NOT IN ('assigned', 'started') OR officer_id IS NOT NULL", name="assigned_to_somebody"),
        CheckConstraint("status <> 'cancelled' OR cancelled_reason IS NOT NULL", name="cancelled_with_reason"),
        CheckConstraint("repeat_of_id <> id", name="repeats_another"),
        Index("ix_visits_officer_id_status_planned_on", "officer_id", "status", "planned_on"),
        Index("ix_visits_status_planned_on", "status", "planned_on", "id"),
        Index("ix_visits_review_state", "review_state", "submitted_at", "id"),
        Index("ix_visits_planned_on", "planned_on", "id"),
        # All that a figure asks of a visit (store/figures.py), so that thousands are counted without being read.
        Index("ix_visits_made", "submitted_at", "outcome", "review_state", "repeat_of_id", "address_id"),
        Index(
            "uq_visits_one_undone",
            "case_id",
            "planned_on",
            unique=True,
            sqlite_where=text(_UNDONE),
            postgresql_where=text(_UNDONE),
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    resident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    address_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("addresses.id"), index=True)
    form_id: Mapped[str]
    planned_on: Mapped[dt.date]
    window_from: Mapped[str | None]
    window_to: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)
    placed_by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    status: Mapped[CodeText]
    outcome: Mapped[CodeText | None]
    officer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    assigned_at: Mapped[dt.datetime | None]
    assigned_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    needs_pair: Mapped[bool] = mapped_column(default=False)
    pair_reason: Mapped[str | None]
    started_at: Mapped[dt.datetime | None]
    submitted_at: Mapped[dt.datetime | None]
    reviewed_at: Mapped[dt.datetime | None]
    review_state: Mapped[CodeText | None]
    sent_back_words: Mapped[str | None]
    cancelled_reason: Mapped[str | None]
    created_at: Mapped[dt.datetime]
    late_reports: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    handed_back_words: Mapped[str | None]
    repeat_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)


class VisitProposal(SyncedRow, Base):
    """Somebody an officer says should be visited, made in the field; a person makes a visit of it or declines in words."""

    __tablename__ = "visit_proposals"
    __table_args__ = (
        one_of("basis", ProposalBasis),
        one_of("status", ProposalStatus),
        CheckConstraint("(status = 'proposed') = (answered_at IS NULL)", name="answered"),
        Index("ix_visit_proposals_proposed_by_id", "proposed_by_id", "answered_at"),
        Index("ix_visit_proposals_status_created_at", "status", "created_at"),
    )

    id: Mapped[Id]
    op_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    basis: Mapped[CodeText]
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    telephone: Mapped[str | None]
    address_text: Mapped[str | None]
    why: Mapped[str]
    wanted_on: Mapped[dt.date | None]
    status: Mapped[CodeText]
    answer_words: Mapped[str | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[dt.datetime | None]
    resident_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    made_visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    created_at: Mapped[dt.datetime]


class VisitAssignment(Base):
    """Who had a visit from when to when, and why it ended. The open one has no `ended_at`."""

    __tablename__ = "visit_assignments"
    __table_args__ = (
        one_of("part", ("lead", "second")),
        Index("ix_visit_assignments_visit_id", "visit_id", "ended_at"),
    )

    id: Mapped[Id]
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visits.id"))
    user_id: Mapped[UserId]
    part: Mapped[CodeText] = mapped_column(default="lead")
    assigned_at: Mapped[dt.datetime]
    assigned_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[dt.datetime | None]
    ended_reason: Mapped[str | None]


class CheckIn(Base):
    """An officer said, or the office heard by telephone (`recorded_by_id`, `note`), that she starts, is safe, or has finished.

    `said_at` is by the phone's clock and never later than `received_at`. `shift_id` NULL: no shift of hers was running.
    """

    __tablename__ = "check_ins"
    __table_args__ = (
        one_of("kind", CheckInKind),
        CheckConstraint("(op_id IS NULL) <> (recorded_by_id IS NULL)", name="by_phone_or_telephone"),
        Index("ix_check_ins_user_id_said_at", "user_id", "said_at"),
    )

    id: Mapped[Id]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    shift_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("shifts.id"), index=True)
    kind: Mapped[CodeText]
    said_at: Mapped[dt.datetime]
    received_at: Mapped[dt.datetime]
    note: Mapped[str | None]
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    op_id: Mapped[uuid.UUID | None] = mapped_column(unique=True)


class VisitFollowUp(Base):
    """What the programme's rule made of a visit when it was approved, or why it made nothing (`kept_by`). Of a case the newest visit's
    stands, until somebody rings, says when the next contact is, or closes the case. Taken away with the approval.
    """

    __tablename__ = "visit_follow_ups"
    __table_args__ = (one_of("step", FollowStep), one_of("kept_by", KeptBy))

    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    step: Mapped[CodeText]
    due_on: Mapped[dt.date | None]
    kept_by: Mapped[CodeText | None]
    made_at: Mapped[dt.datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
