"""Notes pushed over HTTP by a phone that may be locked, and what the log then holds."""

from __future__ import annotations

import uuid
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.store.tables import Operation
from tests.factories.borough import Phone
from tests.factories.operations import make_operation


def note(phone: Phone, visit_id: uuid.UUID, **more: Any) -> dict[str, Any]:
    """A note on the visit."""
    return make_operation(phone, "note.add", "visit", visit_id, **{"payload": {"text": "Dog in the garden"}} | more)


def push(client: FlaskClient, phone: Phone, *operations: Any) -> list[tuple[str, str | None]]:
    """(verdict, reason) of each, sent with the upload ticket."""
    headers = {"Authorization": f"Bearer {phone.upload_ticket}"}
    reply = client.post("/api/v1/sync/push", json={"operations": operations}, headers=headers)
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return [(receipt["verdict"], receipt["reason"]) for receipt in reply.get_json()["receipts"]]


def find(session: Session, operation: dict[str, Any]) -> Operation:
    """The operation as the log has it now."""
    session.rollback()
    session.expire_all()
    return session.scalars(select(Operation).where(Operation.op_id == uuid.UUID(operation["op_id"]))).one()


def count(session: Session, table: type[Any]) -> int:
    """How many rows the table has now."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0
