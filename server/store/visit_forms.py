"""Which form the new visits of each programme open with: one of the programme's settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.desk_form import closes_visit
from server.store.forms import find_current
from server.store.programmes import list_programmes
from server.store.tables import Form, Programme

DEFAULT_VISIT_FORM: Final = "welfare_check"


@dataclass(frozen=True, slots=True)
class VisitUse:
    """A programme beside a form: the title of the form that its new visits open with, and whether that is this one."""

    programme: Programme
    title: str
    is_this: bool


def get_visit_form(programme: Programme) -> str:
    """The form_id of the form that a new visit of this programme opens with."""
    return str(programme.settings.get("visit_form", DEFAULT_VISIT_FORM))


def list_visit_uses(session: Session, form: Form) -> list[VisitUse]:
    """Every programme under which visits are made, with the form of its new visits."""
    uses = [(one, get_visit_form(one)) for one in list_programmes(session) if one.active]
    named = select(Form.form_id, Form.title).where(Form.form_id.in_([form_id for _, form_id in uses]))
    titles = {row.form_id: row.title for row in session.execute(named)}
    return [VisitUse(one, titles.get(form_id, form_id), form_id == form.form_id) for one, form_id in uses]


def may_open_visits(session: Session, form: Form) -> bool:
    """A visit can open only with a form that is in use and closes it."""
    current = find_current(session, form.id)
    return current is not None and closes_visit(current.questions)


def set_visit_form(programme: Programme, form_id: str) -> None:
    """New visits open with that form; those that are planned keep theirs."""
    programme.settings = {**programme.settings, "visit_form": form_id}
