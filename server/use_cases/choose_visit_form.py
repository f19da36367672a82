"""Choose the form that new visits of a programme open with. Visits that are planned already keep the form they were planned with."""

from __future__ import annotations

import datetime as dt
import uuid

from server.store.audit_writes import record_audit
from server.store.forms import get_form
from server.store.programmes import lock_programme
from server.store.unit_of_work import write_transaction
from server.store.visit_forms import get_visit_form, may_open_visits, set_visit_form


class VisitFormRefusedError(Exception):
    """`reason` is no_programme, or closes_no_visit for a form that is retired or records no outcome of a visit."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def choose_visit_form(form_ref_id: uuid.UUID, programme_id: uuid.UUID, *, user_id: uuid.UUID, now: dt.datetime) -> None:
    """New visits of the programme open with this form. Choosing it again changes nothing.

    Raises FormNotFoundError, VisitFormRefusedError.
    """
    with write_transaction() as session:
        form = get_form(session, form_ref_id)
        programme = lock_programme(session, programme_id)
        if programme is None or not programme.active:
            raise VisitFormRefusedError("no_programme")
        if not may_open_visits(session, form):
            raise VisitFormRefusedError("closes_no_visit")
        before = get_visit_form(programme)
        if before == form.form_id:
            return
        set_visit_form(programme, form.form_id)
        record_audit(
            session,
            action="programme.visit_form",
            at=now,
            user_id=user_id,
            entity_type="programme",
            entity_id=programme.id,
            fields={"visit_form": {"old": before, "new": form.form_id}},
        )
