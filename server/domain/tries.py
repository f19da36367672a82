"""How many tries one source has before it must wait. Pure: what was counted before, a limit and an instant in, what to keep out.

A source is a network address, or a browser or phone that has signed in before; never the name of a person.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import uuid
from dataclasses import dataclass

_IPV6_NETWORK = 64  # what one customer of a provider is given; anything longer is theirs to change at will


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` refusals in `within`; the one that reaches it makes the source wait for `pause`."""

    most: int
    within: dt.timedelta
    pause: dt.timedelta


@dataclass(frozen=True, slots=True)
class Tries:
    """What is known of one source."""

    count: int
    since_at: dt.datetime
    blocked_until_at: dt.datetime | None = None


# A council's offices are one address: many people mistype there on one morning, and a guesser gets 4,800 tries a day.
SIGN_INS_OF_ADDRESS = Limit(50, dt.timedelta(minutes=15), dt.timedelta(minutes=15))
# Of each person at a browser or phone that they have signed in on before, and of all others there together.
SIGN_INS_OF_PLACE = Limit(5, dt.timedelta(minutes=15), dt.timedelta(minutes=15))
# Tokens cannot be guessed; this keeps a broken or hostile client from costing more than an answer. Generous, since after a
# restore every phone of a council may come with a token that is not known, from the one address of a mobile network.
UNKNOWN_TOKENS = Limit(300, dt.timedelta(minutes=5), dt.timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Visitor:
    """From where somebody signs in. `place` is a browser or phone on which the users of `known_user_ids` have signed in before."""

    address: str
    place: str = ""
    known_user_ids: frozenset[uuid.UUID] = frozenset()

    def knows(self, user_id: uuid.UUID | None) -> bool:
        """Whether this user has signed in here before."""
        return bool(self.place) and user_id in self.known_user_ids

    def place_of(self, user_id: uuid.UUID | None) -> str | None:
        """What is counted for tries at this account from a known place: the user's own, or all others together; None where
        nobody has signed in before. Whether there is one depends on the place alone, so that no answer tells whose it is.
        """
        if not self.place or not self.known_user_ids:
            return None
        return f"place:{self.place}:{user_id if self.knows(user_id) else 'others'}"


def count_try(tries: Tries | None, limit: Limit, at: dt.datetime) -> Tries:
    """One more refusal. A source whose time or pause is over begins afresh."""
    if tries is None or at - tries.since_at >= limit.within or _is_over(tries, at):
        tries = Tries(0, at)
    count = tries.count + 1
    blocked_until_at = at + limit.pause if count >= limit.most else None
    return Tries(count, tries.since_at, tries.blocked_until_at or blocked_until_at)


def wait_seconds(tries: Tries | None, at: dt.datetime) -> int:
    """How long the source must wait yet; 0: it need not."""
    if tries is None or tries.blocked_until_at is None or tries.blocked_until_at <= at:
        return 0
    return int((tries.blocked_until_at - at).total_seconds()) + 1


def source_of_address(kind: str, address: str) -> str:
    """What is counted for a network address: IPv4 by itself, IPv6 by its network of 64 bits, nonsense as one source."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return f"{kind}:unknown"
    if parsed.version == 6 and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    prefix = _IPV6_NETWORK if parsed.version == 6 else 32
    return f"{kind}:{ipaddress.ip_network((parsed, prefix), strict=False)}"


def _is_over(tries: Tries, at: dt.datetime) -> bool:
    return tries.blocked_until_at is not None and tries.blocked_until_at <= at
