"""Importing lists of people: what is made, what moves, what is held, and that the same file again changes nothing."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.import_file import ImportFileError
from server.domain.words import RowVerdict, VisitStatus
from server.store.missing_people import list_missing
from server.store.row_writes import change_row
from server.store.tables import (
    Address,
    Case,
    Hold,
    ImportBatch,
    ImportRow,
    Operation,
    Resident,
    ResidentSource,
    Visit,
    WarningMarker,
)
from server.store.unit_of_work import write_transaction
from server.use_cases.assign_visits import assign_visits
from server.use_cases.decide_import_row import RowNotDecidedError, decide_import_row
from tests.factories.borough import NOW, TODAY, add_user
from tests.factories.lists import FIXTURES, gazetteer, import_list, nhs_number, nsss, person, preview, receive, spl

pytestmark = pytest.mark.usefixtures("context")


def count(session: Session, table: type) -> int:
    """How many rows the table has now."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def state(session: Session) -> dict[str, int]:
    """What an import could change, in numbers; versions show silent changes."""
    tables = (Resident, Address, Case, Hold, ResidentSource, Operation, Visit)
    versions = session.scalar(select(func.sum(Resident.version))) or 0
    return {table.__tablename__: count(session, table) for table in tables} | {"versions": int(versions)}


def only(session: Session) -> Resident:
    """The one resident there is."""
    session.rollback()
    return session.scalars(select(Resident)).one()


def residents(session: Session) -> list[Resident]:
    """Everybody, in the order they came."""
    session.rollback()
    return list(session.scalars(select(Resident).order_by(Resident.id)))


def test_importing_the_same_file_again_changes_nothing(session: Session) -> None:
    content = (FIXTURES / "nsss_feed.csv").read_bytes()
    import_list(content)
    before = state(session)
    import_list(content)
    assert state(session) == before
    assert before["residents"] > 0


def test_the_real_lists_become_residents_cases_and_holds(session: Session) -> None:
    import_list((FIXTURES / "spl_extract.csv").read_bytes())
    _, counts = preview((FIXTURES / "spl_extract.csv").read_bytes())
    assert counts == {"new": 0, "changed": 0, "unchanged": 1225, "decide": 0, "rejected": 3}
    assert count(session, Resident) == 1200
    assert count(session, Hold) == 15
    assert count(session, Case) == 1185
    import_list((FIXTURES / "nsss_feed.csv").read_bytes())
    assert count(session, Resident) < 1200 + 316
    assert session.scalar(select(func.count()).where(ResidentSource.layout == "nsss")) == 300
    before = state(session)
    import_list((FIXTURES / "spl_extract.csv").read_bytes())
    assert state(session) == before


def test_every_line_is_kept_as_received_and_every_change_is_in_the_one_log(session: Session) -> None:
    batch_id = import_list(spl(person(1, first_name="CHLOË ", postcode="zz99zz")))
    row = session.scalars(select(ImportRow).where(ImportRow.batch_id == batch_id)).one()
    assert row.received["PatientFirstName"] == "CHLOË "
    assert row.received["PatientAddress_PostCode"] == "zz99zz"
    assert row.normalised["postcode"] == "ZZ9 9ZZ"
    assert sorted(session.scalars(select(Operation.kind))) == ["case.open", "resident.create"]
    assert only(session).search_text.startswith("chloe ")


def test_of_two_lines_of_one_person_the_later_edition_stands(session: Session) -> None:
    older, newer = (
        person(1, telephone_1="07700 900001", edition="9"),
        person(1, telephone_1="07700 900002", edition="29"),
    )
    for lines in ((older, newer), (newer, older)):
        import_list(spl(*lines))
        assert only(session).mobile == "07700 900002"


def test_an_older_edition_that_comes_late_changes_nothing(session: Session) -> None:
    import_list(spl(person(1, telephone_1="07700 900002", edition="29")))
    import_list(spl(person(1, telephone_1="07700 900001", edition="28")))
    assert only(session).mobile == "07700 900002"


def test_a_reimport_moves_only_what_the_feed_changed_and_no_correction(session: Session) -> None:
    import_list(spl(person(1, telephone_1="07700 900001", email="a@example.org")))
    resident = only(session)
    change_row(
        session,
        resident,
        {"mobile": "07700 900777", "corrected_fields": ["mobile"]},
        kind="resident.edit",
        entity_type="resident",
        user_id=None,
        now=NOW,
    )
    session.commit()
    versions = dict(resident.field_versions)
    import_list(spl(person(1, telephone_1="07700 900002", email="b@example.org", edition="2")))
    resident = only(session)
    assert (resident.mobile, resident.email) == ("07700 900777", "b@example.org")
    assert resident.field_versions["mobile"] == versions["mobile"]
    source = session.scalars(select(ResidentSource)).one()
    assert source.received["mobile"] == "07700 900002"


