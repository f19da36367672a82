"""Originals leave only for the roles that may, as a download that a browser cannot run, and are written down."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import AuditEntry
from tests.factories.borough import add_phone, add_user
from tests.factories.sent_files import SentFile, small_photo
from tests.server.office.conftest import SignIn


@pytest.fixture
def photo(app: Flask, session: Session) -> SentFile:
    photo = SentFile(add_phone(session, add_user(session)), small_photo())
    session.commit()
    phone = app.test_client()
    phone.post("/files", headers=photo.announcement())
    reply = phone.patch(photo.path, headers=photo.patch_headers(0), data=photo.content)
    assert "Doorstep-Received" in reply.headers
    return photo


def address(photo: SentFile) -> str:
    return f"/office/attachments/{photo.attachment_id}/original"


def test_a_supervisor_saves_the_very_bytes_and_that_is_written_down(
    session: Session, sign_in: SignIn, photo: SentFile
) -> None:
    supervisor = add_user(session, "Sue Supervisor", Role.SUPERVISOR)
    session.commit()
    reply = sign_in(supervisor).get(address(photo))
    assert reply.data == photo.content
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{photo.attachment_id}.jpg"'
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Cache-Control"] == "no-store"
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    session.rollback()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "attachment.opened")).all()
    assert [(entry.user_id, entry.entity_id) for entry in entries] == [(supervisor.id, str(photo.attachment_id))]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.BACK_OFFICE, Role.CONTACT_CENTRE, Role.RECEIVING_TEAM])
def test_nobody_else_gets_an_original(session: Session, sign_in: SignIn, photo: SentFile, role: Role) -> None:
    user = add_user(session, "Una Unnamed", role)
    session.commit()
    assert sign_in(user).get(address(photo)).status_code == 403
    session.rollback()
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "attachment.opened")).all() == []
