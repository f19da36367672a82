"""What narrows the office's board and list of referrals, as conditions on the referral alone. Reads nothing itself."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from server.store.tables import Referral, ReferralExportRow, User


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFilter:
    """What narrows the board and the list; None narrows nothing. `to_id` is a team's or a person's, `to_any` some of them;
    `of_nobody`: whoever had them has left. `in_export_id` is a file of a team.
    """

    statuses: tuple[str, ...] | None = None
    to_id: uuid.UUID | None = None
    of_nobody: bool = False
    type: str | None = None
    urgent: bool = False
    to_any: tuple[uuid.UUID, ...] | None = None
    made_before_at: dt.datetime | None = None
    in_export_id: uuid.UUID | None = None


def conditions_of(wanted: ReferralFilter) -> list[ColumnElement[bool]]:
    """Those of the filter but its statuses, which the board and the list ask for in their own ways."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.to_id is not None:
        conditions.append(or_(Referral.team_id == wanted.to_id, Referral.user_id == wanted.to_id))
    if wanted.of_nobody:
        conditions.append(Referral.user_id.in_(select(User.id).where(User.active.is_(False))))
    if wanted.type is not None:
        conditions.append(Referral.type == wanted.type)
    if wanted.to_any is not None:
        conditions.append(or_(Referral.team_id.in_(wanted.to_any), Referral.user_id.in_(wanted.to_any)))
    if wanted.made_before_at is not None:
        conditions.append(Referral.made_at < wanted.made_before_at)
    if wanted.in_export_id is not None:
        rows = select(ReferralExportRow.referral_id).where(ReferralExportRow.export_id == wanted.in_export_id)
        conditions.append(Referral.id.in_(rows))
    if wanted.urgent:
        conditions.append(Referral.urgent.is_(True))
    return conditions