def test_a_change_by_hand_of_what_the_feed_did_not_change_stays(session: Session) -> None:
    import_list(spl(person(1)))
    session.execute(Resident.__table__.update().values(email="found@example.org"))  # type: ignore[attr-defined]
    session.commit()
    import_list(spl(person(1, telephone_1="07700 900002", edition="2")))
    assert (only(session).email, only(session).mobile) == ("found@example.org", "07700 900002")


def test_a_second_list_fills_what_the_first_left_blank_and_both_stay_beside(session: Session) -> None:
    import_list(spl(person(1, telephone_1="")))
    import_list(nsss(person(1, key="N-1", telephone_1="07700 900002", edition="2021-01-01T09:00:00Z")))
    assert only(session).mobile == "07700 900002"
    assert count(session, ResidentSource) == 2


def test_a_death_holds_at_once_and_gives_the_visits_back(session: Session) -> None:
    import_list(spl(person(1), person(2)))
    officer, boss = add_user(session), add_user(session, "Sam")
    session.commit()
    cases = list(session.scalars(select(Case.id)))
    assign_visits(cases, Giving(officer_id=officer.id, planned_on=TODAY, by_id=boss.id, at=NOW))
    import_list(spl(person(1, died_on="2026-11-01", edition="2"), person(2, edition="2")))
    dead, alive = residents(session)
    assert (dead.on_hold, alive.on_hold) == (True, False)
    visits = {visit.resident_id: visit for visit in session.scalars(select(Visit))}
    assert (visits[dead.id].status, visits[dead.id].officer_id) == (VisitStatus.PLANNED, None)
    assert visits[alive.id].status == VisitStatus.ASSIGNED
    hold = session.scalars(select(Hold)).one()
    assert (hold.kind, hold.confirmed_at, hold.lifted_at) == ("death_reported", None, None)


def test_a_hold_that_was_lifted_is_not_placed_again_by_the_same_report(session: Session) -> None:
    dead = spl(person(1, informally_deceased="Y"))
    import_list(dead)
    hold = session.scalars(select(Hold)).one()
    hold.lifted_at = NOW
    only(session).on_hold = False
    session.execute(Hold.__table__.update().values(lifted_at=NOW))  # type: ignore[attr-defined]
    session.execute(Resident.__table__.update().values(on_hold=False))  # type: ignore[attr-defined]
    session.commit()
    import_list(dead)
    assert not only(session).on_hold
    assert count(session, Case) == 1


def test_a_doubtful_line_waits_for_a_person_and_is_never_merged(session: Session) -> None:
    import_list(spl(person(1, last_name="Lovell")))
    doubtful = person(1, nhs_number="", last_name="Lovell", date_of_birth="")
    batch_id = import_list(spl(doubtful, person(2)))
    assert len(residents(session)) == 2
    row = session.scalars(select(ImportRow).where(ImportRow.verdict == RowVerdict.DECIDE)).one()
    user = add_user(session)
    session.commit()
    known = session.scalars(select(Resident).where(Resident.last_name == "Lovell")).one()
    decide_import_row(batch_id, row.line_number, same_as=known.id, by_id=user.id, at=NOW)
    assert len(residents(session)) == 2
    with pytest.raises(RowNotDecidedError, match="decided_already"):
        decide_import_row(batch_id, row.line_number, same_as=None, by_id=user.id, at=NOW)
    before = state(session)
    import_list(spl(doubtful, person(2)))
    assert state(session) == before


def test_a_person_may_say_that_one_number_is_two_people_and_is_not_asked_again(session: Session) -> None:
    import_list(spl(person(1)))
    other = spl(person(1, date_of_birth="02/05/1971", first_name="Bob"))
    batch_id = import_list(other)
    user = add_user(session)
    session.commit()
    decide_import_row(batch_id, 2, same_as=None, by_id=user.id, at=NOW)
    assert [resident.nhs_number for resident in residents(session)] == [nhs_number(1), None]
    _, counts = preview(other)
    assert counts["decide"] == 0
    assert counts["unchanged"] == 1


