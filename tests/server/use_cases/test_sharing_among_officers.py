"""Sharing people among officers in one act: who gets whom, what the log says of it, and that more officers ask the database no more."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from server.domain.assignment import Giving, NotAssigned
from server.domain.words import Role
from server.store.database import db
from server.store.tables import Job, Operation, Visit, VisitAssignment
from server.use_cases.assign_visits import Assigned
from server.use_cases.share_visits import share_visits
from tests.factories.borough import NOW, TODAY, add_case, add_resident, add_server_device, add_user, add_visit

pytestmark = pytest.mark.usefixtures("context")
LATER_ON = TODAY + dt.timedelta(days=2)


def test_people_are_shared_in_one_act_whose_cost_is_not_its_number_of_officers(session: Session) -> None:
    add_server_device(session)
    sam = add_user(session, "Sam", Role.SUPERVISOR)
    officers = [add_user(session, f"Officer {number}").id for number in range(7)]
    opened = [add_case(session, add_resident(session)) for _ in range(10)]
    cases = [one.id for one in opened]
    add_visit(session, None, opened[0], planned_on=LATER_ON)
    session.commit()

    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    few = _share({officers[0]: cases[:2], officers[1]: cases[1:4]}, sam.id)
    of_few = len(asked)
    asked.clear()
    many = _share({officer: [case] for officer, case in zip(officers[:6], cases[4:10], strict=True)}, sam.id)

    # Whoever is in two parts is given with the first; a visit that waits keeps its day.
    assert (len(few.visit_ids), few.kept, [one.why for one in few.left_out]) == (4, 1, [NotAssigned.ALREADY_PLANNED])
    assert len(many.visit_ids) == 6
    assert len(asked) <= of_few
    session.rollback()
    visits = {one.id: one for one in session.scalars(select(Visit))}
    open_ones = session.scalars(select(VisitAssignment).where(VisitAssignment.ended_at.is_(None))).all()
    assert {one.visit_id: one.user_id for one in open_ones} == {one.id: one.officer_id for one in visits.values()}
    log = session.scalars(select(Operation).where(Operation.kind == "visit.assign")).all()
    assert {one.entity_id: one.row_version for one in log} == {one.id: one.version for one in visits.values()}
    assert {job.payload["user_id"] for job in session.scalars(select(Job))} == {str(one) for one in officers[:6]}


def _share(parts: dict[uuid.UUID, list[uuid.UUID]], by_id: uuid.UUID) -> Assigned:
    return share_visits(parts, Giving(officer_id=by_id, planned_on=TODAY, by_id=by_id, at=NOW, keeps_plan=True))
