"""Imports: send a list, see what it would change and why, confirm, watch it happen, settle doubtful lines. Works without JavaScript."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from server.domain.import_file import ImportFileError, too_large
from server.domain.import_layouts import GAZETTEER, LAYOUTS
from server.domain.import_work import JOB_OF, job_key
from server.domain.operation import parse_id
from server.domain.own_list import OWN, meaning_fingerprint
from server.domain.words import RowVerdict
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.csv_reply import csv_reply
from server.office.frame import now
from server.office.page_number import page_or_first
from server.store.import_batches import (
    PAGE_SIZE,
    BatchNotFoundError,
    count_undecided,
    find_same_file,
    get_batch,
    iterate_rejected,
    list_batches,
    list_people,
    list_rows,
)
from server.store.import_undo import count_left_people
from server.store.missing_people import count_missing
from server.store.programmes import list_programmes
from server.store.tables import ImportBatch
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.store.waiting_jobs import has_waiting_job
from server.texts import text
from server.use_cases.confirm_import import ImportNotConfirmedError, confirm_import, discard_import
from server.use_cases.decide_import_row import RowNotDecidedError, decide_import_row
from server.use_cases.receive_import import ImportOrder, SheetNotChosenError, receive_import
from server.use_cases.record_view import record_view
from server.use_cases.retry_import import retry_import

# First what needs a person.
VERDICTS = (RowVerdict.DECIDE, RowVerdict.REJECTED, RowVerdict.CHANGED, RowVerdict.NEW, RowVerdict.UNCHANGED)


@office.get("/imports")
@allowed("imports.read")
def imports_page() -> str:
    """Send a file; the files of before."""
    return _show_imports({})


@office.post("/imports")
@allowed("imports.upload")
def upload_import() -> Response | tuple[str, int]:
    """Receive a file and go to its preview. A file that is too large is refused before it is read."""
    limit = int(current_app.config["MAX_IMPORT_BYTES"])
    try:
        sent = request.files.get("file")
    except RequestEntityTooLarge:
        return _show_imports({"file": too_large(limit)}), 413
    if sent is None or not sent.filename:
        return _show_imports({"file": text("imports-no-file")}), 422
    layout = request.form.get("layout", "")
    order = ImportOrder(
        file_name=sent.filename,
        uploaded_by_id=me().user_id,
        programme_id=None,
        max_bytes=limit,
        allow_test_range=bool(current_app.config["ALLOW_TEST_NHS_NUMBERS"]),
        layout=layout if layout in {*LAYOUTS, OWN} else None,
        sheet=request.form.get("sheet") or None,
    )
    try:
        batch_id = receive_import(cast(BinaryIO, sent.stream), order, at=now())
    except SheetNotChosenError as question:
        return _show_imports({"file": str(question)}, sheets=question.sheets), 422
    except ImportFileError as refusal:
        return _show_imports({"file": str(refusal)}), 422
    return redirect(url_for(_next_page(batch_id), batch_id=batch_id), 303)


def _next_page(batch_id: uuid.UUID) -> str:
    """The preview, unless somebody has first to say what the headings mean."""
    with read_snapshot() as session:
        return (
            "office.import_columns_page" if get_batch(session, batch_id).status == "unmapped" else "office.import_page"
        )


@office.get("/imports/<uuid:batch_id>")
@allowed("imports.read")
def import_page(batch_id: uuid.UUID) -> str:
    """One file: what it would do, or has done."""
    record_view(action="import.view", at=now(), user_id=me().user_id, entity_type="import_batch", entity_id=batch_id)
    return _show_import(batch_id, {})


@office.post("/imports/<uuid:batch_id>/confirm")
@allowed("imports.confirm")
def confirm(batch_id: uuid.UUID) -> Response | tuple[str, int]:
    """Let the worker import it."""
    try:
        confirm_import(
            batch_id,
            programme_id=parse_id(request.form.get("programme")),
            full_extract=request.form.get("full_extract") == "1",
            by_id=me().user_id,
            at=now(),
            seen_meaning=request.form.get("seen_meaning", ""),
        )
    except BatchNotFoundError:
        abort(404)
    except ImportNotConfirmedError as refusal:
        field = {"no_programme": "programme", "other_columns": "confirm"}.get(refusal.reason, "state")
        return _show_import(batch_id, {field: text(f"imports-refused-{refusal.reason}")}), 422
    return redirect(url_for("office.import_page", batch_id=batch_id), 303)


@office.post("/imports/<uuid:batch_id>/retry")
@allowed("imports.confirm")
def retry(batch_id: uuid.UUID) -> Response:
    """Let the worker try again what it has given up."""
    try:
        retry_import(batch_id, by_id=me().user_id, at=now())
    except BatchNotFoundError:
        abort(404)
    return redirect(url_for("office.import_page", batch_id=batch_id), 303)


@office.post("/imports/<uuid:batch_id>/discard")
@allowed("imports.confirm")
def discard(batch_id: uuid.UUID) -> Response:
    """Put a file aside that was not confirmed."""
    try:
        discard_import(batch_id, by_id=me().user_id, at=now())
    except BatchNotFoundError:
        abort(404)
    flash(text("imports-discarded"), "done")
    return redirect(url_for("office.imports_page"), 303)


@office.post("/imports/<uuid:batch_id>/lines/<int:line_number>")
@allowed("imports.confirm")
def decide(batch_id: uuid.UUID, line_number: int) -> Response | tuple[str, int]:
    """Settle one doubtful line."""
    chosen = request.form.get("person", "")
    same_as = parse_id(chosen)
    if same_as is None and chosen != "different":
        return _show_import(batch_id, {f"line-{line_number}": text("imports-decide-missing", line=line_number)}), 422
    try:
        decide_import_row(batch_id, line_number, same_as=same_as, by_id=me().user_id, at=now())
    except BatchNotFoundError:
        abort(404)
    except RowNotDecidedError as refusal:
        return _show_import(batch_id, {"lines": text(f"imports-decide-{refusal.reason}", line=line_number)}), 409
    flash(text("imports-decided", line=line_number), "done")
    page = page_or_first()
    back = url_for("office.import_page", batch_id=batch_id, verdict=RowVerdict.DECIDE, page=page if page > 1 else None)
    return redirect(back, 303)


@office.get("/imports/<uuid:batch_id>/rejected.csv")
@allowed("imports.read")
def rejected_file(batch_id: uuid.UUID) -> Response:
    """The rejected lines as received, with their reasons, safe to open in a spreadsheet."""
    record_view(
        action="import.rejected", at=now(), user_id=me().user_id, entity_type="import_batch", entity_id=batch_id
    )
    with read_snapshot() as session:
        batch = _get(session, batch_id)
        headings = list(batch.mapping.get("headings", []))
        rows = [
            [row.line_number, "; ".join(row.reasons), *(row.received.get(heading, "") for heading in headings)]
            for row in iterate_rejected(session, batch_id)
        ]
    head = [text("imports-csv-line"), text("imports-csv-reasons"), *headings]
    return csv_reply([head, *rows], f"rejected-{batch_id}.csv")


def _show_imports(errors: dict[str, str], sheets: Sequence[str] = ()) -> str:
    with read_snapshot() as session:
        batches = list_batches(session)
        names = names_of_users(session, [batch.uploaded_by_id for batch in batches])
    return render_template(
        "imports/list.html",
        batches=batches,
        names=names,
        errors=errors,
        layouts=[*((layout.code, layout.name) for layout in LAYOUTS.values()), (OWN, text("imports-layout-own"))],
        sheets=[(sheet, sheet) for sheet in sheets],
        layout_names={layout.code: layout.name for layout in LAYOUTS.values()},
        limit_mb=int(current_app.config["MAX_IMPORT_BYTES"]) // (1024 * 1024),
    )


def _show_import(batch_id: uuid.UUID, errors: dict[str, str]) -> str:
    page = page_or_first()
    with read_snapshot() as session:
        batch = _get(session, batch_id)
        verdict = _read_verdict(batch)
        rows = list_rows(session, batch_id, verdict, page=page) if verdict is not None else []
        people = list_people(session, batch_id, [one["person_id"] for row in rows for one in row.candidates])
        programmes = [(str(programme.id), programme.name) for programme in list_programmes(session) if programme.active]
        same = find_same_file(session, batch)
        undecided = count_undecided(session, batch_id) if batch.status in ("previewed", "importing", "imported") else 0
        left = count_left_people(session, batch_id) if batch.status == "undone" else 0
        is_full = batch.status == "imported" and bool(batch.mapping.get("full_extract"))
        left_out = count_missing(session, batch) if is_full else 0
        undoers = names_of_users(session, [batch.undone_by_id])
        is_given_up = batch.status in JOB_OF and not has_waiting_job(session, job_key(batch.status, batch_id))
    return render_template(
        "imports/batch.html",
        batch=batch,
        layout_name=LAYOUTS[batch.layout].name
        if batch.layout and batch.layout in LAYOUTS
        else batch.mapping.get("list_name"),
        is_own=(batch.layout or "").startswith(OWN),
        is_gazetteer=batch.layout == GAZETTEER,
        working=batch.status in JOB_OF and not is_given_up,
        is_given_up=is_given_up,
        counts=batch.counts,
        verdicts=VERDICTS,
        verdict=verdict,
        rows=rows[:PAGE_SIZE],
        more=len(rows) > PAGE_SIZE,
        page=page,
        people=people,
        programmes=programmes,
        chosen_programme=str(batch.programme_id or (programmes[0][0] if len(programmes) == 1 else "")),
        same=same,
        undecided=undecided,
        left=left,
        left_out=left_out,
        seen_meaning=meaning_fingerprint(batch.mapping),
        undone_by=next(iter(undoers.values()), None),
        errors=errors,
    )


def _get(session: Any, batch_id: uuid.UUID) -> ImportBatch:
    try:
        return get_batch(session, batch_id)
    except BatchNotFoundError:
        abort(404)


def _read_verdict(batch: ImportBatch) -> RowVerdict | None:
    """Which lines to show: those asked for, else the first kind that has any."""
    asked = request.args.get("verdict", "")
    if asked in set(RowVerdict):
        return RowVerdict(asked)
    return next((verdict for verdict in VERDICTS if batch.counts.get(verdict)), None)
