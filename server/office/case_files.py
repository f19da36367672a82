"""Adding a file to a resident's case that nobody asked for: it came by post or e-mail, or was brought to the desk."""

from __future__ import annotations

import uuid

from flask import abort, current_app, flash, redirect, render_template, request, url_for

from server.domain.evidence import EvidenceRefusedError, read_brought, words_in
from server.domain.operation import clean_text, parse_id
from server.domain.words import CaseStatus
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.evidence import Answer
from server.office.evidence_review import megabytes, say_refused
from server.office.frame import now
from server.office.links import name_of
from server.office.sent_files import read_files
from server.store.database import new_id
from server.store.document_types import list_document_types
from server.store.tables import Case, Resident
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.add_case_files import Filing, add_case_files
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.record_view import record_view

_FIELD_OF = {"way_missing": "came_by", "bringer_too_long": "brought_by", "type_missing": "type"}


@office.get("/cases/<uuid:case_id>/add-file")
@allowed("evidence.add")
def add_case_file_page(case_id: uuid.UUID) -> str:
    """What came, how and from whom."""
    return _show(case_id, {})


@office.post("/cases/<uuid:case_id>/add-file")
@allowed("evidence.add")
def add_case_file(case_id: uuid.UUID) -> Answer:
    """Keep it on the case."""
    config, files = current_app.config, read_files()
    try:
        if not files:
            return _show(case_id, {"file": text("evidence-refused-no_file")}), 422
        typed_type = request.form.get("type", "")
        filing = Filing(
            case_id=case_id,
            document_type_id=(parse_id(typed_type) or uuid.UUID(int=0)) if typed_type else None,
            brought=read_brought(request.form.get("came_by", ""), clean_text(request.form.get("brought_by", ""))),
            page_id=parse_id(request.form.get("page_id", "")) or uuid.UUID(int=0),
            by_id=me().user_id,
            at=now(),
        )
        added = add_case_files(open_byte_store(config), filing, files, max_file_bytes=config["MAX_UPLOAD_BYTES"])
    except EvidenceRefusedError as refusal:
        if refusal.reason == "no_case":
            abort(404)
        return _show(case_id, {_FIELD_OF[refusal.reason]: text(f"evidence-refused-{refusal.reason}")}), 422
    finally:
        request.close()
    refused = [one for one in added if one.fault]
    if refused:
        return _show(case_id, {"file": say_refused(refused)}), 422
    with read_snapshot() as session:
        resident_id = session.get_one(Case, case_id).resident_id
    flash(text("case-files-done"), "done")
    return redirect(url_for("office.resident_page", resident_id=resident_id), 303)


def _show(case_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        case = session.get(Case, case_id)
        resident = session.get(Resident, case.resident_id) if case is not None else None
        if case is None or resident is None or resident.merged_into_id is not None or case.status == CaseStatus.CLOSED:
            abort(404)
        types = list_document_types(session, case.programme_id)
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    return render_template(
        "evidence/add_to_case.html",
        resident=resident,
        name=name_of(resident),
        types=[(str(document_type.id), words_in(document_type.names, "en")) for document_type in types],
        page_id=new_id(),
        size=megabytes(),
        errors=errors,
        typed={name: request.form.get(name, "") for name in ("type", "came_by", "brought_by")},
    )
