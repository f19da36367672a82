"""The published forms that are for residents, of which the office sends links. Writes nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.forms.audience import RESIDENT, find_audience
from server.forms.xml_reading import XmlRefusedError
from server.store.forms import find_current, list_forms


@dataclass(frozen=True, slots=True)
class ResidentForm:
    """A form that residents fill in, as it is published now."""

    form_ref_id: uuid.UUID
    form_id: str
    title: str
    version_id: uuid.UUID


def list_resident_forms(session: Session) -> list[ResidentForm]:
    """Those with a version in use, by title."""
    found = []
    for form in list_forms(session):
        current = None if form.retired_at else find_current(session, form.id)
        if current is not None and is_for_residents(current.xform):
            found.append(ResidentForm(form.id, form.form_id, form.title, current.id))
    return found


def find_resident_form(session: Session, form_ref_id: uuid.UUID) -> ResidentForm | None:
    """The form, if residents are asked it now."""
    return next((form for form in list_resident_forms(session) if form.form_ref_id == form_ref_id), None)


def is_for_residents(xform: str) -> bool:
    """Whether this version is one that a resident may be asked."""
    try:
        return find_audience(xform) == RESIDENT
    except XmlRefusedError:
        return False
