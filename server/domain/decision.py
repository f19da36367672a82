"""What becomes of one operation: the verdict, a word for why, and what the device and a person may need to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.operation import ENTITY_TYPES_BY_KIND, SERVER_SCHEMA, Operation
from server.domain.words import Verdict


@dataclass(frozen=True, slots=True)
class Changes:
    """What an operation changed on its row: the row's version by it, and {field: {base_version, base_value, value}}."""

    row_version: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer; `reason` is a word of the wire, `detail` JSON-ready. Whoever changed the row says so in `changes`."""

    verdict: Verdict
    reason: str | None = None
    detail: Mapping[str, Any] | None = None
    changes: Changes | None = None


def review(reason: str, **detail: Any) -> Decision:
    """Kept whole, changes nothing, and a person looks at it."""
    return Decision(Verdict.REVIEW, reason, detail or None)


def wait(reason: str, **detail: Any) -> Decision:
    """Kept, and decided again when what it lacks has come."""
    return Decision(Verdict.WAITING, reason, detail or None)


def find_wire_problem(operation: Operation) -> Decision | None:
    """The answer to an operation whose kind, entity or keys this server does not know; None when it knows them all."""
    if operation.kind not in ENTITY_TYPES_BY_KIND:
        if operation.schema > SERVER_SCHEMA:
            return wait("unknown_kind", kind=operation.kind)
        return review("unknown_kind", kind=operation.kind)
    if operation.unknown_keys:
        return wait("unknown_field", fields=list(operation.unknown_keys))
    if operation.entity_type not in ENTITY_TYPES_BY_KIND[operation.kind]:
        return review("wrong_entity", type=operation.entity_type)
    return None
