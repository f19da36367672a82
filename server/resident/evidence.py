"""What a resident is asked to send: why, which documents with tips, and adding files to one of them. Works without JavaScript.

Names nothing of the request in an address or a title, and shows no picture back. Each file is kept before it is answered.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from flask import abort, current_app, make_response, redirect, render_template, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from server.domain.evidence import FILES_OF_A_REQUEST, EvidenceRefusedError, ItemState, words_in
from server.domain.operation import parse_id
from server.domain.resident_link import LinkPurpose
from server.resident.access import this_link, through_answer
from server.resident.blueprint import at_time, language, now, resident, say
from server.resident.received_form import Fields, receive_form
from server.store.database import new_id
from server.store.evidence import ShownEvidence, ShownFile, ShownItem, find_evidence
from server.store.unit_of_work import read_snapshot
from server.use_cases.add_evidence_files import AddedFile, add_evidence_files
from server.use_cases.limit_link_sends import count_vain_send, find_send_wait
from server.use_cases.name_fault import name_fault
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.rest_file import SentFile, make_sent_file

MIB = 1024 * 1024
Answer = Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]


@resident.get("/evidence")
@through_answer
def evidence_page() -> str:
    """Why we ask, and for which documents."""
    evidence = get_evidence()
    return render_template(
        "resident/evidence.html",
        evidence=evidence,
        until=evidence.shown_link.link.expires_at - dt.timedelta(seconds=1),
        items=[describe_item(item) for item in evidence.items],
        size=_file_megabytes(),
    )


@resident.get("/evidence/<int:number>")
@through_answer
def evidence_item_page(number: int) -> str:
    """One document: what counts, how to photograph it, what was added, and choosing files."""
    return _show_item(get_item(number), [])


@resident.post("/evidence/<int:number>")
@through_answer
def add_files(number: int) -> Answer:
    """Keep what was chosen; whatever is refused is told by name, and the rest is kept all the same.

    Bodies are read by at most half of the threads (`doorstep_receivers`), so that hung lines stop no other page.
    """
    item = get_item(number)
    wait = find_send_wait(this_link().link.id, now())
    if wait:
        page = render_template("resident/evidence_halt.html", kind="wait")
        return page, 429, {"Retry-After": str(wait)}
    with current_app.extensions["doorstep_receivers"].place(str(this_link().link.id)) as free:
        if not free:
            return render_template("resident/evidence_halt.html", kind="busy"), 503, {"Retry-After": "60"}
        most = FILES_OF_A_REQUEST * int(current_app.config["MAX_UPLOAD_BYTES"]) + MIB
        try:
            with receive_form(most) as (fields, files):
                return _take(
                    item,
                    fields,
                    [
                        make_sent_file(part.filename, part.mimetype, part.stream)
                        for part in files.getlist("file")
                        if part.filename
                    ],
                )
        except RequestEntityTooLarge:
            size = FILES_OF_A_REQUEST * _file_megabytes()
            return _show_item(item, [say("resident-evidence-too-much", size=size)]), 413


def get_evidence() -> ShownEvidence:
    """What this link asks for; a link to a form opens nothing here."""
    with read_snapshot() as session:
        found = find_evidence(session, this_link().link.id) if this_link().purpose is LinkPurpose.EVIDENCE else None
    if found is None:
        abort(make_response(render_template("resident/closed.html"), 404))
    return found


def get_item(number: int) -> ShownItem:
    """The document of this number, as the overview counts them."""
    found = next((item for item in get_evidence().items if item.item.position == number), None)
    if found is None:
        abort(make_response(render_template("resident/closed.html"), 404))
    return found


def names_other_link(fields: Fields) -> bool:
    """Whether the page that was sent is of another link than the one that this browser has open."""
    return fields.get("link") != str(this_link().link.id)


def describe_item(item: ShownItem) -> dict[str, object]:
    """What a page shows of one document, in its language."""
    state = "added" if item.unsent and item.state is not ItemState.APPROVED else item.state.value
    return {
        "number": item.item.position,
        "name": words_in(item.type.names, language()),
        "hint": words_in(item.type.hints, language()),
        "tips": words_in(item.type.tips, language()),
        "state": state,
        "takes_files": item.takes_files,
        "reason": item.item.reason,
        "unsent": len(item.unsent),
        "files": [_describe_file(file, number) for number, file in enumerate(item.files, start=1)],
    }


def _describe_file(file: ShownFile, number: int) -> dict[str, object]:
    """`number`: among the files of its document, so that two that look alike are told apart."""
    attachment = file.photo.attachment
    found = attachment.found_type or ""
    kind = "photo" if found.startswith("image/") else "document" if found else "file"
    values = {
        "kind": say(f"resident-evidence-kind-{kind}"),
        "number": number,
        "size": _say_size(attachment.size),
        "at": at_time(file.file.added_at),
    }
    if not file.is_whole:
        fault = name_fault(attachment.quarantine_reason) or "damaged"
        words = say("resident-evidence-file-refused", **values)
        return {"words": words, "fault": _fault_words(fault), "is_unsent": False}
    if file.sending is not None:
        sent = {**values, "at": at_time(file.sending.sent_at)}
        return {"words": say("resident-evidence-file-sent", **sent), "fault": None, "is_unsent": False}
    return {"words": say("resident-evidence-file", **values), "fault": None, "is_unsent": True, "id": attachment.id}


def _take(item: ShownItem, fields: Fields, files: Sequence[SentFile]) -> Answer:
    if names_other_link(fields):
        return render_template("resident/evidence_halt.html", kind="other-link"), 409
    if not files:
        return _show_item(item, [say("resident-evidence-choose-first")]), 422
    try:
        added = add_evidence_files(
            open_byte_store(current_app.config),
            item.item.id,
            files,
            page_id=parse_id(fields.get("page_id", "")) or uuid.UUID(int=0),
            by_id=None,
            max_file_bytes=current_app.config["MAX_UPLOAD_BYTES"],
            at=now(),
        )
    except EvidenceRefusedError as refusal:
        if refusal.reason == "approved":
            return render_template("resident/evidence_halt.html", kind="over"), 409
        return render_template("resident/closed.html"), 404
    if not any(one.is_new and one.fault is None for one in added):
        count_vain_send(this_link().link.id, now())
    refused = [_refusal(one) for one in added if one.fault]
    if refused:
        return _show_item(get_item(item.item.position), refused), 422
    return redirect(url_for("resident.evidence_item_page", number=item.item.position, lang=language()), 303)


def _show_item(item: ShownItem, errors: Sequence[str]) -> str:
    return render_template(
        "resident/evidence_item.html",
        item=describe_item(item),
        link_id=this_link().link.id,
        page_id=new_id(),
        errors=errors,
        size=_file_megabytes(),
    )


def _refusal(added: AddedFile) -> str:
    return say("resident-evidence-fault", file=added.name, why=_fault_words(added.fault or ""))


def _fault_words(fault: str) -> str:
    return say(f"resident-evidence-fault-{fault}", size=_file_megabytes())


def _say_size(size: int) -> str:
    """As phones say it: 340 KB, 1.2 MB."""
    return f"{max(1, round(size / 1000))} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _file_megabytes() -> int:
    return int(current_app.config["MAX_UPLOAD_BYTES"]) // MIB
