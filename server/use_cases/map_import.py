"""Say what the headings of a council's own list mean: the batch can then be previewed, and the answer is remembered for the next file.

Before the import is confirmed it can be said anew. Refuses, writing nothing, what would name nobody or leave dates to be guessed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.domain.own_list import (
    DATES,
    LONGEST_NAME,
    MEANINGS,
    OWN,
    DateOrder,
    find_mapping_problems,
    headings_fingerprint,
    own_layout_code,
    read_date_order,
)
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.import_batches import get_batch
from server.store.import_mappings import find_mapping, iterate_cells
from server.store.import_writes import save_mapping
from server.store.jobs import queue_job
from server.store.unit_of_work import read_snapshot, write_transaction
from server.use_cases.receive_import import PREVIEW_JOB

MAPPABLE = ("unmapped", "received", "previewed")


class ImportNotMappedError(Exception):
    """Nothing was written. `problems` is {place of a column, or None for the whole, or a field's name: code}; `example` a date."""

    def __init__(self, problems: Mapping[int | str | None, str], example: str = "") -> None:
        super().__init__(", ".join(sorted(set(problems.values()))))
        self.problems = dict(problems)
        self.example = example


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingMeanings:
    """What a person says: the list's name, one meaning (or "") for each heading in order, and how its dates are written."""

    list_name: str
    meanings: Sequence[str]
    month_first: bool | None


def map_import(
    batch_id: uuid.UUID, said: HeadingMeanings, *, by_id: uuid.UUID | None, at: dt.datetime, queue: bool = True
) -> None:
    """Keep it with the batch and queue its preview. Raises ImportNotMappedError."""
    with read_snapshot() as session:
        batch = get_batch(session, batch_id)
        headings = list(batch.mapping.get("headings", []))
        meanings = [meaning if meaning in MEANINGS else "" for meaning in said.meanings]
        if not _is_mappable(batch.layout, batch.status) or len(meanings) != len(headings):
            raise ImportNotMappedError({None: "too_late"})
        columns = {heading: meaning for heading, meaning in zip(headings, meanings, strict=True) if meaning}
        dated = [heading for heading, meaning in columns.items() if meaning in DATES]
        evidence = read_date_order(iterate_cells(session, batch_id, dated))
    problems: dict[int | str | None, str] = {}
    problems.update((place, code) for place, code in find_mapping_problems(meanings).items())
    name = " ".join(said.list_name.split())
    if not name:
        problems["name"] = "name_missing"
    elif len(name) > LONGEST_NAME:
        problems["name"] = "name_long"
    if said.month_first is None and evidence.order in (DateOrder.EITHER, DateOrder.MIXED):
        problems["dates"] = f"dates_{evidence.order}"
    if problems:
        raise ImportNotMappedError(problems, evidence.example)
    month_first = said.month_first if said.month_first is not None else evidence.order is DateOrder.MONTH_FIRST
    with write_transaction() as session:
        batch = get_batch(session, batch_id, lock=True)
        if not _is_mappable(batch.layout, batch.status):
            raise ImportNotMappedError({None: "too_late"})
        batch.layout = own_layout_code(name)
        batch.mapping = {**batch.mapping, "columns": columns, "list_name": name, "month_first": month_first}
        batch.status, batch.counts, batch.rows_done = "received", {}, 0
        save_mapping(
            session,
            headings_fingerprint(headings),
            list_name=name,
            columns=columns,
            month_first=month_first,
            by_id=by_id,
            at=at,
        )
        if queue:
            # A preview of what was said before may be under way: this is another one.
            queue_job(
                session,
                PREVIEW_JOB,
                {"batch_id": str(batch_id)},
                now=at,
                unique_key=f"{PREVIEW_JOB}:{batch_id}:{new_id()}",
            )
        record_audit(
            session,
            action="import.map",
            at=at,
            user_id=by_id,
            entity_type="import_batch",
            entity_id=batch_id,
            fields={heading: {"old": None, "new": meaning} for heading, meaning in columns.items()},
        )


def map_as_before(batch_id: uuid.UUID, *, at: dt.datetime) -> bool:
    """Use what was said of these headings before, nobody being there to look; False when nobody ever said."""
    with read_snapshot() as session:
        batch = get_batch(session, batch_id)
        headings = list(batch.mapping["headings"])
        held = find_mapping(session, headings_fingerprint(headings))
    if held is None:
        return False
    meanings = [held.columns.get(heading, "") for heading in headings]
    said = HeadingMeanings(list_name=held.list_name, meanings=meanings, month_first=held.month_first)
    map_import(batch_id, said, by_id=None, at=at, queue=False)
    return True


def _is_mappable(layout: str | None, status: str) -> bool:
    return status in MAPPABLE and (layout or "").startswith(OWN)
