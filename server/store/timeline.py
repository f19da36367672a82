"""Puts together what happened to one visit or one resident, newest first, a page at a time. `timeline_facts` reads it. Writes nothing.

Gives facts with a code each; what a code is called is the page's business.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store import timeline_facts
from server.store.evidence_facts import list_evidence_facts
from server.store.message_facts import list_message_facts
from server.store.tables import Submission, Visit
from server.store.timeline_facts import LOOK, Fact
from server.store.users import names_of_users

MOST_EVENTS = 100
MOST_LOOKS = 50
_LONG_AHEAD = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEvent:
    """One thing that happened. `code` is e.g. `visit.start`, `review.approved`, `audit.visit.view`.

    `at` is when it was done, by the phone's clock where it was done on one; `received_at` stands where the council heard of it
    much later, `phone_said` where that clock cannot be right, so that `at` is when the council heard of it.
    `about` is the kind and id of what has a page of its own; `picture_id` is the attachment whose small picture can be shown.
    `times` is above 1 for looks in a row, which are one event: the newest one's instant, and everybody who looked in `by`.
    """

    at: dt.datetime
    code: str
    by: str | None
    note: str | None = None
    verdict: str | None = None
    fields: tuple[str, ...] = ()
    received_at: dt.datetime | None = None
    phone_said: dt.datetime | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    about: tuple[str, uuid.UUID] | None = None
    picture_id: uuid.UUID | None = None
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose history: rows that the log speaks of, and what hangs on them."""

    entity_ids: Collection[uuid.UUID]
    submission_ids: Collection[uuid.UUID] = ()
    alert_ids: Collection[uuid.UUID] = ()
    case_ids: Collection[uuid.UUID] = ()


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Some events, and up to which instant the next older ones go; None: there are none."""

    events: Sequence[TimelineEvent]
    older: dt.datetime | None


def list_timeline(session: Session, subject: Subject, until: dt.datetime | None = None) -> TimelinePage:
    """What the council had heard of until then, the newest MOST_EVENTS or so.

    Pages follow when the council heard of something, which never changes; within a page things stand as they happened. So what
    a phone kept for days is on the page of the day it came, and nothing is on two pages or on none. Who looked is told beside
    what happened on a page, the newest MOST_LOOKS of them: the audit trail has them all.
    """
    upto = until or _LONG_AHEAD
    sources = (
        timeline_facts.list_operations(session, subject.entity_ids, upto, MOST_EVENTS + 1),
        timeline_facts.list_reviews(session, subject.submission_ids, upto, MOST_EVENTS + 1),
        timeline_facts.list_alert_steps(session, subject.alert_ids, upto),
        timeline_facts.list_contacts(session, subject.case_ids, upto, MOST_EVENTS + 1),
        timeline_facts.list_steps_on_trail(session, subject.entity_ids, upto, MOST_EVENTS + 1),
        _heard_at_once(list_evidence_facts(session, subject.case_ids), upto),
        _heard_at_once(list_message_facts(session, subject.entity_ids, upto, MOST_EVENTS + 1), upto),
    )
    found, older = _cut(sources)
    looks = timeline_facts.list_looks(session, subject.entity_ids, upto, MOST_LOOKS)
    found += [fact for fact in looks if older is None or fact.heard_at > older]
    names = names_of_users(session, [fact.user_id for fact in found])
    events = [_tell(fact, names) for fact in found]
    return TimelinePage(_fold_looks(sorted(events, key=lambda event: event.at, reverse=True)), older)


def find_subject_of(
    session: Session,
    resident_id: uuid.UUID,
    *,
    others: Collection[uuid.UUID],
    alert_ids: Collection[uuid.UUID],
    case_ids: Collection[uuid.UUID],
) -> Subject:
    """A resident's whole history: every visit and every form there ever was, and what else the page knows to belong to it."""
    visits = session.scalars(select(Visit.id).where(Visit.resident_id == resident_id))
    submissions = session.scalars(select(Submission.id).where(Submission.resident_id == resident_id))
    return Subject(
        entity_ids=[resident_id, *case_ids, *visits, *others],
        submission_ids=list(submissions),
        alert_ids=alert_ids,
        case_ids=case_ids,
    )


def list_contacts(session: Session, case_id: uuid.UUID) -> list[TimelineEvent]:
    """The calls of one case alone, the newest first."""
    found = timeline_facts.list_contacts(session, [case_id], _LONG_AHEAD, None)
    names = names_of_users(session, [fact.user_id for fact in found])
    return sorted((_tell(fact, names) for fact in found), key=lambda event: event.at, reverse=True)


def _tell(fact: Fact, names: dict[uuid.UUID, str]) -> TimelineEvent:
    return TimelineEvent(by=names.get(fact.user_id) if fact.user_id else None, **fact.said)


def _cut(sources: Iterable[list[Fact]]) -> tuple[list[Fact], dt.datetime | None]:
    """The newest facts of all, down to where each source is still complete; and the instant at which the rest begins.

    What was heard of in one instant is never torn apart, but where more of it came than a page holds.
    """
    found: list[Fact] = []
    ends: list[dt.datetime] = []
    for facts in sources:
        found += facts
        if len(facts) > MOST_EVENTS:
            ends.append(facts[-1].heard_at)
    found.sort(key=lambda fact: fact.heard_at, reverse=True)
    if len(found) > MOST_EVENTS:
        ends.append(found[MOST_EVENTS].heard_at)
    if not ends:
        return found, None
    end = max(ends)
    page = [fact for fact in found if fact.heard_at > end]
    if page:
        return page, end
    return [fact for fact in found if fact.heard_at == end], end - dt.timedelta(microseconds=1)


def _heard_at_once(facts: Iterable[tuple[uuid.UUID | None, dict[str, Any]]], upto: dt.datetime) -> list[Fact]:
    """What was done at the council, and so heard of as it was done; the newest first."""
    heard = [Fact(user_id, said["at"], said) for user_id, said in facts if said["at"] <= upto]
    return sorted(heard, key=lambda fact: fact.heard_at, reverse=True)


def _fold_looks(events: Iterable[TimelineEvent]) -> list[TimelineEvent]:
    """Looks of one kind between two things that happened are one line: what happened must not drown in who read it."""
    folded: list[TimelineEvent] = []
    for _, run in itertools.groupby(events, key=lambda event: event.code):
        looks = list(run)
        if not looks[0].code.startswith(LOOK):
            folded += looks
            continue
        by = ", ".join(dict.fromkeys(look.by for look in looks if look.by)) or None
        folded.append(replace(looks[0], by=by, times=len(looks)))
    return folded
