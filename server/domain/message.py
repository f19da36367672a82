"""A message to a resident, or to staff on call: its channel, how it stands, and how a template becomes words. Pure.

A message is read by whoever holds the telephone: it names no programme, no illness and no need. So a caller may fill in only
what stands in PLACEHOLDERS (to staff: STAFF_PLACEHOLDERS), and what opens something (SECRET) is never kept in the open.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class MessageChannel(StrEnum):
    """How it reaches the resident."""

    SMS = "sms"
    EMAIL = "email"


class MessageStatus(StrEnum):
    """Where a message stands. `kept`: there is no service to send it, it can be read in the outbox. `stopped`: it is not to leave."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    KEPT = "kept"
    STOPPED = "stopped"


COUNCIL, TELEPHONE, LINK = "council", "telephone", "link"
OURS: Final = frozenset({COUNCIL, TELEPHONE})  # filled in when the message leaves, from the settings
SECRET: Final = frozenset({LINK})
PLACEHOLDERS: Final = OURS | SECRET | {"reference", "until"}
STAFF_PLACEHOLDERS: Final = frozenset({"page", "raised"})  # a page that needs a sign-in; nobody's name
MOST_TRIES = 10  # the last one some four hours after the first
LONGEST_SMS, LONGEST_EMAIL = 918, 20_000  # 918: six parts, the most that GOV.UK Notify sends
LONGEST_SUBJECT = 200
KEEP_FAILED = dt.timedelta(days=7)  # for so long a failed message can be tried again with its link
LOOK_FOR = dt.timedelta(days=4)  # providers give up after three days
_PLACEHOLDER = re.compile(r"\(\((\w+)\)\)")


@dataclass(frozen=True, slots=True)
class MessageWords:
    """What is read. A text message has no subject."""

    subject: str | None
    body: str

    @property
    def placeholders(self) -> set[str]:
        """Every name that stands in double brackets."""
        return set(_PLACEHOLDER.findall(f"{self.subject or ''} {self.body}"))

    def fill(self, values: Mapping[str, str]) -> MessageWords:
        """The words with these values in place; one without a value stays as it is. A value that looks like a placeholder is text."""

        def place(words: str) -> str:
            return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), words)

        return MessageWords(place(self.subject) if self.subject is not None else None, place(self.body))


def find_template_mistake(channel: MessageChannel, words: MessageWords, filled: set[str]) -> str | None:
    """Why nobody can be sent these words, or None: unknown_placeholder, empty, no_subject, subject_in_text or too_long.

    `filled` are the placeholders that this message fills in: another one would leave as it stands.
    """
    longest = LONGEST_SMS if channel is MessageChannel.SMS else LONGEST_EMAIL
    mistakes = [
        (bool(words.placeholders - filled), "unknown_placeholder"),
        (not words.body.strip(), "empty"),
        (channel is MessageChannel.EMAIL and not (words.subject or "").strip(), "no_subject"),
        (channel is MessageChannel.SMS and words.subject is not None, "subject_in_text"),
        (len(words.body) > longest or len(words.subject or "") > LONGEST_SUBJECT, "too_long"),
    ]
    return next((name for is_so, name in mistakes if is_so), None)


def choose_language(on_record: str | None) -> str:
    """`cy` for somebody whose record says Welsh in either language, else `en`."""
    said = (on_record or "").strip().lower()
    return "cy" if said == "cy" or said.startswith(("cy-", "welsh", "cymraeg")) else "en"


def wait_before_try(tries: int) -> dt.timedelta:
    """How long after the `tries`th failure: 1, 2, 4 ... minutes, an hour at most."""
    return dt.timedelta(minutes=min(2 ** max(tries - 1, 0), 60))


def find_next_look(sent_at: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """When to ask again whether it has arrived: after as long as has passed, a minute to six hours; None: ask no more."""
    passed = now - sent_at
    if passed > LOOK_FOR:
        return None
    return now + max(dt.timedelta(minutes=1), min(passed, dt.timedelta(hours=6)))
