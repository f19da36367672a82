"""Give a database that was brought back a new epoch, and ask again for the bytes it speaks of but does not have.

Every phone then offers what it still holds (docs/sync-protocol.md). Harmless when nothing is missing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from server.attachments.byte_store import ByteStore
from server.store.audit_writes import record_audit
from server.store.jobs import queue_job
from server.store.kept_upload_writes import forget_kept_without_bytes
from server.store.missing_bytes import expect_again, forget_pictures, list_without_bytes, list_without_pictures
from server.store.page_session_writes import delete_page_sessions
from server.store.server_epoch_writes import save_new_server_epoch
from server.store.unit_of_work import write_transaction
from server.use_cases.judge_upload import DERIVATIVES_JOB


@dataclass(frozen=True, slots=True)
class RenewedEpoch:
    """The new epoch, and how many attachments are expected again because their bytes are gone."""

    epoch: str
    expected_again: int


def renew_epoch(store: ByteStore, *, now: dt.datetime) -> RenewedEpoch:
    """Both in one transaction, with an entry in the audit trail."""
    keys = {found.key for folder in range(256) for found in store.list_keys(f"{folder:02x}")}
    with write_transaction() as session:
        epoch = save_new_server_epoch(session, now)
        delete_page_sessions(session)  # the backup does not know who has signed out since
        forget_kept_without_bytes(session, keys)
        lacking = list_without_bytes(session, keys)
        for attachment_id in lacking:
            expect_again(session, attachment_id, now)
        for attachment_id in list_without_pictures(session, keys):
            forget_pictures(session, attachment_id)
            queue_job(
                session, DERIVATIVES_JOB, {"attachment_id": str(attachment_id)}, now=now,
                unique_key=f"{DERIVATIVES_JOB}:{attachment_id}",
            )  # fmt: skip
        record_audit(
            session, action="server.new_epoch", at=now, user_id=None, entity_type="server",
            fields={"attachments_expected_again": {"old": None, "new": len(lacking)}},
        )  # fmt: skip
    return RenewedEpoch(epoch, len(lacking))
