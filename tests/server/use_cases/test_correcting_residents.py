"""Correcting who and where somebody is: visits go along, the door keeps its markers, and no list puts the old value back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.change_refusal import ChangeRefusedError
from server.domain.resident_correction import ANOTHER_DOOR, SAME_DOOR, CorrectionWords, read_correction
from server.store.tables import (
    Address,
    AuditEntry,
    Case,
    ImportRow,
    Job,
    Operation,
    Resident,
    ResidentSource,
    User,
    Visit,
)
from server.use_cases.assign_visits import assign_visits
from server.use_cases.correct_resident import Corrected, correct_resident
from tests.factories.borough import NOW, TODAY, add_resident, add_server_device, add_user
from tests.factories.lists import import_list, person, spl

AS_LISTED = CorrectionWords(
    first_name="Ada", last_name="Exampleba", date_of_birth="02/05/1941", address="1 Test Street", postcode="ZZ9 9ZZ",
    reason="Rang the daughter",
)  # fmt: skip


def correct(resident: Resident, typed: CorrectionWords, by: User) -> Corrected | None:
    """Save the page as it was opened."""
    return correct_resident(resident.id, typed, seen_version=resident.version, by_id=by.id, at=NOW)


@pytest.mark.usefixtures("context")
def test_a_corrected_person_stays_corrected_and_visits_go_along(session: Session) -> None:
    import_list(spl(person(1, uprn="100"), person(2, line_1="2 New Road", postcode="ZZ8 8ZZ")))
    officer, boss = add_user(session), add_user(session, "Sue")
    session.commit()
    ada, other = session.scalars(select(Resident).order_by(Resident.id)).all()
    [case_id] = session.scalars(select(Case.id).where(Case.resident_id == ada.id))
    assign_visits([case_id], Giving(officer_id=officer.id, planned_on=TODAY, by_id=boss.id, at=NOW))
    other_case = session.scalars(select(Case.id).where(Case.resident_id == other.id)).one()
    session.rollback()
    assign_visits([other_case], Giving(officer_id=officer.id, planned_on=TODAY, by_id=boss.id, at=NOW))
    session.rollback()
    session.execute(delete(Job))
    session.execute(update(Visit).values(position=7))
    session.commit()
    moved = replace(
        AS_LISTED, uprn="100", first_name="Adela", date_of_birth="3/5/1942", address="2, new road", postcode="zz88zz",
        door=ANOTHER_DOOR,
    )  # fmt: skip
    done = correct(ada, moved, boss)
    assert done == Corrected(("first_name", "date_of_birth", "address_lines", "postcode", "uprn"), 1)
    with pytest.raises(ChangeRefusedError, match="changed_meanwhile"):
        correct_resident(ada.id, moved, seen_version=1, by_id=boss.id, at=NOW)
    session.rollback()
    session.refresh(ada)
    visit = session.scalars(select(Visit).where(Visit.case_id == case_id)).one()
    assert set(session.scalars(select(Visit.position))) == {1, 2}, "the day is ordered by where they are now"
    [told] = session.scalars(select(Job).where(Job.kind == "tell_phones"))
    assert told.payload["user_id"] == str(officer.id)
    assert visit.address_id == ada.address_id == other.address_id, "found as a list's row is, however it is spelt"
    assert ada.search_text == "adela exampleba zz8 8zz"
    logged = session.scalars(select(Operation).where(Operation.kind == "resident.correct")).one()
    assert (logged.envelope["payload"]["note"], logged.row_version) == ("Rang the daughter", ada.version)
    audited = session.scalars(select(AuditEntry).where(AuditEntry.action == "resident.correct")).one()
    assert audited.fields["postcode"] == {"old": "ZZ9 9ZZ", "new": "ZZ8 8ZZ"}

    import_list(spl(person(1, line_1="9 Old Lane", telephone_1="07700 900009", edition="2")))
    session.rollback()
    session.refresh(ada)
    assert (ada.first_name, ada.date_of_birth, ada.mobile) == ("Adela", dt.date(1942, 5, 3), "07700 900009")
    assert ada.address_id == other.address_id
    assert not session.scalars(select(ImportRow).where(ImportRow.verdict == "decide")).all()
    [said] = session.scalars(select(ResidentSource).where(ResidentSource.resident_id == ada.id))
    assert (said.received["first_name"], said.received["lines"]) == ("Ada", ["9 Old Lane"])


@pytest.mark.usefixtures("context")
def test_a_door_that_was_written_wrongly_stays_one_door(session: Session) -> None:
    add_server_device(session)
    boss, ada = add_user(session, "Sue"), add_resident(session, first_name="Ada", last_name="Exampleba")
    ben = add_resident(session, address_id=ada.address_id, search_text="ben")
    session.commit()
    typed = replace(AS_LISTED, date_of_birth="06/05/1941", address="1 Best Street", postcode="ZZ99 3WY")
    for door in ("", "elsewhere"):
        with pytest.raises(ChangeRefusedError, match="door: missing"):
            correct(ada, replace(typed, door=door), boss)
    assert correct(ada, replace(typed, door=SAME_DOOR), boss) == Corrected(("address_lines", "postcode"))
    session.rollback()
    for one in (ada, ben):
        session.refresh(one)
    one_door = session.scalars(select(Address)).one()
    assert (one_door.lines, ada.address_id, ben.address_id) == (["1 Best Street"], one_door.id, one_door.id)
    assert (ben.version, ben.search_text.split()[-1], ben.corrected_fields) == (2, "3wy", [])
    assert "address_id" in ada.corrected_fields
    notes = {one.entity_id: one.envelope["payload"] for one in session.scalars(select(Operation))}
    assert notes == {ada.id: {"note": "Rang the daughter"}, ben.id: {}}, "a reason stays with whom it is about"


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("date_of_birth", "31/02/1941", "day_wrong"),
        ("date_of_birth", "1/1/2999", "day_wrong"),
        ("postcode", "nowhere", "wrong"),
        ("uprn", "1.2E+11", "wrong"),
        ("address", "a\n" * 6, "too_long"),
        ("first_name", "x" * 201, "too_long"),
        ("reason", " \x00", "missing"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_field(field: str, typed: str, code: str) -> None:
    with pytest.raises(ChangeRefusedError) as refusal:
        read_correction(replace(AS_LISTED, **{field: typed}), TODAY)
    assert refusal.value.mistakes == {field: code}
