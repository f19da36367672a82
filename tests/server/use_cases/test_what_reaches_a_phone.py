"""docs/what-reaches-a-phone.md has every column that a pull may send, each with its reason, and nothing that none sends."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.phone_rows import PHONE_FIELDS
from server.domain.words import Role
from server.use_cases.prepare_installation import prepare_installation
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from tests.factories.borough import NOW, TODAY, Phone, add_phone, add_user
from tests.factories.filled_forms import SEEN_NEEDS
from tests.factories.operations import make_operation
from tests.factories.pushing import pull
from tests.factories.submission_line import SubmissionLine, lay_line

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/what-reaches-a-phone.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)\.(\w+)` \| (.+?) \|$", PAGE, re.MULTILINE)
COLUMNS, NESTED = ROWS[: -PAGE.split("## Values")[1].count("| `")], ROWS[-PAGE.split("## Values")[1].count("| `") :]
KEYS = {(row_type, column): set(keys.split(", ")) for row_type, column, keys in NESTED}
FEWEST_LETTERS = 4


def complain(columns: Iterable[tuple[str, str]], reasons: dict[tuple[str, str], str]) -> list[str]:
    """Columns that the page lacks or gives no reason for, and those of the page that are none."""
    sent = set(columns)
    unexplained = [one for one in sent if len(reasons.get(one, "").strip()) < FEWEST_LETTERS]
    return sorted(f"{row_type}.{column}" for row_type, column in {*unexplained, *(reasons.keys() - sent)})


def list_nested(rows: Iterable[dict[str, Any]]) -> dict[tuple[str, str], set[str]]:
    """The keys of every object that stands in a column, or in a list in one."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        for column, value in row["fields"].items():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    found.setdefault((row["type"], column), set()).update(one)
    return found


@pytest.fixture
def line(context: None, session: Session) -> SubmissionLine:
    prepare_installation(NOW)
    return lay_line(session)


def submit(line: SubmissionLine, view: int) -> None:
    submission = line.make(SEEN_NEEDS, view=view)
    payload = {"submission_op_id": submission["op_id"], "instance_id": submission["payload"]["instance_id"]}
    done = make_operation(
        line.phone, "visit.submit", "visit", line.visit_id, payload=payload, after=[submission["op_id"]], view=view
    )
    line.push(submission, done)
    line.session.rollback()


def hand_to_somebody_else(session: Session, line: SubmissionLine) -> Phone:
    supervisor_id = add_user(session, "Sue Supervisor", Role.SUPERVISOR).id
    other = add_phone(session, add_user(session, "Ned Newman"))
    session.commit()
    giving = Giving(officer_id=other.user_id, planned_on=TODAY, by_id=supervisor_id, at=NOW)
    reassign_visits([SeenVisit(line.visit_id, line.phone.user_id)], giving)
    return other


def test_every_column_stands_on_the_page_with_its_reason_and_no_other() -> None:
    sent = [(row_type, column) for row_type, columns in PHONE_FIELDS.items() for column in columns]
    assert complain(sent, {(row_type, column): why for row_type, column, why in COLUMNS}) == []
    assert len(COLUMNS) == len(sent)


def test_the_rule_sees_a_column_without_a_reason_and_a_reason_without_a_column() -> None:
    assert complain([("resident", "nhs_number")], {}) == ["resident.nhs_number"]
    assert complain([("resident", "age")], {("resident", "age"): "  "}) == ["resident.age"]
    assert complain([], {("resident", "age"): "how to look after them"}) == ["resident.age"]


def test_a_pull_sends_no_column_and_no_key_that_is_not_on_the_page(line: SubmissionLine) -> None:
    submit(line, pull(line.phone).view or 0)
    rows = pull(line.phone, now=NOW + dt.timedelta(minutes=1)).rows
    known = {(row_type, column) for row_type, column, _ in COLUMNS}
    assert {(row["type"], column) for row in rows for column in row["fields"]} <= known
    nested = list_nested(rows)
    assert {
        place: keys - KEYS.get(place, set()) for place, keys in nested.items() if keys - KEYS.get(place, set())
    } == {}
    assert {("resident", "recent_outcomes"), ("code_list", "entries")} <= set(nested)


def test_a_late_report_tells_the_new_officer_no_more_than_the_page_says(session: Session, line: SubmissionLine) -> None:
    view = pull(line.phone).view or 0
    other = hand_to_somebody_else(session, line)
    submit(line, view)
    nested = list_nested(row for row in pull(other).rows if row["type"] == "visit")
    assert nested["visit", "late_reports"] <= KEYS["visit", "late_reports"]


def test_a_conflict_has_the_keys_of_the_page_and_no_other() -> None:
    golden = json.loads((ROOT / "tests/contract/wire/conflicts.json").read_text())
    nested = list_nested([golden["open_row"], golden["settled_row"]])
    assert nested == {place: keys for place, keys in KEYS.items() if place[0] == "conflict"}
