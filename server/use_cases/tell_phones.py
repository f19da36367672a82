"""Tell an officer's phones by push that the list has changed: those words and no more. What has changed comes with the pull.

Each phone is told once of changes that lie close together; who cannot be reached now is tried again by the job, and only those.
"""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid
from collections.abc import Sequence

from server.outbound.push_endpoint import may_push_to
from server.outbound.web_push import Pushed, PushSender
from server.store.push_subscriptions import list_push_subscriptions
from server.store.push_writes import note_expired, note_told
from server.store.unit_of_work import read_now, write_transaction

MESSAGE = json.dumps({"kind": "visits_changed"})
# A change is committed a moment after the instant that it bears.
_COMMITTED_WITHIN = dt.timedelta(seconds=5)
# For all phones of one officer together; whoever is not asked within it is asked again, like who did not answer.
ROUND_SECONDS = 10.0


class NotToldError(Exception):
    """Some phones are to be tried again. Says nothing of them."""


def tell_phones(
    user_id: uuid.UUID, changed_at: dt.datetime, sender: PushSender, *, hosts: Sequence[str], now: dt.datetime
) -> None:
    """Raises NotToldError when a push service is busy or does not answer. No transaction is open while one is asked."""
    with read_now() as session:
        subscriptions = list_push_subscriptions(session, user_id)
    again, until = 0, time.monotonic() + ROUND_SECONDS
    for one in subscriptions:
        if one.told_at is not None and one.told_at > changed_at + _COMMITTED_WITHIN:
            continue
        if time.monotonic() >= until:
            again += 1
            continue
        # The settings may name fewer services than when this phone subscribed.
        said = sender.send(one.endpoint, one.keys, MESSAGE) if may_push_to(one.endpoint, hosts) else Pushed.GONE
        again += said is Pushed.LATER
        if said in (Pushed.TAKEN, Pushed.GONE):
            with write_transaction() as session:
                (note_told if said is Pushed.TAKEN else note_expired)(session, one.id, now)
    if again:
        raise NotToldError
