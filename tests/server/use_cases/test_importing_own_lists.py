"""A council's own list, explained once and remembered; contact tracing, whose addresses are house numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain import import_file, import_workbook
from server.domain.import_file import ImportFileError, by_headings
from server.domain.import_layouts import CTAS
from server.domain.own_list import propose_meanings
from server.store.import_batches import get_batch
from server.store.tables import Address, ImportBatch, ImportRow, Resident
from server.store.unit_of_work import write_transaction
from server.use_cases import receive_import
from server.use_cases.map_import import HeadingMeanings, ImportNotMappedError, map_as_before, map_import
from server.use_cases.preview_import import preview_import
from server.use_cases.receive_import import SheetNotChosenError
from tests.factories.borough import NOW, TODAY, add_user
from tests.factories.lists import FIXTURES, HEADINGS, confirm_and_apply, import_list, make_csv, person, receive, spl
from tests.server.domain.test_own_lists import workbook

pytestmark = pytest.mark.usefixtures("context")
HEAD = b"Name,Born,Where,Post Code\r\n"


def headings_of(session: Session, batch_id: object) -> list[str]:
    """The headings of the batch, in order."""
    session.rollback()
    return list(session.get_one(ImportBatch, batch_id).mapping["headings"])


def test_an_own_workbook_waits_until_it_is_explained_and_the_next_one_is_not_asked_again(session: Session) -> None:
    content = (FIXTURES / "council_list.xlsx").read_bytes()
    batch_id = receive(content, name="list.xlsx")
    user = add_user(session)
    session.commit()
    headings = headings_of(session, batch_id)
    assert preview_import(batch_id, today_on=TODAY) == {}
    proposed = propose_meanings(headings)
    said = HeadingMeanings(
        list_name="Befriending", meanings=[proposed.get(one, "") for one in headings], month_first=None
    )
    map_import(batch_id, said, by_id=user.id, at=NOW)
    counts = preview_import(batch_id, today_on=TODAY)
    assert (counts["new"] > 100, sum(counts.values())) == (True, 150)
    confirm_and_apply(batch_id)
    again = receive(content, name="again.xlsx")
    assert map_as_before(again, at=NOW)
    counts = preview_import(again, today_on=TODAY)
    assert (counts["new"], counts["changed"]) == (0, 0)
    session.rollback()
    first, second = session.get_one(ImportBatch, batch_id), session.get_one(ImportBatch, again)
    assert first.layout == second.layout
    assert second.mapping["unread_sheets"] == ["Notes"]


def test_no_transaction_is_open_while_a_file_is_read(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    states: list[str] = []

    @contextmanager
    def write(**values: Any) -> Iterator[Session]:
        states.append("writing")
        with write_transaction(**values) as held:
            yield held

    def by_headings_noted(*given: Any) -> Iterator[Any]:
        for line in by_headings(*given):
            states.append("reading")
            yield line

    monkeypatch.setattr(receive_import, "write_transaction", write)
    for module in (import_file, import_workbook):
        monkeypatch.setattr(module, "by_headings", by_headings_noted)
    cells = 'Zoë, "of" the\nMill'
    content = make_csv(["Name", "Born", "Where"], [{"Name": "Ada", "Born": cells}, {"Where": "1 Test Street"}])
    for sent, lines in ((content, 2), (workbook([["Name", "Born", "Where"], ["Ada", cells, None]]).getvalue(), 1)):
        batch_id = receive(sent)
        assert states == [*["reading"] * lines, "writing"]
        states.clear()
        session.rollback()
        kept = session.scalars(
            select(ImportRow.received).where(ImportRow.batch_id == batch_id, ImportRow.line_number == 2)
        )
        assert kept.one()["Born"] == cells


def test_dates_that_could_be_read_both_ways_are_asked_about_and_nothing_is_kept_meanwhile(session: Session) -> None:
    batch_id = receive(HEAD + b'"Lovell, Ada",03/04/1950,1 Test Street,ZZ9 9ZZ\r\n')
    meanings = ["full_name", "date_of_birth", "address", "postcode"]
    said = {order: HeadingMeanings(list_name="L", meanings=meanings, month_first=order) for order in (None, True)}
    with pytest.raises(ImportNotMappedError) as refused:
        map_import(batch_id, said[None], by_id=None, at=NOW)
    assert (refused.value.problems, refused.value.example) == ({"dates": "dates_either"}, "03/04/1950")
    assert not map_as_before(batch_id, at=NOW)
    map_import(batch_id, said[True], by_id=None, at=NOW)
    preview_import(batch_id, today_on=TODAY)
    session.rollback()
    assert get_batch(session, batch_id).status == "previewed"
    row = session.scalars(select(ImportRow).where(ImportRow.batch_id == batch_id)).one()
    assert row.normalised["date_of_birth"] == "1950-03-04"


def test_of_several_sheets_a_person_chooses_and_a_broken_workbook_leaves_only_its_refusal(session: Session) -> None:
    one: list[list[object]] = [["First name", "Surname", "Postcode"], ["Ada", "Lovell", "ZZ9 9ZZ"]]
    content = workbook(one, one).getvalue()
    with pytest.raises(SheetNotChosenError) as question:
        receive(content)
    assert question.value.sheets == ["Sheet 1", "Sheet 2"]
    assert session.scalar(select(func.count()).select_from(ImportBatch)) == 0
    assert headings_of(session, receive(content, sheet="Sheet 2")) == one[0]
    with pytest.raises(ImportFileError):
        receive(content[:-200])
    session.rollback()
    assert session.scalars(select(ImportBatch.status).order_by(ImportBatch.id)).all() == ["unmapped", "refused"]


def ctas(**values: str) -> bytes:
    """A line of contact tracing."""
    plain = {
        "key": "A1",
        "first_name": "Ada",
        "last_name": "Exampleba",
        "date_of_birth": "1941-05-02",
        "house_number": "1",
    }
    line = plain | {"postcode": "ZZ9 9ZZ", "edition": "2021-01-13 10:00"} | values
    return make_csv(HEADINGS["ctas"], [{CTAS.columns[name]: value for name, value in line.items()}])


def test_contact_tracing_finds_its_person_and_leaves_the_address_and_asks_when_the_name_is_another(
    session: Session,
) -> None:
    import_list(spl(person(1)))
    import_list(ctas())
    session.rollback()
    assert session.scalars(select(Resident)).one().address_id == session.scalars(select(Address)).one().id
    import_list(ctas(key="A2", first_name="Bob", last_name="Bobson", date_of_birth=""))
    assert session.scalar(select(func.count()).select_from(Address)) == 1
    import_list(ctas(first_name="Cyd", last_name="Charisse", date_of_birth="", edition="2021-01-14 10:00"))
    session.rollback()
    asked = session.scalars(select(ImportRow).where(ImportRow.verdict == "decide")).one()
    assert "another name" in asked.candidates[0]["reason"]
    import_list((FIXTURES / "ctas_daily.csv").read_bytes())
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Resident).where(Resident.last_name == "Newton")) == 1


def test_a_list_with_two_equal_headings_is_explained_by_their_places(session: Session) -> None:
    batch_id = receive(b"Forename,Surname,Tel,Tel\r\nAda,Lovell,07700 900001,07700 900002\r\n")
    assert headings_of(session, batch_id)[2:] == ["Tel (column 3)", "Tel (column 4)"]
