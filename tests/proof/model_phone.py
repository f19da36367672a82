"""A phone in Python that keeps docs/sync-protocol.md word for word: base rows, outbox, receipts, view, eviction, digest.

It may die between any two of its own writes. Everything it ever saved or heard is noted for the invariants to read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flask.testing import FlaskClient

from server.store.database import new_id
from tests.factories.sealed import Sealer
from tests.proof.photos import FileRequest, Photo, SendFile

Json: TypeAlias = dict[str, Any]
RowKey: TypeAlias = tuple[str, str]
# path, body, token -> status and reply; None: nothing was heard
Send: TypeAlias = Callable[[str, Json, str], tuple[int, Json] | None]
SCHEMA = 3
LOCKING_SCHEMA = 3
_MOST_PAGES = 500


class PhoneDiedError(Exception):
    """The phone's process ended between two of its writes."""


class NoAnswerError(Exception):
    """The line gave nothing back: the round ends."""


class OtherEpochError(Exception):
    """A reply of a server that was restored or replaced since; the phone offers what it holds."""

    def __init__(self, epoch: str) -> None:
        super().__init__(epoch)
        self.epoch = epoch


@dataclass(slots=True)
class Pending:
    """An operation on the phone: unsent until `received`, folded into what is shown until the pull it settles with."""

    operation: Json
    received: bool = False
    settles_with_pull: int | None = None


