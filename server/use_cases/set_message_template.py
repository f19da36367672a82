"""Put other words in force for a message. What was queued with the old ones keeps them."""

from __future__ import annotations

import datetime as dt

from server.domain.message import MessageChannel, MessageWords, find_template_mistake
from server.domain.shipped_messages import find_shipped
from server.store.message_templates import replace_template
from server.store.unit_of_work import write_transaction


class TemplateRefusedError(ValueError):
    """The words are not put in force; the text says why, for whoever wrote them."""


_MISTAKES = {
    "unknown_placeholder": "The words hold something in double brackets that this message does not fill in.",
    "missing_placeholder": "The words must hold what the shipped ones hold: {needed}.",
    "empty": "There are no words.",
    "no_subject": "An e-mail needs a subject.",
    "subject_in_text": "A text message has no subject.",
    "too_long": "The words are longer than the message may be: 918 letters in a text message, 20,000 in an e-mail, 200 in a subject.",
    "no_message": "Doorstep sends no message of this name in this language.",
}


def set_message_template(
    name: str, language: str, channel: MessageChannel, words: MessageWords, *, now: dt.datetime
) -> bool:
    """False where these words are in force already. Raises TemplateRefusedError."""
    shipped = find_shipped(name, language, channel)
    if shipped is None:
        raise TemplateRefusedError(_MISTAKES["no_message"])
    mistake = find_template_mistake(channel, words, shipped.placeholders)
    if mistake is not None:
        raise TemplateRefusedError(_MISTAKES[mistake])
    missing = shipped.placeholders - words.placeholders
    if missing:
        needed = ", ".join(f"(({name}))" for name in sorted(missing))
        raise TemplateRefusedError(_MISTAKES["missing_placeholder"].format(needed=needed))
    with write_transaction() as session:
        return replace_template(session, name, language, channel, words, now=now)
