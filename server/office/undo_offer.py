"""Offers the undo of what was just done, beside the words that say so; reads which act it names, and says what came of it.

Decides nothing: what an undo may still do, its use case knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask import abort, flash, request

from server.domain.operation import parse_instant
from server.texts import text


def offer_undo(words: str, undo_words: str, undo_url: str, fields: Mapping[str, str]) -> None:
    """Say what was done, with a button that undoes it; `fields` go with the button."""
    notice = {"words": words, "undo_words": undo_words, "undo_url": undo_url, "undo_fields": dict(fields)}
    flash(notice, "done")  # type: ignore[arg-type]  # a mapping: words and the way to undo them


def at_of(at: dt.datetime) -> dict[str, str]:
    """An act that is known by its instant, as a field of the button."""
    return {"at": at.isoformat()}


def read_at() -> dt.datetime:
    """The instant of the act that is to be undone. 404 for a form that this house did not make."""
    acted_at = parse_instant(request.form.get("at"))
    if acted_at is None:
        abort(404)
    return acted_at


def say_undone(name: str, count: int) -> None:
    """How much was undone; nothing, where all of it has gone on meanwhile."""
    flash(text(name, count=count), "done" if count else "important")
