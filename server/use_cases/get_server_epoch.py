"""Get the server's epoch, making it on the first answer that a new database ever gives. Never changes it."""

from __future__ import annotations

from server.store.server_epoch import find_server_epoch
from server.store.server_epoch_writes import save_first_server_epoch
from server.store.unit_of_work import read_now, write_transaction


def get_server_epoch() -> str:
    """The epoch as the wire spells it."""
    with read_now() as session:
        found = find_server_epoch(session)
    if found is None:
        with write_transaction() as session:
            save_first_server_epoch(session)
        return get_server_epoch()
    return found
