"""What became of an assignment, in sentences: how many, and who was left out and why."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from server.domain.assignment import MOST_AT_ONCE
from server.office.dates import on
from server.office.frame import council_today
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.assign_visits import Assigned, AssignmentRefusedError, LeftOut

MOST_NAMED = 10


def assigned_words(opening: str, done: Assigned) -> str:
    """The opening sentence, then how many kept their own day, and who was left out."""
    if done.kept:
        opening = f"{opening} {text('assign-kept', count=done.kept)}"
    if not done.left_out:
        return opening
    with read_snapshot() as session:
        names = names_of_users(session, {one.officer_id for one in done.left_out})
    sentences = [opening, text("assign-left-out", count=len(done.left_out))]
    sentences += [why_left_out(one, names) for one in done.left_out[:MOST_NAMED]]
    if len(done.left_out) > MOST_NAMED:
        sentences.append(text("assign-left-out-more", count=len(done.left_out) - MOST_NAMED))
    return " ".join(sentences)


def why_left_out(one: LeftOut, names: Mapping[uuid.UUID, str]) -> str:
    """Why this person was."""
    officer = names.get(one.officer_id, "") if one.officer_id else ""
    today = council_today()
    return text(
        f"assign-why-{one.why}",
        name=one.name or text("assign-no-name"),
        officer=officer or text("assign-nobody"),
        day=on(one.day, today) if one.day else "",
    )


def refused_words(refusal: AssignmentRefusedError) -> str:
    """Why nothing was assigned."""
    return text(f"assign-refused-{refusal.reason}", most=MOST_AT_ONCE)
