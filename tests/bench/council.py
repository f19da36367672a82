"""A council as it looks after a hard year, straight into the tables: 25,000 residents, 100,000 visits, and all that hangs on them.

For benchmarks only, the same at every call but for the day it is made on. Nobody in it is real. What the office works on
beside the visits is made in `council_work.py`.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, insert

from server.domain.words import ReviewState, Role, VisitOutcome, VisitStatus
from server.store.database import new_id
from server.store.match_candidates import search_text
from server.store.tables import (
    Address,
    CallTurn,
    Case,
    ContactPreference,
    Programme,
    Resident,
    Shift,
    Team,
    User,
    Visit,
)
from tests.bench.shielding_list import FIRST, LAST

RESIDENTS, VISITS = 25_000, 100_000
CHUNK = 5_000
DAYS_BACK, DAYS_AHEAD = 150, 8
OFFICERS, WARDS, ON_SHIFT = 60, 24, 40
STREETS = (
    "High Street",
    "Station Road",
    "Mill Lane",
    "Church Hill",
    "Long Acre",
    "Park View",
    "The Green",
    "Orchard Way",
)
ROLES = {
    Role.ADMINISTRATOR: 1,
    Role.OFFICER: OFFICERS,
    Role.SUPERVISOR: 6,
    Role.BACK_OFFICE: 12,
    Role.CONTACT_CENTRE: 20,
    Role.DUTY_MANAGER: 3,
}
OUTCOMES = {
    VisitOutcome.SEEN_NO_NEEDS: 55, VisitOutcome.SEEN_NEEDS: 12, VisitOutcome.SPOKEN_NOT_SEEN: 9,
    VisitOutcome.NO_REPLY_LETTER: 15, VisitOutcome.REFUSED_SAFE: 3, VisitOutcome.MOVED_OR_WRONG_ADDRESS: 3,
    VisitOutcome.IN_HOSPITAL_OR_CARE: 2, VisitOutcome.NO_REPLY_CONCERN: 1,
}  # fmt: skip
REACHED = {VisitOutcome.SEEN_NO_NEEDS, VisitOutcome.SEEN_NEEDS, VisitOutcome.SPOKEN_NOT_SEEN, VisitOutcome.REFUSED_SAFE}
Row = dict[str, Any]


@dataclass(slots=True)
class Council:
    """What the benchmark asks for by name, and the rows that others hang on."""

    engine: Engine
    now: dt.datetime
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    officers: list[uuid.UUID] = field(default_factory=list)
    staff: dict[str, list[uuid.UUID]] = field(default_factory=dict)
    teams: list[uuid.UUID] = field(default_factory=list)
    programmes: list[uuid.UUID] = field(default_factory=list)
    wards: list[str] = field(default_factory=lambda: [f"Ward {number:02}" for number in range(1, WARDS + 1)])
    residents: list[Row] = field(default_factory=list)
    cases: list[Row] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)
    doors: dict[uuid.UUID, uuid.UUID | None] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """The day it is made on."""
        return self.now.date()

    @property
    def synced(self) -> Row:
        """What every row of the sync has."""
        return {"version": 1, "field_versions": {}, "changed_at": self.now}

    def save(self, table: type[Any], rows: Iterable[Row]) -> None:
        """Into the table, some thousand at once."""
        waiting = list(rows)
        for first in range(0, len(waiting), CHUNK):
            with self.engine.begin() as connection:
                connection.execute(insert(table), waiting[first : first + CHUNK])

    def pick(self, weights: dict[Any, int]) -> Any:
        """One of them, by weight."""
        return self.chance.choices(list(weights), weights=list(weights.values()))[0]

    def ago(self, days: float) -> dt.datetime:
        """So long before now."""
        return self.now - dt.timedelta(days=days)


def fill_council(engine: Engine) -> Council:
    """Everybody, their cases, calls and visits."""
    council = Council(engine, dt.datetime.now(dt.UTC).replace(microsecond=0))
    _add_staff(council)
    _add_people(council)
    _add_calls(council)
    _add_visits(council)
    return council


def _add_staff(council: Council) -> None:
    council.programmes = [new_id(), new_id()]
    council.save(
        Programme,
        [
            {"id": one, "code": f"bench-{number}", "name": name, "settings": {}, "active": True}
            for number, (one, name) in enumerate(zip(council.programmes, ("Shielding 2", "Discharge"), strict=True))
        ],
    )
    council.teams = [new_id() for _ in range(5)]
    names = ("Food hub", "Pharmacy runs", "Befriending", "Social care", "Repairs")
    council.save(Team, [{"id": one, "name": name} for one, name in zip(council.teams, names, strict=True)])
    rows: list[Row] = [
        {"id": new_id(), "email": f"{role}{number}@example.org", "name": f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]} {number}",
         "role": role, "password_hash": "none", "active": True, "failed_sign_ins": 0, "created_at": council.ago(200)}
        for role, count in ROLES.items() for number in range(count)
    ]  # fmt: skip
    council.save(User, rows)
    for row in rows:
        council.staff.setdefault(str(row["role"]), []).append(row["id"])
    council.officers = council.staff[Role.OFFICER]
    begins = council.now.replace(hour=8, minute=0, second=0)
    council.save(
        Shift,
        [
            {"id": new_id(), "user_id": one, "kind": "visiting", "starts_at": begins, "expected_end_at": begins + dt.timedelta(hours=9)}
            for one in council.officers[:ON_SHIFT]
        ],
    )  # fmt: skip


def _add_people(council: Council) -> None:
    """A fifth share a door with somebody; three in a hundred doors the gazetteer does not know."""
    chance, doors = council.chance, list[Row]()
    for number in range(RESIDENTS * 4 // 5):
        known, postcode = chance.random() < 0.97, f"CR{number % 9} {number // 40 % 10}{_unit(number)}"
        line = f"{chance.randrange(1, 200)} {chance.choice(STREETS)}"
        doors.append(
            {"id": new_id(), "match_key": f"{line} {number}", "lines": [line, "Little Hampton"], "postcode": postcode,
             "ward": council.wards[int(WARDS * chance.random() ** 1.3)] if known else None,
             "latitude": 51.3 + number / 400_000 if known else None, "longitude": -0.1 + chance.random() / 10 if known else None}
        )  # fmt: skip
    council.save(Address, doors)
    residents = []
    for number in range(RESIDENTS):
        door = doors[number] if number < len(doors) else chance.choice(doors)
        names: Row = {"first_name": chance.choice(FIRST) + chance.choice(("", "", "a", "ie")),
                      "last_name": chance.choice(LAST) + chance.choice(("", "", "s", "man", "field", "ton"))}  # fmt: skip
        residents.append(
            council.synced | names | {
                "id": new_id(), "date_of_birth": dt.date(1928, 1, 1) + dt.timedelta(days=chance.randrange(22_000)),
                "address_id": door["id"] if number % 100 else None, "lives_alone": chance.choice((True, False, None)),
                "mobile": f"07700 900{number % 1000:03}" if number % 10 else None, "corrected_fields": [], "recent_outcomes": [],
                "on_hold": number % 400 == 0, "search_text": search_text(names | {"postcode": door["postcode"]}),
                "created_at": council.ago(DAYS_BACK + 20),
            }
        )  # fmt: skip
    council.save(Resident, residents)
    council.residents, council.doors = residents, {one["id"]: one["address_id"] for one in residents}
    council.cases = [
        council.synced | {
            "id": new_id(), "resident_id": one["id"], "programme_id": council.programmes[number % 5 == 4],
            "opened_at": council.ago(DAYS_BACK + 10 - number / RESIDENTS * 9), "next_contact_on": None,
            "status": (status := council.pick({"open": 93, "closed": 5, "on_hold": 2})),
            "closed_reason": "moved away" if status == "closed" else None,
        }
        for number, one in enumerate(residents)
    ]  # fmt: skip
    council.save(Case, council.cases)
    wishes = [
        {
            "resident_id": one["id"],
            "call": chance.random() > 0.03,
            "visit": chance.random() > 0.02,
            "changed_at": council.now,
        }
        for one in residents[:6_000]
    ]
    council.save(ContactPreference, wishes)


def _add_calls(council: Council) -> None:
    """Two of three have been rung; one of twenty waits for a call back."""
    chance, turns = council.chance, []
    for case in council.cases[: RESIDENTS * 2 // 3]:
        failed, last = chance.choice((0, 0, 0, 1, 2, 3, 4)), council.ago(chance.randrange(1, 90))
        asked = chance.random() < 0.05
        turns.append(
            {"case_id": case["id"], "failed_calls": failed, "failed_in_row": failed, "tried": [], "last_call_at": last,
             "last_outcome": "no_answer" if failed else "callback_complete", "reached_at": None if failed else last,
             "due_at": last + dt.timedelta(days=2), "next_on": council.today + dt.timedelta(days=5) if chance.random() < 0.2 else None,
             "callback_on": council.today - dt.timedelta(days=chance.randrange(-2, 4)) if asked else None,
             "callback_time": "14:00" if asked and chance.random() < 0.5 else None}
        )  # fmt: skip
    council.save(CallTurn, turns)


def _add_visits(council: Council) -> None:
    """Most are done and reviewed; some hundreds stand today, a week is planned ahead, and some of it is late or nobody's."""
    chance, used, visits = council.chance, set[tuple[uuid.UUID, dt.date]](), list[Row]()
    few = [one for one in council.cases if one["status"] == "open"][
        ::6
    ]  # who has a visit to come; the others wait for one
    while len(visits) < VISITS:
        is_past = len(visits) < VISITS - 3_000
        case = chance.choice(council.cases if is_past else few)
        days = -chance.randrange(DAYS_BACK) if is_past else chance.randrange(-3, DAYS_AHEAD)
        day = council.today + dt.timedelta(days=days)
        if (case["id"], day) in used:
            continue
        used.add((case["id"], day))
        visits.append(_visit(council, case, day, is_done=is_past))
    council.save(Visit, visits)
    council.visits = visits