def test_whom_a_later_full_extract_leaves_out_is_listed_and_never_closed(session: Session) -> None:
    import_list(spl(person(1), person(2)), full_extract=True)
    with write_transaction() as later:
        for batch in later.scalars(select(ImportBatch)):
            batch.uploaded_at -= dt.timedelta(days=1)
    batch_id = import_list(spl(person(2)), full_extract=True)
    batch = session.get_one(ImportBatch, batch_id)
    missing = [one.resident.nhs_number for one in list_missing(session, batch, page=1)]
    assert missing == [nhs_number(1)]
    assert set(session.scalars(select(Case.status))) == {"open"}


def test_the_gazetteer_gives_ward_and_position_before_and_after_the_people(session: Session) -> None:
    place = {"uprn": "000123", "postcode": "ZZ9 9ZZ", "ward": "North", "latitude": "51.5", "longitude": "-0.1"}
    import_list(spl(person(1, uprn="123"), person(2, line_1="2 Test Street")))
    assert set(session.scalars(select(Address.ward))) == {None}
    import_list(gazetteer(place))
    import_list(spl(person(3, uprn="0000123")))
    session.rollback()
    placed = session.scalars(select(Address).where(Address.ward == "North")).one()
    assert (placed.latitude, placed.longitude) == (51.5, -0.1)
    assert len({resident.address_id for resident in residents(session)}) == 2
    _, counts = preview(gazetteer(place))
    assert counts["unchanged"] == 1


def test_who_lives_at_a_door_that_is_placed_later_is_fetched_again_by_phones(session: Session) -> None:
    place = {"uprn": "123", "postcode": "ZZ9 9ZZ", "ward": "North", "latitude": "51.5", "longitude": "-0.1"}
    import_list(spl(person(1, uprn="123")))
    import_list(spl(person(2, line_1="2 Test Street")))
    first, second = (resident.version for resident in residents(session))
    import_list(gazetteer(place, place | {"uprn": "456", "ward": "South"}))
    assert [resident.version for resident in residents(session)] == [first + 1, second]
    # Somebody at the second door comes with its UPRN: now it has a ward, and its first resident is shown with it.
    import_list(spl(person(3, line_1="2 Test Street", uprn="456")))
    assert [resident.version for resident in residents(session)][:2] == [first + 1, second + 1]
    assert set(session.scalars(select(Address.ward))) == {"North", "South"}


def test_a_marker_of_a_person_who_moves_is_fetched_again_with_the_new_door(session: Session) -> None:
    import_list(spl(person(1)))
    resident, boss = only(session), add_user(session, "Sam")
    marker = WarningMarker(
        resident_id=resident.id, instruction="Visit in pairs", incident_on=TODAY, incident="x", status="proposed",
        proposed_by_id=boss.id, proposed_at=NOW, review_on=TODAY, changed_at=NOW,
    )  # fmt: skip
    session.add(marker)
    session.commit()
    before = marker.version
    import_list(spl(person(1, line_1="9 New Street", edition="2")))
    session.rollback()
    assert marker.version == before + 1


def test_a_refused_file_leaves_its_reason_and_nothing_else(session: Session) -> None:
    with pytest.raises(ImportFileError):
        receive(b"PK\x03\x04")
    batch = session.scalars(select(ImportBatch)).one()
    assert batch.status == "refused"
    assert "Excel" in str(batch.refused_reason)
    assert count(session, ImportRow) == 0


def test_a_line_with_more_cells_than_headings_is_rejected_and_not_shifted(session: Session) -> None:
    content = spl(person(1)).rstrip(b"\r\n") + b",stray\r\n"
    batch_id, counts = preview(content)
    assert counts["rejected"] == 1
    row = session.scalars(select(ImportRow).where(ImportRow.batch_id == batch_id)).one()
    assert "more cells" in row.reasons[0]


def test_somebody_who_moves_takes_the_planned_visit_along(session: Session) -> None:
    import_list(spl(person(1)))
    officer, boss = add_user(session), add_user(session, "Sam")
    session.commit()
    case_id: uuid.UUID = session.scalars(select(Case.id)).one()
    assign_visits([case_id], Giving(officer_id=officer.id, planned_on=TODAY, by_id=boss.id, at=NOW))
    import_list(spl(person(1, line_1="9 New Road", postcode="ZZ1 1ZZ", edition="2")))
    session.rollback()
    visit = session.scalars(select(Visit)).one()
    address = session.get_one(Address, visit.address_id)
    assert address.postcode == "ZZ1 1ZZ"
    assert only(session).address_id == visit.address_id
