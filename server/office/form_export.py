"""Take a form's submissions out as a file: what, from when, of which version and state. A right of its own, and audited."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from flask import abort, current_app, render_template, request, stream_with_context
from werkzeug.wrappers import Response

from server.domain.exported import SubmissionFilter
from server.domain.words import ReviewState
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.dates import read_day
from server.office.form_files import file_name_of
from server.office.form_pages import back_to_form
from server.office.frame import label, now
from server.store.exported_submissions import count_exported
from server.store.forms import get_form, list_versions
from server.store.tables import Form
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.export_submissions import ExportKind, ExportOrder, NoSuchFormError, export_submissions
from server.use_cases.open_byte_store import open_byte_store


@dataclass(slots=True)
class _Typed:
    """What was typed, and what is wrong with it."""

    kind: str = ExportKind.TABLES.value
    values: dict[str, str] = field(default_factory=dict)
    split: bool = False
    originals: bool = False
    errors: dict[str, str] = field(default_factory=dict)


@office.get("/forms/<uuid:form_ref_id>/export")
@allowed("exports.make")
def export_page(form_ref_id: uuid.UUID) -> str:
    """Ask what is wanted."""
    return _show(form_ref_id, _Typed())


@office.post("/forms/<uuid:form_ref_id>/export")
@allowed("exports.make")
def export_file(form_ref_id: uuid.UUID) -> Response | tuple[str, int]:
    """The file, written while it is sent. One that breaks off is seen by the browser to have broken off."""
    typed = _Typed(
        kind=request.form.get("kind", ""),
        values={name: request.form.get(name, "").strip() for name in ("from", "until", "version", "state")},
        split="split" in request.form,
        originals="originals" in request.form,
    )
    if typed.kind not in set(ExportKind):
        typed.errors["kind"] = text("export-kind-missing")
    wanted = _read_filter(typed)
    if typed.errors:
        return _show(form_ref_id, typed), 422
    form, at = _get_form(form_ref_id), now()
    order = ExportOrder(
        form_id=form.form_id,
        kind=ExportKind(typed.kind),
        wanted=wanted,
        split_multiples=typed.split,
        originals=typed.originals,
        has_scanner=bool(current_app.config["CLAMD_ADDRESS"]),
    )
    try:
        export = export_submissions(
            order, open_byte_store(current_app.config), by_id=me().user_id, role=me().role, at=at
        )
    except NoSuchFormError:
        abort(404)
    reply = Response(stream_with_context(export.pieces), content_type=export.content_type)
    taken = at.astimezone(current_app.config["TIME_ZONE"])
    name = file_name_of(form.form_id, f"{order.kind.value}_{taken:%Y-%m-%d_%H%M}")
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}.{export.ending}"'
    return reply


def _read_filter(typed: _Typed) -> SubmissionFilter:
    """Days are the council's; the last one is counted whole."""
    zone = current_app.config["TIME_ZONE"]
    days = {name: read_day(typed.values[name], name, typed.errors) for name in ("from", "until")}
    start, end = days["from"], days["until"]
    if start and end and end < start:
        typed.errors["until"] = text("export-until-before")
    state = typed.values["state"]
    return SubmissionFilter(
        from_at=dt.datetime.combine(start, dt.time(), zone) if start else None,
        until_at=dt.datetime.combine(end + dt.timedelta(days=1), dt.time(), zone) if end else None,
        version_label=typed.values["version"] or None,
        review_state=ReviewState(state) if state in set(ReviewState) else None,
    )


def _show(form_ref_id: uuid.UUID, typed: _Typed) -> str:
    with read_snapshot() as session:
        form = get_form(session, form_ref_id)
        versions = [version.version_label for version in list_versions(session, form)]
        count = count_exported(session, form.id, [])
    return render_template(
        "exchange/export.html",
        form=form,
        back_url=back_to_form(form_ref_id),
        typed=typed,
        values=typed.values,
        errors=typed.errors,
        count=count,
        versions=[(one, one) for one in versions],
        states=[(state.value, label("review", state.value)) for state in ReviewState],
        kinds=list(ExportKind),
        may_originals=i_may("originals.read"),
    )


def _get_form(form_ref_id: uuid.UUID) -> Form:
    with read_snapshot() as session:
        return get_form(session, form_ref_id)
