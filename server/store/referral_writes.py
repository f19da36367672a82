"""Locks referrals and whoever may take them, inside the caller's transaction. Decides nothing."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from server.domain.referral_step import Receiver
from server.domain.words import OPEN_REFERRAL_STATUSES
from server.store.tables import Case, Referral, ReferralExport, ReferralExportRow, Team, User


@dataclass(frozen=True, slots=True)
class ReceiverFacts:
    """What is known of a team or person that may take a need."""

    name: str
    voluntary: bool


def lock_referral(session: Session, referral_id: uuid.UUID) -> Referral | None:
    """The referral as it stands now, held until the transaction ends."""
    return session.scalar(
        select(Referral)
        .where(Referral.id == referral_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def find_referral_of_page(session: Session, op_id: uuid.UUID) -> Referral | None:
    """The one that a page has made already, so that a second press makes no second one."""
    return session.scalar(select(Referral).where(Referral.op_id == op_id))


def lock_receiver(session: Session, receiver: Receiver) -> ReceiverFacts | None:
    """Who is to take it, held until the transaction ends, so that a team does not close meanwhile; None: nobody there any more."""
    return lock_receivers(session, [receiver]).get(receiver)


def lock_receivers(session: Session, receivers: Collection[Receiver]) -> dict[Receiver, ReceiverFacts]:
    """Those of them who are there, each held until the transaction ends. Before any referral is locked.

    Always people first and each by their id: of two who close each other's team one would wait for the other for ever.
    """
    user_ids = sorted(one.user_id for one in receivers if one.user_id is not None)
    team_ids = sorted(one.team_id for one in receivers if one.team_id is not None)
    found: dict[Receiver, ReceiverFacts] = {}
    for user_id in user_ids:
        query = select(User).where(User.id == user_id).with_for_update(key_share=True)
        person = session.scalar(query.execution_options(populate_existing=True))
        if person is not None and person.active:
            team = session.get(Team, person.team_id) if person.team_id else None
            voluntary = team.voluntary if team is not None else False
            found[Receiver(user_id=user_id)] = ReceiverFacts(person.name, voluntary)
    for team_id in team_ids:
        team = lock_team(session, team_id)
        if team is not None and team.active:
            found[Receiver(team_id=team_id)] = ReceiverFacts(team.name, team.voluntary)
    return found


def lock_team(session: Session, team_id: uuid.UUID) -> Team | None:
    """The team as it stands now, held until the transaction ends."""
    query = select(Team).where(Team.id == team_id).with_for_update(key_share=True)
    return session.scalar(query.execution_options(populate_existing=True))


def lock_open_referrals_of(session: Session, holder: Receiver) -> Sequence[Referral]:
    """What this team or person still has to see to, held until the transaction ends."""
    theirs = Referral.team_id == holder.team_id if holder.team_id else Referral.user_id == holder.user_id
    query = select(Referral).where(theirs, Referral.status.in_(OPEN_REFERRAL_STATUSES)).order_by(Referral.id)
    return session.scalars(query.with_for_update(key_share=True).execution_options(populate_existing=True)).all()


def save_export(session: Session, export: ReferralExport, referral_ids: Sequence[uuid.UUID]) -> None:
    """Keep a file and what it took, which the caller holds. No version moves: whoever has a page open changes those as before."""
    export.taken = len(referral_ids)
    session.add(export)
    session.flush()
    session.execute(insert(ReferralExportRow), [{"export_id": export.id, "referral_id": one} for one in referral_ids])
    taken = select(ReferralExportRow.referral_id).where(ReferralExportRow.export_id == export.id)
    session.execute(
        update(Referral)
        .where(Referral.id.in_(taken))
        .values(export_id=export.id, exported_at=export.made_at)
        .execution_options(synchronize_session=False)
    )


def take_up_anew(referral: Referral) -> None:
    """It begins anew, as if no file had ever had it."""
    referral.export_id = referral.exported_at = None


def put_in_next_file(referral: Referral) -> None:
    """It has changed since a file had it: the next one takes it again, and says so."""
    referral.export_id = None


def lock_open_referrals_about(session: Session, resident_id: uuid.UUID) -> Sequence[Referral]:
    """What is handed on for this person and not settled, held until the transaction ends."""
    cases = select(Case.id).where(Case.resident_id == resident_id)
    query = select(Referral).where(Referral.case_id.in_(cases), Referral.status.in_(OPEN_REFERRAL_STATUSES))
    return session.scalars(query.order_by(Referral.id).with_for_update(key_share=True)).all()
