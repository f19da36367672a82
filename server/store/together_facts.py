"""Reads which visits wait for review though there is little in them, and all that says whether they may be approved together.

A fixed number of queries for any number of visits. Writes nothing, decides nothing (domain/approving_together.py).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from server.domain.approving_together import TogetherFacts
from server.domain.shown_answers import has_typed_words, name_files
from server.domain.words import ReviewState, Verdict, VisitOutcome, VisitStatus
from server.store.tables import (
    Address,
    Alert,
    Attachment,
    Conflict,
    FormVersion,
    Operation,
    Referral,
    Resident,
    Submission,
    SubmissionReview,
    User,
    Visit,
)


@dataclass(frozen=True, slots=True)
class WaitingVisit:
    """A visit that waits, with what the page shows of it. `submission_id` None: nothing was filled in, or several times."""

    visit: Visit
    resident: Resident
    address: Address | None
    officer: str | None
    submission_id: uuid.UUID | None
    facts: TogetherFacts


def list_waiting_visits(
    session: Session, after: tuple[dt.datetime, uuid.UUID] | None, size: int
) -> tuple[list[WaitingVisit], tuple[dt.datetime, uuid.UUID] | None]:
    """Those that came back as “seen, no needs”, the oldest first, from behind `after`; and where the next page begins."""
    query = select(Visit).where(
        Visit.review_state == ReviewState.RECEIVED,
        Visit.status == VisitStatus.SUBMITTED,
        Visit.outcome == VisitOutcome.SEEN_NO_NEEDS,
        Visit.submitted_at.is_not(None),
    )
    if after is not None:
        at, visit_id = after
        query = query.where(or_(Visit.submitted_at > at, and_(Visit.submitted_at == at, Visit.id > visit_id)))
    found = session.scalars(query.order_by(Visit.submitted_at, Visit.id).limit(size + 1)).all()
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    next_after = (last.submitted_at, last.id) if last is not None and last.submitted_at is not None else None
    return _describe(session, shown), next_after


def find_together_facts(session: Session, visits: Sequence[Visit]) -> dict[uuid.UUID, TogetherFacts]:
    """By visit."""
    return _find_facts(session, visits, _submissions_of(session, visits))


def _find_facts(
    session: Session, visits: Sequence[Visit], submissions: Mapping[uuid.UUID, Sequence[Submission]]
) -> dict[uuid.UUID, TogetherFacts]:
    residents = {
        resident.id: resident
        for resident in session.scalars(
            select(Resident)
            .where(Resident.id.in_([visit.resident_id for visit in visits]))
            .execution_options(populate_existing=True)
        )
    }
    sent = [submission for of_visit in submissions.values() for submission in of_visit]
    marks = _Marks(session, visits, sent)
    return {
        visit.id: _facts(visit, residents[visit.resident_id], submissions.get(visit.id, ()), marks) for visit in visits
    }


class _Marks:
    """Ids of what something hangs on, each set from one query."""

    def __init__(self, session: Session, visits: Sequence[Visit], submissions: Sequence[Submission]) -> None:
        ids = [visit.id for visit in visits]
        residents = [visit.resident_id for visit in visits]
        sent, instances = [one.id for one in submissions], [one.instance_id for one in submissions]
        people = [*ids, *residents, *(visit.case_id for visit in visits)]
        self.alerts = _pairs(
            session.execute(
                select(Alert.visit_id, Alert.resident_id).where(
                    or_(Alert.visit_id.in_(ids), and_(Alert.resident_id.in_(residents), Alert.closed_at.is_(None)))
                )
            )
        )
        self.conflicts = set(
            session.scalars(
                select(Conflict.entity_id).where(Conflict.entity_id.in_(people), Conflict.resolved_at.is_(None))
            )
        )
        self.late = set(
            session.scalars(
                select(Operation.entity_id).where(
                    Operation.entity_id.in_(ids), Operation.verdict.in_((Verdict.REVIEW, Verdict.WAITING))
                )
            )
        )
        self.files = _pairs(
            session.execute(
                select(Attachment.visit_id, Attachment.instance_id).where(
                    or_(Attachment.visit_id.in_(ids), Attachment.instance_id.in_(instances)),
                    Attachment.purpose == "file",
                )
            )
        )
        self.referrals = set(
            session.scalars(select(Referral.submission_id).where(Referral.submission_id.in_(sent)).distinct())
        )
        self.reviewed = set(
            session.scalars(
                select(SubmissionReview.submission_id).where(SubmissionReview.submission_id.in_(sent)).distinct()
            )
        )
        versions = {one.form_version_id for one in submissions if one.form_version_id is not None}
        self._questions: dict[uuid.UUID | None, list[Any]] = {
            row[0]: row[1]
            for row in session.execute(
                select(FormVersion.id, FormVersion.questions).where(FormVersion.id.in_(versions))
            )
        }
        other = aliased(Visit)
        same_day = and_(
            other.resident_id == Visit.resident_id,
            other.planned_on == Visit.planned_on,
            other.id != Visit.id,
            other.status.in_((VisitStatus.SUBMITTED, VisitStatus.REVIEWED)),
        )
        self.same_day = set(session.scalars(select(Visit.id).join(other, same_day).where(Visit.id.in_(ids))))

    def questions_of(self, submission: Submission) -> list[Any]:
        """As its form version asked them."""
        return self._questions.get(submission.form_version_id, [])


def _pairs(rows: Iterable[Any]) -> set[Any]:
    return {value for row in rows for value in row if value is not None}


def _facts(visit: Visit, resident: Resident, submissions: Sequence[Submission], marks: _Marks) -> TogetherFacts:
    states = {submission.review_state for submission in submissions}
    return TogetherFacts(
        status=visit.status,
        review_state=visit.review_state if states <= {ReviewState.RECEIVED} else None,
        outcome=visit.outcome,
        is_repeat=visit.repeat_of_id is not None,
        has_needs=any(submission.has_needs for submission in submissions),
        has_referrals=any(submission.id in marks.referrals for submission in submissions),
        has_alert=visit.id in marks.alerts or visit.resident_id in marks.alerts,
        has_conflict=bool(marks.conflicts & {visit.id, visit.resident_id, visit.case_id}),
        has_late_work=visit.id in marks.late or bool(visit.late_reports),
        has_problems=any(submission.problems for submission in submissions),
        has_files=visit.id in marks.files
        or any(
            submission.instance_id in marks.files or name_files(marks.questions_of(submission), submission.answers)
            for submission in submissions
        ),
        has_words=any(
            has_typed_words(marks.questions_of(submission), submission.answers) for submission in submissions
        ),
        has_other_that_day=visit.id in marks.same_day,
        was_reviewed=any(submission.id in marks.reviewed for submission in submissions),
        is_held=resident.on_hold or resident.merged_into_id is not None,
        submissions=len(submissions),
    )


def _submissions_of(session: Session, visits: Sequence[Visit]) -> dict[uuid.UUID, list[Submission]]:
    found: dict[uuid.UUID, list[Submission]] = {}
    of_visits = select(Submission).where(Submission.visit_id.in_([visit.id for visit in visits]))
    for submission in session.scalars(of_visits.execution_options(populate_existing=True)):
        if submission.visit_id is not None:
            found.setdefault(submission.visit_id, []).append(submission)
    return found


def _describe(session: Session, visits: Sequence[Visit]) -> list[WaitingVisit]:
    submissions = _submissions_of(session, visits)
    facts = _find_facts(session, visits, submissions)
    rows = session.execute(
        select(Visit, Resident, Address, User.name)
        .join(Resident, Resident.id == Visit.resident_id)
        .outerjoin(Address, Address.id == Visit.address_id)
        .outerjoin(User, User.id == Visit.officer_id)
        .where(Visit.id.in_(facts))
        .order_by(Visit.submitted_at, Visit.id)
    )
    only = {visit_id: sent[0].id for visit_id, sent in submissions.items() if len(sent) == 1}
    return [
        WaitingVisit(visit, resident, address, officer, only.get(visit.id), facts[visit.id])
        for visit, resident, address, officer in rows
    ]
