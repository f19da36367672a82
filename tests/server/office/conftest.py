"""A browser signed in as any role, and a visit that came back with answers, a photo and an alert."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.domain.password import password_stamp
from server.domain.token import hash_token
from server.domain.words import AlertKind, ReviewState, Role, VisitOutcome, VisitStatus
from server.store.database import new_id
from server.store.page_session_writes import save_page_session
from server.store.tables import Alert, Form, FormVersion, Submission, User, Visit
from tests.factories.borough import NOW, add_phone, add_server_device, add_user, add_visit
from tests.factories.evidence import AskedEvidence
from tests.factories.pictures import ask_and_draw

OFFICE = "/office/"  # only pages have a session
SignIn = Callable[[User], FlaskClient]

QUESTIONS: list[dict[str, Any]] = [
    {"path": "/data/outcome", "type": "string", "control": "select1", "label": {"en": "What happened?"}}
    | {"choices": [{"name": "seen_needs", "label": {"en": "Seen, needs"}}]},
    {"path": "/data/note", "type": "string", "control": "input", "label": {"en": "Note"}},
]


@dataclass(frozen=True)
class CameBack:
    """A submitted visit and what hangs on it."""

    visit: Visit
    submission: Submission
    officer: User
    reviewer: User

    def address(self, action: str) -> str:
        """Where a step of the review is taken."""
        return f"/office/visits/{self.visit.id}/submissions/{self.submission.id}/review/{action}"


@pytest.fixture
def sign_in(app: Flask, session: Session) -> SignIn:
    """A browser that carries a person's session cookie. Commits what the test has added so far."""

    def make(user: User) -> FlaskClient:
        client = app.test_client()
        session.commit()
        token = secrets.token_urlsafe(32)
        save_page_session(
            session,
            token_hash=hash_token(token),
            user_id=user.id,
            password_stamp=password_stamp(user.password_hash),
            at=dt.datetime.now(dt.UTC),
        )
        session.commit()
        with client.session_transaction(OFFICE) as cookie:
            cookie["_user_id"] = token
        return client

    return make


@pytest.fixture
def sent(app: Flask, session: Session) -> AskedEvidence:
    """A resident who has sent one picture for the first document, drawn by the worker."""
    return ask_and_draw(app, session)


@pytest.fixture
def came_back(session: Session) -> CameBack:
    """A visit of today with needs, waiting for review."""
    add_server_device(session)
    officer = add_user(session, "Olive Officer")
    reviewer = add_user(session, "Ben Back", Role.BACK_OFFICE)
    visit = add_visit(
        session,
        officer,
        status=VisitStatus.SUBMITTED,
        outcome=VisitOutcome.SEEN_NEEDS,
        review_state=ReviewState.RECEIVED,
        submitted_at=NOW,
    )
    form = Form(id=new_id(), form_id="welfare_check", title="Welfare check")
    session.add(form)
    session.flush()
    version = FormVersion(
        id=new_id(),
        form_ref_id=form.id,
        version_label="1",
        title="Welfare check",
        xlsx=b"",
        xlsx_sha256="0",
        xform="",
        questions=QUESTIONS,
        languages=["en"],
        published_at=NOW,
    )
    session.add(version)
    session.flush()
    submission = Submission(
        id=new_id(),
        instance_id=f"uuid:{new_id()}",
        op_id=new_id(),
        form_version_id=version.id,
        visit_id=visit.id,
        resident_id=visit.resident_id,
        submitted_by_id=officer.id,
        device_id=add_phone(session, officer).device_id,
        received_at=NOW,
        xml="<data/>",
        answers={"/data/outcome": "seen_needs", "/data/note": "Out of <bread>"},
        outcome=VisitOutcome.SEEN_NEEDS,
        has_needs=True,
        review_state=ReviewState.RECEIVED,
    )
    session.add(submission)
    session.commit()
    return CameBack(visit, submission, officer, reviewer)


@pytest.fixture
def alert(session: Session, came_back: CameBack) -> Alert:
    """A safeguarding alert of that visit, owned by the reviewer."""
    raised = Alert(
        id=new_id(),
        kind=AlertKind.SAFEGUARDING,
        op_id=new_id(),
        visit_id=came_back.visit.id,
        resident_id=came_back.visit.resident_id,
        raised_by_id=came_back.officer.id,
        raised_at=NOW,
        owner_id=came_back.reviewer.id,
    )
    session.add(raised)
    session.commit()
    return raised
