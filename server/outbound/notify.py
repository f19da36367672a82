"""GOV.UK Notify, by its own client (REST API v2). Our words go as they are, through one template for each channel: ((body)), ((subject)).

A reply that did not come may mean that the message left: it is asked for by our reference before it is sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient
from requests import RequestException

from server.domain.message import MessageChannel
from server.domain.message_problem import MessageProblem, find_problem_of_answer
from server.outbound.carrier import CarrierError, Delivery, Outgoing

TIMEOUT_SECONDS = 10
_Answer = TypeVar("_Answer")
_DELIVERIES = {
    "delivered": Delivery.DELIVERED,
    "permanent-failure": Delivery.NO_SUCH_ADDRESS,
    "temporary-failure": Delivery.NOT_REACHED,
    "technical-failure": Delivery.PROVIDER_ERROR,
}
# Its warnings quote what the service said of a number or an address.
logging.getLogger("notifications_python_client").setLevel(logging.ERROR)


class Notify:
    """For one thread at a time, as the client is. `sms_template` and `email_template` are ids of Notify's."""

    def __init__(self, key: str, *, base_url: str, sms_template: str, email_template: str) -> None:
        self._client = NotificationsAPIClient(key, base_url=base_url, timeout=TIMEOUT_SECONDS)
        self._sms_template = sms_template
        self._email_template = email_template

    def send(self, outgoing: Outgoing) -> str:
        """POST /v2/notifications/sms or /email."""
        words = {"body": outgoing.words.body}
        if outgoing.channel is MessageChannel.SMS:
            sent = _ask(
                lambda: self._client.send_sms_notification(
                    phone_number=outgoing.recipient,
                    template_id=self._sms_template,
                    personalisation=words,
                    reference=outgoing.reference,
                )
            )
        else:
            sent = _ask(
                lambda: self._client.send_email_notification(
                    email_address=outgoing.recipient,
                    template_id=self._email_template,
                    personalisation=words | {"subject": outgoing.words.subject or ""},
                    reference=outgoing.reference,
                )
            )
        return _id_of(sent)

    def find_sent(self, reference: str) -> str | None:
        """GET /v2/notifications?reference=."""
        found = _ask(lambda: self._client.get_all_notifications(reference=reference))
        if not isinstance(found, dict) or not isinstance(found.get("notifications"), list):
            raise CarrierError(MessageProblem.NO_ANSWER)
        same = [one for one in found["notifications"] if isinstance(one, dict) and one.get("reference") == reference]
        return _id_of(same[0]) if same else None

    def find_delivery(self, notify_id: str) -> Delivery:
        """GET /v2/notifications/{id}; whatever it says that we do not know is under way."""
        found = _ask(lambda: self._client.get_notification_by_id(notify_id))
        status = found.get("status") if isinstance(found, dict) else None
        return _DELIVERIES.get(str(status), Delivery.UNDER_WAY)


def _ask(call: Callable[[], _Answer]) -> _Answer:
    try:
        return call()
    except HTTPError as error:
        if error.response is None:
            raise CarrierError(MessageProblem.NO_ANSWER) from None
        raise CarrierError(find_problem_of_answer(error.status_code, str(error.message))) from None
    except (APIError, RequestException):  # a reply that is no JSON, or broke off
        raise CarrierError(MessageProblem.NO_ANSWER) from None


def _id_of(answer: Any) -> str:
    notify_id = answer.get("id") if isinstance(answer, dict) else None
    if not isinstance(notify_id, str) or not notify_id:
        raise CarrierError(MessageProblem.NO_ANSWER)
    return notify_id
