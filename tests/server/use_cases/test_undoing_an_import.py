"""Undoing an import: whom it brought goes, what it changed is put back, and whoever was worked with since stays and is listed."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.store.import_undo import list_left_rows, plan_undo
from server.store.row_writes import change_row
from server.store.tables import Address, AuditEntry, Case, Hold, ImportBatch, ImportRow, Resident, ResidentSource
from server.store.unit_of_work import write_transaction
from server.use_cases import undo_import as undoing
from server.use_cases.assign_visits import assign_visits
from server.use_cases.undo_import import ImportNotUndoneError, request_undo, undo_import
from tests.factories.borough import NOW, TODAY, add_user
from tests.factories.lists import gazetteer, import_list, nsss, person, spl

pytestmark = pytest.mark.usefixtures("context")
LATER, AFTER, LAST = (NOW + dt.timedelta(hours=hours) for hours in (1, 2, 3))


def undo(session: Session, batch_id: uuid.UUID, at: dt.datetime = LAST) -> ImportBatch:
    """Ask for it and do it."""
    session.rollback()
    user = add_user(session, "Sam")
    session.commit()
    request_undo(batch_id, by_id=user.id, at=at, queue=False)
    undo_import(batch_id, clock=lambda: at)
    session.rollback()
    return session.get_one(ImportBatch, batch_id)


def people(session: Session) -> dict[str, Resident]:
    """Everybody by last name."""
    session.rollback()
    return {str(one.last_name): one for one in session.scalars(select(Resident))}


def count(session: Session, table: type) -> int:
    """How many rows the table has."""
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_whom_the_batch_brought_goes_and_the_same_file_can_be_sent_again(session: Session) -> None:
    content = spl(person(1), person(2, died_on="2026-11-01"), person(2, telephone_1="07700 900002", edition="2"))
    batch_id = import_list(content)
    assert undo(session, batch_id).status == "undone"
    tables = (Resident, Address, Case, Hold, ResidentSource)
    assert [count(session, table) for table in tables] == [0] * len(tables)
    assert count(session, ImportRow) == 3
    assert session.scalar(select(AuditEntry.action).where(AuditEntry.action == "import.undo")) is not None
    import_list(content, at=LAST)
    assert len(people(session)) == 2


def test_what_the_batch_changed_is_put_back_and_the_next_edition_moves_it_again(session: Session) -> None:
    import_list(spl(person(1, telephone_1="07700 900001")))
    name = person(1)["last_name"]
    door = people(session)[name].address_id
    source = session.scalars(select(ResidentSource.received)).one()
    second = spl(person(1, telephone_1="07700 900002", line_1="9 New Road", edition="2"), person(2, edition="2"))
    batch_id = import_list(second, at=LATER)
    session.rollback()
    plan = plan_undo(session, session.get_one(ImportBatch, batch_id))
    assert (plan.removed, plan.put_back, plan.left) == (1, 1, 0)
    undo(session, batch_id)
    after = people(session)
    assert list(after) == [name]
    assert (after[name].mobile, after[name].address_id) == ("07700 900001", door)
    assert session.scalars(select(ResidentSource.received)).one() == source
    assert count(session, Address) == 1
    import_list(second, at=LAST)
    assert people(session)[name].mobile == "07700 900002"


def test_whoever_was_worked_with_since_stays_with_everything_and_is_listed(session: Session) -> None:
    import_list(spl(person(3, telephone_1="07700 900001")))
    lines = (person(1, edition="2"), person(2, edition="2"), person(3, telephone_1="07700 900003", edition="2"))
    batch_id = import_list(spl(*lines, person(4, edition="2")), at=LATER)
    session.rollback()
    officer, boss = add_user(session), add_user(session, "Boss")
    session.commit()
    known = people(session)
    names = [str(line["last_name"]) for line in lines]
    case_id: uuid.UUID = session.scalars(select(Case.id).where(Case.resident_id == known[names[0]].id)).one()
    session.rollback()
    assign_visits([case_id], Giving(officer_id=officer.id, planned_on=TODAY, by_id=boss.id, at=AFTER))
    import_list(nsss(person(2, key="N-1", edition="2021-01-01")), at=AFTER)
    with write_transaction() as edit:
        resident = edit.get_one(Resident, known[names[2]].id)
        change_row(
            edit, resident, {"language": "pl"}, kind="resident.edit", entity_type="resident", user_id=None, now=AFTER
        )
    undo(session, batch_id)
    assert sorted(people(session)) == sorted(names)
    assert people(session)[names[2]].mobile == "07700 900003"
    left = {row.line_number: row.left_because for row in list_left_rows(session, batch_id, page=1, size=9)}
    assert left == {2: "worked_on", 3: "named_later", 4: "worked_on"}


def test_an_undo_that_was_killed_goes_on_and_a_death_reported_is_not_lifted_by_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "CHUNK", 2)
    import_list(spl(person(9)))
    batch_id = import_list(
        spl(*(person(number, edition="2") for number in range(5)), person(9, died_on="2026-11-01", edition="2")),
        at=LATER,
    )
    user = add_user(session)
    session.commit()
    for _ in range(2):
        request_undo(batch_id, by_id=user.id, at=LAST)
    ticks = iter([LAST, LAST])
    with pytest.raises(StopIteration):
        undo_import(batch_id, clock=lambda: next(ticks))
    session.rollback()
    assert (session.get_one(ImportBatch, batch_id).rows_done, count(session, Resident)) == (4, 3)
    for _ in range(2):
        undo_import(batch_id, clock=lambda: LAST)
    (held,) = people(session).values()
    assert held.on_hold
    assert [row.left_because for row in list_left_rows(session, batch_id, page=1, size=9)] == ["held"]


def test_what_cannot_be_undone_is_said(session: Session) -> None:
    user = add_user(session)
    session.commit()
    place = import_list(
        gazetteer({"uprn": "1", "postcode": "ZZ9 9ZZ", "ward": "N", "latitude": "51", "longitude": "0"})
    )
    old = import_list(spl(person(1)))
    session.execute(ImportRow.__table__.update().values(undo=None))  # type: ignore[attr-defined]
    session.commit()
    for batch_id, reason in ((place, "gazetteer"), (old, "too_old")):
        with pytest.raises(ImportNotUndoneError, match=reason):
            request_undo(batch_id, by_id=user.id, at=LAST)
