"""One document that a resident sent, beside what was asked: approve, refuse, take back, and adding files for the resident."""

from __future__ import annotations

import uuid

from flask import abort, current_app, flash, redirect, render_template, request, url_for

from server.domain.evidence import Decision, EvidenceRefusedError, RequestState, read_brought, words_in
from server.domain.operation import clean_text, parse_id
from server.domain.resident_link import find_reference
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.dates import read_day
from server.office.evidence import ITEM_COLOURS, Answer, get_evidence
from server.office.frame import now, seen_version
from server.office.links import name_of
from server.office.sent_files import read_files
from server.store.database import new_id
from server.store.document_types import list_document_types
from server.store.evidence import ShownItem, find_request_of_item
from server.store.file_place import list_same_bytes
from server.store.tables import Case
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.add_evidence_files import AddedFile, add_evidence_files
from server.use_cases.name_fault import FAULTS
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.record_view import record_view
from server.use_cases.review_evidence import EvidenceStep, review_evidence
from server.use_cases.send_evidence import Sending, send_evidence

MIB = 1024 * 1024
_FIELD_OF = {
    "reason_missing": "reason", "reason_too_long": "reason", "type_missing": "type", "over_already": "valid_until",
    "way_missing": "came_by", "bringer_too_long": "brought_by",
    "nothing_to_send": "file",
}  # fmt: skip


@office.get("/evidence/documents/<uuid:item_id>")
@allowed("evidence.read")
def evidence_item_page(item_id: uuid.UUID) -> str:
    """The document, its files and what was decided."""
    return _show(item_id, {})


@office.post("/evidence/documents/<uuid:item_id>/<decision>")
@allowed("evidence.review")
def decide_evidence(item_id: uuid.UUID, decision: str) -> Answer:
    """Take the decision."""
    if decision not in set(Decision):
        abort(404)
    errors: dict[str, str] = {}
    valid_until = read_day(request.form.get("valid_until", ""), "valid_until", errors)
    if decision == Decision.APPROVE and errors:
        return _show(item_id, errors), 422
    step = EvidenceStep(
        item_id=item_id,
        decision=Decision(decision),
        seen_version=seen_version(),
        reason=request.form.get("reason", ""),
        document_type_id=parse_id(request.form.get("type", "")),
        valid_until_on=valid_until,
    )
    try:
        request_id = review_evidence(step, by_id=me().user_id, at=now())
    except EvidenceRefusedError as refusal:
        return _refuse(item_id, refusal)
    flash(text(f"evidence-done-{decision}"), "done")
    return redirect(url_for("office.evidence_request_page", request_id=request_id), 303)


@office.post("/evidence/documents/<uuid:item_id>/add")
@allowed("evidence.add")
def add_evidence(item_id: uuid.UUID) -> Answer:
    """Keep what the resident brought or sent another way, and put it to review."""
    config = current_app.config
    files = read_files()
    if not files:
        return _show(item_id, {"file": text("evidence-refused-no_file")}), 422
    try:
        brought = read_brought(request.form.get("came_by", ""), clean_text(request.form.get("brought_by", "")))
    except EvidenceRefusedError as refusal:
        return _refuse(item_id, refusal)
    page_id = parse_id(request.form.get("page_id", "")) or uuid.UUID(int=0)
    request_id = _request_of(item_id)
    sending = Sending(page_id=page_id, by_id=me().user_id, item_id=item_id, brought=brought)
    refused: list[AddedFile] = []
    try:
        added = add_evidence_files(
            open_byte_store(config), item_id, files, page_id=page_id, by_id=me().user_id,
            max_file_bytes=config["MAX_UPLOAD_BYTES"], at=now(),
        )  # fmt: skip
        refused = [one for one in added if one.fault]
        if len(refused) < len(added):
            send_evidence(request_id, sending, at=now())
    except EvidenceRefusedError as refusal:
        return _refuse(item_id, refusal)
    finally:
        request.close()
    if refused:
        return _show(item_id, {"file": say_refused(refused)}), 422
    flash(text("evidence-done-added"), "done")
    return redirect(url_for("office.evidence_item_page", item_id=item_id), 303)


def _show(item_id: uuid.UUID, errors: dict[str, str]) -> str:
    found = get_evidence(_request_of(item_id))
    shown = next(item for item in found.items if item.item.id == item_id)
    resident = found.shown_link.resident
    with read_snapshot() as session:
        programme_id = session.get_one(Case, found.request.case_id).programme_id
        types = list_document_types(session, programme_id, also_id=shown.type.id)
        ids = [file.photo.attachment.id for file in shown.files]
        same = list_same_bytes(session, ids) if i_may("attachments.read") else {}
        names = names_of_users(session, [decision.decided_by_id for decision in shown.decisions])
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    return render_template(
        "evidence/item.html",
        found=found,
        shown=shown,
        document=words_in(shown.type.names, "en"),
        hint=words_in(shown.type.hints, "en"),
        approved_as=words_in(shown.approved_type.names, "en") if shown.approved_type else None,
        colour=ITEM_COLOURS[shown.state],
        name=name_of(resident),
        files=list(reversed(shown.files)) if i_may("attachments.read") else [],
        same=same,
        references={sending.id: find_reference(sending.id) for sending in found.sendings},
        decisions=[(one, names.get(one.decided_by_id)) for one in reversed(shown.decisions)],
        types=[(str(document_type.id), words_in(document_type.names, "en")) for document_type in types],
        is_open=found.state(now()) is not RequestState.CLOSED,
        page_id=new_id(),
        errors=errors,
        typed=_typed(shown),
        size=megabytes(),
    )


def _typed(shown: ShownItem) -> dict[str, str]:
    proposed = {"type": str(shown.type.id), "valid_until": "", "reason": "", "came_by": "", "brought_by": ""}
    return {name: request.form.get(name, value) for name, value in proposed.items()}


def _refuse(item_id: uuid.UUID, refusal: EvidenceRefusedError) -> tuple[str, int]:
    if refusal.reason == "not_found":
        abort(404)
    field = _FIELD_OF.get(refusal.reason, "state")
    return _show(item_id, {field: text(f"evidence-refused-{refusal.reason}", days=0)}), 409 if field == "state" else 422


def _request_of(item_id: uuid.UUID) -> uuid.UUID:
    with read_snapshot() as session:
        request_id = find_request_of_item(session, item_id)
    if request_id is None:
        abort(404)
    return request_id


def say_refused(refused: list[AddedFile]) -> str:
    """What was not kept of what was added, by name."""
    return " ".join(_fault_words(one) for one in refused)


def _fault_words(added: AddedFile) -> str:
    sentences = {code: sentence for sentence, code in FAULTS.items()}
    why = sentences.get(added.fault or "") or text(f"evidence-fault-{added.fault}", size=megabytes())
    return text("evidence-fault", file=added.name, why=why)


def megabytes() -> int:
    """What a file may have at most."""
    return int(current_app.config["MAX_UPLOAD_BYTES"]) // MIB
