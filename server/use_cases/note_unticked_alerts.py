"""Say on an alert that the report no longer says what raised it. Never closes one: that is for whoever owns it.

A draft raises its alert at once; its submission, or a later correction of the visit, may not say it any more.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from server.domain.alert_note import AlertNote
from server.domain.operation import Operation
from server.domain.words import SERVER_DEVICE_ID
from server.forms.meaning import Meaning, find_alert_id
from server.store.alert_writes import note_alerts
from server.store.submissions import list_corrected_ids, list_instance_ids
from server.store.tables import Submission
from server.use_cases.find_form_model import PublishedForm


def note_unticked_alerts(
    session: Session,
    operation: Operation,
    submission: Submission,
    form: PublishedForm,
    meaning: Meaning,
    now: dt.datetime,
) -> None:
    """Called once for a submission, when it is stored. A question inside a repeat is not followed: its places move."""
    said = {alert.node for alert in meaning.alerts}
    nodes = [
        question.path
        for question in form.model.form.questions
        if question.records
        and (question.records == "visit.outcome" or question.records.startswith("alert."))
        and not question.repeats
        and question.path not in said
    ]
    instances = [submission.instance_id, *list_instance_ids(session, list_corrected_ids(session, submission))]
    alert_ids = {find_alert_id(instance_id, node) for instance_id in instances for node in nodes} - {None}
    is_office = operation.device_id == SERVER_DEVICE_ID
    note_alerts(
        session,
        [one for one in alert_ids if one is not None],
        AlertNote.NOT_SAID_ANY_MORE,
        user_id=operation.user_id,
        now=now,
        anybodys=is_office,
    )
