"""An import that is killed, run twice, or races another: lines are applied once, progress is true."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.store.tables import Case, ImportBatch, ImportRow, Job, Resident
from server.use_cases import apply_import as applying
from server.use_cases.confirm_import import APPLY_JOB, ImportNotConfirmedError, confirm_import, discard_import
from server.use_cases.ensure_programme import ensure_programme
from server.use_cases.preview_import import preview_import
from server.use_cases.receive_import import PREVIEW_JOB
from tests.factories.borough import NOW, TODAY, add_user
from tests.factories.lists import person, preview, receive, spl

pytestmark = pytest.mark.usefixtures("context")


class KilledError(Exception):
    """The process dies here."""


def test_an_import_that_was_killed_goes_on_where_it_stopped(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "CHUNK", 4)
    batch_id, _ = preview(spl(*(person(number) for number in range(10)), person(99, died_on="2020-01-01")))
    confirm_import(batch_id, programme_id=ensure_programme(), full_extract=False, by_id=None, at=NOW)
    ticks = iter(range(100))

    def dying_clock() -> dt.datetime:
        if next(ticks) == 3:
            raise KilledError
        return NOW

    with pytest.raises(KilledError):
        applying.apply_import(batch_id, clock=dying_clock)
    batch = session.get_one(ImportBatch, batch_id)
    applied = session.scalar(select(func.count()).where(ImportRow.applied_at.is_not(None)))
    assert 0 < batch.rows_done < batch.rows_total
    assert batch.rows_done == applied
    for _ in range(2):
        applying.apply_import(batch_id, clock=lambda: NOW)
    session.rollback()
    assert (batch.status, batch.rows_done) == ("imported", 11)
    assert session.scalar(select(func.count()).select_from(Resident)) == 11
    assert session.scalar(select(func.count()).select_from(Case)) == 10


def test_those_who_died_are_written_first(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "CHUNK", 1)
    batch_id, _ = preview(spl(person(1), person(2), person(3, died_on="2020-01-01")))
    confirm_import(batch_id, programme_id=ensure_programme(), full_extract=False, by_id=None, at=NOW)
    applying.apply_import(batch_id, clock=lambda: NOW)
    assert [resident.on_hold for resident in session.scalars(select(Resident).order_by(Resident.id))] == [
        True,
        False,
        False,
    ]


def test_receiving_and_confirming_queue_one_job_each_with_the_fact(session: Session) -> None:
    batch_id = receive(spl(person(1)), queue_preview=True)
    preview_import(batch_id, today_on=TODAY)
    for _ in range(2):
        confirm_import(batch_id, programme_id=ensure_programme(), full_extract=False, by_id=None, at=NOW)
    assert sorted(session.scalars(select(Job.kind))) == [APPLY_JOB, PREVIEW_JOB]


def test_nothing_is_imported_before_it_is_confirmed_or_after_it_was_put_aside(session: Session) -> None:
    user = add_user(session)
    session.commit()
    batch_id = receive(spl(person(1)))
    with pytest.raises(ImportNotConfirmedError, match="not_previewed"):
        confirm_import(batch_id, programme_id=ensure_programme(), full_extract=False, by_id=None, at=NOW)
    preview_import(batch_id, today_on=TODAY)
    with pytest.raises(ImportNotConfirmedError, match="no_programme"):
        confirm_import(batch_id, programme_id=None, full_extract=False, by_id=None, at=NOW)
    discard_import(batch_id, by_id=user.id, at=NOW)
    with pytest.raises(ImportNotConfirmedError):
        confirm_import(batch_id, programme_id=ensure_programme(), full_extract=False, by_id=None, at=NOW)
    applying.apply_import(batch_id, clock=lambda: NOW)
    assert session.scalar(select(func.count()).select_from(Resident)) == 0


def test_a_preview_of_before_is_not_believed_when_somebody_came_meanwhile(session: Session) -> None:
    first, _ = preview(spl(person(1)))
    second, counts = preview(spl(person(1)))
    assert counts["new"] == 1
    for batch_id in (first, second):
        confirm_import(batch_id, programme_id=ensure_programme(), full_extract=False, by_id=None, at=NOW)
        applying.apply_import(batch_id, clock=lambda: NOW)
    assert session.scalar(select(func.count()).select_from(Resident)) == 1
    assert list(session.scalars(select(ImportRow.verdict).order_by(ImportRow.id))) == ["new", "unchanged"]
