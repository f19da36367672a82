"""The words of one message: as they leave, as they are kept, and as the office reads them."""

from __future__ import annotations

from collections.abc import Mapping

from server.domain.message import COUNCIL, SECRET, TELEPHONE, MessageWords
from server.domain.sealed_values import open_values
from server.domain.sealing import FindKey
from server.store.message_templates import words_of
from server.store.messages import MessageLine
from server.store.tables import Message, MessageTemplate


def write_words(
    message: Message, template: MessageTemplate, facts: Mapping[str, str], secrets: Mapping[str, str]
) -> MessageWords:
    """Filled in. Without `secrets` the placeholders of what is sealed stay: so words are kept."""
    known = {str(name): str(value) for name, value in message.personalisation.items()}
    return words_of(template).fill({**facts, **known, **secrets})


def open_secrets(message: Message, find_key: FindKey) -> dict[str, str]:
    """What is sealed in it; nothing where nothing is (any more). Raises CannotOpenError."""
    if message.sealed is None or message.sealed_key_id is None:
        return {}
    return open_values(message.sealed, key_id=message.sealed_key_id, find_key=find_key, message_id=message.id)


def is_whole(message: Message, template: MessageTemplate) -> bool:
    """Whether everything that it names is still here: what left, and what failed long ago, has lost its link."""
    return message.sealed is not None or not (words_of(template).placeholders & SECRET)


def read_words(line: MessageLine, facts: Mapping[str, str]) -> MessageWords:
    """As it left, or as it would leave, with the placeholder in the place of what is sealed."""
    message = line.message
    if message.body is not None:
        return MessageWords(message.subject, message.body)
    return write_words(message, line.template, facts, {})


def read_facts(council: str, telephone: str) -> dict[str, str]:
    """What every message is filled with."""
    return {COUNCIL: council, TELEPHONE: telephone}
