"""Give a migrated database what it needs before anybody can work: its epoch, a programme and the shipped code lists.

Every start may call it; it never changes what a council has set. Shipped forms are published by `publish_shipped_forms`.
"""

from __future__ import annotations

from server.domain.shipped_settings import CODE_LISTS, PROGRAMME_CODE, PROGRAMME_NAME, PROGRAMME_SETTINGS
from server.store.installation_writes import save_first_code_list, save_first_programme
from server.store.server_epoch_writes import save_first_server_epoch
from server.store.unit_of_work import write_transaction


def prepare_installation() -> None:
    """One transaction; two starts at once give one set of rows, since the epoch's insert makes the second wait."""
    with write_transaction() as session:
        save_first_server_epoch(session)
        save_first_programme(session, code=PROGRAMME_CODE, name=PROGRAMME_NAME, settings=PROGRAMME_SETTINGS)
        for name, entries in CODE_LISTS.items():
            save_first_code_list(session, name=name, entries=entries)