@dataclass(slots=True)
class ModelPhone:
    """One phone of one officer."""

    name: str
    officer: str
    device_id: str = ""
    device_token: str | None = None
    upload_ticket: str = ""
    schema: int = SCHEMA
    seals: bool = False
    sealing_key: Json | None = None
    sealed: dict[str, Json] = field(default_factory=dict)  # by op_id, made when it was saved and never again
    rows: dict[RowKey, Json] = field(default_factory=dict)
    operations: dict[str, Pending] = field(default_factory=dict)
    receipts: dict[str, Json] = field(default_factory=dict)
    view: int = 0
    pull_number: int = 0
    next_device_seq: int = 1
    server_epoch: str | None = None
    wiped: bool = False
    locked: bool = False  # by order: nothing on it can be read until its officer signs in there
    may_not_read: bool = (
        False  # by order, as the council said at its last pull: one whose app is too old to lock learns no more
    )
    obeyed: set[str] = field(default_factory=set)  # orders carried out, until the council has heard of it
    given_up: bool = False
    must_sign_in: bool = False
    kept: dict[str, Json] = field(default_factory=dict)  # copies of what was received, for a server that is restored
    photos: dict[str, Photo] = field(default_factory=dict)  # by id, until the council orders it to forget them
    forgotten: set[str] = field(default_factory=set)  # received, and dropped by order of the council
    heard: dict[str, Json] = field(default_factory=dict)
    lives: int | None = None  # how many writes are left before it dies

    def take_session(self, words: Json) -> None:
        self.device_id, self.device_token = words["device_id"], words["device_token"]
        self.upload_ticket, self.server_epoch = words["upload_ticket"], self.server_epoch or words["server_epoch"]
        self.sealing_key = words["sealing_key"]
        self.wiped = self.locked = self.may_not_read = self.given_up = self.must_sign_in = False

    @property
    def is_locked(self) -> bool:
        """Whether nobody can read it and it can only send what is sealed; a wiped phone is locked as well."""
        return self.schema >= LOCKING_SCHEMA and (self.locked or self.wiped)

    @property
    def seals_now(self) -> bool:
        return (self.seals or self.is_locked) and self.schema >= SCHEMA

    @property
    def unsent_ids(self) -> set[str]:
        return {op_id for op_id, one in self.operations.items() if not one.received}

    @property
    def sendable_ids(self) -> set[str]:
        """What can go now: a phone that was locked leaves what only its own key could open where it is."""
        holds_back = self.is_locked and not self.wiped
        return self.unsent_ids & self.sealed.keys() if holds_back else self.unsent_ids

    # What the officer does

    def save(self, kind: str, entity: tuple[str, str], **parts: Any) -> Json:
        """One operation, saved for good before the screen says so."""
        operation: Json = {
            "op_id": str(parts.pop("op_id", None) or new_id()),
            "device_id": self.device_id,
            "device_seq": self.next_device_seq,
            "schema": self.schema,
            "kind": kind,
            "entity": {"type": entity[0], "id": entity[1]},
            "fields": {},
            "after": [],
            "view": self.view,
            "alerts": [],
            "payload": {},
            "device_time": "2026-11-23T10:42:07.120Z",
            "utc_offset_minutes": 0,
        } | parts
        self.next_device_seq += 1
        self.operations[operation["op_id"]] = Pending(operation)
        if self.seals_now and self.sealing_key is not None:
            self.sealed[operation["op_id"]] = Sealer.from_wire(self.sealing_key, self.device_id).seal(operation)
        return operation

    def edit(self, entity: tuple[str, str], values: Mapping[str, Any]) -> Json:
        """Edit fields on what is shown: the base row, or one's own pending edit, which is then named."""
        row = self.rows[entity]
        fields, after = {}, list[str]()
        for name, value in values.items():
            own = self._own_edit(entity, name)
            if own is not None:
                edit = own["fields"][name]
                base = {"base_version": edit["base_version"], "base_value": edit["value"]}
                after += [own["op_id"]] if own["op_id"] not in after else []
            else:
                base = {"base_version": row["field_versions"].get(name, 0), "base_value": row["fields"].get(name)}
            fields[name] = {**base, "value": value}
        return self.save(f"{entity[0]}.edit", entity, fields=fields, after=after)

    def list_ids(self, row_type: str) -> list[str]:
        """What its officer can see of a type: nothing on a locked phone."""
        return [] if self.is_locked else sorted(row_id for found, row_id in self.rows if found == row_type)

    def list_unsent(self) -> list[Json]:
        """In the order of sending: those with alerts first, each with what it stands on. Locked, what is sealed alone."""
        unsent = {op_id: self.operations[op_id].operation for op_id in self.operations if op_id in self.sendable_ids}
        ordered: dict[str, Json] = {}

        def take(operation: Json) -> None:
            for op_id in operation["after"]:
                if op_id in unsent and op_id not in ordered:
                    take(unsent[op_id])
            ordered[operation["op_id"]] = operation

        for operation in unsent.values():
            if operation["alerts"]:
                take(operation)
        return [*ordered.values(), *(one for op_id, one in unsent.items() if op_id not in ordered)]

    def _own_edit(self, entity: tuple[str, str], name: str) -> Json | None:
        target = {"type": entity[0], "id": entity[1]}
        own = [
            one.operation
            for one in self.operations.values()
            if one.operation["entity"] == target and name in one.operation["fields"]
        ]
        return own[-1] if own else None

    # What it sends

    def push(self, send: Send, operations: Sequence[Json], *, plain: bool = False) -> None:
        """One batch, each in the form it was saved in unless `plain`; another server is offered everything first."""
        try:
            as_saved = [self.sealed.get(one["op_id"], one) for one in operations]
            self._push(send, operations if plain and not self.is_locked else as_saved)
        except OtherEpochError as other:
            self._offer(send, other.epoch)

    def _push(self, send: Send, operations: Sequence[Json]) -> None:
        """What no receipt names stays."""
        said = sorted(self.obeyed)
        body = self._begin_body() | {"operations": list(operations), "state": {"obeyed": said} if said else None}
        status, reply = self._ask(send, "push", body, self.upload_ticket)
        assert status == 200, reply
        self.write(self.obeyed.difference_update, said)
        asked = {operation["op_id"] for operation in operations}
        self.write(self._save_receipts, [one for one in reply["receipts"] if one["op_id"] in asked])
        self._obey(reply["orders"])
        self._note_server(reply)

    def push_all(self, send: Send) -> None:
        """Everything unsent; an empty push says how the phone is."""
        self.push(send, self.list_unsent())

    def pull(self, send: Send) -> None:
        """What `pull_once_or_twice` does; another server is offered everything first."""
        try:
            self._pull_once_or_twice(send)
        except OtherEpochError as other:
            self._offer(send, other.epoch)

    def _offer(self, send: Send, epoch: str) -> None:
        """Whatever was received before goes on offer; what is wanted counts as unsent until its receipt."""
        received = [op_id for op_id, one in self.operations.items() if one.received]
        body = self._begin_body() | {
            "server_epoch": self.server_epoch,
            "operations": [*self.kept, *received],
            "attachments": [
                {"attachment_id": photo.attachment_id, "sha256": photo.sha256}
                for photo in self.photos.values()
                if photo.receipt
            ],
        }
        status, reply = self._ask(send, "offer", body, self.upload_ticket)
        assert status == 200, reply
        if reply["server_epoch"] != epoch:
            return  # restored once more meanwhile: the next round begins with that
        self.write(self._queue_again, reply["wanted_op_ids"], reply["wanted_attachment_ids"])
        self.write(self._take_epoch, epoch)
        self._obey(reply["orders"])  # last: a copy that is wanted is unsent work again, which no order takes

    def _queue_again(self, op_ids: Sequence[str], attachment_ids: Sequence[str]) -> None:
        for attachment_id in attachment_ids:
            self.photos[attachment_id].is_offered, self.photos[attachment_id].receipt = False, None
        for op_id in op_ids:
            operation = self.kept.pop(op_id, None) or self.operations[op_id].operation
            self.operations[op_id] = Pending(operation)
            self.receipts.pop(op_id, None)
        self.operations = dict(sorted(self.operations.items(), key=lambda one: one[1].operation["device_seq"]))

    def _take_epoch(self, epoch: str) -> None:
        self.server_epoch, self.view = epoch, 0

    def _pull_once_or_twice(self, send: Send) -> None:
        """To the last page; once more in full when the digest says that something else is held."""
        if self.device_token is None or self.is_locked:
            return
        if not self._pull_once(send, full=False):
            matches = self._pull_once(send, full=True)
            assert matches, f"{self.name}: a full pull still gives another digest"

    def pull_with(self, client: FlaskClient) -> None:
        """Pull over a perfect line."""
        self.pull(lambda path, body, token: post(client, path, body, token))

    def _pull_once(self, send: Send, *, full: bool) -> bool:
        token = self.device_token
        assert token is not None
        self.write(self._begin_pull)
        number, view, page = self.pull_number, self.view, None
        named: set[RowKey] = set()
        for _ in range(_MOST_PAGES):
            body = self._begin_body() | {"view": view, "page": page, "full": full}
            status, reply = self._ask(send, "pull", body, token)
            if status == 403:
                assert reply["orders"], reply
                self.may_not_read = True
                self._obey(reply["orders"])
                return True
            assert status == 200, reply
            self.may_not_read = False
            self._note_server(reply)
            self.write(self._apply_page, reply)
            self.write(self._save_receipts, reply["verdicts"])
            named |= {(row["type"], row["id"]) for row in reply["rows"]}
            page = reply["next_page"]
            if page is None:
                if full or reply["full"]:
                    self.write(self._keep_only, named)
                return self._complete(reply, number)
        raise AssertionError(f"{self.name}: the pages never end")

    def _ask(self, send: Send, path: str, body: Json, token: str) -> tuple[int, Json]:
        answer = self._hear(send(f"/api/v1/sync/{path}", body, token), is_pull=path == "pull")
        self.sealing_key = answer[1].get("sealing_key", self.sealing_key)
        return answer

    def ask_file(self, send: SendFile, path: str, request: FileRequest) -> tuple[int, Json]:
        """Status and headers of one request of tus."""
        return self._hear(send(path, request, self.upload_ticket))

    def _hear(self, answer: tuple[int, Json] | None, *, is_pull: bool = False) -> tuple[int, Json]:
        if answer is None:
            raise NoAnswerError
        if answer[0] == 401:
            self.must_sign_in = True  # a restored server that never heard of these tokens
            raise NoAnswerError
        if answer[0] == 403 and not is_pull:
            self.given_up = True  # revoked, and its upload ticket has ended too
            raise NoAnswerError
        return answer

    def _begin_body(self) -> Json:
        known = {"sealing_key_id": self.sealing_key["key_id"]} if self.sealing_key and self.schema >= SCHEMA else {}
        return {"device_id": self.device_id, "schema": self.schema} | known

    # Its writes, each whole or not at all

    def write(self, write: Callable[..., None], *what: Any) -> None:
        if self.lives is not None:
            if self.lives == 0:
                raise PhoneDiedError
            self.lives -= 1
        write(*what)

    def _begin_pull(self) -> None:
        self.pull_number += 1

    def _note_server(self, reply: Json) -> None:
        if self.server_epoch != reply["server_epoch"]:
            raise OtherEpochError(reply["server_epoch"])

    def _apply_page(self, reply: Json) -> None:
        for row in reply["rows"]:
            self.rows[row["type"], row["id"]] = row
        for evicted in reply["evicted"]:
            self._evict((evicted["type"], evicted["id"]))

    def _keep_only(self, named: set[RowKey]) -> None:
        for key in [key for key in self.rows if key not in named]:
            self._evict(key)

    def _evict(self, key: RowKey) -> None:
        self.rows.pop(key, None)
        for op_id, receipt in list(self.receipts.items()):
            if receipt["entity_id"] == key[1] and op_id not in self.operations:
                del self.receipts[op_id]

    def _save_receipts(self, receipts: Sequence[Json]) -> None:
        for receipt in receipts:
            op_id = receipt["op_id"]
            self.heard[op_id] = receipt
            pending, kept = self.operations.get(op_id), self.receipts.get(op_id)
            if pending is None and kept is None:
                continue
            entity_id = pending.operation["entity"]["id"] if pending else kept["entity_id"] if kept else ""
            self.receipts[op_id] = {**receipt, "entity_id": entity_id}
            if pending is not None and not pending.received:
                pending.received = True
                pending.settles_with_pull = self.pull_number + 1

    def _complete(self, reply: Json, number: int) -> bool:
        if self.find_digest() != reply["digest"]:
            return False

        def write() -> None:
            self.view = reply["view"]
            for op_id, one in list(self.operations.items()):
                if one.received and one.settles_with_pull is not None and one.settles_with_pull <= number:
                    self.kept[op_id] = one.operation
                    del self.operations[op_id]

        self.write(write)
        return True

    def _obey(self, orders: Sequence[str]) -> None:
        """An app of before the lock knows no lock, and says nothing of a wipe."""
        if "wipe" in orders:
            self.write(self._wipe)
        if self.schema >= LOCKING_SCHEMA and orders:
            self.write(self._lock)
            self.write(self.obeyed.update, [one for one in orders if one in ("wipe", "lock")])

    def _lock(self) -> None:
        self.locked = True

    def _wipe(self) -> None:
        received = {op_id for op_id, one in self.operations.items() if one.received}
        received_photos = {photo_id for photo_id, photo in self.photos.items() if photo.receipt}
        self.forgotten |= received | self.kept.keys() | received_photos
        for photo_id in received_photos:
            del self.photos[photo_id]
        for op_id in received:
            del self.operations[op_id]
        for readable in (self.rows, self.receipts, self.kept):
            readable.clear()
        self.device_token, self.view, self.wiped = None, 0, True

    def find_digest(self) -> str:
        """SHA-256 of the sorted lines of all rows held."""
        lines = sorted(f"{key[0]}:{key[1]}:{row['version']}\n" for key, row in self.rows.items())
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def post(client: FlaskClient, path: str, body: Json | FileRequest, token: str) -> tuple[int, Json]:
    """One request over a perfect line."""
    if isinstance(body, FileRequest):
        headers = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"} | body.headers
        heard = client.open(path, method=body.method, headers=headers, data=body.content)
        return heard.status_code, dict(heard.headers)
    reply = client.post(path, json=body, headers={"Authorization": f"Bearer {token}"})
    return reply.status_code, reply.get_json()
