"""What the office, supervisors, imports and the worker do in an example: the real use cases, each refusal taken as an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from server.domain.assignment import Giving
from server.domain.phone_window import find_council_date
from server.domain.review import ReviewAction
from server.store.tables import Device, Hold, Submission, Visit
from server.store.unit_of_work import write_transaction
from server.use_cases.assign_visits import AssignmentRefusedError, assign_visits
from server.use_cases.decide_undecided_operations import decide_undecided_operations
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from server.use_cases.review_submission import ReviewRefusedError, ReviewStep, review_submission
from server.use_cases.settle_death_hold import HoldNotSettledError, Settlement, settle_death_hold
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
            session.expunge_all()
        return sorted(found, key=lambda visit: (places[visit.resident_id], visit.created_at, visit.planned_on))

    def assign(self, place: int, officer: str, days: int) -> None:
        giving = Giving(
            officer_id=self._council.staff[officer],
            planned_on=find_council_date(self.now) + dt.timedelta(days=days),
            by_id=self._council.staff["sue"],
            at=self.now,
        )
        assign_visits([self._council.cases[place]], giving)

    def reassign(self, which: int, officer: str, days: int) -> None:
        visit = self._pick(which)
        giving = Giving(
            officer_id=self._council.staff[officer],
            planned_on=find_council_date(self.now) + dt.timedelta(days=days),
            by_id=self._council.staff["sue"],
            at=self.now,
        )
        try:
            reassign_visits([SeenVisit(visit.id, visit.officer_id)], giving)
        except AssignmentRefusedError as refused:
            assert refused.reason == "day_past"

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
        try:
            review_submission(step, by_id=by_id, at=self.now)
        except ReviewRefusedError as refused:
            assert refused.reason == "not_from_here", refused.reason

    def settle_death(self, settlement: Settlement) -> None:
        with self._arena.reading() as session:
            found = session.execute(select(Hold.resident_id, Hold.id).where(Hold.lifted_at.is_(None))).first()
        if found is None:
            return
        try:
            settle_death_hold(*found, settlement, "rang", by_id=self._council.staff["sue"], at=self.now)
        except HoldNotSettledError as refused:
            assert refused.reason == "settled_already"

    def import_again(self, place: int, telephone: str, email: str) -> None:
        """A newer edition of the list, with what the feed says now of one person."""
        self._editions += 1
        line = person(place, telephone_1=telephone, email=email, edition=str(self._editions))
        import_list(spl(line), at=self.now)

    def decide_undecided(self) -> None:
        """The worker's chore."""
        decide_undecided_operations(self.now)

    def set_revoked(self, device_id: str, *, revoked: bool) -> None:
        with write_transaction() as session:
            session.get_one(Device, device_id).revoked_at = self.now if revoked else None

    def _pick(self, which: int) -> Visit:
        visits = self.list_visits()
        return visits[which % len(visits)]
