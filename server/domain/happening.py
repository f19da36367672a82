"""When a thing done on a phone happened: the phone's own clock says it, as evidence for people, and the server's says when it
was heard of. Neither ever decides anything here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from server.domain.operation import parse_instant

# Less than this apart they are one moment to a reader.
WORTH_SAYING = dt.timedelta(minutes=5)
# Work waits on a phone for days; a clock that says more than this is wrong.
LONGEST_WAIT = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Happening:
    """`at`: when it happened, as far as anybody knows. `received_at` and `phone_said` only where a reader must know them."""

    at: dt.datetime
    received_at: dt.datetime | None = None
    phone_said: dt.datetime | None = None


def find_happening(device_time: str | None, received_at: dt.datetime) -> Happening:
    """The phone's time where its clock can be right, with the time of receipt where that was much later."""
    said = parse_instant(device_time)
    if said is None:
        return Happening(received_at)
    waited = received_at - said
    if waited < -WORTH_SAYING or waited > LONGEST_WAIT:
        return Happening(received_at, phone_said=said)
    return Happening(min(said, received_at), received_at if waited > WORTH_SAYING else None)
