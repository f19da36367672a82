"""A need that somebody amended at the desk, when the form it came from is corrected later: what the correction changed holds, and
everything else stays as it was amended. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ABSENT = object()


def keep_amended(said: Mapping[str, Any], stands: Mapping[str, Any], says: Mapping[str, Any]) -> dict[str, Any]:
    """`said`: by the form before; `stands`: now; `says`: by the form as corrected. One level deep in what is a mapping itself."""
    kept: dict[str, Any] = {}
    for name in dict.fromkeys((*stands, *says)):
        was, now, new = (one.get(name, _ABSENT) for one in (said, stands, says))
        if isinstance(was, Mapping) and isinstance(now, Mapping) and isinstance(new, Mapping):
            kept[name] = keep_amended(was, now, new)
            continue
        value = now if was == new else new
        if value is not _ABSENT:
            kept[name] = value
    return kept


def read_amended(details: Mapping[str, Any], known: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """`details` with those of `names` as somebody typed them (`known`); a value that only reads alike is left as it was kept."""
    kept = {name: value for name, value in details.items() if name not in names}
    for name in names:
        if name not in known:
            continue
        old = details.get(name, _ABSENT)
        kept[name] = old if str(old) == str(known[name]) else known[name]
    return kept
