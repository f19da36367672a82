"""A resident who is asked for two documents by link, and the page's own ways to add and to send."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from server.domain.resident_link import VerifyQuestion
from server.domain.words import Role
from server.store.evidence import ShownEvidence, find_evidence
from server.store.tables import Case, DocumentType, EvidenceItem, ResidentLink, User
from server.store.unit_of_work import read_snapshot
from server.use_cases.check_link import MadeLink
from server.use_cases.ensure_document_types import ensure_document_types
from server.use_cases.queue_link import SendBy
from server.use_cases.request_evidence import WantedEvidence, request_evidence
from tests.factories.borough import Phone, add_case, add_resident, add_server_device, add_user

BORN = {"day": "6", "month": "5", "year": "1941"}  # as borough.add_resident has it
WHY = "We pay for the taxi to the hospital."
DOCUMENTS = ("Proof of address", "Proof of income")
Sent = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class AskedEvidence:
    """Who was asked, by whom, and the code that only they know."""

    resident_id: uuid.UUID
    case_id: uuid.UUID
    sender: User
    made: MadeLink
    type_ids: tuple[uuid.UUID, ...]

    @property
    def request_id(self) -> uuid.UUID:
        """The request, which is its link."""
        return self.made.link_id

    @property
    def address(self) -> str:
        """The link, without the host."""
        return f"/e/{self.made.code}"


def ask_for_evidence(session: Session, send_by: SendBy | None = None, **values: Any) -> AskedEvidence:
    """Needs an app context. Commits. `values` are of the resident."""
    add_server_device(session)
    sender = add_user(session, "Ben Back", Role.BACK_OFFICE)
    case = add_case(session, add_resident(session, **values))
    session.commit()
    ensure_document_types()
    return ask_case(session, case, sender, send_by=send_by)


def ask_case(
    session: Session, case: Case, sender: User, why: str = WHY, *, send_by: SendBy | None = None
) -> AskedEvidence:
    """Ask for DOCUMENTS under this case. Needs an app context. Commits."""
    session.commit()  # what was read lies behind: no other write waits for this session
    kinds = session.scalars(select(DocumentType).where(DocumentType.programme_id == case.programme_id)).all()
    type_ids = tuple(kind.id for kind in kinds if kind.names["en"] in DOCUMENTS)
    session.commit()
    at = dt.datetime.now(dt.UTC)
    due_at = at + dt.timedelta(days=14)
    wanted = WantedEvidence(
        case_id=case.id,
        type_ids=type_ids,
        why=why,
        due_on=due_at.date(),
        due_at=due_at,
        question=VerifyQuestion.DATE_OF_BIRTH,
        send_by=send_by,
    )
    made = request_evidence(wanted, by_id=sender.id, at=at)
    session.commit()
    return AskedEvidence(case.resident_id, case.id, sender, made, type_ids)


def read_evidence(asked: AskedEvidence) -> ShownEvidence:
    """The request as it stands now. Needs an app context."""
    with read_snapshot() as session:
        found = find_evidence(session, asked.request_id)
    assert found is not None
    return found


def item_ids(session: Session, asked: AskedEvidence) -> list[uuid.UUID]:
    """Its documents, in order."""
    session.rollback()
    items = select(EvidenceItem.id).where(EvidenceItem.request_id == asked.request_id)
    return list(session.scalars(items.order_by(EvidenceItem.position)))


def link_of_request(session: Session, asked: AskedEvidence) -> ResidentLink:
    """The link as it stands in the database now."""
    session.rollback()
    session.expire_all()
    return session.get_one(ResidentLink, asked.request_id)


def answer(client: FlaskClient, asked: AskedEvidence) -> FlaskClient:
    """The browser, once it has given the right answer."""
    assert client.post(asked.address, data=BORN).status_code == 303
    return client


def read_page(client: FlaskClient, address: str) -> dict[str, str]:
    """The hidden fields of the page's form."""
    return dict(re.findall(r'type="hidden" name="(link|page_id)" value="([^"]*)"', client.get(address).text))


def add(client: FlaskClient, number: int, files: Sequence[Sent], page: dict[str, str] | None = None) -> TestResponse:
    """Choose these files on the document's page and press *Add*."""
    address = f"/e/evidence/{number}"
    data = {**(read_page(client, address) if page is None else page)}
    sent = [FileStorage(io.BytesIO(content), name) for name, content in files]
    boundary, body = encode_multipart({**data, "file": sent})  # as bytes: the client's own way leaves a large file open
    kind = f'multipart/form-data; boundary="{boundary}"'
    return client.post(f"{address}?lang=en", data=body, content_type=kind)


def open_sender(client: FlaskClient, asked: AskedEvidence, number: int = 1) -> Phone:
    """The pass that the script of a document's page has, as something that sends."""
    [written] = re.findall(r'id="evidence-source">(.*?)</script>', client.get(f"/e/evidence/{number}").text)
    return Phone("", "", json.loads(written)["pass"], asked.sender.id)


def press_send(client: FlaskClient, page: dict[str, str] | None = None, **values: str) -> TestResponse:
    """Press *Send* on the page that shows what was added."""
    fields = read_page(client, "/e/evidence/check") if page is None else page
    return client.post("/e/evidence/check?lang=en", data={**fields, "who": "resident", **values})
