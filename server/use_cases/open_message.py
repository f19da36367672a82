"""One message as the office reads it. Only one that is kept in the outbox, since nothing sends it, is shown with its link."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.message import MessageStatus, MessageWords
from server.domain.sealing import CannotOpenError
from server.store.messages import MessageLine, find_message
from server.store.unit_of_work import read_snapshot
from server.use_cases.message_words import is_whole, open_secrets, read_facts, read_words
from server.use_cases.open_keyring import open_keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMessage:
    """`words` hold ((link)) in the place of what is not shown; `link` is it, where it may be read. `can_retry`: it is whole."""

    line: MessageLine
    words: MessageWords
    link: str | None
    can_retry: bool


def open_message(message_id: uuid.UUID, config: Mapping[str, Any]) -> OpenedMessage | None:
    """The message, or None. `config` is Flask's."""
    with read_snapshot() as session:
        line = find_message(session, message_id)
    if line is None:
        return None
    facts = read_facts(config["COUNCIL_NAME"], config["COUNCIL_TELEPHONE"])
    message = line.message
    link = None
    if message.status == MessageStatus.KEPT:
        try:
            link = open_secrets(message, open_keyring(config).find).get("link")
        except CannotOpenError:
            link = None
    return OpenedMessage(
        line=line,
        words=read_words(line, facts),
        link=link,
        can_retry=message.status == MessageStatus.FAILED and is_whole(message, line.template),
    )
