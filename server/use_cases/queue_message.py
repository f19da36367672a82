"""Queue a message to a resident in the transaction of the fact that it tells of: both are kept, or neither (transactional outbox).

Nothing is sent here. A link is sealed under the council's key before it is written down.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from flask import current_app
from sqlalchemy.orm import Session

from server.domain.message import (
    OURS,
    PLACEHOLDERS,
    SECRET,
    MessageChannel,
    MessageStatus,
    choose_language,
)
from server.domain.sealed_values import seal_values
from server.store.database import new_id
from server.store.message_templates import find_template, save_first_template, words_of
from server.store.message_ways import find_way
from server.store.tables import Message, MessageTemplate, Resident
from server.use_cases.open_keyring import open_keyring


class MessageRefusedError(ValueError):
    """Nothing was queued. `reason`: no_resident, merged, held, no_mobile, no_email, no_texts_wanted, no_emails_wanted, not_safe,
    no_template, not_in_messages (a value that no message may carry), missing_value or no_key.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def queue_message(  # noqa: PLR0913 - each is a column of the row
    session: Session,
    *,
    template: str,
    resident_id: uuid.UUID,
    case_id: uuid.UUID | None,
    about: tuple[str, uuid.UUID] | None,
    personalisation: Mapping[str, str],
    channel: MessageChannel,
    by_id: uuid.UUID | None,
    at: dt.datetime,
    send_from: dt.datetime | None = None,
) -> uuid.UUID:
    """The id of the message. `personalisation` holds what the template names beside ((council)) and ((telephone)).
    It leaves at `send_from` at the earliest.

    What comes up before it leaves (a death, a wish) is looked for again then. Raises MessageRefusedError.
    """
    resident = session.get(Resident, resident_id)
    if resident is None:
        raise MessageRefusedError("no_resident")
    way = find_way(session, resident, channel)
    if way.address is None:
        raise MessageRefusedError(way.reason or "no_resident")
    words = _find_template(session, template, choose_language(resident.language), channel, at)
    if not set(personalisation) <= PLACEHOLDERS - OURS:
        raise MessageRefusedError("not_in_messages")
    if words_of(words).placeholders - OURS - {name for name, value in personalisation.items() if value}:
        raise MessageRefusedError("missing_value")
    message_id = new_id()
    sealed, key_id = _seal({name: personalisation[name] for name in SECRET & set(personalisation)}, message_id)
    session.add(
        Message(
            id=message_id,
            template_id=words.id,
            channel=channel,
            recipient=way.address,
            personalisation={name: value for name, value in personalisation.items() if name not in SECRET},
            sealed=sealed,
            sealed_key_id=key_id,
            about_type=about[0] if about else None,
            about_id=about[1] if about else None,
            resident_id=resident.id,
            case_id=case_id,
            queued_by_id=by_id,
            queued_at=at,
            status=MessageStatus.QUEUED,
            next_try_at=send_from or at,
        )
    )
    session.flush()
    return message_id


def _find_template(
    session: Session, name: str, language: str, channel: MessageChannel, at: dt.datetime
) -> MessageTemplate:
    for wanted in dict.fromkeys((language, "en")):
        save_first_template(session, name, wanted, channel, now=at)
        found = find_template(session, name, wanted, channel)
        if found is not None:
            return found
    raise MessageRefusedError("no_template")


def _seal(values: Mapping[str, str], message_id: uuid.UUID) -> tuple[bytes | None, str | None]:
    if not values:
        return None, None
    key = open_keyring(current_app.config).find_current()
    if key is None:
        raise MessageRefusedError("no_key")
    sealed = seal_values(values, key_id=key.key_id, public_key=key.public_key, message_id=message_id)
    return sealed, key.key_id