def _visit(council: Council, case: Row, day: dt.date, *, is_done: bool) -> Row:
    chance = council.chance
    officer_id = council.officers[int(OFFICERS * chance.random() ** 1.5)]
    review, outcome, came_at = None, None, None
    if is_done:
        came_at = dt.datetime.combine(day, dt.time(9 + chance.randrange(8), chance.randrange(60)), tzinfo=dt.UTC)
        came_at = min(came_at, council.now)
        outcome = council.pick(OUTCOMES)
        status = VisitStatus.CANCELLED if chance.random() < 0.03 else VisitStatus.REVIEWED
        if status == VisitStatus.REVIEWED:
            review = ReviewState.APPROVED
            if chance.random() < (0.6 if (council.today - day).days < 4 else 0.004):
                status, review = (
                    VisitStatus.SUBMITTED,
                    council.pick({ReviewState.RECEIVED: 9, ReviewState.HAS_ISSUES: 1}),
                )
    else:
        status = council.pick(
            {VisitStatus.ASSIGNED: 80, VisitStatus.PLANNED: 14, VisitStatus.STARTED: 4, VisitStatus.SENT_BACK: 2}
        )
    is_nobodys = status == VisitStatus.PLANNED
    is_cancelled = status == VisitStatus.CANCELLED
    return council.synced | {
        "id": new_id(), "case_id": case["id"], "resident_id": case["resident_id"], "address_id": council.doors[case["resident_id"]],
        "form_id": "welfare_check", "planned_on": day, "position": chance.randrange(40), "status": status,
        "officer_id": None if is_nobodys else officer_id, "assigned_at": None if is_nobodys else council.ago(3),
        "outcome": None if is_cancelled else outcome, "submitted_at": None if is_cancelled else came_at, "review_state": review,
        "cancelled_reason": "moved away" if is_cancelled else None, "needs_pair": chance.random() < 0.01,
        "created_at": council.ago(max((council.today - day).days, 0) + 4),
    }  # fmt: skip


def _unit(number: int) -> str:
    letters: Sequence[str] = "ABDEFGHJLNPQRSTUWXYZ"
    return letters[number // 8 % 20] + letters[number // 160 % 20]
