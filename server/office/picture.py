"""One file, large: turned, looked at closely, blacked out in part or hidden, beside what was asked and who it is of.

Shows derivatives only, works without a script, and never says who else sent the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.domain.evidence import words_in
from server.domain.picture import AREA_FIELDS, MOST_COPIES_ELSEWHERE, Area, PictureRefusedError, read_area
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.evidence import get_evidence
from server.office.frame import now, seen_version
from server.office.links import name_of
from server.office.photos import check_reach
from server.store.attachments import find_attachment
from server.store.file_place import FilePlace, find_place, list_copy_ids, list_same_bytes
from server.store.office_visit import Photo, describe_photos
from server.store.pictures import list_all_covers
from server.store.tables import Address, Cover, Resident
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.change_picture import (
    Change,
    CoveredCopies,
    black_out,
    cover_as,
    draw_again,
    hide_file,
    take_back_cover,
    turn_picture,
)
from server.use_cases.record_view import record_view

ZOOMS = (100, 200, 400)
_QUARTERS = {"left": -1, "right": 1}
_TYPED = (*AREA_FIELDS, "step", "reason", "elsewhere", "hide_reason", "hide_elsewhere", "back_reason")
_Answer = str | Response | tuple[str, int]


@office.get("/pictures/<uuid:attachment_id>")
@allowed("attachments.read")
def picture_page(attachment_id: uuid.UUID) -> str:
    """The file, as everybody is shown it."""
    return _show(attachment_id, {})


@office.post("/pictures/<uuid:attachment_id>/turn")
@allowed("attachments.cover")
def turn_file(attachment_id: uuid.UUID) -> _Answer:
    """A quarter to the left or the right."""
    quarters = _QUARTERS.get(request.form.get("way", ""))
    if quarters is None:
        abort(404)
    return _do(attachment_id, "turned", lambda change: turn_picture(change, quarters))


@office.post("/pictures/<uuid:attachment_id>/black-out")
@allowed("attachments.cover")
def black_out_area(attachment_id: uuid.UUID) -> _Answer:
    """Show where the area lies, or black it out."""
    try:
        area = read_area(request.form)
    except PictureRefusedError as refusal:
        return _refuse(attachment_id, refusal)
    if request.form.get("step") == "preview":
        return _show(attachment_id, {}, area)
    reason, elsewhere = request.form.get("reason", ""), "elsewhere" in request.form
    return _do(attachment_id, "blacked_out", lambda change: black_out(change, area, reason, elsewhere=elsewhere), area)


@office.post("/pictures/<uuid:attachment_id>/hide")
@allowed("attachments.cover")
def hide_picture(attachment_id: uuid.UUID) -> _Answer:
    """From everybody."""
    reason, elsewhere = request.form.get("hide_reason", ""), "hide_elsewhere" in request.form
    return _do(attachment_id, "hidden", lambda change: hide_file(change, reason, elsewhere=elsewhere))


@office.post("/pictures/<uuid:attachment_id>/cover-as/<uuid:other_id>")
@allowed("attachments.cover")
def cover_as_another(attachment_id: uuid.UUID, other_id: uuid.UUID) -> _Answer:
    """Black out or hide what is so on another file of the same bytes."""
    return _do(attachment_id, "covered_as", lambda change: cover_as(change, other_id))


@office.post("/pictures/<uuid:attachment_id>/draw-again")
@allowed("attachments.cover")
def draw_picture_again(attachment_id: uuid.UUID) -> _Answer:
    """After a drawing that failed."""
    return _do(attachment_id, "draw_again", draw_again)


@office.post("/pictures/<uuid:attachment_id>/covers/<uuid:cover_id>/take-back")
@allowed("attachments.uncover")
def take_back_picture_cover(attachment_id: uuid.UUID, cover_id: uuid.UUID) -> _Answer:
    """Show again what was blacked out or hidden."""
    reason = request.form.get("back_reason", "")
    return _do(attachment_id, "taken_back", lambda change: take_back_cover(change, cover_id, reason))


def _do(
    attachment_id: uuid.UUID, done: str, step: Callable[[Change], CoveredCopies | None], area: Area | None = None
) -> Response | tuple[str, int]:
    try:
        copies = step(Change(attachment_id, seen_version(), me().user_id, now()))
    except PictureRefusedError as refusal:
        return _refuse(attachment_id, refusal, area)
    words = [text(f"picture-done-{done}")]
    if copies and copies.count:
        words.append(text("picture-done-copies", count=copies.count))
    if copies and copies.is_more:
        words.append(text("picture-done-more-copies"))
    flash(" ".join(words))
    return redirect(url_for("office.picture_page", attachment_id=attachment_id), 303)


def _refuse(attachment_id: uuid.UUID, refusal: PictureRefusedError, area: Area | None = None) -> tuple[str, int]:
    if refusal.reason == "not_found":
        abort(404)
    fields = {f"area_{field}": field for field in AREA_FIELDS} | {"area_outside": "left", "area_too_small": "width"}
    fields |= dict.fromkeys(("reason_missing", "reason_too_long"), _reason_field())
    field = fields.get(refusal.reason, "picture")
    words = text(f"picture-refused-{refusal.reason}")
    return _show(attachment_id, {field: words}, area), 409 if field == "picture" else 422


def _reason_field() -> str:
    return next((name for name in ("reason", "hide_reason", "back_reason") if name in request.form), "reason")


def _show(attachment_id: uuid.UUID, errors: dict[str, str], area: Area | None = None) -> str:
    check_reach(attachment_id)
    with read_snapshot() as session:
        attachment, place = find_attachment(session, attachment_id), find_place(session, attachment_id)
        if attachment is None or place is None:
            abort(404)
        [photo] = describe_photos(session, [attachment])
        covers = list_all_covers(session, attachment_id)
        names = names_of_users(session, [one for cover in covers for one in (cover.made_by_id, cover.taken_back_by_id)])
        resident = session.get(Resident, place.resident_id) if place.resident_id else None
        address = session.get(Address, resident.address_id) if resident and resident.address_id else None
        same = list_same_bytes(session, [attachment_id]).get(attachment_id, [])
        theirs, others = _count_copies(session, attachment_id) if same else (0, 0)
    _record(attachment_id, resident)
    zoom = request.args.get("zoom", "100")
    return render_template(
        "office/picture.html",
        wide=True,
        photo=photo,
        attachment=attachment,
        place=place,
        size=_largest(photo),
        zoom=int(zoom) if zoom in map(str, ZOOMS) else ZOOMS[0],
        zooms=ZOOMS,
        resident=resident,
        name=name_of(resident) if resident else None,
        address=address,
        asked=_asked(place),
        same=same if i_may("residents.read") else [],
        theirs=theirs,
        others=min(others, MOST_COPIES_ELSEWHERE),
        is_more=others > MOST_COPIES_ELSEWHERE,
        covers=[_describe(cover, names) for cover in covers],
        area=area,
        typed={name: request.form.get(name, "") for name in _TYPED},
        errors=errors,
    )


def _count_copies(session: Session, attachment_id: uuid.UUID) -> tuple[int, int]:
    """How many copies are covered with it, and how many more there are of others, of these as many as are ever covered at once."""
    others = list_copy_ids(session, attachment_id, elsewhere=True, limit=MOST_COPIES_ELSEWHERE + 1)
    return len(list_copy_ids(session, attachment_id, elsewhere=False)), len(others)


def _record(attachment_id: uuid.UUID, resident: Resident | None) -> None:
    kind, subject_id = ("resident", resident.id) if resident else ("attachment", attachment_id)
    record_view(action=f"{kind}.view", at=now(), user_id=me().user_id, entity_type=kind, entity_id=subject_id)


def _largest(photo: Photo) -> int | None:
    return max(photo.sizes, default=None)


def _asked(place: FilePlace) -> dict[str, Any] | None:
    """The document that it was sent for, in words."""
    if place.request_id is None or not i_may("evidence.read"):
        return None
    found = get_evidence(place.request_id)
    shown = next(item for item in found.items if item.item.id == place.item_id)
    return {
        "item": shown.item,
        "document": words_in(shown.type.names, "en"),
        "hint": words_in(shown.type.hints, "en"),
        "why": found.request.why,
        "due_on": found.request.due_on,
    }


def _describe(cover: Cover, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    return {
        "row": cover,
        "by": names.get(cover.made_by_id, ""),
        "back_by": names.get(cover.taken_back_by_id, "") if cover.taken_back_by_id else "",
    }
