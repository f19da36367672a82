"""Reads tokens of other people's programs, by their hash and by form. Never returns a hash."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.orm import Session

from server.domain.app_token import AppTokenKind, Behind, delivers, opens
from server.store.tables import AppToken, AuditEntry, Device, Form, User

TOKEN_ENTITY = "app_token"  # noqa: S105 - what the audit trail calls the thing
READING = "odata.read"
READING_FIGURES = "odata.figures"


@dataclass(frozen=True, slots=True)
class TokenStanding:
    """A token as it stands now: for which program, of which form if of one, who answers for it."""

    token_id: uuid.UUID
    kind: AppTokenKind
    form: tuple[uuid.UUID, str] | None
    user_id: uuid.UUID
    user_name: str
    behind: Behind
    device_id: str | None
    revoked_at: dt.datetime | None
    last_contact_at: dt.datetime | None

    @property
    def form_ref_id(self) -> uuid.UUID:
        """The row of its form. Raises LookupError for a token that is for no form."""
        return self._form[0]

    @property
    def form_id(self) -> str:
        """Its form, as XLSForm names it. Raises LookupError for a token that is for no form."""
        return self._form[1]

    @property
    def _form(self) -> tuple[uuid.UUID, str]:
        if self.form is None:
            raise LookupError(f"A token for {self.kind} has no form.")
        return self.form

    @property
    def opens(self) -> bool:
        """Whether it opens what it is for."""
        return opens(self.kind, self.behind, self.revoked_at)

    def delivers(self, now: dt.datetime) -> bool:
        """Whether finished forms are taken in from it."""
        return delivers(self.kind, self.behind, self.revoked_at, now)


_STANDING = (
    select(
        AppToken.id,
        AppToken.kind,
        AppToken.form_ref_id,
        Form.form_id,
        User.id,
        User.name,
        AppToken.device_id,
        AppToken.revoked_at,
        Device.last_contact_at,
        User.role,
        User.active,
        User.left_at,
        Device.revoked_at,
        Device.ticket_ended_at,
    )
    .outerjoin(Form, Form.id == AppToken.form_ref_id)
    .join(User, User.id == AppToken.user_id)
    .outerjoin(Device, Device.id == AppToken.device_id)
    .where(AppToken.token_hash == bindparam("token_hash"))
)


def find_token(session: Session | Connection, token_hash: str) -> TokenStanding | None:
    """The token with this hash, whatever has become of it."""
    row = session.execute(_STANDING, {"token_hash": token_hash}).one_or_none()
    if row is None:
        return None
    token_id, kind, form_ref_id, form_id, user_id, name, device_id, revoked_at, last_contact_at, *behind = row
    return TokenStanding(
        token_id, AppTokenKind(kind), (form_ref_id, form_id) if form_ref_id else None, user_id, name, Behind(*behind),
        device_id, revoked_at, last_contact_at,
    )  # fmt: skip


def list_tokens(
    session: Session, form_ref_id: uuid.UUID | None, kind: AppTokenKind
) -> Sequence[tuple[AppToken, str, Behind, dt.datetime | None]]:
    """The tokens of a form, or of none, for a program, the newest first, with who answers for each and when it was last used."""
    rows = session.execute(
        select(AppToken, User, Device, Device.last_contact_at)
        .join(User, User.id == AppToken.user_id)
        .outerjoin(Device, Device.id == AppToken.device_id)
        .where(AppToken.form_ref_id == form_ref_id, AppToken.kind == kind)
        .order_by(AppToken.created_at.desc(), AppToken.id.desc())
    ).all()
    read_at = _find_readings(session, [str(token.id) for token, *_ in rows])
    return [
        (token, user.name, _behind(user, device), sent_at or read_at.get(str(token.id)))
        for token, user, device, sent_at in rows
    ]


def _behind(user: User, device: Device | None) -> Behind:
    ends = () if device is None else (device.revoked_at, device.ticket_ended_at)
    return Behind(user.role, user.active, user.left_at, *ends)


def _find_readings(session: Session, token_ids: Sequence[str]) -> dict[str, dt.datetime]:
    """When each was last read by, from the audit trail."""
    rows = session.execute(
        select(AuditEntry.entity_id, func.max(AuditEntry.at))
        .where(AuditEntry.entity_type == TOKEN_ENTITY, AuditEntry.entity_id.in_(token_ids))
        .where(AuditEntry.action.in_((READING, READING_FIGURES)))
        .group_by(AuditEntry.entity_id)
    )
    return {entity_id: at for entity_id, at in rows if entity_id is not None}
