"""A small town for tests that hire an officer each: one installation, its people imported once, visits given on demand.

What the office does here is done by the use cases that its pages call. Used by tests only; never by a running council.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import read_settings
from server.demo import DUTY_LINES, add_accounts, import_residents, plan_rota
from server.domain.assignment import Giving
from server.domain.phone_window import COUNCIL_ZONE, find_council_date
from server.domain.review import ReviewAction
from server.domain.words import DeviceOrder, Role, ShiftKind
from server.store.assignable import AssignFilter, list_assignable
from server.store.contacts import still_stands
from server.store.database import db
from server.store.tables import (
    Address,
    Alert,
    Attachment,
    Case,
    Contact,
    Device,
    FormVersion,
    Operation,
    Resident,
    Submission,
    ViewMembership,
    Visit,
)
from server.store.unit_of_work import read_snapshot
from server.use_cases.add_user import add_user
from server.use_cases.assign_visits import assign_visits
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.order_device import order_device
from server.use_cases.plan_shifts import PlannedShift, plan_shifts
from server.use_cases.publish_form import publish_form
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from server.use_cases.register_device import PhoneDetails, register_device
from server.use_cases.review_submission import ReviewStep, review_submission
from server.use_cases.revoke_device import revoke_device
from server.use_cases.set_duty_numbers import set_duty_numbers
from tests.end_to_end.quick_build import copy_build, copy_quick_build
from tests.factories.borough import Phone
from tests.factories.operations import edit, make_operation
from tests.factories.pushing import push_verdicts
from tests.live.desk import Desk
from tests.live.prepared import prepare
from tests.live.stack import Stack
from tests.live.staff import ADMINISTRATOR, PASSWORD, SUPERVISOR

A_WHILE = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Hired:
    """An officer with visits for today; `names` are those of the residents, in the order of `visit_ids`."""

    user_id: uuid.UUID
    email: str
    names: tuple[str, ...]
    visit_ids: tuple[uuid.UUID, ...]


class Town:
    """A running installation, and what people at desks do in it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._app = create_app(read_settings(stack.environment()))
        self._numbers = itertools.count(1)
        with self._app.app_context():
            now = dt.datetime.now(dt.UTC)
            staff = add_accounts(now)
            set_duty_numbers(DUTY_LINES)
            plan_rota(staff, find_council_date(now), self._app.config)
            self._supervisor = staff[SUPERVISOR]
            import_residents(self._supervisor, self._app.config, lambda _words: None)

    def hire(self, visits: int = 2) -> Hired:
        """A new officer, and people of different names to see today."""
        now = dt.datetime.now(dt.UTC)
        number = next(self._numbers)
        email, today = f"hired{number}@example.org", find_council_date(now)
        with self._app.app_context():
            officer = add_user(
                email=email, name=f"Hired Officer {number}", role=Role.OFFICER, password=PASSWORD, at=now, demo=True
            )
            with read_snapshot() as session:
                free = list_assignable(session, AssignFilter(), today=today).cases
            cases = list({one.name: one for one in reversed(free) if not one.needs_pair}.values())[::-1]
            giving = Giving(officer_id=officer, planned_on=today, by_id=self._supervisor, at=now)
            given = assign_visits([case.case_id for case in cases[:visits]], giving).visit_ids
            with read_snapshot() as session:
                who = select(Resident.first_name, Resident.last_name).join(Visit, Visit.resident_id == Resident.id)
                people = [session.execute(who.where(Visit.id == visit_id)).one() for visit_id in given]
        names = tuple(f"{first} {last}" for first, last in people)
        if len(set(names)) != visits:
            raise AssertionError(f"wanted {visits} people of different names, got {names}")
        return Hired(officer, email, names, tuple(given))

    def plan_shift(self, officer: Hired) -> None:
        """A visiting shift that runs now."""
        now = dt.datetime.now(dt.UTC)
        shift = PlannedShift(officer.user_id, ShiftKind.VISITING, now - A_WHILE, now + 6 * A_WHILE)
        with self._app.app_context():
            plan_shifts([shift], by_id=self._supervisor, at=now)

    def publish(self, xlsx: bytes) -> None:
        """The supervisor brings a form of the council's own into use."""
        with self._app.app_context():
            publish_form(xlsx, user_id=self._supervisor, now=dt.datetime.now(dt.UTC))

    def send_back(self, visit_id: uuid.UUID, words: str) -> None:
        """The back office sends the visit's one submission back."""
        with self._reading() as session:
            submission = session.scalars(select(Submission).where(Submission.visit_id == visit_id)).one()
        step = ReviewStep(
            submission_id=submission.id, action=ReviewAction.SEND_BACK, seen_state=submission.review_state, words=words
        )
        with self._app.app_context():
            review_submission(step, by_id=self._supervisor, at=dt.datetime.now(dt.UTC))

    def reassign(self, visit_id: uuid.UUID, had: Hired, to: Hired) -> None:
        """The supervisor gives one officer's visit to another, today."""
        now = dt.datetime.now(dt.UTC)
        giving = Giving(officer_id=to.user_id, planned_on=find_council_date(now), by_id=self._supervisor, at=now)
        with self._app.app_context():
            moved = reassign_visits([SeenVisit(visit_id, had.user_id)], giving)
        if moved.visit_ids != (visit_id,):
            raise AssertionError(f"not moved: {moved.left_out}")

    def correct_mobile(self, visit_id: uuid.UUID, by: Hired, number: str) -> None:
        """An officer with a phone that saw the resident as they stand now corrects their mobile number."""
        now = dt.datetime.now(dt.UTC)
        with self._app.app_context():
            details = PhoneDetails(device_id=None, label="A colleague's phone", app_version="1", schema=1)
            given = register_device(by.email, PASSWORD, details, now, demo=True)
            phone = Phone(given.device_id, given.device_token, given.upload_ticket, given.user_id)
            with read_snapshot() as session:
                resident = session.get_one(Resident, session.get_one(Visit, visit_id).resident_id)
                fields = {"mobile": edit(resident.mobile, number, resident.field_versions.get("mobile", 1))}
            operation = make_operation(phone, "resident.edit", "resident", resident.id, fields=fields)
            if push_verdicts(phone, operation, now=now) != ["applied"]:
                raise AssertionError("the colleague's correction was not taken")

    def facts_of(self, visit_id: uuid.UUID) -> dict[str, str]:
        """What would tell somebody who it is: names, address and numbers of the person visited."""
        with self._reading() as session:
            resident = session.get_one(Resident, session.get_one(Visit, visit_id).resident_id)
            address = session.get_one(Address, resident.address_id)
            facts = {
                "name": f"{resident.first_name} {resident.last_name}",
                "address": address.lines[0],
                "mobile": resident.mobile or "",
                "landline": resident.landline or "",
            }
        return {what: words for what, words in facts.items() if words}

    def revoke_device_of(self, officer: Hired) -> None:
        """An administrator revokes the officer's phone."""
        device = self.device_of(officer)
        with self._app.app_context():
            revoke_device(device.id, "Returned", by_id=self._supervisor, at=dt.datetime.now(dt.UTC))

    def order_device_of(self, officer: Hired, kind: DeviceOrder) -> None:
        """The supervisor orders the officer's phone to lock or to wipe."""
        device = self.device_of(officer)
        with self._app.app_context():
            order_device(device.id, kind, "Left on the bus", by_id=self._supervisor, at=dt.datetime.now(dt.UTC))

    @staticmethod
    def now() -> dt.datetime:
        """By the clocks of its council."""
        return dt.datetime.now(COUNCIL_ZONE)

    def sit_at_desk(self, email: str) -> Desk:
        """Somebody who reads and sends office pages, whether the servers are up or not."""
        return Desk(self._app, self.stack.url, email)

    def device_of(self, officer: Hired) -> Device:
        """The one phone of an officer."""
        with self._reading() as session:
            return session.scalars(select(Device).where(Device.user_id == officer.user_id)).one()

    def list_operations(self, officer: Hired) -> list[Operation]:
        """What came from an officer's phones, in the order of arrival; what the server derived is not listed."""
        made = select(Operation).where(Operation.user_id == officer.user_id, Operation.parent_op_id.is_(None))
        with self._reading() as session:
            sent = session.scalars(made.where(Operation.device_id != "server").order_by(Operation.seq))
            return list(sent)

    def list_derived(self, officer: Hired) -> list[tuple[str, str | None, dict[str, object]]]:
        """What the server made of an officer's forms: of each operation its kind, its verdict and its edits."""
        made = select(Operation).where(Operation.user_id == officer.user_id, Operation.parent_op_id.is_not(None))
        with self._reading() as session:
            return [(row.kind, row.verdict, row.envelope["fields"]) for row in session.scalars(made)]

    def find_resident(self, visit_id: uuid.UUID) -> Resident:
        """Whom a visit is to."""
        with self._app.app_context(), read_snapshot() as session:
            return session.get_one(Resident, session.get_one(Visit, visit_id).resident_id)

    def list_submissions(self, visit_id: uuid.UUID) -> list[Submission]:
        """Every submission of a visit, the oldest first."""
        with self._reading() as session:
            of_visit = select(Submission).where(Submission.visit_id == visit_id)
            return list(session.scalars(of_visit.order_by(Submission.received_at)))

    def list_contacts(self, visit_id: uuid.UUID) -> list[tuple[str, bool]]:
        """The outcome of every call to the resident of a visit, the oldest first, and whether it still stands."""
        with self._reading() as session:
            of_case = select(Contact.outcome, still_stands()).join(Visit, Visit.case_id == Contact.case_id)
            rows = session.execute(of_case.where(Visit.id == visit_id).order_by(Contact.contacted_at))
            return [(outcome, stands) for outcome, stands in rows]

    def version_of(self, submission: Submission) -> str | None:
        """The label of the form version that the submission pins."""
        with self._reading() as session:
            wanted = select(FormVersion.version_label).where(FormVersion.id == submission.form_version_id)
            return session.scalar(wanted)

    def list_alerts(self, visit_id: uuid.UUID) -> list[Alert]:
        """Every alert of a visit."""
        with self._reading() as session:
            return list(session.scalars(select(Alert).where(Alert.visit_id == visit_id)))

    def list_alerts_of(self, officer: Hired) -> list[Alert]:
        """Every alert that an officer raised, with a visit or without."""
        with self._reading() as session:
            return list(session.scalars(select(Alert).where(Alert.raised_by_id == officer.user_id)))

    def list_photos(self, visit_id: uuid.UUID) -> list[Attachment]:
        """Every photo of a visit, whatever became of it."""
        with self._reading() as session:
            return list(session.scalars(select(Attachment).where(Attachment.visit_id == visit_id)))

    def export_files_of(self, submission: Submission) -> dict[str, bytes]:
        """What an administrator gets who exports the files of the submission's form, as they were sent."""
        with self._reading() as session:
            form_ref_id = session.get_one(FormVersion, submission.form_version_id).form_ref_id
        page = f"/office/forms/{form_ref_id}/export"
        return self.sit_at_desk(ADMINISTRATOR).download_archive(page, page, kind="attachments", originals="on")

    def list_evidence(self, resident_id: uuid.UUID) -> list[Attachment]:
        """Every file of a resident's cases, whatever became of it."""
        of_cases = select(Attachment).join(Case, Case.id == Attachment.case_id).where(Case.resident_id == resident_id)
        with self._reading() as session:
            return list(session.scalars(of_cases.order_by(Attachment.created_at)))

    def hash_original(self, attachment: Attachment) -> str:
        """The SHA-256 of what lies at rest."""
        assert attachment.storage_key is not None
        with self._app.app_context(), open_byte_store(self._app.config).open(attachment.storage_key) as original:
            return hashlib.sha256(original.read()).hexdigest()

    def list_ids_around(self, visit_id: uuid.UUID) -> list[str]:
        """Of a visit, its resident and its case."""
        with self._reading() as session:
            visit = session.get_one(Visit, visit_id)
            return [str(visit_id), str(visit.resident_id), str(visit.case_id)]

    def list_holders(self, visit_id: uuid.UUID) -> list[tuple[uuid.UUID | None, bool]]:
        """Whose phones have had a visit, in the order of getting it, and whether it has left them again."""
        held = select(Device.user_id, ViewMembership.left_at).join(Device, Device.id == ViewMembership.device_id)
        with self._reading() as session:
            found = session.execute(held.where(ViewMembership.entity_id == visit_id).order_by(ViewMembership.id))
            return [(user_id, left_at is not None) for user_id, left_at in found]

    def mobile_of(self, visit_id: uuid.UUID) -> str | None:
        """The resident's mobile number as it is shown."""
        with self._reading() as session:
            return session.get_one(Resident, session.get_one(Visit, visit_id).resident_id).mobile

    def close(self) -> None:
        """Let go of the database."""
        with self._app.app_context():
            db.engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with self._app.app_context(), read_snapshot() as session:
            yield session


def build_town(folder: Path, *, full_price: bool = False, **settings: str) -> Town:
    """Start an installation in `folder`, serving a copy of the built app that a test may replace, with PINs that cost next to
    nothing or their `full_price`. `settings`: variables of its own.
    """
    build = folder / "build"
    (copy_build if full_price else copy_quick_build)(build)
    stack = Stack(folder / "installation", build=build, settings=settings)
    prepare(stack)
    town = Town(stack)
    stack.start()
    return town
