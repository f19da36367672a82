"""The words of messages: those in force, and putting others in their place. A row is never changed, so what was sent keeps its words."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.message import MessageChannel, MessageWords
from server.domain.shipped_messages import find_shipped
from server.store.database import new_id
from server.store.inserting import insert_into
from server.store.tables import MessageTemplate


def words_of(template: MessageTemplate) -> MessageWords:
    """Its subject and body."""
    return MessageWords(template.subject, template.body)


def find_template(session: Session, name: str, language: str, channel: MessageChannel) -> MessageTemplate | None:
    """The words in force; those that ship are there from their first use."""
    found = select(MessageTemplate).where(
        MessageTemplate.name == name,
        MessageTemplate.language == language,
        MessageTemplate.channel == channel,
        MessageTemplate.replaced_at.is_(None),
    )
    return session.scalar(found)


def save_first_template(
    session: Session, name: str, language: str, channel: MessageChannel, *, now: dt.datetime
) -> bool:
    """Add the shipped words unless there are any; False where none ship by that name. Two who do so at once add one row."""
    words = find_shipped(name, language, channel)
    if words is None:
        return False
    if find_template(session, name, language, channel) is None:
        _insert(session, name, language, channel, words, now)
    return True


def replace_template(
    session: Session, name: str, language: str, channel: MessageChannel, words: MessageWords, *, now: dt.datetime
) -> bool:
    """Put these words in force, and keep the old ones; False where they are in force already."""
    current = session.scalar(
        select(MessageTemplate)
        .where(
            MessageTemplate.name == name,
            MessageTemplate.language == language,
            MessageTemplate.channel == channel,
            MessageTemplate.replaced_at.is_(None),
        )
        .with_for_update(key_share=True)
    )
    if current is not None:
        if words_of(current) == words:
            return False
        current.replaced_at = now
        session.flush()
    _insert(session, name, language, channel, words, now)
    return True


def _insert(
    session: Session, name: str, language: str, channel: MessageChannel, words: MessageWords, now: dt.datetime
) -> None:
    session.execute(
        insert_into(session, MessageTemplate)
        .values(
            id=new_id(),
            name=name,
            language=language,
            channel=channel,
            subject=words.subject,
            body=words.body,
            made_at=now,
        )
        .on_conflict_do_nothing()
    )
