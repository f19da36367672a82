"""What the office's list of visits may be narrowed by, and the SQL that narrows it. Runs no query itself."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, null, or_, select

from server.domain.figures import GROUPS, OutcomeGroup
from server.domain.names import name_key
from server.domain.words import UNDONE_VISIT_STATUSES, ReviewState, VisitOutcome
from server.store.pairs import in_hands_of
from server.store.tables import Address, Alert, Case, Resident, Submission, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFilter:
    """None and empty narrow nothing. `officer_id` is forced by the caller where a role reaches only its own visits.

    `overdue_before` keeps visits that were planned for an earlier day and are not done; `made_from` and `made_until` those that
    the figures count as made in [from, until), `group` those with such an outcome, `owner_id` those with issues that this
    person owns; `name_words` are parts of the resident's name as `search_key` writes them.
    """

    status: str | None = None
    review: str | None = None
    outcome: str | None = None
    ward: str | None = None
    without_ward: bool = False
    officer_id: uuid.UUID | None = None
    owner_id: uuid.UUID | None = None
    programme_id: uuid.UUID | None = None
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    address_words: str = ""
    name_words: tuple[str, ...] = ()
    overdue_before: dt.date | None = None
    submitted_from: dt.datetime | None = None
    made_from: dt.datetime | None = None
    made_until: dt.datetime | None = None
    group: OutcomeGroup | None = None


def conditions_of(wanted: VisitFilter, *, among_few: bool = False) -> list[ColumnElement[bool]]:
    """The WHERE of a filter. `among_few`: the caller adds a condition that few visits meet."""
    narrow = among_few or bool(
        wanted.ward or wanted.officer_id or wanted.owner_id or wanted.address_words or wanted.name_words
    )
    found: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            # Most visits share a status: beside a filter that finds few, its index is the wrong one to walk, and a
            # database without statistics walks it.
            (func.coalesce(Visit.status, "") if narrow else Visit.status, wanted.status),
            (Visit.review_state, wanted.review),
            (Visit.outcome, wanted.outcome),
        )
        if value
    ]
    if wanted.officer_id:
        found.append(in_hands_of(wanted.officer_id))
    if wanted.review:
        found.append(Visit.repeat_of_id.is_(None))  # a repeat waits for nobody
    if wanted.from_on:
        found.append(Visit.planned_on >= wanted.from_on)
    if wanted.to_on:
        found.append(Visit.planned_on <= wanted.to_on)
    found += _of_people(wanted)
    if wanted.overdue_before:
        found += [Visit.status.in_(UNDONE_VISIT_STATUSES), Visit.planned_on < wanted.overdue_before]
    if wanted.submitted_from:
        found.append(Visit.submitted_at >= wanted.submitted_from)
    if wanted.made_from or wanted.made_until:
        found += _was_made(wanted.made_from, wanted.made_until)
    if wanted.group:
        found.append(_is_of_group(wanted.group))
    return found + _is_where(wanted)


def _is_where(wanted: VisitFilter) -> list[ColumnElement[bool]]:
    """By ward and by words of the address."""
    found: list[ColumnElement[bool]] = []
    if wanted.ward:
        found.append(Visit.address_id.in_(select(Address.id).where(Address.ward == wanted.ward)))
    if wanted.without_ward:
        nowhere = select(Address.id).where(Address.ward.is_(None))
        found.append(or_(Visit.address_id.is_(None), Visit.address_id.in_(nowhere)))
    whole = name_key(wanted.address_words)
    if whole:
        address_text = func.replace(func.lower(Address.match_key), "|", "")
        found.append(Visit.address_id.in_(select(Address.id).where(address_text.contains(whole, autoescape=True))))
    return found


def _of_people(wanted: VisitFilter) -> list[ColumnElement[bool]]:
    """What narrows by whom a visit is to, under which programme, and who owns its issues."""
    found: list[ColumnElement[bool]] = []
    if wanted.programme_id:
        found.append(exists().where(Case.id == Visit.case_id, Case.programme_id == wanted.programme_id))
    if wanted.owner_id:
        owned = (Submission.review_state == ReviewState.HAS_ISSUES, Submission.review_owner_id == wanted.owner_id)
        found.append(Visit.id.in_(select(Submission.visit_id).where(*owned, Submission.visit_id.is_not(None))))
    if wanted.name_words:
        named = [Resident.search_text.contains(word, autoescape=True) for word in wanted.name_words]
        found.append(Visit.resident_id.in_(select(Resident.id).where(*named)))
    return found


def _was_made(from_at: dt.datetime | None, until_at: dt.datetime | None) -> list[ColumnElement[bool]]:
    """What the figures count as a visit made: it came in then, was not rejected, and repeats no other visit of its day."""
    bounds: list[ColumnElement[bool]] = (
        [Visit.submitted_at >= from_at] if from_at else [Visit.submitted_at.is_not(None)]
    )
    if until_at:
        bounds.append(Visit.submitted_at < until_at)
    # Hardly any visit is a repeat: SQLite would walk the index of repeats, which finds all, and not that of when they came in.
    is_no_repeat = func.coalesce(Visit.repeat_of_id, null()).is_(None)
    return [*bounds, func.coalesce(Visit.review_state, "") != ReviewState.REJECTED, is_no_repeat]


def _is_of_group(group: OutcomeGroup) -> ColumnElement[bool]:
    outcome = func.coalesce(Visit.outcome, "")
    if group is OutcomeGroup.OTHER:
        return outcome.not_in([one for outcomes in GROUPS.values() for one in outcomes])
    return outcome.in_(GROUPS[group])


def has_open_alert() -> ColumnElement[bool]:
    """A visit with an alert that is not closed."""
    return Visit.id.in_(select(Alert.visit_id).where(Alert.closed_at.is_(None), Alert.visit_id.is_not(None)))


def has_unreviewed_needs() -> ColumnElement[bool]:
    """A visit that came back with needs and is not settled. May be NULL: to negate it, use `has_no_unreviewed_needs`."""
    with_needs = exists().where(Submission.visit_id == Visit.id, Submission.has_needs)
    return and_(
        Visit.review_state.in_((ReviewState.RECEIVED, ReviewState.HAS_ISSUES)),
        or_(func.coalesce(Visit.outcome, "") == VisitOutcome.SEEN_NEEDS, with_needs),
    )


def has_no_unreviewed_needs() -> ColumnElement[bool]:
    """The opposite, true where nothing came back at all."""
    return not_(func.coalesce(has_unreviewed_needs(), false()))
