"""Somebody has left: their account opens nothing more, and each phone of theirs is told to wipe and delivers for 30 days yet.

Nothing they did is touched; their visits stay theirs until a supervisor gives them to somebody else, and they go along with nobody.
Open needs that were handed to them go to their team; where they had none that may take them, Today counts them as nobody's. Their
open alerts go to who is on duty, who is told, and what they looked into to a supervisor.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.change_refusal import ChangeRefusedError
from server.domain.referral_step import Agreement, Receiver
from server.domain.words import DeviceOrder
from server.store.audit_writes import record_audit
from server.store.device_order_writes import save_order
from server.store.device_orders import list_standing_orders
from server.store.device_writes import list_reachable_device_ids
from server.store.page_session_writes import delete_page_sessions
from server.store.referral_writes import lock_open_referrals_of, lock_receiver
from server.store.tables import User
from server.store.unit_of_work import write_transaction
from server.store.user_writes import lock_administrators, lock_user, stamp_departures
from server.store.users import find_user_by_email
from server.store.versioned_writes import lock_seen
from server.store.visit_assign_writes import end_seconds_of
from server.use_cases.change_referral import hand_within
from server.use_cases.change_user import keep_an_administrator
from server.use_cases.hand_on_work import hand_on_work


class NoSuchAccountError(LookupError):
    """Nobody works here under that address, or they have left already."""


def end_account(email: str, *, at: dt.datetime, address: str = "") -> str:
    """The name of whoever has left. `address` is where staff open Doorstep.

    Raises NoSuchAccountError, or ChangeRefusedError for the last administrator.
    """
    with write_transaction() as session:
        administrators = lock_administrators(session)
        found = find_user_by_email(session, email)
        user = lock_user(session, found.id) if found is not None else None
        if user is None or not user.active:
            raise NoSuchAccountError(email)
        keep_an_administrator(administrators, user.id, field="state")
        _end(session, user, by_id=None, at=at, address=address)
        return user.name


def end_seen_account(user_id: uuid.UUID, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime, address: str) -> None:
    """As a page showed it. Raises ChangeRefusedError: not_found, changed_meanwhile, has_left, last_administrator."""
    with write_transaction() as session:
        administrators = lock_administrators(session)
        user = lock_seen(session, User, user_id, seen_version)
        if not user.active:
            raise ChangeRefusedError({"state": "has_left"})
        keep_an_administrator(administrators, user.id, field="state")
        _end(session, user, by_id=by_id, at=at, address=address)


def _end(session: Session, user: User, *, by_id: uuid.UUID | None, at: dt.datetime, address: str) -> None:
    user.active, user.left_at = False, at
    user.version += 1
    delete_page_sessions(session, user.id)
    device_ids = list_reachable_device_ids(session, user.id)
    standing = list_standing_orders(session, device_ids)
    for device_id in device_ids:
        if not any(order.kind == DeviceOrder.WIPE for order in standing.get(device_id, ())):
            save_order(session, device_id, DeviceOrder.WIPE, "Account ended", by_id=by_id, at=at)
    record_audit(session, at=at, user_id=by_id, action="user.end", entity_type="user", entity_id=user.id)
    end_seconds_of(session, user.id, at=at)
    _leave_to_team(session, user, by_id=by_id, at=at)
    hand_on_work(session, user, by_id=by_id, at=at, address=address)


def _leave_to_team(session: Session, user: User, *, by_id: uuid.UUID | None, at: dt.datetime) -> None:
    """What they had, save what a voluntary body would hear of that nobody has agreed to."""
    if user.team_id is None:
        return
    to = Receiver(team_id=user.team_id)
    team = lock_receiver(session, to)
    if team is None:
        return
    for referral in lock_open_referrals_of(session, Receiver(user_id=user.id)):
        if not team.voluntary or referral.details.get("agreed") == Agreement.YES:
            hand_within(session, referral, to, team, "", by_id=by_id, at=at)


def note_departures(now: dt.datetime) -> int:
    """Whoever has an account that was made inactive by other means is taken to have left now; returns how many."""
    with write_transaction() as session:
        return stamp_departures(session, now)
