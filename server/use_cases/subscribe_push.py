"""Take down where a phone takes push messages, or forget it. Only at push services that the settings name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from server.outbound.push_endpoint import may_push_to, read_push_keys
from server.store.push_writes import drop_push_subscriptions, save_push_subscription
from server.store.unit_of_work import write_transaction


class PushRefusedError(Exception):
    """Nothing was kept; `reason`: unknown_service, wrong_keys."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def subscribe_push(
    device_id: str, endpoint: str, keys: Mapping[str, object], *, hosts: Sequence[str], now: dt.datetime
) -> None:
    """Keep it in the place of an earlier one. Raises PushRefusedError."""
    if not may_push_to(endpoint, hosts):
        raise PushRefusedError("unknown_service")
    read = read_push_keys(keys)
    if read is None:
        raise PushRefusedError("wrong_keys")
    with write_transaction() as session:
        save_push_subscription(session, device_id=device_id, endpoint=endpoint, keys=read, now=now)


def unsubscribe_push(device_id: str) -> None:
    """Forget it; a second call finds nothing."""
    with write_transaction() as session:
        drop_push_subscriptions(session, device_id)
