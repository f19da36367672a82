"""Programmes, the cases opened under them, contacts, referrals and the messages that leave the council."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from server.domain.words import CaseStatus, ContactDirection, ReferralStatus
from server.store.database import Base
from server.store.tables.columns import CodeText, Id, SyncedRow, one_of


class Programme(Base):
    """A service under which the council is in touch with residents; its rules are data (`settings`).

    `settings`: {"priority_rules": [...], "no_reply_days": int, "no_reply_tries": int, "visit_form": form_id, "no_reply_form": form_id,
    "alert_minutes": int, "alert_open_hours": int, "lone_grace_minutes": int, "lone_check_in_minutes": int,
    "evidence_reminder_days": int, "call_rules": {...} (domain/call_rules.py), "visit_rules": {...} (domain/visit_rules.py)}.
    """

    __tablename__ = "programmes"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class CodeList(Base):
    """A named list of words with labels: `entries` is [{"name": ..., "label": {"en": ..., "cy": ...}}], in order.

    `retired_names`: of the entries, those that are offered no more; what was recorded with them keeps its words.
    `only_programmes`: {name: [programme id, ...]} of the entries that are not offered in every programme; phones are told neither.
    """

    __tablename__ = "code_lists"
    __table_args__ = (UniqueConstraint("programme_id", "name"),)

    id: Mapped[Id]
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"))
    name: Mapped[str]
    entries: Mapped[list[Any]]
    retired_names: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    only_programmes: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    version: Mapped[int] = mapped_column(default=1)


class Case(SyncedRow, Base):
    """Why the council is in touch with a resident, under one programme. At most one case per pair is not closed.

    `closed_reason` is a word of `domain/case_step.py` or a code of the council's own; `held_until_on` counts while the case is on hold.
    `seen_at`: when a visit last found somebody, kept by `store/reached_writes.py`; no version counts it, and no phone has it.
    """

    __tablename__ = "cases"
    __table_args__ = (
        one_of("status", CaseStatus),
        CheckConstraint("status <> 'closed' OR closed_reason IS NOT NULL", name="closed_with_reason"),
        Index(
            "uq_cases_one_open",
            "resident_id",
            "programme_id",
            unique=True,
            sqlite_where=text("status <> 'closed'"),
            postgresql_where=text("status <> 'closed'"),
        ),
        # All that the lists of thousands ask of a case, so that they read its row for those they show.
        Index(
            "ix_cases_for_lists",
            "status",
            "programme_id",
            "next_contact_on",
            "opened_at",
            "resident_id",
            "id",
            "seen_at",
        ),
    )

    id: Mapped[Id]
    resident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"))
    status: Mapped[CodeText]
    closed_reason: Mapped[str | None]
    risk: Mapped[str | None]
    next_contact_on: Mapped[dt.date | None] = mapped_column(index=True)
    opened_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]
    held_until_on: Mapped[dt.date | None]
    seen_at: Mapped[dt.datetime | None] = mapped_column(deferred=True)


class Contact(Base):
    """One attempt by telephone or message, with its outcome. Never changed: it stands no longer once a later submission
    corrects the one that made it. Holds no number.
    """

    __tablename__ = "contacts"
    __table_args__ = (one_of("direction", ContactDirection),)

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    channel: Mapped[CodeText]
    outcome: Mapped[CodeText]
    note: Mapped[str | None]
    contacted_at: Mapped[dt.datetime]
    contacted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    op_id: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    direction: Mapped[CodeText | None]
    submission_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("submissions.id"), index=True)


class CallTurn(Base):
    """Where a case stands with its telephone calls, as the calls that stand say: not before when the next is made, a call back
    that was asked for, and who is ringing now. `next_on` is a day on which the programme's rule plans the next call; `tried` the
    parts of the day in which nobody was reached since somebody last was. After an approved visit `due_at`, `next_on` and `visit_on`,
    from which day a visit is wanted, are those of its `visit_follow_ups`. Made anew from both at each call and approval.
    """

    __tablename__ = "call_turns"
    __table_args__ = (
        Index("ix_call_turns_claimed_by_id", "claimed_by_id"),
        Index(
            "ix_call_turns_callback_on",
            "callback_on",
            sqlite_where=text("callback_on IS NOT NULL"),
            postgresql_where=text("callback_on IS NOT NULL"),
        ),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    failed_calls: Mapped[int] = mapped_column(default=0)
    failed_in_row: Mapped[int] = mapped_column(default=0)
    tried: Mapped[list[Any]] = mapped_column(default=list)
    last_call_at: Mapped[dt.datetime | None]
    last_outcome: Mapped[CodeText | None]
    reached_at: Mapped[dt.datetime | None]
    due_at: Mapped[dt.datetime | None]
    next_on: Mapped[dt.date | None]
    visit_on: Mapped[dt.date | None]
    callback_on: Mapped[dt.date | None]
    callback_time: Mapped[str | None]
    claimed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    claimed_until_at: Mapped[dt.datetime | None]


class Referral(SyncedRow, Base):
    """A need handed to exactly one team or one person. `details` are that need's own answers and nothing else.

    `exported_at`, `export_id`: the file of its team that took it last. Without `export_id` the next file takes it: it was in none, or
    it has changed since that one. Neither is a field that writers merge, so that a file moves no version. `due_on` is the day that
    lists sort it by: the day it starts, else the day (UTC) it was made.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        one_of("status", ReferralStatus),
        CheckConstraint("(team_id IS NULL) <> (user_id IS NULL)", name="team_or_person"),
        Index("ix_referrals_team_id_status_urgent_due_on", "team_id", "status", "urgent", "due_on", "id"),
        Index("ix_referrals_user_id_status_urgent_due_on", "user_id", "status", "urgent", "due_on", "id"),
        Index("ix_referrals_made_at", "made_at"),
        Index("ix_referrals_status_urgent_due_on", "status", "urgent", "due_on", "id"),
    )

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    type: Mapped[CodeText]
    status: Mapped[CodeText]
    urgent: Mapped[bool] = mapped_column(default=False)
    start_on: Mapped[dt.date | None]
    status_reason: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("teams.id"))
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    submission_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    op_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    made_at: Mapped[dt.datetime]
    due_on: Mapped[dt.date] = mapped_column(server_default=text("'1970-01-01'"))
    exported_at: Mapped[dt.datetime | None]
    export_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referral_exports.id"))

    @validates("start_on", "made_at")
    def _keep_due_on(self, name: str, value: Any) -> Any:
        """Whichever of the two is set, the day of the lists follows."""
        start_on = value if name == "start_on" else self.start_on
        made_at = value if name == "made_at" else self.made_at
        if start_on is not None or made_at is not None:
            self.due_on = start_on or made_at.astimezone(dt.UTC).date()
        return value


class ReferralExport(Base):
    """A file of its open needs that a team took, of those that begin by a day; `with_earlier`: also what a file had before."""

    __tablename__ = "referral_exports"
    __table_args__ = (Index("ix_referral_exports_team_id_made_at", "team_id", "made_at"),)

    id: Mapped[Id]
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    made_at: Mapped[dt.datetime]
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    start_by_on: Mapped[dt.date]
    with_earlier: Mapped[bool] = mapped_column(default=False)
    taken: Mapped[int] = mapped_column(default=0)


class ReferralExportRow(Base):
    """That a file had a need. Nothing of the need itself: taken again, it has what stands then."""

    __tablename__ = "referral_export_rows"

    export_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referral_exports.id"), primary_key=True)
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), primary_key=True)
