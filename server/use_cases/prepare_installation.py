"""Give a migrated database what it needs before anybody can work: its epoch, code lists, words of messages, a programme and its documents.

Every start may call it; it never changes what a council has set. Shipped forms are published by `publish_shipped_forms`.
"""

from __future__ import annotations

import datetime as dt

from server.domain.shipped_messages import SHIPPED_MESSAGES
from server.domain.shipped_settings import CODE_LISTS
from server.store.installation_writes import save_first_code_list
from server.store.message_templates import save_first_template
from server.store.server_epoch_writes import save_first_server_epoch
from server.store.unit_of_work import write_transaction
from server.use_cases.ensure_document_types import ensure_document_types
from server.use_cases.ensure_programme import ensure_programme


def prepare_installation(now: dt.datetime) -> None:
    """Two starts at once give one set of rows, since the epoch's insert makes the second wait for the first."""
    with write_transaction() as session:
        save_first_server_epoch(session)
        for name, entries in CODE_LISTS.items():
            save_first_code_list(session, name=name, entries=entries)
        for template, language, channel in SHIPPED_MESSAGES:
            save_first_template(session, template, language, channel, now=now)
    ensure_programme()
    ensure_document_types()
