"""The council an example starts with, made only by use cases, so that its log says all of it: people, visits, four phones.

Built once for a database; each example puts it back and takes its own copy of the phones.
"""

from __future__ import annotations

import copy
import datetime as dt
import uuid
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.words import Role
from server.store.database import new_id
from server.store.tables import Case, Form, FormVersion, Programme, Resident, Team
from server.store.unit_of_work import read_snapshot, write_transaction
from server.use_cases.add_user import add_user
from server.use_cases.assign_visits import assign_visits
from server.use_cases.ensure_programme import ensure_programme
from server.use_cases.publish_form import publish_shipped_forms
from tests.factories.borough import NOW, TODAY, add_server_device
from tests.factories.lists import import_list, person, spl
from tests.proof.arena import Arena
from tests.proof.model_phone import SCHEMA, ModelPhone

PASSWORD = "a password of theirs"
OFFICERS = ("olive", "nina", "omar")
PHONES = {"olive_1": "olive", "olive_2": "olive", "nina_1": "nina", "omar_1": "omar"}
OLD_APP = "omar_1"
RESIDENTS = 6
# officer, resident, days from today; the sixth person is nobody's
PLAN = (("olive", 0, 0), ("olive", 1, 0), ("nina", 2, 0), ("nina", 3, 1), ("omar", 4, 5))
START = "start"


@dataclass(slots=True)
class Council:
    """Who works there, whom they visit, and the phones as they were after their first pull."""

    staff: dict[str, uuid.UUID]
    residents: list[uuid.UUID]
    cases: list[uuid.UUID]
    programme_id: uuid.UUID
    form_versions: dict[str, uuid.UUID]
    phones: dict[str, ModelPhone]

    @property
    def sealing_key_id(self) -> str:
        """The key that the council was founded with."""
        return next(str(phone.sealing_key["key_id"]) for phone in self.phones.values() if phone.sealing_key)

    def find_row(self, phone: ModelPhone, row_type: str, which: int) -> str | None:
        """A row on the phone by its place in an order that is the same in every run."""
        found = phone.list_ids(row_type)
        places = {str(row_id): place for place, row_id in enumerate(self.residents)}

        def order(row_id: str) -> tuple[int, str]:
            fields = phone.rows[row_type, row_id]["fields"]
            resident_id = fields.get("resident_id", row_id)
            return places.get(resident_id, 99), str(fields.get("planned_on", fields.get("opened_at")))

        return sorted(found, key=order)[which % len(found)] if found else None

    def take_phones(self) -> dict[str, ModelPhone]:
        """A copy that an example may use up."""
        return copy.deepcopy(self.phones)


def found_council(arena: Arena) -> Council:
    """Make everything and save the database under the name START."""
    with arena.app.app_context():
        staff = _hire()
        publish_shipped_forms(now=NOW)
        ensure_programme()
        import_list(spl(*(person(number) for number in range(RESIDENTS))))
        with read_snapshot() as session:
            residents, cases = _find_people(session)
            programme_id = session.scalars(select(Programme.id)).one()
            versions = session.execute(
                select(Form.form_id, FormVersion.id).join(FormVersion, FormVersion.form_ref_id == Form.id)
            )
            form_versions = dict(versions.all())
        for officer, place, days in PLAN:
            day = TODAY + dt.timedelta(days=days)
            made = assign_visits(
                [cases[place]], Giving(officer_id=staff[officer], planned_on=day, by_id=staff["sue"], at=NOW)
            )
            assert made.visit_ids
    council = Council(staff, residents, cases, programme_id, form_versions, {})
    with arena.clock.install():
        for name, officer in PHONES.items():
            phone = sign_in(arena.client(), name, officer)
            phone.schema = 1 if name == OLD_APP else phone.schema
            phone.pull_with(arena.client())
            council.phones[name] = phone
    arena.save(START)
    return council


def sign_in(client: FlaskClient, name: str, officer: str, phone: ModelPhone | None = None) -> ModelPhone:
    """Sign in on a new phone, or again on one that has an id."""
    device = {"device_id": phone.device_id if phone else None, "label": name, "app_version": "1", "schema": SCHEMA}
    body = {"email": f"{officer}@example.org", "password": PASSWORD, "device": device}
    reply = client.post("/api/v1/session", json=body)
    assert reply.status_code == 201, reply.get_data(as_text=True)
    words = reply.get_json()
    found = phone or ModelPhone(name=name, officer=officer)
    found.take_session(words)
    return found


def _hire() -> dict[str, uuid.UUID]:
    roles = dict.fromkeys(OFFICERS, Role.OFFICER)
    roles |= {"sue": Role.SUPERVISOR, "bea": Role.BACK_OFFICE, "dora": Role.DUTY_MANAGER}
    with write_transaction() as session:
        add_server_device(session)
        session.add(Team(id=new_id(), name="Food hub", referral_types=["food"]))
    return {
        name: add_user(email=f"{name}@example.org", name=name.title(), role=role, password=PASSWORD, at=NOW)
        for name, role in roles.items()
    }


def _find_people(session: Session) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    residents = list(session.scalars(select(Resident.id).order_by(Resident.last_name, Resident.id)))
    by_resident = {case.resident_id: case.id for case in session.scalars(select(Case))}
    return residents, [by_resident[resident_id] for resident_id in residents]
