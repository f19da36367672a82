"""Taking back and checking what was added, saying who sends it, sending it, and the reference number. Works without JavaScript."""

from __future__ import annotations

import uuid

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.evidence import EvidenceRefusedError, ItemState
from server.domain.operation import parse_id
from server.domain.resident_link import LONGEST_NAME, Sender, find_reference
from server.resident.access import forget, this_link, through_answer
from server.resident.blueprint import language, now, resident, say
from server.resident.evidence import Answer, describe_item, get_evidence, get_item, names_other_link
from server.store.database import new_id
from server.use_cases.limit_link_sends import count_vain_send
from server.use_cases.remove_evidence_file import remove_evidence_file
from server.use_cases.send_evidence import Sending, send_evidence

_WHO = ("resident", "helper")


@resident.post("/evidence/<int:number>/remove")
@through_answer
def remove_file(number: int) -> Answer:
    """Take back a file that was added and not sent; counted, so that nobody adds and takes back without end."""
    item = get_item(number)
    if names_other_link(request.form):
        return render_template("resident/evidence_halt.html", kind="other-link"), 409
    attachment_id = parse_id(request.form.get("added", ""))
    if attachment_id is not None:
        count_vain_send(this_link().link.id, now())
        try:
            remove_evidence_file(item.item.id, attachment_id, at=now())
        except EvidenceRefusedError as refusal:
            if refusal.reason == "approved":
                return render_template("resident/evidence_halt.html", kind="over"), 409
            return render_template("resident/closed.html"), 404
    return redirect(url_for("resident.evidence_item_page", number=number, lang=language()), 303)


@resident.get("/evidence/check")
@through_answer
def check_page() -> str:
    """What was added, by kind and time, and who sends it."""
    return _show({})


@resident.post("/evidence/check")
@through_answer
def send_page() -> Answer:
    """Send what was added. The same page sent again is answered the same."""
    if names_other_link(request.form):
        return render_template("resident/evidence_halt.html", kind="other-link"), 409
    sender, errors = _read_sender()
    if errors:
        return _show(errors), 422
    page_id = parse_id(request.form.get("page_id", "")) or uuid.UUID(int=0)
    try:
        send_evidence(this_link().link.id, Sending(page_id=page_id, sender=sender), at=now())
    except EvidenceRefusedError as refusal:
        if refusal.reason == "nothing_to_send":
            return _show({"added": say("resident-evidence-check-none")}), 422
        return render_template("resident/closed.html"), 404
    return redirect(url_for("resident.sent_page", lang=language()), 303)


@resident.get("/evidence/sent")
@through_answer
def sent_page() -> str:
    """The reference number, what happens next, and what is still to be sent."""
    evidence = get_evidence()
    newest = evidence.sendings[0] if evidence.sendings else None
    files = [file for item in evidence.items for file in item.files if newest and file.file.sending_id == newest.id]
    open_states = (ItemState.NEEDED, ItemState.REFUSED)
    return render_template(
        "resident/evidence_sent.html",
        sending=newest,
        reference=find_reference(newest.id) if newest else None,
        files=len(files),
        rest=[describe_item(item) for item in evidence.items if item.state in open_states],
    )


@resident.post("/evidence/leave")
@through_answer
def leave_evidence() -> Response:
    """Take the answer to the question off this browser."""
    return forget(make_response(redirect(url_for("resident.left_page", lang=language(), of="evidence"), 303)))


def _show(errors: dict[str, str]) -> str:
    items = [describe_item(item) for item in get_evidence().items]
    return render_template(
        "resident/evidence_check.html",
        items=items,
        unsent=sum(int(str(item["unsent"])) for item in items),
        link_id=this_link().link.id,
        page_id=parse_id(request.form.get("page_id", "")) or new_id(),
        errors=errors,
        typed=request.form,
    )


def _read_sender() -> tuple[Sender, dict[str, str]]:
    """Who sends, or what is missing of it."""
    who = request.form.get("who", "")
    if who not in _WHO:
        return Sender(), {"who": say("resident-evidence-who-missing")}
    if who == "resident":
        return Sender(), {}
    name = request.form.get("helper_name", "").strip()[:LONGEST_NAME]
    relationship = request.form.get("relationship", "").strip()[:LONGEST_NAME]
    missing = {
        "helper_name": "" if name else say("resident-evidence-helper-name-missing"),
        "relationship": "" if relationship else say("resident-evidence-helper-relationship-missing"),
        "permission": ""
        if request.form.get("permission") == "yes"
        else say("resident-evidence-helper-permission-missing"),
    }
    return Sender(name, relationship), {field: words for field, words in missing.items() if words}
