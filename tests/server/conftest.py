"""An officer with a phone and a visit, and the council's key as that phone has it: what most tests of pushes begin with."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.keyring import Keyring
from server.store.tables import User
from server.use_cases.open_keyring import open_keyring
from tests.factories.borough import Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.sealed import Sealer


@pytest.fixture
def phone(session: Session) -> Phone:
    """Committed, with somebody on duty for its alerts."""
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    phone = add_phone(session, add_user(session))
    session.commit()
    return phone


@pytest.fixture
def visit_id(session: Session, phone: Phone) -> uuid.UUID:
    """A visit of its officer."""
    visit_id = add_visit(session, session.get_one(User, phone.user_id)).id
    session.commit()
    return visit_id


@pytest.fixture
def keyring(app: Flask) -> Keyring:
    """The council's keys."""
    return open_keyring(app.config)


@pytest.fixture
def sealer(keyring: Keyring, phone: Phone) -> Sealer:
    """The phone with the council's current key."""
    return Sealer.of(keyring.find_current(), phone.device_id)


@pytest.fixture
def away(keyring: Keyring, tmp_path: Path) -> Keyring:
    """The council's key, taken away; the server has another by now."""
    folder = tmp_path / "away"
    shutil.move(keyring.folder, folder)
    keyring.prepare()
    return Keyring(folder)
