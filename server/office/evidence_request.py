"""Asking a resident for photos or documents, from a case: which, why, by when, and what the link asks first."""

from __future__ import annotations

import datetime as dt
import uuid

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from server.domain.evidence import LATE_DAYS, LONGEST_WHY, MOST_DUE_DAYS, EvidenceRefusedError, words_in
from server.domain.operation import parse_id
from server.domain.resident_link import VerifyQuestion
from server.domain.words import CaseStatus
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.dates import typed_day
from server.office.evidence import refusal_words, show_made
from server.office.frame import council_today, now
from server.office.links import end_of, name_of, read_way, telephone_of
from server.office.messages import describe_closed_ways, describe_ways
from server.store.database import new_id
from server.store.document_types import list_document_types
from server.store.message_ways import list_ways
from server.store.resident_links import find_on_record
from server.store.tables import Case, Resident
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.check_link import LinkRefusedError
from server.use_cases.queue_message import MessageRefusedError
from server.use_cases.record_view import record_view
from server.use_cases.request_evidence import WantedEvidence, request_evidence

_FIELD_OF = {
    "no_types": "types", "too_many_types": "types", "no_why": "why", "why_too_long": "why", "not_on_record": "question",
    "too_soon": "due", "too_late": "due",
}  # fmt: skip


@office.get("/cases/<uuid:case_id>/ask-evidence")
@allowed("evidence.ask")
def ask_evidence_page(case_id: uuid.UUID) -> str:
    """What to ask for."""
    return _show(case_id, {})


@office.post("/cases/<uuid:case_id>/ask-evidence")
@allowed("evidence.ask")
def ask_evidence(case_id: uuid.UUID) -> Response | str | tuple[str, int]:
    """Make the request, and hand its link to a message or show it, this once."""
    question = request.form.get("question", "")
    why = request.form.get("why", "").strip()
    type_ids = tuple(found for typed in request.form.getlist("types") if (found := parse_id(typed)) is not None)
    typed = request.form.get("due", "").strip()
    due_on = typed_day(typed) if typed else _find_usual_day(case_id, type_ids)
    errors = {
        "types": "" if type_ids else text("evidence-refused-no_types"),
        "why": "" if why else text("evidence-refused-no_why"),
        "due": text("evidence-refused-no_day") if due_on is None else "",
        "question": "" if question in set(VerifyQuestion) else text("link-refused-no_question"),
    }
    errors = {name: words for name, words in errors.items() if words}
    if errors or due_on is None:
        return _show(case_id, errors), 422
    wanted = WantedEvidence(
        case_id=case_id,
        type_ids=type_ids,
        why=why,
        due_on=due_on,
        due_at=end_of(due_on),
        question=VerifyQuestion(question),
        page_id=parse_id(request.form.get("page_id", "")),
        send_by=read_way(),
    )
    try:
        made = request_evidence(wanted, by_id=me().user_id, at=now())
    except (EvidenceRefusedError, LinkRefusedError) as refusal:
        return _show(case_id, {}, refusal), 422
    except MessageRefusedError as refusal:
        return _show(case_id, {"way": text(f"message-refused-{refusal.reason}")}), 422
    return show_made(made)


def _find_usual_day(case_id: uuid.UUID, type_ids: tuple[uuid.UUID, ...]) -> dt.date:
    """After the longest of the usual times of what is asked for."""
    with read_snapshot() as session:
        case = session.get(Case, case_id)
        types = list_document_types(session, case.programme_id) if case is not None else []
    days = max((document_type.days for document_type in types if document_type.id in type_ids), default=1)
    return council_today() + dt.timedelta(days=days)


def _show(
    case_id: uuid.UUID, errors: dict[str, str], refusal: EvidenceRefusedError | LinkRefusedError | None = None
) -> str:
    with read_snapshot() as session:
        case = session.get(Case, case_id)
        resident = session.get(Resident, case.resident_id) if case is not None else None
        if case is None or resident is None or resident.merged_into_id is not None or case.status == CaseStatus.CLOSED:
            abort(404)
        types = list_document_types(session, case.programme_id)
        questions = find_on_record(session, resident).questions()
        ways = list_ways(session, resident)
    if refusal is not None:
        errors = {_FIELD_OF.get(refusal.reason, "state"): refusal_words(refusal, telephone_of(resident))}
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    return render_template(
        "evidence/ask.html",
        resident=resident,
        name=name_of(resident),
        types=[
            (
                str(document_type.id),
                words_in(document_type.names, "en"),
                text("evidence-type-hint", hint=words_in(document_type.hints, "en"), days=document_type.days),
            )
            for document_type in types
        ],
        questions=questions,
        telephone=telephone_of(resident),
        ways=describe_ways(ways),
        closed_ways=describe_closed_ways(ways),
        errors=errors,
        page_id=parse_id(request.form.get("page_id", "")) or new_id(),
        chosen=request.form.getlist("types"),
        typed=request.form,
        most_days=MOST_DUE_DAYS,
        late_days=LATE_DAYS,
        longest=LONGEST_WHY,
    )
