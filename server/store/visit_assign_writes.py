"""Writes who has which visit: new visits and changed officers. Opens no transaction, decides nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.words import UNDONE_VISIT_STATUSES, VisitStatus
from server.store.database import new_id
from server.store.push_telling import queue_telling
from server.store.row_writes import change_row, create_rows, touch_row
from server.store.tables import Case, Programme, Resident, Visit, VisitAssignment
from server.store.visit_forms import get_visit_form
from server.store.visit_locks import list_visits_of_days


@dataclass(frozen=True, slots=True)
class CaseToAssign:
    """A case with the person and the form its programme visits with."""

    case: Case
    resident: Resident
    programme: Programme


def lock_cases(session: Session, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, CaseToAssign]:
    """The cases, locked in the order of their ids, so that a second supervisor waits and then sees what the first did."""
    found = session.execute(
        select(Case, Resident, Programme)
        .join(Resident, Resident.id == Case.resident_id)
        .join(Programme, Programme.id == Case.programme_id)
        .where(Case.id.in_(case_ids))
        .order_by(Case.id)
        .with_for_update(key_share=True, of=Case)
    )
    return {case.id: CaseToAssign(case, resident, programme) for case, resident, programme in found}


def list_undone_of_cases(session: Session, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Visit]]:
    """Undone visits by case, locked."""
    visits: dict[uuid.UUID, list[Visit]] = {}
    for visit in session.scalars(
        select(Visit)
        .where(Visit.case_id.in_(case_ids), Visit.status.in_(UNDONE_VISIT_STATUSES))
        .order_by(Visit.id)
        .with_for_update(key_share=True)
    ):
        visits.setdefault(visit.case_id, []).append(visit)
    return visits


def list_planned_on(session: Session, visit_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """By visit the day for which it is planned; nothing is locked."""
    found = select(Visit.id, Visit.planned_on).where(Visit.id.in_(visit_ids))
    return {row.id: row.planned_on for row in session.execute(found)}


def list_undone_beside(session: Session, visit_ids: Collection[uuid.UUID]) -> Sequence[uuid.UUID]:
    """The undone visits of the cases of these visits, which the same day may clash with; nothing is locked."""
    cases = session.scalars(select(Visit.case_id).where(Visit.id.in_(visit_ids))).all()
    found = session.execute(
        select(Visit.id, Visit.status).where(Visit.case_id.in_(cases))
    )  # by its case, no other index
    return [row.id for row in found if row.status in UNDONE_VISIT_STATUSES]


def find_visited(session: Session, visit_id: uuid.UUID) -> uuid.UUID | None:
    """Whose visit it is; nothing is locked."""
    return session.scalar(select(Visit.resident_id).where(Visit.id == visit_id))


def list_visits_of(session: Session, resident_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Every visit of this person; nothing is locked."""
    return session.scalars(select(Visit.id).where(Visit.resident_id == resident_id)).all()


def list_planned_days(session: Session, case_ids: Collection[uuid.UUID]) -> Sequence[dt.date]:
    """For which days visits of these cases are planned that no officer has; nothing is locked."""
    waiting = (Visit.status == VisitStatus.PLANNED, Visit.officer_id.is_(None))
    return session.scalars(select(Visit.planned_on).where(Visit.case_id.in_(case_ids), *waiting).distinct()).all()


def lock_visits(session: Session, visit_ids: Collection[uuid.UUID]) -> Sequence[Visit]:
    """The visits with these ids, locked in the order of their ids."""
    return session.scalars(
        select(Visit).where(Visit.id.in_(visit_ids)).order_by(Visit.id).with_for_update(key_share=True)
    ).all()


