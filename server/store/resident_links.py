"""Reads links to residents: by their code's hash for the resident, by resident for the office. Never returns a code: there is none."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.resident_link import LinkPurpose, LinkStanding, LinkState, OnRecord, VerifyQuestion
from server.store.resident_link_codes import is_opened_by
from server.store.tables import Address, Case, Form, Programme, Resident, ResidentLink, User

LINK_ENTITY = "resident_link"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLink:
    """A link with what stands round it. `made_by` is a name."""

    link: ResidentLink
    resident: Resident
    on_record: OnRecord
    form_title: str | None
    form_id: str | None
    programme: str | None
    made_by: str | None

    @property
    def standing(self) -> LinkStanding:
        """What decides how it stands; a record that was merged into another one, or is held for a death, opens nothing."""
        link = self.link
        return LinkStanding(
            expires_at=link.expires_at,
            closed_at=link.closed_at,
            opened_at=link.opened_at,
            answered_at=link.answered_at,
            paused_until_at=link.paused_until_at,
            is_held=self.resident.on_hold or self.resident.merged_into_id is not None,
        )

    @property
    def question(self) -> VerifyQuestion:
        """What it asks first."""
        return VerifyQuestion(self.link.question)

    @property
    def purpose(self) -> LinkPurpose:
        """What is answered by it."""
        return LinkPurpose(self.link.purpose)

    def state(self, now: dt.datetime) -> LinkState:
        """Where it stands."""
        return self.standing.state(now)


def find_link_by_code(session: Session, code_hash: str) -> ShownLink | None:
    """The link that this code opens, whatever has become of it."""
    return _find_one(session, _select_links().where(is_opened_by(code_hash)))


def find_link(session: Session, link_id: uuid.UUID) -> ShownLink | None:
    """The link, or None."""
    return _find_one(session, _select_links().where(ResidentLink.id == link_id))


def list_form_links_of(session: Session, resident_id: uuid.UUID) -> list[ShownLink]:
    """The links by which a resident was sent forms, the newest first."""
    theirs = (ResidentLink.resident_id == resident_id, ResidentLink.purpose == LinkPurpose.FORM)
    newest = (ResidentLink.made_at.desc(), ResidentLink.id.desc())
    rows = session.execute(_select_links().where(*theirs).order_by(*newest))
    return [_describe(row) for row in rows]


def list_paused_links(session: Session, limit: int, offset: int = 0) -> list[ShownLink]:
    """Links that wrong answers have paused and nobody at the office has seen yet, the oldest first."""
    unseen = (ResidentLink.paused_at.is_not(None), ResidentLink.pause_seen_at.is_(None))
    rows = session.execute(
        _select_links().where(*unseen).order_by(ResidentLink.paused_at, ResidentLink.id).limit(limit).offset(offset)
    )
    return [_describe(row) for row in rows]


def find_on_record(session: Session, resident: Resident) -> OnRecord:
    """What a link to this resident could ask."""
    address = session.get(Address, resident.address_id) if resident.address_id else None
    return OnRecord(resident.date_of_birth, address.postcode if address else None)


def find_links_by_operation(session: Session, op_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, ResidentLink]:
    """The link that each of these submissions came by."""
    if not op_ids:
        return {}
    rows = session.scalars(select(ResidentLink).where(ResidentLink.op_id.in_(op_ids)))
    return {link.op_id: link for link in rows if link.op_id is not None}


def _select_links() -> Any:
    query: Any = (
        select(ResidentLink, Resident, Address.postcode, Form.title, Form.form_id, Programme.name, User.name)
        .join(Resident, Resident.id == ResidentLink.resident_id)
        .outerjoin(Address, Address.id == Resident.address_id)
        .outerjoin(Form, Form.id == ResidentLink.form_ref_id)
        .outerjoin(Case, Case.id == ResidentLink.case_id)
        .outerjoin(Programme, Programme.id == Case.programme_id)
        .outerjoin(User, User.id == ResidentLink.made_by_id)
    )
    return query


def _find_one(
    session: Session,
    query: Any,
) -> ShownLink | None:
    row = session.execute(query).one_or_none()
    return None if row is None else _describe(row)


def _describe(row: Sequence[Any]) -> ShownLink:
    link, resident, postcode, title, form_id, programme, made_by = row
    return ShownLink(
        link=link,
        resident=resident,
        on_record=OnRecord(resident.date_of_birth, postcode),
        form_title=title,
        form_id=form_id,
        programme=programme,
        made_by=made_by,
    )
