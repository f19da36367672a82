"""Several needs at once: how far they have come, from the list, from a card of the board, and from a receiving team's own list.

What changed meanwhile is left as it is and said row by row; the rest is done, and can be undone as one.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from server.domain.operation import parse_id
from server.domain.referral_step import MOST_TOGETHER, ReferralRefusedError
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import label, now
from server.office.handed import hands, show_handed
from server.office.referral_filter import FIELDS
from server.office.referrals import show_list
from server.office.undo_offer import at_of, offer_undo, read_at, say_undone
from server.store.referral_names import NamedNeed, list_named_needs
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.change_referrals_together import (
    ChangedTogether,
    StepTogether,
    change_referrals_together,
    undo_referral_steps,
)

Answer = Response | tuple[str, int]
_FIELD_OF = {"words_missing": "words", "words_too_long": "words", "no_status": "together_status"}
_FROM_BOARD = "board"
_KEPT = (*FIELDS, "status", "after")  # of an address, what narrows those pages


@office.post("/referrals/list/together")
@allowed("referrals.change")
def change_listed() -> Answer:
    """Those that are ticked on a page of the list, or the one of a card."""
    step = _read()
    from_board = request.form.get("from") == _FROM_BOARD
    page = "office.referrals_page" if from_board else "office.referral_list_page"
    try:
        done = change_referrals_together(step)
    except ReferralRefusedError as refusal:
        return show_list(_errors(refusal)), 422
    _say(done, step, "office.undo_listed", page)
    if not done.left:
        return redirect(_back(page), 303)
    verdicts = _verdicts(done, is_theirs=False)
    if from_board:
        flash(" ".join(verdicts.values()), "important")
        return redirect(_back(page), 303)
    return show_list(_by_row(verdicts), verdicts), 409


@office.post("/referrals/list/together/undo")
@allowed("referrals.change")
def undo_listed() -> Response:
    """Put back what this person said of several, as far as nobody has changed it since."""
    board = request.form.get("from") == _FROM_BOARD
    undone = undo_referral_steps(read_at(), by_id=me().user_id, at=now())
    return _undone(undone, "office.referrals_page" if board else "office.referral_list_page")


@office.post("/handed/together")
@allowed("handed.change")
def change_handed() -> Answer:
    """Those that are ticked of what was handed to the caller's team."""
    step = _read()
    try:
        done = change_referrals_together(step, only_of=hands())
    except ReferralRefusedError as refusal:
        return show_handed(_errors(refusal)), 422
    _say(done, step, "office.undo_handed", "office.handed_page")
    if not done.left:
        return redirect(_back("office.handed_page"), 303)
    verdicts = _verdicts(done, is_theirs=True)
    return show_handed(_by_row(verdicts), verdicts), 409


@office.post("/handed/together/undo")
@allowed("handed.change")
def undo_handed() -> Response:
    """The same for a team; soon, since what is settled is not theirs to see."""
    return _undone(undo_referral_steps(read_at(), by_id=me().user_id, at=now(), only_of=hands()), "office.handed_page")


def _read() -> StepTogether:
    return StepTogether(
        chosen=_read_chosen(request.form.getlist("referral")),
        wanted=request.form.get("status", ""),
        words=request.form.get("words", ""),
        by_id=me().user_id,
        at=now(),
    )


def _read_chosen(ticked: list[str]) -> dict[uuid.UUID, int]:
    """Each box names a referral and the version that was shown; what is no such pair is a page that we did not make."""
    chosen = {}
    for value in ticked:
        named, _, version = value.partition("~")
        referral_id = parse_id(named)
        if referral_id is None or not (version.isascii() and version.isdigit() and len(version) < 10):
            abort(400)
        chosen[referral_id] = int(version)
    return chosen


def _errors(refusal: ReferralRefusedError) -> dict[str, str]:
    words = text(f"refer-refused-{refusal.reason}", most=MOST_TOGETHER)
    return {_FIELD_OF.get(refusal.reason, "referrals"): words}


def _verdicts(done: ChangedTogether, *, is_theirs: bool) -> Mapping[uuid.UUID, str]:
    """Why each that was left is as it was, the need named as the page names it."""
    with read_snapshot() as session:
        needs = list_named_needs(session, list(done.left), hands() if is_theirs else None)
    return {
        referral_id: text(
            f"referrals-left-{reason}",
            need=label("referral", needs[referral_id].type) if referral_id in needs else text("referral-page"),
            name=_name_of(needs.get(referral_id), is_theirs=is_theirs),
        )
        for referral_id, reason in done.left.items()
    }


def _name_of(need: NamedNeed | None, *, is_theirs: bool) -> str:
    if need is None or (is_theirs and not need.is_open):
        return text("handed-settled-who")
    return need.name or text("visits-no-name")


def _by_row(verdicts: Mapping[uuid.UUID, str]) -> dict[str, str]:
    return {f"row-{referral_id}": words for referral_id, words in verdicts.items()}


def _say(done: ChangedTogether, step: StepTogether, undo: str, page: str) -> None:
    status = label("referral-status", step.wanted)
    if not done.changed:
        if not done.left:
            flash(text("referrals-together-none", status=status), "important")
        return
    fields = at_of(step.at) | ({"from": _FROM_BOARD} if page == "office.referrals_page" else {})
    words = text("referrals-together-done", count=len(done.changed), status=status)
    offer_undo(words, text("referrals-together-undo"), _back(undo), fields)


def _back(endpoint: str) -> str:
    """That page, narrowed as the one that asked."""
    kept: dict[str, Any] = {name: request.args[name] for name in _KEPT if request.args.get(name)}
    return url_for(endpoint, **kept)


def _undone(count: int, page: str) -> Response:
    say_undone("referrals-together-undone", count)
    return redirect(_back(page), 303)
