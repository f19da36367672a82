"""What a phone says of itself with a pull or a push. Evidence for people; nothing is decided by it.

Read field by field: what cannot be read was not said, and costs neither the rest of the state nor the request.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.domain.operation import clean_text, parse_id, parse_instant
from server.domain.words import DeviceOrder

MOST_VISIT_IDS = 200
_MOST_COUNTED = 1_000_000
_LONGEST_VERSION = 100
_INTEGER = 2**31 - 1
_BIG_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class DeviceState:
    """The columns of a device that the phone spoke of; what is not named here stays as it stood.

    `obeyed` are the orders that it says it has carried out.
    """

    said: Mapping[str, Any] = field(default_factory=dict)
    obeyed: tuple[DeviceOrder, ...] = ()

    @property
    def lost_count(self) -> int | None:
        """How many pieces of work vanished from the phone, until the server has heard of it; None: not said."""
        found: int | None = self.said.get("lost_count")
        return found


class _UnreadableError(ValueError):
    """The value says nothing."""


def read_device_state(raw: object, schema: object = None) -> DeviceState:
    """The state in `raw`, and the schema its request named; never raises."""
    said: dict[str, Any] = {}
    found = {**raw} if isinstance(raw, dict) else {}
    if schema is not None:
        found["schema"] = schema
    for name, read in _READERS.items():
        if name not in found:
            continue
        try:
            said[name] = read(found[name])
        except _UnreadableError:
            continue
    return DeviceState(said, read_orders(found.get("obeyed")))


def _count(value: object) -> int:
    return _whole(value, _MOST_COUNTED)


def _whole(value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise _UnreadableError
    return value


def _bytes(value: object) -> int | None:
    return None if value is None else _whole(value, _BIG_INTEGER)


def _instant(value: object) -> dt.datetime | None:
    if value is None:
        return None
    instant = parse_instant(value)
    if instant is None:
        raise _UnreadableError
    return instant


def _yes_or_no(value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise _UnreadableError
    return value


def _version(value: object) -> str:
    text = clean_text(value).strip()[:_LONGEST_VERSION] if isinstance(value, str) else ""
    if not text:
        raise _UnreadableError
    return text


def _visit_ids(value: object) -> list[str]:
    if not isinstance(value, list):
        raise _UnreadableError
    found = (parse_id(visit_id) for visit_id in value[:MOST_VISIT_IDS])
    return list(dict.fromkeys(str(visit_id) for visit_id in found if visit_id is not None))


def read_orders(value: object) -> tuple[DeviceOrder, ...]:
    """The orders that a phone says it has carried out; what is none of them says nothing."""
    return tuple(order for order in DeviceOrder if order in value) if isinstance(value, list) else ()


_READERS: Mapping[str, Callable[[object], Any]] = {
    "unsent_count": _count,
    "oldest_unsent_at": _instant,
    "photos_unsent": _count,
    "unfinished_count": _count,
    "needs_attention_count": _count,
    "unsent_visit_ids": _visit_ids,
    "last_device_seq": lambda value: _whole(value, _INTEGER),
    "lost_count": _count,
    "persisted": _yes_or_no,
    "storage_used_bytes": _bytes,
    "storage_quota_bytes": _bytes,
    "app_version": _version,
    "schema": lambda value: _whole(value, 10_000),
}
