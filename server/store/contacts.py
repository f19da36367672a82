"""Reads and writes contacts: which attempts stand, and one that a submission made. Decides nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import Session, aliased

from server.store.tables import Contact, Submission


def still_stands() -> ColumnElement[bool]:
    """For a WHERE clause over contacts: no submission corrects the one that made it."""
    later: Any = aliased(Submission)
    return ~exists().where(later.corrects_id == Contact.submission_id)


def save_contact(session: Session, contact: Contact) -> Contact:
    """Add a contact."""
    session.add(contact)
    session.flush()
    return contact
