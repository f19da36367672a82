"""The state machine: officers at doors, the office, the clock, and a line and two machines that fail in every way.

Each rule draws small numbers and words only, so that a failing example reads as the story it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from server.domain.review import ReviewAction
from server.use_cases.settle_death_hold import Settlement
from tests.proof.arena import Arena
from tests.proof.council import OFFICERS, PHONES, RESIDENTS, START, Council
from tests.proof.door import OUTCOMES, raise_alert, submit_check
from tests.proof.faults import Crash, Line, crash_at
from tests.proof.invariants import check_alerts_are_open, check_quiet
from tests.proof.model import Model
from tests.proof.model_phone import ModelPhone, NoAnswer, PhoneDied
from tests.proof.office_acts import Office
from tests.proof.tally import Tally
from tests.proof.wire import Wire

phones = st.sampled_from(sorted(PHONES))
officers = st.sampled_from(OFFICERS)
lines = st.sampled_from(list(Line))
which = st.integers(0, 7)
people = st.integers(0, RESIDENTS - 1)
mobiles = st.sampled_from(["07700 900001", "07700 900002", "07700 900003", ""])
emails = st.sampled_from(["a@example.org", "b@example.org", ""])
risks = st.sampled_from(["low", "medium", "high"])
days_on = st.sampled_from(["2026-11-26", "2026-12-01"])
hours = st.sampled_from([1, 20, 24, 72, 24 * 8])
some = st.sampled_from([None, None, 0, 1, 2, 3, 4, 5])


class Sync(RuleBasedStateMachine):
    """One council, four phones. `arena` and `council` are set by whoever runs it."""

    arena: Arena
    council: Council
    tally: Tally

    def __init__(self) -> None:
        super().__init__()
        self.arena.put_back(START)
        self.arena.clock.__init__()  # type: ignore[misc]
        self.phones = self.council.take_phones()
        self.model = Model()
        self.wire = Wire(self.arena)
        self.office = Office(self.arena, self.council)

    # At the door

    @rule(phone=phones, who=which, mobile=st.none() | mobiles, email=st.none() | emails)
    def edit_resident(self, phone: str, who: int, mobile: str | None, email: str | None) -> None:
        values = {name: value for name, value in (("mobile", mobile), ("email", email)) if value is not None}
        self._edit(phone, "resident", who, values)

    @rule(phone=phones, who=which, risk=st.none() | risks, next_on=st.none() | days_on)
    def edit_case(self, phone: str, who: int, risk: str | None, next_on: str | None) -> None:
        values = {name: value for name, value in (("risk", risk), ("next_contact_on", next_on)) if value is not None}
        self._edit(phone, "case", who, values)

    @rule(phone=phones, who=which)
    def add_note(self, phone: str, who: int) -> None:
        if (visit_id := self._find(phone, "visit", who)) is not None:
            self.model.save(self.phones[phone], "note.add", ("visit", visit_id), payload={"text": "Dog in the garden"})

    @rule(phone=phones, who=which)
    def start_visit(self, phone: str, who: int) -> None:
        if (visit_id := self._find(phone, "visit", who)) is not None:
            self.model.save(self.phones[phone], "visit.start", ("visit", visit_id))

    @rule(
        phone=phones,
        who=which,
        outcome=st.sampled_from(OUTCOMES),
        mobile=st.none() | mobiles,
        next_on=st.none() | days_on,
    )
    def submit_visit(self, phone: str, who: int, outcome: str, mobile: str | None, next_on: str | None) -> None:
        if (visit_id := self._find(phone, "visit", who)) is not None:
            submit_check(
                self.model,
                self.council,
                self.phones[phone],
                visit_id,
                outcome=outcome,
                mobile=mobile,
                next_on=next_on,
            )

    @rule(phone=phones, who=which)
    def raise_alert(self, phone: str, who: int) -> None:
        if (visit_id := self._find(phone, "visit", who)) is not None:
            raise_alert(self.model, self.phones[phone], visit_id)

    @rule(phone=phones, who=which)
    def save_what_only_a_newer_server_knows(self, phone: str, who: int) -> None:
        if (visit_id := self._find(phone, "visit", who)) is not None:
            self.model.save(self.phones[phone], "visit.sing", ("visit", visit_id), schema=9)

    # On the line

    @rule(phone=phones, line=lines)
    def push(self, phone: str, line: Line) -> None:
        self._try(lambda one: one.push_all(self.wire.with_line(line)), phone)

    @rule(phone=phones, line=lines, first=st.integers(0, 3), backwards=st.booleans())
    def push_a_part(self, phone: str, line: Line, first: int, backwards: bool) -> None:
        unsent = self.phones[phone].list_unsent()[first : first + 2]
        if unsent:
            part = unsent[::-1] if backwards else unsent
            self._try(lambda one: one.push(self.wire.with_line(line), part), phone)

    @rule(phone=phones, other=phones)
    def push_while_another_does(self, phone: str, other: str) -> None:
        def meanwhile() -> None:
            self._try(lambda one: one.push_all(self.wire.perfect()), other)

        self._try(lambda one: one.push_all(self.wire.with_line(Line.OK, meanwhile)), phone)

    @rule(phone=phones, line=lines, lives=some)
    def pull(self, phone: str, line: Line, lives: int | None) -> None:
        self._try(lambda one: one.pull(self.wire.with_line(line)), phone, lives)

    @rule(place=which)
    def an_old_request_arrives(self, place: int) -> None:
        self.wire.deliver_late(place)

    # At the office

    @rule(place=people, officer=officers, days=st.integers(0, 4))
    def assign(self, place: int, officer: str, days: int) -> None:
        self._act(lambda: self.office.assign(place, officer, days))

    @rule(visit=which, officer=officers, days=st.integers(0, 6), line=lines)
    def reassign(self, visit: int, officer: str, days: int, line: Line) -> None:
        self._act(lambda: self.office.reassign(visit, officer, days), line)

    @rule(visit=which, line=lines)
    def take_back(self, visit: int, line: Line) -> None:
        self._act(lambda: self.office.take_back(visit), line)

    @rule(submission=which, action=st.sampled_from(list(ReviewAction)), line=lines)
    def review(self, submission: int, action: ReviewAction, line: Line) -> None:
        self._act(lambda: self.office.review(submission, action), line)

    @rule(settlement=st.sampled_from(list(Settlement)))
    def settle_death(self, settlement: Settlement) -> None:
        self._act(lambda: self.office.settle_death(settlement))

    @rule(place=people, mobile=mobiles, email=emails, line=lines)
    def import_again(self, place: int, mobile: str, email: str, line: Line) -> None:
        self._act(lambda: self.office.import_again(place, mobile, email), line)

    @rule(phone=phones, revoked=st.booleans())
    def revoke(self, phone: str, revoked: bool) -> None:
        self._act(lambda: self.office.set_revoked(self.phones[phone].device_id, revoked=revoked))

    @rule(line=lines)
    def worker_decides(self, line: Line) -> None:
        self._act(self.office.decide_undecided, line)

    @rule(passed=hours)
    def time_passes(self, passed: int) -> None:
        self.arena.clock.pass_time(dt.timedelta(hours=passed))

    @rule()
    def restart_server(self) -> None:
        self.arena.restart()

    # Always, and when all is quiet

    @invariant()
    def no_alert_is_ever_missing(self) -> None:
        if self.model.list_alert_ids():
            with self.arena.reading() as session:
                check_alerts_are_open(session, self.model)

    def teardown(self) -> None:
        """Old requests arrive, everybody sends and pulls over a perfect line, and then everything must be true."""
        while self.wire.late:
            self.wire.deliver_late(0)
        for _ in range(2):
            self.arena.clock.pass_time(dt.timedelta(minutes=2))
            for name in sorted(self.phones):
                self._try(lambda one: one.push_all(self.wire.perfect()), name)
            self._act(self.office.decide_undecided)
        for name in sorted(self.phones):
            for _ in range(2):
                self._try(lambda one: one.pull(self.wire.perfect()), name)
        with self.arena.reading() as session:
            check_quiet(session, self.model, self.phones, self.arena.clock.now)
            self.tally.add(session, self.model, self.wire)

    def _edit(self, phone: str, row_type: str, who: int, values: dict[str, Any]) -> None:
        row_id = self._find(phone, row_type, who)
        if row_id is not None and values:
            self.model.edit(self.phones[phone], (row_type, row_id), values)

    def _find(self, phone: str, row_type: str, who: int) -> str | None:
        """A row on the phone by its place in an order that is the same in every run."""
        found = self.phones[phone].list_ids(row_type)
        rows = self.phones[phone].rows
        places = {str(row_id): place for place, row_id in enumerate(self.council.residents)}

        def order(row_id: str) -> tuple[int, str]:
            fields = rows[row_type, row_id]["fields"]
            return places[fields.get("resident_id", row_id)], str(fields.get("planned_on"))

        return sorted(found, key=order)[who % len(found)] if found else None

    def _try(self, do: Callable[[ModelPhone], None], name: str, lives: int | None = None) -> None:
        phone = self.phones[name]
        phone.lives = lives
        try:
            do(phone)
        except (NoAnswer, PhoneDied):
            pass
        finally:
            phone.lives = None

    def _act(self, act: Callable[[], None], line: Line = Line.OK) -> None:
        try:
            with self.arena.app.app_context(), crash_at(line):
                act()
        except Crash:
            self.wire.crashes += 1
            self.arena.restart()
