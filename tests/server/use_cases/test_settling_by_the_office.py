"""Of several who settle a conflict at once one wins; the office gives its words, and whoever has a side is told."""

from __future__ import annotations

import threading
import uuid

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.conflict import Choice
from server.store.tables import Operation, User
from server.use_cases.resolve_conflict import ConflictNotSettledError, Resolution, resolve_conflict
from tests.factories.borough import NOW
from tests.factories.clash import (
    SECOND,
    Clash,
    conflict_of,
    make_clash,
    mobile_of,
    rows_on,
)


@pytest.fixture
def clash(context: None, session: Session) -> Clash:
    return make_clash(session)


def test_of_several_who_settle_at_once_exactly_one_wins(app: Flask, session: Session, clash: Clash) -> None:
    conflict = conflict_of(session)
    conflict_id, version = conflict.id, conflict.version
    session.rollback()
    start, came_to = threading.Barrier(len(clash.office_ids)), list[str]()

    def settle(number: int, by_id: uuid.UUID) -> None:
        start.wait(timeout=30)
        with app.app_context():
            try:
                resolve_conflict(
                    Resolution(
                        choices=[Choice(conflict_id, version, "other")],
                        typed={conflict_id: f"07700 90010{number}"},
                        reason="I rang her.",
                        by_id=by_id,
                    ),
                    at=NOW,
                )
            except ConflictNotSettledError as refusal:
                came_to.append(refusal.reason)
            else:
                came_to.append(f"07700 90010{number}")

    threads = [threading.Thread(target=settle, args=pair) for pair in enumerate(clash.office_ids)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    (won,) = (one for one in came_to if one != "settled_already")
    assert len(came_to) == len(clash.office_ids)
    assert mobile_of(session, clash) == won
    assert conflict_of(session).version == version + 1
    assert len(session.scalars(select(Operation).where(Operation.kind == "conflict.resolve")).all()) == 1


@pytest.mark.parametrize(
    ("reason", "chosen", "refusal"),
    [
        (" ", "shown", "reason_missing"),
        ("x" * 2001, "shown", "reason_too_long"),
        ("x", "0190aaaa-0000-7000-8000-00000000dead", "choice_missing"),
    ],
)
def test_the_office_settles_only_with_words_and_a_choice(
    session: Session, clash: Clash, reason: str, chosen: str, refusal: str
) -> None:
    conflict = conflict_of(session)
    resolution = Resolution(
        choices=[Choice(conflict.id, conflict.version, chosen)], typed={}, reason=reason, by_id=clash.office_ids[0]
    )
    session.rollback()
    with pytest.raises(ConflictNotSettledError) as refused:
        resolve_conflict(resolution, at=NOW)
    assert refused.value.reason == refusal
    assert conflict_of(session).resolved_at is None


def test_what_the_office_settled_reaches_the_phone_of_whoever_has_a_side(session: Session, clash: Clash) -> None:
    conflict = conflict_of(session)
    resolution = Resolution(
        choices=[Choice(conflict.id, conflict.version, "shown")], typed={}, reason="I rang.", by_id=clash.office_ids[0]
    )
    session.rollback()
    assert resolve_conflict(resolution, at=NOW) is True
    assert resolve_conflict(resolution, at=NOW) is False
    resolved = rows_on(clash.olive)["mobile"]["fields"]["resolved"]
    assert (resolved["value"], resolved["who"], resolved["mine"]) == (SECOND, "Ben Back0", False)
    session.rollback()
    assert session.get_one(User, clash.office_ids[0]).name == "Ben Back0"
