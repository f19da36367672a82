"""Web Push by pywebpush (RFC 8030, 8291, 8292): hands one message to a browser's push service. Follows no redirect; holds no text.

Nothing of an endpoint or an answer leaves here but what kind of answer it was: an endpoint is a secret of the phone. A service that
does not answer, or only slowly, is left alone for a minute: the one worker has other work.
"""

from __future__ import annotations

import math
import time
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from pywebpush import WebPushException, webpush
from requests import RequestException, Session

TIMEOUT_SECONDS = 5.0
SLOW_SECONDS = 2.0
REST_SECONDS = 60.0
# A phone without a line gets it within the working day, or not at all: tomorrow's list is another.
KEEP_SECONDS = 8 * 3600
_GONE = (404, 410)


class Pushed(StrEnum):
    """What the push service said."""

    TAKEN = "taken"
    GONE = "gone"  # the subscription is no more
    LATER = "later"  # busy, or it did not answer, or is left alone since it did not
    REFUSED = "refused"


class PushSender(Protocol):
    """Hands a message over."""

    def send(self, endpoint: str, keys: dict[str, Any], body: str) -> Pushed:
        """Never raises."""


class WebPush:
    """`contact` is whom a push service may ask about our messages: mailto: or https:."""

    def __init__(self, key_file: Path, contact: str) -> None:
        self._key_file = str(key_file)
        self._contact = contact
        self._slow_at: dict[str, float] = {}  # by service, of time.monotonic()

    def send(self, endpoint: str, keys: dict[str, Any], body: str) -> Pushed:
        """One message, whatever becomes of it."""
        service, began = urlsplit(endpoint).netloc, time.monotonic()
        if began - self._slow_at.get(service, -math.inf) < REST_SECONDS:
            return Pushed.LATER
        said = self._send(endpoint, keys, body)
        now = time.monotonic()
        if now - began >= SLOW_SECONDS:
            self._slow_at[service] = now
        return said

    def _send(self, endpoint: str, keys: dict[str, Any], body: str) -> Pushed:
        try:
            with _Straight() as session:
                webpush(
                    {"endpoint": endpoint, "keys": keys},
                    data=body,
                    vapid_private_key=self._key_file,
                    vapid_claims={"sub": self._contact},
                    ttl=KEEP_SECONDS,
                    timeout=TIMEOUT_SECONDS,
                    headers={"Urgency": "high", "Topic": "visits"},
                    requests_session=session,
                )
        except WebPushException as error:
            return _read_status(error.status_code or 0)
        except RequestException:
            return Pushed.LATER
        except ValueError:  # keys that no message can be sealed with
            return Pushed.GONE
        return Pushed.TAKEN


class _Straight(Session):
    """Goes where it is sent and nowhere else."""

    def request(self, *args: Any, **kwargs: Any) -> Any:
        return super().request(*args, **kwargs | {"allow_redirects": False})


def _read_status(status: int) -> Pushed:
    if status in _GONE:
        return Pushed.GONE
    return Pushed.LATER if status == 429 or status >= 500 else Pushed.REFUSED
