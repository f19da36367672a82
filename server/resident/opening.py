"""A link as it is opened: who asks, how to check that it is real, and the one question. Nothing of anybody stands on it."""

from __future__ import annotations

import datetime as dt

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.address_values import read_postcode
from server.domain.resident_link import LinkPurpose, LinkState, VerifyQuestion
from server.resident.access import nothing_here, remember, this_link, through_code
from server.resident.blueprint import language, now, resident, say
from server.use_cases.try_link import TriedOutcome, try_link

_PARTS = ("day", "month", "year")
_LONGEST = 20
_FIRST = {LinkPurpose.FORM: "resident.form_page", LinkPurpose.EVIDENCE: "resident.evidence_page"}


@resident.get("/<code>")
@through_code
def open_link(code: str) -> str | tuple[str, int]:  # noqa: ARG001 - the guard has read it
    """The question."""
    return _paused() if this_link().state(now()) is LinkState.PAUSED else _ask({})


@resident.post("/<code>")
@through_code
def answer_question(code: str) -> Response | str | tuple[str, int]:
    """Look at the answer; a field that is left empty, or is no date, costs no try."""
    typed, errors = _read_typed()
    if errors:
        return _ask(errors), 422
    tried = try_link(code, typed, now())
    if tried.outcome is TriedOutcome.NONE:
        return nothing_here()
    if tried.outcome is TriedOutcome.OPENED:
        return remember(redirect(url_for(_FIRST[this_link().purpose], lang=language()), 303), tried)
    if tried.outcome is TriedOutcome.PAUSED:
        return _paused()
    return _ask({_field(): say("resident-wrong")}), 422


def _paused() -> tuple[str, int]:
    return render_template("resident/paused.html"), 422


def _ask(errors: dict[str, str]) -> str:
    shown = this_link()
    return render_template(
        "resident/ask.html",
        question=shown.question,
        purpose=shown.purpose,
        until=shown.link.expires_at - dt.timedelta(seconds=1),
        errors=errors,
        typed={name: request.form.get(name, "")[:_LONGEST] for name in (*_PARTS, "postcode")},
    )


def _field() -> str:
    return "born-day" if this_link().question is VerifyQuestion.DATE_OF_BIRTH else "postcode"


def _read_typed() -> tuple[str, dict[str, str]]:
    """The answer as it is compared, or what is wrong with what was typed."""
    if this_link().question is VerifyQuestion.POSTCODE:
        reading = read_postcode(request.form.get("postcode", "")[:_LONGEST])
        if reading.value is None:
            words = say("resident-postcode-wrong" if reading.problem else "resident-postcode-missing")
            return "", {"postcode": words}
        return reading.value, {}
    parts = [request.form.get(name, "").strip()[:_LONGEST] for name in _PARTS]
    missing = next((name for name, part in zip(_PARTS, parts, strict=True) if not part), None)
    if missing is not None:
        whole = not any(parts)
        return "", {f"born-{missing}": say("resident-born-missing" if whole else f"resident-born-{missing}")}
    try:
        day, month, year = (int(part) if part.isascii() and part.isdigit() and len(part) <= 4 else 0 for part in parts)
        born = dt.date(year, month, day)
    except ValueError:
        return "", {"born-day": say("resident-born-wrong")}
    if not born.year >= 1880 or born > now().date():
        return "", {"born-year": say("resident-born-wrong")}
    return born.isoformat(), {}
