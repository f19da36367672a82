"""What the office, supervisors, imports and the worker do in an example: the real use cases, each refusal taken as an answer."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from server.domain.assignment import Giving
from server.domain.conflict import Choice
from server.domain.new_resident import NewcomerWords
from server.domain.operation import FieldEdit
from server.domain.phone_window import find_council_date
from server.domain.review import ReviewAction
from server.domain.words import DeviceOrder, SettlementDecision, Verdict
from server.store.tables import (
    Conflict,
    ConflictSide,
    Hold,
    Operation,
    OperationSettlement,
    Submission,
    Visit,
    VisitProposal,
)
from server.use_cases.answer_proposal import ProposalRefusedError, accept_proposal, decline_proposal
from server.use_cases.assign_visits import assign_visits
from server.use_cases.decide_undecided_operations import decide_undecided_operations
from server.use_cases.edit_at_desk import DeskEdit, edit_at_desk
from server.use_cases.mark_repeat import RepeatRefusedError, mark_repeat, unmark_repeat
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_kept_work import open_kept_work
from server.use_cases.open_keyring import open_keyring
from server.use_cases.order_device import call_back, order_device
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from server.use_cases.renew_epoch import renew_epoch
from server.use_cases.resolve_conflict import Resolution, resolve_conflict
from server.use_cases.review_submission import ReviewRefusedError, ReviewStep, review_submission
from server.use_cases.revoke_device import DeviceRefusedError, mark_as_lost, revoke_device
from server.use_cases.settle_death_hold import HoldNotSettledError, Settlement, settle_death_hold
from server.use_cases.settle_review import Settling, settle_review
from server.use_cases.sweep_uploads import sweep_uploads
from server.use_cases.take_back_visits import take_back_visits
from tests.factories.lists import import_list, person, spl
from tests.proof.arena import Arena
from tests.proof.council import Council


class Office:
    """Everybody at the council who is not at a door. Call within an app context."""

    def __init__(self, arena: Arena, council: Council) -> None:
        self._arena = arena
        self._council = council
        self._editions = 1

    @property
    def now(self) -> dt.datetime:
        return self._arena.clock.now

    def list_visits(self) -> Sequence[Visit]:
        """Every visit, in an order that is the same in every run."""
        places = {resident_id: place for place, resident_id in enumerate(self._council.residents)}
        with self._arena.reading() as session:
            found = session.scalars(select(Visit)).all()
        return sorted(found, key=lambda visit: (places.get(visit.resident_id, 99), visit.created_at, visit.planned_on))

    def assign(self, place: int, officer: str, days: int) -> None:
        assign_visits([self._council.cases[place]], self._give(officer, days))

    def reassign(self, which: int, officer: str, days: int) -> None:
        visit = self._pick(which)
        reassign_visits([SeenVisit(visit.id, visit.officer_id)], self._give(officer, days))

    def take_back(self, which: int) -> None:
        visit = self._pick(which)
        take_back_visits(
            [SeenVisit(visit.id, visit.officer_id)], reason="ill", by_id=self._council.staff["sue"], at=self.now
        )

    def review(self, which: int, action: ReviewAction) -> None:
        with self._arena.reading() as session:
            found = session.execute(
                select(Submission.id, Submission.review_state).order_by(Submission.received_at, Submission.instance_id)
            ).all()
        if not found:
            return
        submission_id, state = found[which % len(found)]
        by_id = self._council.staff["bea"]
        step = ReviewStep(
            submission_id=submission_id, action=action, seen_state=state, words="Please look again", owner_id=by_id
        )
        with contextlib.suppress(ReviewRefusedError):  # the step is not one from here
            review_submission(step, by_id=by_id, at=self.now)

    def settle_death(self, settlement: Settlement) -> None:
        with self._arena.reading() as session:
            found = session.execute(select(Hold.resident_id, Hold.id).where(Hold.lifted_at.is_(None))).first()
        if found is None:
            return
        with contextlib.suppress(HoldNotSettledError):  # confirmed twice
            settle_death_hold(*found, settlement, "rang", by_id=self._council.staff["sue"], at=self.now)

    def import_again(self, place: int, telephone: str, email: str) -> None:
        """A newer edition of the list, with what the feed says now of one person."""
        self._editions += 1
        line = person(place, telephone_1=telephone, email=email, edition=str(self._editions))
        import_list(spl(line), at=self.now)

    def decide_undecided(self) -> None:
        """The worker's chore."""
        decide_undecided_operations(self.now)

    def sweep_files(self) -> None:
        """Another of its chores: files whose last byte came and that nobody has judged."""
        config = self._arena.app.config
        sweep_uploads(open_byte_store(config), now=self.now, find_key=open_keyring(config).find)

    def open_kept(self) -> None:
        """The worker's chore after keys have come back."""
        config = self._arena.app.config
        open_kept_work(open_byte_store(config), open_keyring(config), now=self.now)

    def edit_at_desk(self, place: int, seen: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Somebody at the office saves a page that showed `seen`, which may be of long ago."""
        fields = {name: FieldEdit(0, seen.get(name), value) for name, value in values.items()}
        edit = DeskEdit(
            resident_id=self._council.residents[place],
            fields=fields,
            reason="rang her",
            by_id=self._council.staff["bea"],
        )
        edit_at_desk(edit, at=self.now)

    def resolve(self, which: int, choice: int) -> None:
        """Settle an open conflict by the page: what is shown, or one of the sides."""
        with self._arena.reading() as session:
            found = session.scalars(
                select(Conflict).where(Conflict.resolved_at.is_(None)).order_by(Conflict.opened_at, Conflict.field)
            ).all()
            if not found:
                return
            conflict = found[which % len(found)]
            sides = session.scalars(
                select(ConflictSide)
                .where(ConflictSide.conflict_id == conflict.id, ConflictSide.replaced_at.is_(None))
                .order_by(ConflictSide.id)
            ).all()
        chosen = ["shown", *(str(side.op_id) for side in sides)][choice % (len(sides) + 1)]
        resolution = Resolution(
            choices=[Choice(conflict.id, conflict.version, chosen)],
            typed={},
            reason="rang the resident",
            by_id=self._council.staff["bea"],
        )
        resolve_conflict(resolution, at=self.now)

    def settle_review(self, which: int, decision: SettlementDecision) -> None:
        """A person settles one operation of the queue."""
        settled = select(OperationSettlement.op_id)
        with self._arena.reading() as session:
            found = session.scalars(
                select(Operation.op_id)
                .where(Operation.verdict == Verdict.REVIEW, Operation.op_id.not_in(settled))
                .order_by(Operation.seq)
            ).all()
        if found:
            settling = Settling(op_ids=(found[which % len(found)],), decision=decision, note="asked the officer")
            settle_review(settling, by_id=self._council.staff["bea"], at=self.now)

    def renew_epoch(self) -> None:
        """What a restore does last."""
        renew_epoch(open_byte_store(self._arena.app.config), now=self.now)

    def revoke(self, device_id: str) -> None:
        """A phone is lost, they say."""
        with contextlib.suppress(DeviceRefusedError):  # it is revoked already
            revoke_device(device_id, "left on a bus", by_id=self._council.staff["sue"], at=self.now)

    def order(self, device_id: str, kind: DeviceOrder, *, calls_back: bool) -> None:
        """Lock or wipe it, or take that back."""
        give = call_back if calls_back else order_device
        with contextlib.suppress(DeviceRefusedError):  # it stands already, or there is nothing to take back
            give(device_id, kind, "mislaid", by_id=self._council.staff["sue"], at=self.now)

    def mark_lost(self, device_id: str) -> None:
        """Somebody may have had it since a moment ago."""
        with contextlib.suppress(DeviceRefusedError):  # it is marked already
            mark_as_lost(device_id, "stolen", lost_at=self.now, by_id=self._council.staff["sue"], at=self.now)

    def answer_proposal(self, which: int, place: int | None, officer: str) -> None:
        """Say no, or make a visit: to somebody known, or, where there is no such place, to somebody new."""
        with self._arena.reading() as session:
            found = session.scalars(
                select(VisitProposal.id).where(VisitProposal.answered_at.is_(None)).order_by(VisitProposal.created_at)
            ).all()
        if not found:
            return
        proposal_id, by_id = found[which % len(found)], self._council.staff["sue"]
        if place is None:
            decline_proposal(proposal_id, "we know them", by_id=by_id, at=self.now)
            return
        new = NewcomerWords(first_name="Nell", last_name="Newcomer", address="9 Test Street", postcode="ZZ9 9ZZ")
        residents = self._council.residents
        with contextlib.suppress(ProposalRefusedError):  # the person is planned already, or held
            accept_proposal(
                proposal_id,
                residents[place] if place < len(residents) else new,
                self._council.programme_id,
                self._give(officer, 1),
            )

    def mark_repeat(self, which: int, other: int, *, unmark: bool) -> None:
        """Two visits of one day are one, or are not after all."""
        visit, of, by_id = self._pick(which), self._pick(other), self._council.staff["bea"]
        with contextlib.suppress(RepeatRefusedError):  # not done, or of another day
            if unmark:
                unmark_repeat(visit.id, by_id=by_id, at=self.now)
            else:
                mark_repeat(visit.id, of.id, by_id=by_id, at=self.now)

    def _give(self, officer: str, days: int) -> Giving:
        return Giving(
            officer_id=self._council.staff[officer],
            planned_on=find_council_date(self.now) + dt.timedelta(days=days),
            by_id=self._council.staff["sue"],
            at=self.now,
        )

    def _pick(self, which: int) -> Visit:
        visits = self.list_visits()
        return visits[which % len(visits)]
