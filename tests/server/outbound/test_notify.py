"""GOV.UK Notify spoken to over HTTP, by its own client, against a double on this machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from server.domain.message import MessageChannel, MessageStatus, MessageWords
from server.domain.message_problem import MessageProblem
from server.keyring import Keyring
from server.outbound.carrier import CarrierError, Delivery, Outgoing
from server.outbound.chosen_carrier import carrier_from
from server.outbound.notify import Notify
from server.outbound.outbox import Outbox
from tests.factories.borough import add_resident
from tests.factories.messages import message_of, queue_one, send_at
from tests.factories.notify_double import EMAIL_TEMPLATE, KEY, SMS_TEMPLATE, NotifyDouble, run_notify

TEXT = Outgoing(
    reference="ours-1", channel=MessageChannel.SMS, recipient="07700 900001", words=MessageWords(None, "Open ((link))")
)
MAIL = Outgoing(
    reference="ours-2",
    channel=MessageChannel.EMAIL,
    recipient="ivy@example.org",
    words=MessageWords("Croeso", "Ffurflen ŵ"),
)


@pytest.fixture
def served() -> Iterator[tuple[NotifyDouble, Notify]]:
    """The double and a client of it."""
    with run_notify() as (double, url):
        notify = Notify(KEY, base_url=url, sms_template=SMS_TEMPLATE, email_template=EMAIL_TEMPLATE)
        yield double, notify
        notify._client.request_session.close()


def test_our_words_go_through_one_template_for_each_channel_under_our_reference(
    served: tuple[NotifyDouble, Notify],
) -> None:
    double, notify = served
    ids = [notify.send(TEXT), notify.send(MAIL)]
    assert ids == [one["id"] for one in double.taken]
    text, mail = double.taken
    assert (text["path"], text["phone_number"], text["template_id"]) == (
        "/v2/notifications/sms",
        TEXT.recipient,
        SMS_TEMPLATE,
    )
    assert (text["personalisation"], text["reference"]) == ({"body": "Open ((link))"}, "ours-1")
    assert (mail["path"], mail["email_address"], mail["template_id"]) == (
        "/v2/notifications/email", MAIL.recipient, EMAIL_TEMPLATE,
    )  # fmt: skip
    assert (mail["personalisation"], mail["reference"]) == ({"body": "Ffurflen ŵ", "subject": "Croeso"}, "ours-2")
    assert all(one.startswith("Bearer ") for one in double.authorised)


def test_what_was_handed_over_is_found_by_our_reference_and_nothing_else_is(
    served: tuple[NotifyDouble, Notify],
) -> None:
    double, notify = served
    double.answers = [None]
    with pytest.raises(CarrierError) as lost:
        notify.send(TEXT)
    assert lost.value.problem is MessageProblem.NO_ANSWER
    assert notify.find_sent("ours-1") == double.taken[0]["id"]
    assert notify.find_sent("ours-2") is None


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ((500, "Internal server error"), MessageProblem.SERVICE_ERROR),
        ((429, "Exceeded send limits"), MessageProblem.TOO_MANY),
        ((400, "phone_number Not enough digits"), MessageProblem.BAD_ADDRESS),
        ((400, "Can't send to this recipient when service is in trial mode"), MessageProblem.NOT_ALLOWED),
        ((403, "Invalid token: signature, api token not found"), MessageProblem.WRONG_KEY),
        ((400, "Missing personalisation: body"), MessageProblem.REFUSED),
    ],
)
def test_each_refusal_is_a_problem_of_its_own_and_quotes_nobody_in_a_log(
    served: tuple[NotifyDouble, Notify],
    caplog: pytest.LogCaptureFixture,
    answer: tuple[int, str],
    problem: MessageProblem,
) -> None:
    double, notify = served
    double.answers = [answer]
    with caplog.at_level(logging.INFO), pytest.raises(CarrierError) as refused:
        notify.send(TEXT)
    assert refused.value.problem is problem
    assert double.taken == []
    assert answer[1] not in caplog.text
    assert TEXT.recipient not in caplog.text


def test_a_service_that_is_not_there_is_no_answer() -> None:
    with run_notify() as (_, url):
        pass
    notify = Notify(KEY, base_url=url, sms_template=SMS_TEMPLATE, email_template=EMAIL_TEMPLATE)
    with pytest.raises(CarrierError) as refused:
        notify.send(TEXT)
    assert refused.value.problem is MessageProblem.NO_ANSWER


@pytest.mark.parametrize(
    ("status", "delivery"),
    [
        ("created", Delivery.UNDER_WAY),
        ("sending", Delivery.UNDER_WAY),
        ("something new", Delivery.UNDER_WAY),
        ("delivered", Delivery.DELIVERED),
        ("permanent-failure", Delivery.NO_SUCH_ADDRESS),
        ("temporary-failure", Delivery.NOT_REACHED),
        ("technical-failure", Delivery.PROVIDER_ERROR),
    ],
)
def test_a_delivery_is_asked_for_by_its_id(
    served: tuple[NotifyDouble, Notify], status: str, delivery: Delivery
) -> None:
    double, notify = served
    notify_id = notify.send(TEXT)
    double.status = status
    assert notify.find_delivery(notify_id) is delivery


@pytest.mark.usefixtures("context")
def test_a_message_whose_answer_was_lost_on_the_line_is_at_the_service_once(
    served: tuple[NotifyDouble, Notify], session: Session, keyring: Keyring
) -> None:
    double, notify = served
    resident = add_resident(session)
    session.commit()
    message_id = queue_one(resident.id)
    double.answers = [(500, "down"), None, (201, "")]
    assert [send_at(notify, keyring.find, minutes) for minutes in (0, 2, 5, 10)] == [1, 1, 1, 0]
    assert [one["reference"] for one in double.taken] == [str(message_id)]
    message = message_of(session, message_id)
    assert (message.status, message.notify_id) == (MessageStatus.SENT, double.taken[0]["id"])
    assert double.answers == [(201, "")]  # nobody asked to send it again


def test_without_a_key_every_message_stays_in_the_outbox() -> None:
    carrier = carrier_from({"NOTIFY_KEY": ""})
    assert isinstance(carrier, Outbox)
    assert carrier_from({}).send(TEXT) is None
    settings = {
        "NOTIFY_KEY": KEY,
        "NOTIFY_URL": "http://127.0.0.1:9",
        "NOTIFY_SMS_TEMPLATE": "",
        "NOTIFY_EMAIL_TEMPLATE": "",
    }
    assert isinstance(carrier_from(settings), Notify)
