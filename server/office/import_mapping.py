"""What the headings of a council's own list mean: one question a column, with samples. Remembered for the next file; no JavaScript needed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.own_list import LONGEST_NAME, MEANINGS, OWN, headings_fingerprint, propose_meanings
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now
from server.store.import_batches import BatchNotFoundError, get_batch
from server.store.import_mappings import find_mapping, list_samples
from server.store.tables import ImportBatch, ImportMapping
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.map_import import MAPPABLE, HeadingMeanings, ImportNotMappedError, map_import
from server.use_cases.record_view import record_view

_ORDERS = {"day": False, "month": True, "": None}


@office.get("/imports/<uuid:batch_id>/columns")
@allowed("imports.upload")
def import_columns_page(batch_id: uuid.UUID) -> str:
    """Every heading with samples, and what is proposed: what was said of these headings before, else what they usually mean."""
    record_view(action="import.view", at=now(), user_id=me().user_id, entity_type="import_batch", entity_id=batch_id)
    return _show(batch_id, None, {})


@office.post("/imports/<uuid:batch_id>/columns")
@allowed("imports.upload")
def map_columns(batch_id: uuid.UUID) -> Response | tuple[str, int]:
    """Keep what was said, and go to the preview."""
    count = sum(name.startswith("column-") for name in request.form)
    said = HeadingMeanings(
        list_name=request.form.get("name", "")[: 4 * LONGEST_NAME],
        meanings=[request.form.get(f"column-{place}", "") for place in range(count)],
        month_first=_ORDERS.get(request.form.get("dates", "")),
    )
    try:
        map_import(batch_id, said, by_id=me().user_id, at=now())
    except BatchNotFoundError:
        abort(404)
    except ImportNotMappedError as refusal:
        return _show(batch_id, request.form.to_dict(), _in_words(refusal)), 422
    return redirect(url_for("office.import_page", batch_id=batch_id), 303)


def _in_words(refusal: ImportNotMappedError) -> dict[str, str]:
    """The id of a field -> what is wrong with it."""
    errors = {}
    for place, code in refusal.problems.items():
        field = "column-0" if place is None else f"column-{place}" if isinstance(place, int) else place
        errors[field] = text(f"imports-map-{code.replace('_', '-')}", example=refusal.example, most=LONGEST_NAME)
    return errors


def _show(batch_id: uuid.UUID, typed: Mapping[str, str] | None, errors: Mapping[str, str]) -> str:
    with read_snapshot() as session:
        try:
            batch = get_batch(session, batch_id)
        except BatchNotFoundError:
            abort(404)
        if not (batch.layout or "").startswith(OWN) or batch.status not in MAPPABLE:
            abort(404)
        headings = list(batch.mapping["headings"])
        held = find_mapping(session, headings_fingerprint(headings))
        samples = list_samples(session, batch_id, headings)
        names = names_of_users(session, [held.saved_by_id] if held else [])
    return render_template(
        "imports/columns.html",
        batch=batch,
        headings=headings,
        samples=samples,
        meanings=[(meaning, text(f"imports-meaning-{meaning.replace('_', '-')}")) for meaning in MEANINGS],
        held=held,
        held_by=names.get(held.saved_by_id) if held and held.saved_by_id else None,
        typed=_proposed(batch, held) if typed is None else typed,
        errors=errors,
    )


def _proposed(batch: ImportBatch, held: ImportMapping | None) -> dict[str, str]:
    """The form as it is first shown."""
    headings = batch.mapping["headings"]
    columns = held.columns if held is not None else propose_meanings(headings)
    typed = {f"column-{place}": columns.get(heading, "") for place, heading in enumerate(headings)}
    typed["name"] = held.list_name if held is not None else ""
    typed["dates"] = "month" if held is not None and held.month_first else ""
    return typed