def lock_visits_of_days(
    session: Session,
    visit_ids: Collection[uuid.UUID],
    also: Collection[tuple[uuid.UUID, dt.date]] = (),
    beside: Collection[uuid.UUID] = (),
) -> Sequence[Visit]:
    """The same, with all that `order_day` will number for it locked at once: their officers' undone visits of their days, and
    of the days (officer, date) in `also`; and the visits `beside` them, which are looked at afterwards.
    """
    named_ids = set(visit_ids)
    wanted = {*named_ids, *beside, *list_visits_of_days(session, named_ids, also)}
    return [visit for visit in lock_visits(session, wanted) if visit.id in named_ids]


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit that is not written yet, how it is given, and what the log is to say of it."""

    visit: Visit
    giving: Giving
    values: dict[str, Any]
    payload: dict[str, Any] | None


def make_visits(
    chosen: Sequence[tuple[CaseToAssign, bool]], giving: Giving, unwilling: Collection[uuid.UUID] = ()
) -> list[NewVisit]:
    """An assigned visit for each case, for `save_visits`; the flag says that it needs two officers. `unwilling` residents want no
    visits: the log has the reason for theirs.
    """
    made = []
    for one, needs_pair in chosen:
        visit = Visit(
            id=new_id(),
            case_id=one.case.id,
            resident_id=one.resident.id,
            address_id=one.resident.address_id,
            form_id=get_visit_form(one.programme),
            planned_on=giving.planned_on,
            window_from=giving.window[0],
            window_to=giving.window[1],
            status=VisitStatus.ASSIGNED,
            officer_id=giving.officer_id,
            assigned_at=giving.at,
            assigned_by_id=giving.by_id,
            needs_pair=needs_pair,
            pair_reason=_alone_because(giving, needs_pair=needs_pair),
            created_at=giving.at,
        )
        values = {
            "status": VisitStatus.ASSIGNED,
            "officer_id": giving.officer_id,
            "planned_on": giving.planned_on,
            "pair_reason": visit.pair_reason,
            **_window_of(giving),
        }
        why = {"reason": giving.unwanted_reason} if one.resident.id in unwilling else None
        made.append(NewVisit(visit, giving, values, why))
    return made


def save_visits(session: Session, made: Sequence[NewVisit], *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Write them, what the log says of them and who has them; all were given by this person at this instant."""
    if not made:
        return
    rows = [(one.visit, one.values, one.payload) for one in made]
    create_rows(session, rows, kind="visit.assign", entity_type="visit", user_id=by_id, now=at)
    session.flush()
    held = [row for one in made for row in _describe_assignments(one.visit, one.giving)]
    session.connection().execute(insert(VisitAssignment), held)


def give_visit(
    session: Session, visit: Visit, giving: Giving, *, status: VisitStatus, needs_pair: bool, why: str | None = None
) -> None:
    """Give an existing visit to an officer for a day; ends whoever had it. `why`, for the log: they want no visits."""
    session.execute(
        update(VisitAssignment)
        .where(VisitAssignment.visit_id == visit.id, VisitAssignment.ended_at.is_(None))
        .values(ended_at=giving.at, ended_reason="reassigned")
    )
    change_row(
        session,
        visit,
        {
            "status": status,
            "officer_id": giving.officer_id,
            "planned_on": giving.planned_on,
            "assigned_at": giving.at,
            "assigned_by_id": giving.by_id,
            "needs_pair": needs_pair,
            "pair_reason": _alone_because(giving, needs_pair=needs_pair),
            "handed_back_words": None,
            **_window_of(giving),
        },
        kind="visit.assign",
        entity_type="visit",
        user_id=giving.by_id,
        now=giving.at,
        payload={"reason": why} if why else None,
    )
    visit.placed_by_hand = False
    session.add_all(VisitAssignment(**row) for row in _describe_assignments(visit, giving))


def end_seconds_of(session: Session, user_id: uuid.UUID, *, at: dt.datetime) -> None:
    """Nobody goes along any more where this person did; the phone of whoever is alone now fetches the visit again, and is told."""
    mine = (VisitAssignment.user_id == user_id, VisitAssignment.part == "second", VisitAssignment.ended_at.is_(None))
    undone = select(Visit).where(
        Visit.id.in_(select(VisitAssignment.visit_id).where(*mine)), Visit.status.in_(UNDONE_VISIT_STATUSES)
    )
    visits = session.scalars(undone.order_by(Visit.id).with_for_update(key_share=True)).all()
    session.execute(
        update(VisitAssignment)
        .where(*mine, VisitAssignment.visit_id.in_([visit.id for visit in visits]))
        .values(ended_at=at, ended_reason="left")
    )
    for visit in visits:
        touch_row(visit, now=at)
    queue_telling(session, {visit.officer_id for visit in visits if visit.officer_id is not None}, at=at)


def _window_of(giving: Giving) -> dict[str, str | None]:
    is_said = giving.sets_window or any(giving.window)
    return {"window_from": giving.window[0], "window_to": giving.window[1]} if is_said else {}


def _alone_because(giving: Giving, *, needs_pair: bool) -> str | None:
    """Why one officer is enough; nothing where two go."""
    return giving.pair_reason if needs_pair and giving.second_id is None else None


def _describe_assignments(visit: Visit, giving: Giving) -> list[dict[str, Any]]:
    """The columns of who has the visit now: its officer, and the second where two go."""
    second = {"second": giving.second_id} if visit.needs_pair and giving.second_id is not None else {}
    return [
        {
            "id": new_id(),
            "visit_id": visit.id,
            "user_id": user_id,
            "part": part,
            "assigned_at": giving.at,
            "assigned_by_id": giving.by_id,
        }
        for part, user_id in ({"lead": giving.officer_id} | second).items()
    ]
