"""What is due next for somebody, and why, in a sentence. Knows no page."""

from __future__ import annotations

import datetime as dt

from server.domain.next_contact import NextCode, NextContact
from server.office.dates import on
from server.office.frame import council_today, label
from server.texts import text


def next_contact_words(following: NextContact | None) -> str | None:
    """The sentence, or None where there is nothing to say."""
    if following is None:
        return None
    today, words = council_today(), due_words(following)
    if following.last_on is None:
        return words
    outcome = label("contact" if following.is_call else "outcome", following.outcome or "")
    return text(
        "next-contact-after-a-call" if following.is_call else "next-contact-after-a-visit",
        outcome=outcome,
        last=on(following.last_on, today),
        following=words,
    )


def due_words(following: NextContact) -> str:
    """Only what is due, for where the visit or the call stands already; of two days the earlier first."""
    due = _say_due(following.code, following.day)
    if following.asked_on is None or following.day is None:
        return due
    asked = _say_due(NextCode.ASKED, following.asked_on)
    first, second = (asked, due) if following.asked_on < following.day else (due, asked)
    return text("next-contact-both", first=first, second=second)


def _say_due(code: NextCode, day: dt.date | None) -> str:
    today = council_today()
    return text(
        f"next-contact-{str(code).replace('_', '-')}",
        day=on(day, today) if day else "",
        past="yes" if day is not None and day < today else "no",
    )
