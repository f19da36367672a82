"""A council behind running servers: four officers with two phones each who share residents, and a phone of each that only looks.

Made by the use cases, on the machine's own clock, so that the log says all of it.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select

from server.domain.assignment import Giving
from server.domain.phone_window import find_council_date
from server.domain.words import Role
from server.store.tables import Case, Form, FormVersion, Resident
from server.store.unit_of_work import read_snapshot, write_transaction
from server.use_cases.add_user import add_user
from server.use_cases.apply_import import apply_import
from server.use_cases.assign_visits import assign_visits
from server.use_cases.confirm_import import confirm_import
from server.use_cases.ensure_programme import ensure_programme
from server.use_cases.publish_form import publish_shipped_forms
from tests.factories.borough import add_server_device
from tests.factories.lists import person, preview, spl
from tests.proof.arena import Arena
from tests.proof.council import PASSWORD, Council
from tests.proof.http_line import HttpLine
from tests.proof.model_phone import SCHEMA, ModelPhone

OFFICERS = ("ann", "ben", "cat", "dan")
PHONES_EACH = 2
OWN_EACH = 3  # residents whom one officer visits
SHARED = 4  # residents whom two officers visit, each for a programme


def found_live_council(arena: Arena, line: HttpLine) -> tuple[Council, dict[str, ModelPhone]]:
    """The council with its eight phones, signed in and after a first pull, and beside them the phones that only look."""
    now = dt.datetime.now(dt.UTC)
    residents = len(OFFICERS) * OWN_EACH + SHARED
    with arena.app.app_context():
        staff = _hire(now)
        publish_shipped_forms(now=now)
        first = _open_cases("shielding", 0, residents, now)
        second = _open_cases("befriending", residents - SHARED, residents, now)
        for place, officer in enumerate(OFFICERS):
            own = list(first.values())[place * OWN_EACH : (place + 1) * OWN_EACH]
            shared = [list(first.values())[-1 - place], list(second.values())[-1 - (place + 1) % SHARED]]
            _give(staff, officer, own + shared, now)
        with read_snapshot() as session:
            versions = session.execute(
                select(Form.form_id, FormVersion.id).join(FormVersion, FormVersion.form_ref_id == Form.id)
            )
            form_versions = dict(versions.all())
    council = Council(staff, list(first), list(first.values()), ensure_id(arena), form_versions, {})
    lookers: dict[str, ModelPhone] = {}
    for officer in OFFICERS:
        for number in range(PHONES_EACH):
            council.phones[f"{officer}_{number}"] = _sign_in(line, f"{officer}_{number}", officer)
        lookers[f"{officer}_looks"] = _sign_in(line, f"{officer}_looks", officer)
    for phone in (*council.phones.values(), *lookers.values()):
        phone.pull(line.send)
        assert len(phone.list_ids("visit")) == OWN_EACH + 2
    return council, lookers


def ensure_id(arena: Arena) -> uuid.UUID:
    """The programme that everybody has a case under."""
    with arena.app.app_context():
        return ensure_programme()


def _hire(now: dt.datetime) -> dict[str, uuid.UUID]:
    roles = dict.fromkeys(OFFICERS, Role.OFFICER) | {"sue": Role.SUPERVISOR, "bea": Role.BACK_OFFICE}
    with write_transaction() as session:
        add_server_device(session)
    return {
        name: add_user(email=f"{name}@example.org", name=name.title(), role=role, password=PASSWORD, at=now)
        for name, role in roles.items()
    }


def _open_cases(programme: str, begin: int, end: int, now: dt.datetime) -> dict[uuid.UUID, uuid.UUID]:
    """Cases of these people under a programme, by resident, in the order of their numbers."""
    programme_id = ensure_programme(code=programme, name=programme.title())
    batch_id, _ = preview(spl(*(person(number) for number in range(begin, end))))
    confirm_import(batch_id, programme_id=programme_id, full_extract=False, by_id=None, at=now, queue=False)
    apply_import(batch_id, clock=lambda: now)
    found = (
        select(Case.resident_id, Case.id)
        .join(Resident, Resident.id == Case.resident_id)
        .where(Case.programme_id == programme_id)
    )
    with read_snapshot() as session:
        return dict(session.execute(found.order_by(Resident.last_name)).all())


def _give(staff: dict[str, uuid.UUID], officer: str, cases: list[uuid.UUID], now: dt.datetime) -> None:
    giving = Giving(officer_id=staff[officer], planned_on=find_council_date(now), by_id=staff["sue"], at=now)
    given = assign_visits(cases, giving)
    assert len(given.visit_ids) == len(cases), given.left_out


def _sign_in(line: HttpLine, name: str, officer: str) -> ModelPhone:
    device = {"device_id": None, "label": name, "app_version": "1", "schema": SCHEMA}
    body = {"email": f"{officer}@example.org", "password": PASSWORD, "device": device}
    answer = line.send("/api/v1/session", body, "")
    assert answer is not None
    assert answer[0] == 201, answer
    phone = ModelPhone(
        name=name, officer=officer, seals=name.endswith("_0")
    )  # the first phone of each seals, the other not
    phone.take_session(answer[1])
    return phone
