"""A message is queued with the fact it tells of or not at all, never to somebody who may not be written to, never with an open link."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from server.domain.message import MessageChannel, MessageWords
from server.domain.sealed_values import open_values
from server.domain.sealing import CannotOpenError, FindKey, no_key
from server.keyring import Keyring
from server.store.tables import ContactPreference, Message, MessageTemplate
from server.store.unit_of_work import write_transaction
from server.use_cases.prepare_installation import prepare_installation
from server.use_cases.queue_message import MessageRefusedError
from server.use_cases.set_message_template import TemplateRefusedError, set_message_template
from tests.factories.borough import NOW, add_resident
from tests.factories.messages import LINK, message_of, queue, queue_one

pytestmark = pytest.mark.usefixtures("context")


def test_a_fact_that_is_rolled_back_leaves_no_message(session: Session) -> None:
    resident = add_resident(session)
    session.commit()

    def fail() -> None:
        with write_transaction() as writing:
            queue(writing, resident.id)
            raise RuntimeError("the fact was not to be")

    with pytest.raises(RuntimeError, match="the fact"):
        fail()
    assert session.scalars(select(Message)).all() == []
    queue_one(resident.id)
    session.rollback()
    assert len(session.scalars(select(Message)).all()) == 1


def test_nothing_in_the_row_opens_anything_without_the_councils_key(session: Session, keyring: Keyring) -> None:
    resident = add_resident(session)
    session.commit()
    message = message_of(session, queue_one(resident.id))
    columns = [getattr(message, column.key) for column in inspect(Message).columns]
    assert LINK not in "".join(map(str, columns))
    assert LINK.encode() not in b"".join(value for value in columns if isinstance(value, bytes))
    assert message.sealed is not None
    assert message.sealed_key_id is not None

    def open_with(find_key: FindKey, message_id: uuid.UUID = message.id) -> dict[str, str]:
        assert message.sealed is not None
        return open_values(message.sealed, key_id=str(message.sealed_key_id), find_key=find_key, message_id=message_id)

    assert open_with(keyring.find) == {"link": LINK}
    with pytest.raises(CannotOpenError):
        open_with(no_key)
    with pytest.raises(CannotOpenError):  # bound to its message
        open_with(keyring.find, resident.id)


@pytest.mark.parametrize(
    ("resident", "preference", "channel", "reason"),
    [
        ({"on_hold": True}, {}, MessageChannel.SMS, "held"),
        ({"mobile": None}, {}, MessageChannel.SMS, "no_mobile"),
        ({"mobile": "020 7946 0001"}, {}, MessageChannel.SMS, "no_mobile"),
        ({}, {}, MessageChannel.EMAIL, "no_email"),
        ({}, {"text": False}, MessageChannel.SMS, "no_texts_wanted"),
        ({"email": "ivy@example.org"}, {"email": False}, MessageChannel.EMAIL, "no_emails_wanted"),
        ({"email": "ivy@example.org"}, {"safe_to_leave_message": False}, MessageChannel.EMAIL, "not_safe"),
        ({"email": "ivy@example.org"}, {"text": False, "email": True}, MessageChannel.EMAIL, None),
        ({}, {"email": False, "safe_to_leave_message": True}, MessageChannel.SMS, None),
    ],
)
def test_who_may_not_be_written_to_is_not(
    session: Session, resident: dict[str, Any], preference: dict[str, Any], channel: MessageChannel, reason: str | None
) -> None:
    person = add_resident(session, **resident)
    if preference:
        session.add(ContactPreference(resident_id=person.id, changed_at=NOW, **preference))
    session.commit()
    if reason is None:
        message = message_of(session, queue_one(person.id, channel=channel))
        assert message.recipient == (person.email if channel is MessageChannel.EMAIL else person.mobile)
        return
    with pytest.raises(MessageRefusedError) as refused:
        queue_one(person.id, channel=channel)
    assert refused.value.reason == reason
    session.rollback()
    assert session.scalars(select(Message)).all() == []


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"personalisation": {}}, "missing_value"),
        ({"personalisation": {"link": ""}}, "missing_value"),
        ({"personalisation": {"link": LINK, "illness": "asthma"}}, "not_in_messages"),
        ({"personalisation": {"link": LINK, "council": "Another"}}, "not_in_messages"),
        ({"template": "birthday"}, "no_template"),
    ],
)
def test_a_message_that_lacks_something_or_would_say_too_much_is_refused(
    session: Session, values: dict[str, Any], reason: str
) -> None:
    person = add_resident(session)
    session.commit()
    with pytest.raises(MessageRefusedError) as refused:
        queue_one(person.id, **values)
    assert refused.value.reason == reason


def test_words_that_a_council_sets_are_kept_and_what_is_queued_keeps_the_old_ones(session: Session) -> None:
    prepare_installation(NOW)
    person = add_resident(session)
    session.commit()
    before = queue_one(person.id)
    words = MessageWords(None, "((council)): ((link)) Ring ((telephone)).")
    changed = ("form_link", "en", MessageChannel.SMS, words)
    assert set_message_template(*changed, now=NOW + dt.timedelta(hours=1)) is True
    assert set_message_template(*changed, now=NOW + dt.timedelta(hours=2)) is False
    prepare_installation(NOW + dt.timedelta(days=1))
    after = queue_one(person.id)
    old, new = (session.get_one(MessageTemplate, message_of(session, one).template_id) for one in (before, after))
    assert new.body == words.body
    assert "asks you to fill in a form" in old.body
    assert (old.replaced_at, new.replaced_at) == (NOW + dt.timedelta(hours=1), None)


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("form_link", "Ring ((telephone)), ((council))", r"must hold what the shipped ones hold: \(\(link\)\)"),
        ("form_link", "((link)) ((telephone)) ((council)) ((reference))", "does not fill in"),
        ("birthday", "((link))", "no message of this name"),
    ],
)
def test_words_that_would_leave_something_open_are_not_put_in_force(name: str, body: str, said: str) -> None:
    with pytest.raises(TemplateRefusedError, match=said):
        set_message_template(name, "en", MessageChannel.SMS, MessageWords(None, body), now=NOW)


def test_who_speaks_welsh_is_written_to_in_welsh(session: Session) -> None:
    person = add_resident(session, language="Welsh")
    session.commit()
    message = message_of(session, queue_one(person.id))
    assert session.get_one(MessageTemplate, message.template_id).language == "cy"
