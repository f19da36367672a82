"""Where a phone's push messages may be sent: https at the push services that the settings name, and nowhere else. Pure.

An endpoint comes from a phone and our worker calls it: taken unseen, it would let a stolen token knock at the council's own network.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

LONGEST_ENDPOINT = 1000
_LENGTHS = {"p256dh": 65, "auth": 16}


def may_push_to(endpoint: str, hosts: Sequence[str]) -> bool:
    """Whether the address is one of a push service. An entry is a host, *.host, or a whole origin, which is taken as it stands."""
    if not endpoint.isascii() or len(endpoint) > LONGEST_ENDPOINT or any(sign.isspace() for sign in endpoint):
        return False
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or "\\" in endpoint or parts.fragment:
        return False
    if f"{parts.scheme}://{parts.netloc}" in hosts:
        return True
    if parts.scheme != "https" or port not in (None, 443):
        return False
    return any(host.endswith(entry[1:]) if entry.startswith("*.") else host == entry for entry in hosts)


def read_push_keys(keys: Mapping[str, object]) -> dict[str, str] | None:
    """The two keys of RFC 8291 as they came, if they are that; nothing else is kept of them."""
    read: dict[str, str] = {}
    for name, length in _LENGTHS.items():
        value = keys.get(name)
        if not isinstance(value, str) or len(value) > 2 * length:
            return None
        try:
            found = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        except (binascii.Error, ValueError):
            return None
        if len(found) != length:
            return None
        read[name] = value
    return read
