"""Note that a line of the worker goes on, so that its silence can be seen on a page; the worker does so itself."""

from __future__ import annotations

import datetime as dt

from server.domain.worker_line import WorkerLine
from server.store.unit_of_work import write_transaction
from server.store.worker_heard_writes import save_heard


def note_worker_heard(line: WorkerLine, at: dt.datetime) -> None:
    """It writes one row and no trace: it says nothing of anybody."""
    with write_transaction() as session:
        save_heard(session, line, at)
