"""Two officers who wrote another number for one resident: the conflict, and the choices that phones make in it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import Case, Conflict, Resident
from tests.factories.borough import TODAY, Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import edit, make_operation
from tests.factories.pushing import pull, push

FIRST, SECOND, THIRD, FOURTH = "07700 900001", "07700 900002", "07700 900003", "07700 900004"


@dataclass(frozen=True)
class Clash:
    """Aled's number is shown, Olive's is a side; Nobody has none."""

    resident_id: uuid.UUID
    case_id: uuid.UUID
    visit_id: uuid.UUID
    aled: Phone
    olive: Phone
    stranger: Phone
    side: str
    office_ids: tuple[uuid.UUID, ...]


def make_clash(session: Session) -> Clash:
    """The clash, in the database and on three phones."""
    add_server_device(session)
    aled, olive, nobody = (add_user(session, f"{name} Officer") for name in ("Aled", "Olive", "Nobody"))
    office = [add_user(session, f"Ben Back{number}", Role.BACK_OFFICE) for number in range(4)]
    visit = add_visit(session, olive)
    case = session.get_one(Case, visit.case_id)
    for days, user in enumerate((aled, nobody), start=1):
        add_visit(session, user, case, planned_on=TODAY + dt.timedelta(days=days))
    phones = [add_phone(session, user) for user in (aled, olive, nobody)]
    ids = visit.resident_id, visit.case_id, visit.id
    office_ids = tuple(user.id for user in office)
    session.commit()
    push(phones[0], edit_mobile(phones[0], ids[0], FIRST, SECOND))
    side = edit_mobile(phones[1], ids[0], FIRST, THIRD)
    push(phones[1], side)
    return Clash(*ids, phones[0], phones[1], phones[2], side["op_id"], office_ids)


def edit_mobile(phone: Phone, resident_id: uuid.UUID, base: Any, value: Any, **values: Any) -> dict[str, Any]:
    return make_operation(
        phone, "resident.edit", "resident", resident_id, fields={"mobile": edit(base, value)}, **values
    )


def conflict_of(session: Session, field: str = "mobile") -> Conflict:
    session.rollback()
    return session.scalars(select(Conflict).where(Conflict.field == field)).one()


def choose(session: Session, phone: Phone, chosen: str, value: Any, *, version: int | None = None) -> dict[str, Any]:
    """A choice in the one conflict on a mobile number, as the phone would send it."""
    conflict = conflict_of(session)
    entry = {
        "conflict_id": str(conflict.id),
        "conflict_version": conflict.version if version is None else version,
        "chosen": chosen,
    }
    return make_operation(
        phone,
        "conflict.resolve",
        "resident",
        conflict.entity_id,
        fields={"mobile": edit(SECOND, value)},
        payload={"conflicts": [entry], "reason": "She told me."},
    )


def mobile_of(session: Session, clash: Clash) -> str | None:
    session.rollback()
    return session.get_one(Resident, clash.resident_id).mobile


def rows_on(phone: Phone, **more: Any) -> dict[str, Any]:
    """Conflicts on the phone, as a first pull brings them, by field."""
    return {row["fields"]["field"]: row for row in pull(phone, **more).rows if row["type"] == "conflict"}
