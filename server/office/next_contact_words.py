"""What is due next for somebody, and why, in a sentence. Knows no page."""

from __future__ import annotations

from server.domain.next_contact import NextContact
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
    """Only what is due, for where the visit or the call stands already."""
    today, day = council_today(), following.day
    return text(
        f"next-contact-{str(following.code).replace('_', '-')}",
        day=on(day, today) if day else "",
        past="yes" if day is not None and day < today else "no",
    )
