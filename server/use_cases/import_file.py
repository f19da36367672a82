"""Import a file in one go: receive, preview, confirm and apply, as the command and the demo do it.

Leaves lines that need a person for that person; changes nothing when the same file comes again.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path

from server.domain.import_file import ImportFileError
from server.domain.import_layouts import GAZETTEER
from server.domain.phone_window import find_council_date
from server.domain.words import RowVerdict
from server.store.import_batches import get_batch
from server.store.unit_of_work import read_snapshot
from server.use_cases.apply_import import Clock, apply_import
from server.use_cases.confirm_import import confirm_import
from server.use_cases.map_import import map_as_before
from server.use_cases.preview_import import preview_import
from server.use_cases.receive_import import ImportOrder, receive_import

Say = Callable[[str], None]


def import_file(
    path: Path,
    *,
    layout: str | None,
    programme_id: uuid.UUID | None,
    max_bytes: int,
    allow_test_range: bool,
    clock: Clock,
    by_id: uuid.UUID | None = None,
    say: Say | None = None,
) -> uuid.UUID:
    """Import one file and return its batch's id. Raises ImportFileError, in words, for a file that is no list we know."""
    order = ImportOrder(
        file_name=path.name,
        uploaded_by_id=by_id,
        programme_id=programme_id,
        max_bytes=max_bytes,
        allow_test_range=allow_test_range,
        layout=layout,
        queue_preview=False,
    )
    with path.open("rb") as stream:
        batch_id = receive_import(stream, order, at=clock())
    with read_snapshot() as session:
        is_unknown = get_batch(session, batch_id).status == "unmapped"
    if is_unknown and not map_as_before(batch_id, at=clock()):
        raise ImportFileError(
            "Nobody has said yet what these headings mean. The file waits for that on the page Imports."
        )
    counts = preview_import(batch_id, today_on=find_council_date(clock()))
    if say is not None:
        say(f"{path.name}: {', '.join(f'{counts[verdict]} {verdict}' for verdict in RowVerdict)}")
    with read_snapshot() as session:
        batch = get_batch(session, batch_id)
    is_full = bool(batch.mapping["full_extract"])
    confirm_import(
        batch_id,
        programme_id=None if batch.layout == GAZETTEER else programme_id,
        full_extract=is_full,
        by_id=by_id,
        at=clock(),
        queue=False,
    )
    apply_import(batch_id, clock=clock)
    return batch_id


def utc_now() -> dt.datetime:
    """This instant; the clock of the command."""
    return dt.datetime.now(dt.UTC)
