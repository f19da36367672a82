"""Eight phones that write at once, phones that only look, and an office at work meanwhile; then quiet, and everything must be true.

Each has a chance of its own with a fixed seed. What meets whom is left to the machine, as on any working day.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from server.domain.words import SettlementDecision
from server.keyring import Keyring
from server.store.tables import Operation
from server.use_cases.decide_undecided_operations import decide_undecided_operations
from server.use_cases.open_keyring import open_keyring
from server.use_cases.resolve_conflict import ConflictNotSettledError
from tests.proof import door
from tests.proof.arena import Arena
from tests.proof.http_line import HttpLine
from tests.proof.invariants import check_quiet
from tests.proof.live_council import OFFICERS, found_live_council
from tests.proof.model import Model
from tests.proof.model_phone import Json, ModelPhone, NoAnswerError
from tests.proof.office_acts import Office
from tests.proof.second_look import look_again

MOBILES = ("07700 900001", "07700 900002", "07700 900003", "")
RISKS = ("low", "medium", "high")
DAYS = ("2030-01-02", "2030-01-03")
MOST_KEYS = 5
OUTCOMES = ("seen_no_needs", "seen_needs", "no_reply_letter", "no_reply_concern")


class Crowd:
    """Everybody who uses one installation. `rounds` is how often each phone sends."""

    def __init__(self, arena: Arena, line: HttpLine, *, seed: int, rounds: int) -> None:
        self.arena, self.line, self.seed, self.rounds = arena, line, seed, rounds
        self.model = Model()
        self.over = threading.Event()
        self.council, self.lookers = found_live_council(arena, line)
        self.office = Office(arena, self.council)

    def work(self, *others: Callable[[], None]) -> None:
        """Until every phone has had its rounds; `others` run beside them and end when `over` is set."""
        writers, beside = self.council.phones.values(), [self._look, self._mind_the_office, *others]
        with ThreadPoolExecutor(len(writers) + len(beside)) as pool:
            side = [pool.submit(one) for one in beside]
            try:
                for done in [pool.submit(self._write, phone) for phone in writers]:
                    done.result()
            finally:
                self.line.end_waiting(self.over)
            for one in side:
                one.result()

    def check(self) -> None:
        """Everybody sends and pulls until nothing is left; then nothing is lost, nothing twice, nothing unseen."""
        phones = {**self.council.phones, **self.lookers}
        self.arena.restart()  # what was killed last took its connections with it
        for rounds_left in range(3, 0, -1):
            self.line.may_fail &= rounds_left > 1  # what was killed last has come back by now
            for phone in phones.values():
                self._try(phone.push_all)
                self._try(phone.pull)
            with self.arena.app.app_context():
                decide_undecided_operations(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2))
        for phone in phones.values():
            phone.pull(self.line.send)
        with self.arena.reading(one_instant=True) as session:
            acknowledged = {op_id for phone in phones.values() for op_id in phone.heard}
            stored = set(map(str, session.scalars(select(Operation.op_id))))
            assert not acknowledged - stored, "acknowledged but absent"
            assert {one.op_id for one in self.model.intents} == acknowledged
            try:
                check_quiet(session, self.model, phones, dt.datetime.now(dt.UTC))
            except AssertionError as error:
                error.add_note(look_again(self.arena, phones, self.line.send))
                raise
        assert self.line.full_pulls == 0, "a pull left something out, which only its digest told"

    # At the doors

    def _write(self, phone: ModelPhone) -> None:
        chance = random.Random(f"{self.seed} {phone.name}")
        for _ in range(self.rounds):
            for _ in range(chance.randint(1, 3)):
                self._save_something(phone, chance)
            if chance.random() < 0.2:  # the newest first: what it stands on comes later
                self._try(phone.push, phone.list_unsent()[-1:])
            self._try(phone.push_all)
            if chance.random() < 0.5:
                self._try(phone.pull)

    def _save_something(self, phone: ModelPhone, chance: random.Random) -> None:
        model, visits = self.model, phone.list_ids("visit")
        if not visits:
            return
        visit_id = chance.choice(visits)
        fields, visit = phone.rows["visit", visit_id]["fields"], ("visit", visit_id)
        resident, case = ("resident", fields["resident_id"]), ("case", fields["case_id"])
        match chance.randrange(10):
            case 0 | 1 | 2:
                values = {"mobile": chance.choice(MOBILES), "email": f"{chance.randrange(3)}@example.org"}
                model.edit(phone, resident, values)
            case 3 | 4:
                model.edit(phone, case, {"risk": chance.choice(RISKS), "next_contact_on": chance.choice(DAYS)})
            case 5:
                model.save(phone, "visit.start", visit)
            case 6:
                model.save(phone, "note.add", visit, payload={"text": f"A note of {phone.name}'s"})
            case 7:
                door.raise_alert(model, phone, visit_id)
            case 8 if conflicts := phone.list_ids("conflict"):
                door.resolve(model, phone, chance.choice(conflicts), chance.randrange(4), chance.choice(MOBILES))
            case _:
                outcome, mobile = chance.choice(OUTCOMES), chance.choice((None, *MOBILES))
                door.submit_check(model, self.council, phone, visit_id, outcome=outcome, mobile=mobile)

    def _look(self) -> None:
        while not self.over.is_set():
            for phone in self.lookers.values():
                self._try(phone.pull)

    # At the office, which is another process beside the servers

    def _mind_the_office(self) -> None:
        chance, office = random.Random(f"{self.seed} office"), self.office
        acts: list[Callable[[], None]] = [
            lambda: office.reassign(chance.randrange(99), chance.choice(OFFICERS), chance.randrange(2)),
            lambda: office.edit_at_desk(
                chance.randrange(99) % len(self.council.residents), {}, {"mobile": "020 7946 0999"}
            ),
            lambda: office.resolve(chance.randrange(9), chance.randrange(9)),
            lambda: office.settle_review(chance.randrange(9), chance.choice(list(SettlementDecision))),
            lambda: _rotate(open_keyring(self.arena.app.config)),
        ]
        while not self.over.is_set():
            self.line.is_up.wait()
            self.line.wait_for_requests(4, self.over)
            self.arena.clock.now = dt.datetime.now(dt.UTC)
            try:
                with self.arena.app.app_context():
                    chance.choice(acts)()
            except ConflictNotSettledError:
                pass  # somebody was quicker
            except DBAPIError:
                if not self.line.may_fail:
                    raise

    def _try(self, do: Callable[..., None], *what: list[Json]) -> None:
        with contextlib.suppress(NoAnswerError):
            do(self.line.send, *what)


def _rotate(keyring: Keyring) -> None:
    """A new key now and then: every running server and its worker must open what was sealed with it, unasked."""
    if len(keyring.list_ids()) < MOST_KEYS:
        keyring.rotate()
