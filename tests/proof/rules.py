"""The state machine: officers at doors, the office, the clock, and a line and two machines that fail in every way.

Each rule draws small numbers and words only, so that a failing example reads as the story it is.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.errors import StopTest
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from server.domain.review import ReviewAction
from server.domain.words import DeviceOrder, SettlementDecision
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.settle_death_hold import Settlement
from tests.proof import door
from tests.proof.arena import Arena
from tests.proof.council import RESIDENTS, START, Council, sign_in
from tests.proof.faults import Crash, Line, crash_at
from tests.proof.invariants import check_alerts_are_open, check_orders_are_obeyed, check_quiet
from tests.proof.keys import Keys
from tests.proof.model import Model
from tests.proof.model_phone import SCHEMA, ModelPhone, NoAnswerError, PhoneDiedError
from tests.proof.office_acts import Office
from tests.proof.older_server import forget_language, learn_language
from tests.proof.photo_invariants import check_photos
from tests.proof.photos import has_unsent_photos, send_photos
from tests.proof.quiet import has_more_to_say, pull_until_nothing_changes, send_all
from tests.proof.strategies import (
    case_edits,
    commands,
    days_on,
    edits,
    emails,
    hours,
    lines,
    lives,
    mobiles,
    officers,
    people,
    phones,
    which,
)
from tests.proof.tally import Tally
from tests.proof.wire import Wire


class Sync(RuleBasedStateMachine):
    """One council, four phones. `arena`, `council` and `tally` are set by whoever runs it."""

    arena: Arena
    council: Council
    tally: Tally

    def __init__(self) -> None:
        super().__init__()
        self.arena.put_back(START)
        self.arena.clock.reset()
        forget_language()
        self.phones = self.council.take_phones()
        self.model = Model()
        self.wire = Wire(self.arena)
        self.office = Office(self.arena, self.council)
        self.has_backup = False
        self.keys = Keys(self.arena.app)
        self.keys.reset(self.council.sealing_key_id)

    @initialize(sealing=st.frozensets(phones))
    def some_phones_seal_what_they_save(self, sealing: frozenset[str]) -> None:
        for name in sealing:
            self.phones[name].seals = True

    # At the door

    @rule(phone=phones, who=which, values=edits)
    def edit_resident(self, phone: str, who: int, values: dict[str, Any]) -> None:
        self._edit(phone, "resident", who, values)

    @rule(phone=phones, who=which, values=case_edits)
    def edit_case(self, phone: str, who: int, values: dict[str, Any]) -> None:
        self._edit(phone, "case", who, values)

    @rule(field=st.sampled_from(["mobile", "email"]), first=mobiles, second=mobiles, third=mobiles)
    def both_phones_of_one_officer_edit_one_field(self, field: str, first: str, second: str, third: str) -> None:
        self._edit("olive_1", "resident", 0, {field: first})
        self._edit("olive_2", "resident", 0, {field: second})
        self._edit("olive_2", "resident", 0, {field: third})

    @rule(phone=phones, who=which, command=commands)
    def say(self, phone: str, who: int, command: str) -> None:
        if self.phones[phone].is_locked:
            door.record_while_locked(self.model, self.phones[phone], is_alert=command == "alert")
            return
        visit_id = self._find(phone, "visit", who)
        if visit_id is None:
            return
        model, one, entity = self.model, self.phones[phone], ("visit", visit_id)
        match command:
            case "start":
                model.save(one, "visit.start", entity)
            case "note":
                model.save(one, "note.add", entity, payload={"text": "Dog in the garden"})
            case "photo":
                door.add_photo(model, one, visit_id)
            case "unknown":
                model.save(one, "visit.sing", entity, schema=9)
            case "alert":
                door.raise_alert(model, one, visit_id)
            case "hand_back":
                door.hand_back(model, one, visit_id)
            case "reopen":
                door.reopen(model, one, visit_id)
            case "propose":
                door.propose(model, one, visit_id)

    @rule(
        phone=phones,
        who=which,
        outcome=st.sampled_from(door.OUTCOMES),
        mobile=st.none() | mobiles,
        next_on=st.none() | days_on,
        photos=st.integers(0, 2),
    )
    def submit_visit(
        self, phone: str, who: int, outcome: str, mobile: str | None, next_on: str | None, photos: int
    ) -> None:
        visit_id = self._find(phone, "visit", who)
        if visit_id is not None:
            door.submit_check(
                self.model, self.council, self.phones[phone], visit_id,
                outcome=outcome, mobile=mobile, next_on=next_on, photos=photos,
            )  # fmt: skip

    @rule(phone=phones, who=which, values=edits, outcome=st.sampled_from(door.OUTCOMES), mobile=mobiles, line=lines)
    def do_a_whole_visit(
        self, phone: str, who: int, values: dict[str, Any], outcome: str, mobile: str, line: Line
    ) -> None:
        """Most days are like this; deeper stories grow from it."""
        self._try(lambda one: one.pull(self.wire.with_line(line)), phone)
        self.say(phone, who, "start")
        self._edit(phone, "resident", who, values)
        self.say(phone, who, "photo")
        self.submit_visit(phone, who, outcome, mobile, None, 1)
        self._try(lambda one: one.push_all(self.wire.with_line(line)), phone)
        self._try(lambda one: send_photos(one, self.wire.with_line(line)), phone)

    @rule(phone=phones, who=which, choice=st.integers(0, 4), other=mobiles)
    def choose_in_a_conflict(self, phone: str, who: int, choice: int, other: str) -> None:
        conflict_id = self._find(phone, "conflict", who)
        if conflict_id is not None:
            door.resolve(self.model, self.phones[phone], conflict_id, choice, other)

    # On the line

    @rule(phone=phones, line=lines, lives=lives)
    def send_photos(self, phone: str, line: Line, lives: int | None) -> None:
        """Before the form that names them, or after it; cut off anywhere."""
        self._try(lambda one: send_photos(one, self.wire.with_line(line)), phone, lives)

    @rule(phone=phones, line=lines, lives=lives)
    def sync(self, phone: str, line: Line, lives: int | None) -> None:
        self._try(lambda one: one.push_all(self.wire.with_line(line)), phone)
        self._try(lambda one: send_photos(one, self.wire.with_line(line)), phone)
        self._try(lambda one: one.pull(self.wire.with_line(line)), phone, lives)

    @rule(phone=phones, line=lines)
    def push(self, phone: str, line: Line) -> None:
        self._try(lambda one: one.push_all(self.wire.with_line(line)), phone)

    @rule(phone=phones, line=lines, first=st.integers(0, 3), backwards=st.booleans(), plain=st.booleans())
    def push_a_part(self, phone: str, line: Line, first: int, backwards: bool, plain: bool) -> None:
        """`plain`: also what was saved sealed, as by an app that was unlocked and knows better."""
        unsent = self.phones[phone].list_unsent()[first : first + 2]
        if unsent:
            part = unsent[::-1] if backwards else unsent
            self._try(lambda one: one.push(self.wire.with_line(line), part, plain=plain), phone)

    @rule(phone=phones, other=phones)
    def push_while_another_does(self, phone: str, other: str) -> None:
        def meanwhile() -> None:
            if other != phone:
                self._try(lambda one: one.push_all(self.wire.perfect()), other)

        self._try(lambda one: one.push_all(self.wire.with_line(Line.OK, meanwhile)), phone)

    @rule(phone=phones, line=lines, lives=lives)
    def pull(self, phone: str, line: Line, lives: int | None) -> None:
        self._try(lambda one: one.pull(self.wire.with_line(line)), phone, lives)

    # At the office

    @rule(place=people, visit=which, officer=st.none() | officers, days=st.integers(0, 6), line=lines)
    def give(self, place: int, visit: int, officer: str | None, days: int, line: Line) -> None:
        if officer is None:
            self._act(lambda: self.office.take_back(visit), line)
        elif place == RESIDENTS - 1 or days == 0:
            self._act(lambda: self.office.assign(place, officer, days), line)
        else:
            self._act(lambda: self.office.reassign(visit, officer, days), line)

    @rule(submission=which, action=st.sampled_from(list(ReviewAction)), line=lines)
    def review(self, submission: int, action: ReviewAction, line: Line) -> None:
        self._act(lambda: self.office.review(submission, action), line)

    @rule(place=which, seen=edits, values=edits, line=lines)
    def edit_at_desk(self, place: int, seen: dict[str, Any], values: dict[str, Any], line: Line) -> None:
        values.pop("language", None)
        self._act(lambda: self.office.edit_at_desk(place, seen, values), line)

    @rule(conflict=which, choice=which, line=lines)
    def resolve_at_desk(self, conflict: int, choice: int, line: Line) -> None:
        self._act(lambda: self.office.resolve(conflict, choice), line)

    @rule(operation=which, decision=st.sampled_from(list(SettlementDecision)), line=lines)
    def settle_review(self, operation: int, decision: SettlementDecision, line: Line) -> None:
        self._act(lambda: self.office.settle_review(operation, decision), line)

    @rule(settlement=st.sampled_from(list(Settlement)))
    def settle_death(self, settlement: Settlement) -> None:
        self._act(lambda: self.office.settle_death(settlement))

    @rule(place=which, mobile=mobiles, email=emails, line=lines)
    def import_again(self, place: int, mobile: str, email: str, line: Line) -> None:
        self._act(lambda: self.office.import_again(place, mobile, email), line)

    @rule(phone=phones)
    def revoke(self, phone: str) -> None:
        """A phone that was wiped, or that may not read, is found instead: its officer signs in again."""
        one = self.phones[phone]
        if one.wiped or one.locked or one.may_not_read or one.must_sign_in:
            self._sign_in(one)
        else:
            self._act(lambda: self.office.revoke(one.device_id))

    @rule(phone=phones, kind=st.sampled_from(list(DeviceOrder)), calls_back=st.booleans(), line=lines)
    def order_a_phone(self, phone: str, kind: DeviceOrder, calls_back: bool, line: Line) -> None:
        self._act(lambda: self.office.order(self.phones[phone].device_id, kind, calls_back=calls_back), line)

    @rule(phone=phones, kind=st.sampled_from(list(DeviceOrder)), pulls=st.booleans(), line=lines, lives=lives)
    def order_a_phone_that_calls(
        self, phone: str, kind: DeviceOrder, pulls: bool, line: Line, lives: int | None
    ) -> None:
        """It holds work that is not sent, and hears of the order while it sends it, or before."""
        self.say(phone, 0, "note")
        self._act(lambda: self.office.order(self.phones[phone].device_id, kind, calls_back=False))
        send = self.wire.with_line(line)
        self._try(lambda one: one.pull(send) if pulls else one.push_all(send), phone, lives)

    @rule(phone=phones, line=lines)
    def mark_as_lost(self, phone: str, line: Line) -> None:
        self._act(lambda: self.office.mark_lost(self.phones[phone].device_id), line)

    @rule(proposal=which, place=st.none() | st.integers(0, RESIDENTS), officer=officers, line=lines)
    def answer_proposal(self, proposal: int, place: int | None, officer: str, line: Line) -> None:
        self._act(lambda: self.office.answer_proposal(proposal, place, officer), line)

    @rule(visit=which, other=which, unmark=st.booleans())
    def mark_repeat(self, visit: int, other: int, unmark: bool) -> None:
        self._act(lambda: self.office.mark_repeat(visit, other, unmark=unmark))

    # The server and the world

    @rule(line=lines)
    def worker_decides(self, line: Line) -> None:
        self._act(self.office.decide_undecided, line)
        self._act(self.office.sweep_files, line)

    @rule()
    def rotate_the_sealing_key(self) -> None:
        self.keys.rotate()

    @rule(away=st.booleans())
    def keys_go_away_or_come_back(self, away: bool) -> None:
        """A server that was set up anew without its keys, until somebody brings the paper."""
        if away:
            self.keys.take_away()
            return
        self.keys.bring_back()
        self._act(self.office.open_kept)

    @rule(phone=phones, seals=st.booleans())
    def seal_from_now_on_or_not(self, phone: str, seals: bool) -> None:
        self.phones[phone].seals = seals

    @rule(passed=hours)
    def time_passes(self, passed: int) -> None:
        self.arena.clock.pass_time(dt.timedelta(hours=passed))

    @rule(place=which)
    def server_restarts_and_an_old_request_arrives(self, place: int) -> None:
        self.arena.restart()
        self.wire.deliver_late(place)

    @rule(restored=st.booleans())
    def back_up_or_restore(self, restored: bool) -> None:
        if not restored or not self.has_backup:
            self.arena.save("backup")
            self.has_backup = True
            return
        self.arena.put_back("backup")
        self._act(self.office.renew_epoch)
        self.model.restored = True

    @rule(phone=phones)
    def upgrade(self, phone: str) -> None:
        """A newer app on a phone, and a newer server that knows one more field."""
        self.phones[phone].schema = SCHEMA
        learn_language()

    # Always, and when all is quiet

    @invariant()
    def no_alert_is_ever_missing(self) -> None:
        if self.model.list_alert_ids():
            with self.arena.reading() as session:
                check_alerts_are_open(session, self.model)

    def teardown(self) -> None:
        """Old requests arrive, everybody sends and pulls over a perfect line, and then everything must be true."""
        if isinstance(sys.exception(), StopTest):
            return  # given up before its last step: it counts nowhere, and Hypothesis tells another in its place
        while self.wire.late:
            self.wire.deliver_late(0)
        learn_language()
        self.keys.bring_back()
        self._grow_quiet()
        with self.arena.reading() as session:
            self.tally.obeyed += check_orders_are_obeyed(session, self.phones)
        self._open_what_holds_more()
        with self.arena.reading() as session:
            check_quiet(session, self.model, self.phones, self.arena.clock.now)
            check_photos(session, self.model, open_byte_store(self.arena.app.config))
            self.tally.add(session, self.model, self.wire)

    def _grow_quiet(self) -> None:
        """At most three rounds: a restored server is offered everything first, then gets it, then tells of it."""
        names = sorted(self.phones)
        for _ in range(3):
            self.arena.clock.pass_time(dt.timedelta(minutes=2))
            for name in names:
                self._try(lambda one: send_all(one, self.wire.perfect()), name)
                if self.phones[name].must_sign_in:
                    self._sign_in(self.phones[name])
                    self._try(lambda one: send_all(one, self.wire.perfect()), name)
            self._act(self.office.open_kept)
            self._act(self.office.decide_undecided)
            names = [name for name in names if has_more_to_say(self.phones[name])]
            if not names:
                break
        pull_until_nothing_changes(self.phones, lambda name: self._try(lambda one: one.pull(self.wire.perfect()), name))

    def _open_what_holds_more(self) -> None:
        """Officers sign in on locked phones with work that only those phones' own keys open."""
        locked = [one for one in self.phones.values() if one.locked and not one.wiped]
        holders = [one for one in locked if one.unsent_ids or has_unsent_photos(one)]
        for one in holders:
            self._sign_in(one)
            self._try(lambda one: send_all(one, self.wire.perfect()), one.name)
        if holders:
            self.arena.clock.pass_time(dt.timedelta(minutes=2))
            self._act(self.office.decide_undecided)
            for name in sorted(self.phones):
                self._try(lambda one: one.pull(self.wire.perfect()), name)

    def _edit(self, phone: str, row_type: str, who: int, values: dict[str, Any]) -> None:
        row_id = self._find(phone, row_type, who)
        if row_id is not None:
            self.model.edit(self.phones[phone], (row_type, row_id), values)

    def _find(self, phone: str, row_type: str, who: int) -> str | None:
        return self.council.find_row(self.phones[phone], row_type, who)

    def _try(self, do: Callable[[ModelPhone], None], name: str, lives: int | None = None) -> None:
        self.arena.clock.pass_time(dt.timedelta(seconds=1))  # no two acts fall into one instant
        phone = self.phones[name]
        phone.lives = lives
        try:
            do(phone)
        except (NoAnswerError, PhoneDiedError):
            pass
        finally:
            phone.lives = None

    def _sign_in(self, phone: ModelPhone) -> None:
        with self.arena.clock.install():
            sign_in(self.arena.client(), phone.name, phone.officer, phone)

    def _act(self, act: Callable[[], None], line: Line = Line.OK) -> None:
        self.arena.clock.pass_time(dt.timedelta(seconds=1))  # no two acts fall into one instant
        try:
            with self.arena.app.app_context(), crash_at(line):
                act()
        except Crash:
            self.wire.crashes += 1
            self.arena.restart()
