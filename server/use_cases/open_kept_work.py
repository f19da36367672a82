"""Open what came sealed and was kept, once its key is here again: operations first, then files. The worker's chore.

Two workers may do it at once. What still cannot be opened stays as it is.
"""

from __future__ import annotations

import datetime as dt
import functools
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.attachments.byte_store import ByteStore, MissingBytesError
from server.domain.operation import read_alerts
from server.domain.sealing import FindKey
from server.keyring import Keyring
from server.store.audit_writes import record_audit
from server.store.kept_uploads import list_kept_for_key
from server.store.operation_writes import replace_unopened
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.unopened import list_unopened, list_unopened_clashes
from server.store.unopened_writes import drop_clash, give_up_clash, give_up_waiting, replace_clash
from server.store.uploads import list_waiting_for_key
from server.use_cases.complete_upload import complete_upload
from server.use_cases.decide_operations import decide_operations
from server.use_cases.decide_undecided_operations import wake_waiting
from server.use_cases.find_sealers import find_sealers
from server.use_cases.look_at_operation import Looked, as_row, look_at
from server.use_cases.open_kept_upload import open_kept_upload
from server.use_cases.raise_alerts import raise_alerts
from server.use_cases.store_pushes import find_alerted_id

AT_ONCE = 100
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenedWork:
    """How much was opened."""

    operations: int = 0
    files: int = 0


def open_kept_work(store: ByteStore, keyring: Keyring, *, now: dt.datetime) -> OpenedWork:
    """Open all that the keys which are here open. Cheap where nothing waits."""
    key_ids = [
        key_id for key_id in keyring.list_ids() if keyring.find(key_id) is not None
    ]  # a damaged file opens nothing
    operations = _open_operations(key_ids, keyring.find, now) + _open_clashes(key_ids, keyring.find, now)
    if operations:
        wake_waiting(now)
    return OpenedWork(operations, _open_files(store, key_ids, keyring.find, now))


def _open_files(store: ByteStore, key_ids: Sequence[str], find_key: FindKey, now: dt.datetime) -> int:
    with read_snapshot() as session:
        waiting, kept = list_waiting_for_key(session, key_ids), list_kept_for_key(session, key_ids)
    uploads = [functools.partial(complete_upload, store, one, now=now, find_key=find_key) for one in waiting]
    set_aside = [functools.partial(open_kept_upload, store, one, now=now, find_key=find_key) for one in kept]
    opened = 0
    for open_one in (*uploads, *set_aside):
        try:
            opened += open_one()
        except (MissingBytesError, OSError):
            log.exception("the sealed file %s could not be opened", open_one.args[1])
    return opened


def _make_look(find_key: FindKey) -> Callable[[object, str, uuid.UUID | None], Looked]:
    """Looks with as many tries as it takes, and asks once for an officer's registrations."""
    sealers_of = functools.cache(find_sealers)

    def look(raw: object, device_id: str, user_id: uuid.UUID | None) -> Looked:
        return look_at(raw, find_key, sealers_of(device_id, user_id), device_id=device_id)

    return look


def _open_operations(key_ids: Sequence[str], find_key: FindKey, now: dt.datetime) -> int:
    opened = 0
    look = _make_look(find_key)
    while True:
        with read_snapshot() as session:
            rows = list_unopened(session, key_ids, AT_ONCE)
        looked = [(look(row.envelope, row.device_id, row.user_id), row.device_id, row.user_id) for row in rows]
        with write_transaction() as session:
            replaced = _take(session, [one for one in looked if not one[0].is_unopened], now)
            given_up = {one.op_id for one, _, _ in looked if one.is_unopened and not one.waits_for_key}
            give_up_waiting(session, given_up)
        opened += len(replaced)
        if replaced:
            decide_operations(replaced, now)
        if len(rows) < AT_ONCE or not (replaced or given_up):
            return opened


def _open_clashes(key_ids: Sequence[str], find_key: FindKey, now: dt.datetime) -> int:
    """What came in two forms and could be opened in neither: the first to be opened is the log's, another content stays apart."""
    with read_snapshot() as session:
        clashes = list_unopened_clashes(session, key_ids, AT_ONCE)
    replaced: set[uuid.UUID] = set()
    look = _make_look(find_key)
    for clash, user_id in clashes:
        looked = look(clash.envelope, clash.device_id, user_id)
        with write_transaction() as session:
            if looked.waits_for_key:
                continue  # its file is there and cannot be read just now: that is no reason to give work up
            if looked.is_unopened:
                give_up_clash(session, clash.id)
            elif _take(session, [(looked, clash.device_id, user_id)], now):
                drop_clash(session, clash.id)
                replaced.add(looked.op_id)
            else:
                replace_clash(session, clash.id, as_row(looked, device_id=clash.device_id, user_id=user_id, now=now))
    if replaced:
        decide_operations(replaced, now)
    return len(replaced)


def _take(session: Session, looked: Sequence[tuple[Looked, str, uuid.UUID | None]], now: dt.datetime) -> set[uuid.UUID]:
    """Put each in the place of its sealed form, with its alerts open; the ids for which there was such a place."""
    rows = [as_row(one, device_id=device_id, user_id=user_id, now=now) for one, device_id, user_id in looked]
    replaced = replace_unopened(session, rows)
    carried = [(one.op_id, find_alerted_id(one.raw), read_alerts(one.raw), user_id) for one, _, user_id in looked]
    raise_alerts(session, carried, now)
    for one, device_id, user_id in looked:
        if one.op_id in replaced:
            record_audit(
                session, action="operation.open", at=now, user_id=user_id, device_id=device_id,
                entity_type="operation", entity_id=one.op_id,
            )  # fmt: skip
    return replaced
