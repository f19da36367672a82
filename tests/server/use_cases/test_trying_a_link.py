"""The one question of a link: right, wrong, paused for half an hour, and never ended by guessing."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.resident_link import MOST_WRONG_TRIES, PAUSE, VerifyQuestion
from server.store.tables import AuditEntry, Hold
from server.use_cases.try_link import TriedOutcome, try_link
from tests.factories.borough import NOW
from tests.factories.resident_links import BORN, Asked, ask_resident, link_of, resident_of

pytestmark = pytest.mark.usefixtures("context")
WRONG = "1941-06-05"


def outcomes(asked: Asked, *typed: str, at: dt.datetime = NOW) -> list[TriedOutcome]:
    return [try_link(asked.made.code, one, at).outcome for one in typed]


def test_the_right_answer_opens_it_and_again_on_another_day(session: Session) -> None:
    asked = ask_resident(session, at=NOW)
    tried = try_link(asked.made.code, BORN, NOW)
    assert (tried.outcome, tried.link_id) == (TriedOutcome.OPENED, asked.made.link_id)
    assert outcomes(asked, BORN, at=NOW + dt.timedelta(days=3)) == [TriedOutcome.OPENED]
    assert link_of(session, asked).opened_at == NOW
    assert "link.open" in session.scalars(select(AuditEntry.action)).all()


def test_a_postcode_opens_one_that_asks_for_it(session: Session) -> None:
    asked = ask_resident(session, at=NOW, question=VerifyQuestion.POSTCODE)
    assert outcomes(asked, BORN, "zz993wz") == [TriedOutcome.WRONG, TriedOutcome.OPENED]


def test_the_fifth_wrong_answer_pauses_it_for_half_an_hour_and_never_ends_it(session: Session) -> None:
    asked = ask_resident(session, at=NOW)
    tried = outcomes(asked, *[WRONG] * MOST_WRONG_TRIES)
    assert tried == [TriedOutcome.WRONG] * 4 + [TriedOutcome.PAUSED]
    assert outcomes(asked, BORN) == [TriedOutcome.PAUSED]  # not even the right one, or it could be guessed
    assert outcomes(asked, BORN, at=NOW + PAUSE - dt.timedelta(seconds=1)) == [TriedOutcome.PAUSED]
    for turn in range(1, 20):
        tried = outcomes(asked, *[WRONG] * MOST_WRONG_TRIES, at=NOW + turn * PAUSE)
        assert tried[-1] is TriedOutcome.PAUSED
    assert outcomes(asked, BORN, at=NOW + 20 * PAUSE) == [TriedOutcome.OPENED]


def test_a_right_answer_begins_the_count_anew(session: Session) -> None:
    asked = ask_resident(session, at=NOW)
    for _ in range(3):
        assert outcomes(asked, *[WRONG] * 4, BORN)[-1] is TriedOutcome.OPENED
    assert link_of(session, asked).paused_at is None


def test_each_pause_is_told_to_the_office_again(session: Session) -> None:
    asked = ask_resident(session, at=NOW)
    outcomes(asked, *[WRONG] * MOST_WRONG_TRIES)
    link = link_of(session, asked)
    link.pause_seen_at = NOW
    session.commit()
    outcomes(asked, *[WRONG] * MOST_WRONG_TRIES, at=NOW + PAUSE)
    assert link_of(session, asked).pause_seen_at is None


def test_a_code_that_opens_nothing_says_the_same_whatever_the_reason(session: Session) -> None:
    asked = ask_resident(session, at=NOW)
    assert try_link("never-made", BORN, NOW).outcome is TriedOutcome.NONE
    assert outcomes(asked, BORN, at=NOW + dt.timedelta(days=15)) == [TriedOutcome.NONE]
    resident_of(session, asked).on_hold = True
    session.add(Hold(resident_id=asked.resident_id, kind="death_reported", source="feed", placed_at=NOW))
    session.commit()
    assert outcomes(asked, BORN) == [TriedOutcome.NONE]
    assert link_of(session, asked).wrong_tries == 0
