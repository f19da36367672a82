"""Give each programme that has no document types the shipped ones. Changes nothing of a programme that has any."""

from __future__ import annotations

from server.store.document_type_writes import save_shipped_types
from server.store.programmes import list_without_document_types
from server.store.unit_of_work import write_transaction


def ensure_document_types() -> None:
    """Two starts at once give one set of them."""
    with write_transaction() as session:
        for programme_id in list_without_document_types(session):
            save_shipped_types(session, programme_id)
