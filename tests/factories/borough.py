"""A small borough in the database: staff, residents, cases and visits, obviously false. Each call commits nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.token import hash_token
from server.domain.words import CaseStatus, ReferralStatus, ReferralType, Role, VisitStatus
from server.store.database import new_id
from server.store.tables import Address, Case, Device, Programme, Referral, Resident, Team, User, Visit

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)  # a Monday
TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class Phone:
    """A registered device with the tokens that only it knows."""

    device_id: str
    device_token: str
    upload_ticket: str
    user_id: uuid.UUID


def add_user(session: Session, name: str = "Olive Officer", role: Role = Role.OFFICER, **values: Any) -> User:
    """A member of staff, without a password unless one is given as a hash."""
    email = f"{name.lower().replace(' ', '.')}.{uuid.uuid4().hex[:6]}@example.org"
    user = User(id=new_id(), email=values.pop("email", email), name=name, role=role, created_at=NOW, **values)
    session.add(user)
    session.flush()
    return user


def add_phone(session: Session, user: User) -> Phone:
    """A phone of the user's, signed in."""
    phone = Phone(str(new_id()), uuid.uuid4().hex, uuid.uuid4().hex, user.id)
    session.add(
        Device(
            id=phone.device_id,
            user_id=user.id,
            label="a phone",
            registered_at=NOW,
            device_token_hash=hash_token(phone.device_token),
            upload_ticket_hash=hash_token(phone.upload_ticket),
        )
    )
    session.flush()
    return phone


def add_server_device(session: Session) -> None:
    """The device row behind what the office, imports and the worker write; migrations may have made it."""
    if session.get(Device, "server") is None:
        session.add(Device(id="server", label="server", registered_at=NOW))
        session.flush()


def add_programme(session: Session, code: str = "shielding_2") -> Programme:
    """The programme, made once."""
    found = session.query(Programme).filter_by(code=code).one_or_none()
    if found is None:
        found = Programme(id=new_id(), code=code, name="Shielding 2", settings={"no_reply_days": 2})
        session.add(found)
        session.flush()
    return found


def add_resident(session: Session, **values: Any) -> Resident:
    """A resident with an address of their own unless one is given."""
    if "address_id" not in values:
        address = Address(id=new_id(), match_key=uuid.uuid4().hex, lines=["1 Test Street"], postcode="ZZ99 3WZ")
        session.add(address)
        session.flush()
        values["address_id"] = address.id
    defaults: dict[str, Any] = {
        "id": new_id(),
        "first_name": "Test",
        "last_name": "Person",
        "date_of_birth": dt.date(1941, 5, 6),
        "mobile": "07700 900001",
        "field_versions": {"mobile": 1},
        "changed_at": NOW,
        "created_at": NOW,
    }
    resident = Resident(**defaults | values)
    session.add(resident)
    session.flush()
    return resident


def add_case(session: Session, resident: Resident, **values: Any) -> Case:
    """An open case of the resident."""
    defaults: dict[str, Any] = {
        "id": new_id(),
        "resident_id": resident.id,
        "programme_id": add_programme(session).id,
        "status": CaseStatus.OPEN,
        "opened_at": NOW,
        "changed_at": NOW,
    }
    case = Case(**defaults | values)
    session.add(case)
    session.flush()
    return case


def add_visit(session: Session, officer: User | None, case: Case | None = None, **values: Any) -> Visit:
    """A visit for today, assigned when there is an officer; with a resident and case of its own unless given."""
    case = case or add_case(session, add_resident(session))
    resident = session.get_one(Resident, case.resident_id)
    defaults: dict[str, Any] = {
        "id": new_id(),
        "case_id": case.id,
        "resident_id": resident.id,
        "address_id": resident.address_id,
        "form_id": "welfare_check",
        "planned_on": TODAY,
        "status": VisitStatus.ASSIGNED if officer else VisitStatus.PLANNED,
        "officer_id": officer.id if officer else None,
        "assigned_at": NOW if officer else None,
        "created_at": NOW,
        "changed_at": NOW,
    }
    visit = Visit(**defaults | values)
    session.add(visit)
    session.flush()
    return visit


def add_team(session: Session, name: str = "Food hub", **values: Any) -> Team:
    """A team that takes food parcels unless told otherwise."""
    team = Team(**{"id": new_id(), "name": name, "referral_types": [ReferralType.FOOD]} | values)
    session.add(team)
    session.flush()
    return team


def add_referral(session: Session, to: Team | User, case: Case | None = None, **values: Any) -> Referral:
    """A food parcel to do, made now; with a resident and case of its own unless given."""
    case = case or add_case(session, add_resident(session))
    defaults: dict[str, Any] = {
        "id": new_id(),
        "case_id": case.id,
        "type": ReferralType.FOOD,
        "status": ReferralStatus.TO_DO,
        "team_id": to.id if isinstance(to, Team) else None,
        "user_id": to.id if isinstance(to, User) else None,
        "op_id": new_id(),
        "made_at": NOW,
        "changed_at": NOW,
    }
    referral = Referral(**defaults | values)
    session.add(referral)
    session.flush()
    return referral
