"""What is due next for somebody, and why, in a sentence to a line: two days in one are misread on a phone. Knows no page."""

from __future__ import annotations

import datetime as dt

from server.domain.next_contact import NextCode, NextContact
from server.office.dates import on
from server.office.frame import council_today, label
from server.texts import text


def next_contact_lines(following: NextContact | None) -> list[str]:
    """The visit or the call that was last, then what is due; none where there is nothing to say."""
    if following is None:
        return []
    if following.last_on is None:
        return due_lines(following)
    outcome = label("contact" if following.is_call else "outcome", following.outcome or "")
    name = "next-contact-after-a-call" if following.is_call else "next-contact-after-a-visit"
    return [text(name, outcome=outcome, last=on(following.last_on, council_today())), *due_lines(following)]


def due_lines(following: NextContact | None) -> list[str]:
    """Only what is due, for where the visit or the call stands already; of two days the earlier first."""
    if following is None:
        return []
    due = _say_due(following.code, following.day)
    if following.asked_on is None or following.day is None:
        return [due]
    asked = _say_due(NextCode.ASKED, following.asked_on)
    return [asked, due] if following.asked_on < following.day else [due, asked]


def _say_due(code: NextCode, day: dt.date | None) -> str:
    today = council_today()
    return text(
        f"next-contact-{str(code).replace('_', '-')}",
        day=on(day, today) if day else "",
        past="yes" if day is not None and day < today else "no",
    )
