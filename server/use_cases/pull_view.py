"""Answer a pull: the difference between what a device holds and what its officer may see, and the verdicts it awaits.

A pull that finds nothing new writes nothing but the last contact, once a minute. It never deletes or decides an operation.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server.domain.device_state import DeviceState
from server.domain.phone_window import IsHoliday, PhoneWindow, find_council_date, make_phone_window
from server.domain.view import RowKey, find_difference, find_digest, read_lines, write_lines
from server.store.audit_writes import record_audit
from server.store.departed_rows import find_reasons
from server.store.device_writes import save_contact
from server.store.devices import DeviceStanding
from server.store.operation_writes import mark_told
from server.store.operations import Answer, list_untold_answers
from server.store.phone_rows import list_phone_rows
from server.store.tables import DeviceView
from server.store.unit_of_work import read_now, write_transaction
from server.store.view_writes import lock_device_view, pack_lines, save_entered, save_left
from server.store.views import find_settled_view, unpack_lines, unpack_view
from server.store.visible_rows import find_visible

log = logging.getLogger(__name__)
ROWS_ON_A_PAGE = 2000
MOST_VERDICTS = 500
TRIES = 3
_FULL, _DIFFERENCE = "f", "d"


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """What a phone presents: the view it acknowledges, the page it goes on from, and how it is."""

    view: int
    page: str | None = None
    full: bool = False
    state: DeviceState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PullAnswer:
    """What a phone is told. `view` and `digest` are there on the last page only; `full` says that `rows` is everything."""

    window: PhoneWindow
    rows: list[dict[str, Any]] = field(default_factory=list)
    evicted: list[tuple[RowKey, str]] = field(default_factory=list)
    verdicts: list[Answer] = field(default_factory=list)
    next_page: str | None = None
    view: int | None = None
    digest: str | None = None
    full: bool = False


def pull_view(device: DeviceStanding, request: PullRequest, now: dt.datetime, is_holiday: IsHoliday) -> PullAnswer:
    """The answer to one pull. Asking again with the same acknowledged view is always safe: it starts from that view."""
    window = make_phone_window(find_council_date(now), is_holiday)
    answer = _answer_if_nothing_new(device, request, window)
    if answer is None:
        return _answer_with_news(device, request, window, now)
    if not device.was_heard_at(now) or (request.state is not None and request.state.lost_count):
        with write_transaction() as session:
            save_contact(session, device.device_id, now, request.state)
    return answer


def _answer_if_nothing_new(device: DeviceStanding, request: PullRequest, window: PhoneWindow) -> PullAnswer | None:
    """The whole answer when the device holds what it may and no verdict waits; else None. Writes nothing.

    It needs no snapshot: whatever changes between its statements is news, found now or at the next pull.
    """
    if request.full or request.page is not None:
        return None
    with read_now() as session:
        stored = find_settled_view(session, device.device_id)
        if stored is None or stored.view != request.view or stored.is_pending or stored.has_untold or not stored.held:
            return None
        held = _Held(unpack_lines(stored.held))
        visible = find_visible(session, device.user_id, window, held.has)
    if write_lines(visible) != held.lines:
        return None
    return PullAnswer(window=window, view=stored.view, digest=find_digest(held.lines))


@dataclass(slots=True)
class _Held:
    """A stored view, compared as text and read line by line only when a row must be looked up in it."""

    lines: str
    _rows: dict[RowKey, int] | None = None

    def has(self, key: RowKey) -> bool:
        if self._rows is None:
            self._rows = read_lines(self.lines)
        return key in self._rows


def _answer_with_news(
    device: DeviceStanding, request: PullRequest, window: PhoneWindow, now: dt.datetime
) -> PullAnswer:
    for attempt in range(TRIES):
        try:
            # No flush before the end: the device's view is written once, not once for each question asked in between.
            with write_transaction(one_snapshot=True) as session, session.no_autoflush:
                return _answer_in(session, device, request, window, now)
        except DBAPIError as error:
            if attempt == TRIES - 1:
                raise
            log.info("a pull is tried again: %s", type(error.orig).__name__)
    raise AssertionError("unreachable")  # the last attempt returned or raised


@dataclass(slots=True)
class _Start:
    """Where an answer starts from: what the device holds for certain, what it may hold besides, and the page it goes on from."""

    held: dict[RowKey, int]
    maybe_held: dict[RowKey, int]
    full: bool
    page: int | None = None


def _answer_in(
    session: Session, device: DeviceStanding, request: PullRequest, window: PhoneWindow, now: dt.datetime
) -> PullAnswer:
    stored = lock_device_view(session, device.device_id)
    start = _find_start(session, stored, request, now)
    before = start.held | start.maybe_held
    visible = find_visible(session, device.user_id, window, before.__contains__)
    changed = find_difference(start.held, visible).changed
    gone = sorted(before.keys() - visible.keys())
    page = changed[:ROWS_ON_A_PAGE]
    is_last = len(page) == len(changed)
    verdicts = list_untold_answers(session, device.device_id, MOST_VERDICTS) if is_last else []
    save_contact(session, device.device_id, now, request.state)
    if not (changed or gone or verdicts or start.full):
        _forget_pending(stored)
        return PullAnswer(window=window, view=stored.view, digest=find_digest(write_lines(visible)))
    rows = list_phone_rows(session, page, window.today_on, device.user_id)
    sent = {(row["type"], row["id"]): row["version"] for row in rows}
    reasons = find_reasons(session, device.user_id, gone)
    now_held = {key: version for key, version in start.held.items() if key in visible} | sent
    lines = write_lines(now_held)
    number = _keep_pending(stored, start, lines, verdicts, request.view, now)
    save_entered(session, device.device_id, [key for key in sent if key not in before], number, now)
    save_left(session, device.device_id, reasons, number, now)
    record_audit(
        session, action="view.pull", at=now, user_id=device.user_id, device_id=device.device_id, entity_type="device",
        entity_id=device.device_id, fields={"view": {"old": stored.view, "new": number}},
    )  # fmt: skip
    return PullAnswer(
        window=window,
        rows=rows,
        evicted=sorted(reasons.items()),
        verdicts=verdicts,
        next_page=None if is_last else f"{_FULL if start.full else _DIFFERENCE}{number}",
        view=number if is_last else None,
        digest=find_digest(lines) if is_last else None,
        full=start.full,
    )


def _keep_pending(
    stored: DeviceView, start: _Start, lines: str, verdicts: Sequence[Answer], presented: int, now: dt.datetime
) -> int:
    """Note what is being sent; returns its number. The very same content keeps the number that it has.

    So a request that arrives twice has one answer, whichever of the two the phone reads.
    """
    held, told = pack_lines(lines), [[str(answer.op_id), answer.words] for answer in verdicts]
    least = max(stored.view, presented)
    latest = stored.pending_view or 0
    is_same = (held, told) == (stored.pending_held, stored.pending_op_ids) and latest > least
    number = latest if is_same else max(least, latest) + 1
    if start.page is None:
        stored.page_from_view = stored.page_from_held = None
    elif start.page == stored.pending_view and not is_same:
        stored.page_from_view, stored.page_from_held = stored.pending_view, stored.pending_held
    stored.pending_view, stored.pending_held, stored.pending_op_ids, stored.pending_at = number, held, told, now
    return number


def _forget_pending(stored: DeviceView) -> None:
    """Nothing is under way. The number stays: one that was given out is never given to another content."""
    stored.pending_held = None
    stored.pending_op_ids = None
    stored.pending_at = None
    stored.page_from_view = stored.page_from_held = None


def _read_told(pending: Sequence[Any] | None) -> dict[uuid.UUID, str]:
    """What the answer under way told; the release before this one noted no words, so that its verdicts are told again."""
    return {uuid.UUID(entry[0]): entry[1] for entry in pending or () if isinstance(entry, list)}


def _find_start(session: Session, stored: DeviceView, request: PullRequest, now: dt.datetime) -> _Start:
    """Acknowledge what the request acknowledges; then the state this answer differs from.

    A page under way goes on from what its predecessor sent. A number that was never given out starts from nothing.
    """
    under_way = stored.pending_held is not None
    if request.page is not None and under_way and (found := _find_page_start(stored, request.page)):
        return found
    if request.page is None and under_way and request.view == stored.pending_view:
        mark_told(session, stored.device_id, _read_told(stored.pending_op_ids), now)
        stored.view, stored.held = stored.pending_view, stored.pending_held
        _forget_pending(stored)
    held, pending = unpack_view(stored.held), unpack_view(stored.pending_held)
    if request.full or request.view != stored.view or not stored.held:
        return _Start({}, held | pending, True)
    return _Start(held, pending, False)


def _find_page_start(stored: DeviceView, token: str) -> _Start | None:
    """Where the page of this token starts: the one that is next, or the one that was sent last and is asked for again."""
    mode, number = token[:1], token[1:]
    if mode not in (_FULL, _DIFFERENCE):
        return None
    pending = unpack_view(stored.pending_held)
    if number == str(stored.pending_view):
        return _Start(pending, {}, mode == _FULL, stored.pending_view)
    if number == str(stored.page_from_view):
        return _Start(unpack_view(stored.page_from_held), pending, mode == _FULL, stored.page_from_view)
    return None
