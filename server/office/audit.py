"""The audit trail: who saw, changed, exported or imported what. Searched by filters that the address carries; as a file, audited."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from flask import abort, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.operation import parse_id, parse_instant
from server.office.access import allowed, i_may, me, my_reach
from server.office.blueprint import office
from server.office.change_words import action_words, describe_entry
from server.office.csv_reply import csv_reply
from server.office.dates import read_day
from server.office.frame import now
from server.store.audit_chain import find_chain_head, find_oldest_unchained
from server.store.audit_trail import AuditFilter, AuditLine, AuditPlace, list_actions, list_entries, list_people
from server.store.unit_of_work import read_snapshot
from server.texts import has_text, text
from server.use_cases.export_audit import export_audit
from server.use_cases.record_view import record_view

FIELDS = ("person", "action", "thing", "id", "from", "until")
LONGEST_ID = 100
# kind of thing -> the page of one, and what its address calls it
_PAGES = {
    "resident": ("office.resident_page", "resident_id", "residents.read"),
    "visit": ("office.visit_page", "visit_id", "visits.read"),
    "user": ("office.user_page", "user_id", "setup.read"),
    "team": ("office.team_page", "team_id", "setup.read"),
    "programme": ("office.programme_page", "programme_id", "setup.read"),
    "code_list": ("office.code_list_page", "list_id", "setup.read"),
    "duty_number": ("office.duty_number_page", "number_id", "setup.read"),
    "document_type": ("office.document_type_page", "type_id", "document_types.edit"),
    "alert": ("office.alert_page", "alert_id", "alerts.read"),
    "device": ("office.device_page", "device_id", "devices.read"),
    "referral": ("office.referral_page", "referral_id", "referrals.read"),
    "warning_marker": ("office.marker_page", "marker_id", "markers.read"),
    "evidence_request": ("office.evidence_request_page", "request_id", "evidence.read"),
    "import_batch": ("office.import_page", "batch_id", "imports.read"),
}
# What can be asked for by its number; the trail knows more kinds, and links to their own pages lead here too.
KINDS = (
    "user",
    "resident",
    "visit",
    "device",
    "submission",
    "case",
    "referral",
    "alert",
    "warning_marker",
    "team",
    "programme",
)
COLUMNS = ("at", "by", "action", "words", "thing", "id", "device", "fields")


@office.get("/audit")
@allowed("audit.read")
def audit_page() -> str:
    """One page of it."""
    chosen = {name: request.args.get(name, "").strip()[:LONGEST_ID] for name in FIELDS}
    wanted, errors = _read_filter(chosen)
    with read_snapshot() as session:
        lines, next_place = list_entries(session, wanted, _read_place(request.args.get("after", "")))
        people = [(str(user_id), name) for user_id, name in list_people(session)]
        chain, (waiting, waiting_since) = find_chain_head(session), find_oldest_unchained(session)
        actions = sorted(((one, action_words(one)) for one in list_actions(session)), key=lambda one: one[1].lower())
    record_view(action="audit.list", at=now(), user_id=me().user_id, entity_type="audit")
    kept = {name: value for name, value in chosen.items() if value and name not in errors}
    kinds = [(kind, thing_words(kind)) for kind in (*KINDS, *({chosen["thing"]} - {"", *KINDS}))]
    return render_template(
        "audit/list.html",
        lines=[_describe(line) for line in lines],
        chosen=chosen,
        filters=kept,
        errors=errors,
        people=people,
        actions=actions,
        kinds=kinds,
        chain=chain,
        waiting=waiting,
        waiting_since=waiting_since,
        first_url=url_for("office.audit_page", **_as_values(kept)) if request.args.get("after") else None,
        next_url=url_for("office.audit_page", **_as_values(kept), after=_write_place(next_place))
        if next_place
        else None,
    )


@office.post("/audit.csv")
@allowed("exports.make")
def audit_file() -> Response:
    """What the page was narrowed to, as a file: a right of its own, and an entry of its own."""
    my_reach("audit.read")
    chosen = {name: request.form.get(name, "").strip()[:LONGEST_ID] for name in FIELDS}
    wanted, errors = _read_filter(chosen)
    if errors:
        abort(400)
    entries = export_audit(wanted, by_id=me().user_id, at=now())
    taken = now().astimezone(current_app.config["TIME_ZONE"])
    return csv_reply(_rows(entries), f"audit_{taken:%Y-%m-%d_%H%M}.csv")


def thing_words(kind: str | None) -> str:
    """The kind of a thing in words; one without words as it is spelled."""
    name = f"audit-thing-{kind}"
    return text(name) if has_text(name) else str(kind or "").replace("_", " ")


def _read_filter(chosen: dict[str, str]) -> tuple[AuditFilter, dict[str, str]]:
    """Days are the council's; the last one is counted whole. A part that makes no sense narrows nothing and says so."""
    errors: dict[str, str] = {}
    zone = current_app.config["TIME_ZONE"]
    days = {name: read_day(chosen[name], name, errors) for name in ("from", "until")}
    start, end = days["from"], days["until"]
    if start and end and end < start:
        errors["until"] = text("audit-until-before")
    if bool(chosen["thing"]) is not bool(chosen["id"]):
        errors["id"] = text("audit-thing-both")
    return AuditFilter(
        user_id=parse_id(chosen["person"]),
        action=chosen["action"] or None,
        thing=(chosen["thing"], chosen["id"]) if chosen["thing"] and chosen["id"] else None,
        from_at=dt.datetime.combine(start, dt.time(), zone) if start else None,
        until_at=dt.datetime.combine(end + dt.timedelta(days=1), dt.time(), zone) if end else None,
    ), errors


def _describe(line: AuditLine) -> dict[str, Any]:
    entry = line.entry
    page, name, action = _PAGES.get(str(entry.entity_type), (None, "", ""))
    found = parse_id(entry.entity_id or "")
    values: dict[str, Any] = {name: found}
    return describe_entry(entry) | {
        "by": line.by,
        "code": entry.action,
        "thing": thing_words(entry.entity_type) if entry.entity_type else None,
        "thing_id": entry.entity_id,
        "url": url_for(page, **values) if page and found and i_may(action) else None,
        "device_id": entry.device_id,
    }


def _rows(entries: Iterator[AuditLine]) -> Iterator[list[str]]:
    yield [text(f"audit-csv-{name}") for name in COLUMNS]
    for line in entries:
        entry = line.entry
        yield [
            entry.at.isoformat(timespec="seconds"),
            line.by or "",
            entry.action,
            action_words(entry.action),
            entry.entity_type or "",
            entry.entity_id or "",
            entry.device_id or "",
            json.dumps(entry.fields, ensure_ascii=False) if entry.fields else "",
        ]


def _as_values(kept: dict[str, str]) -> dict[str, Any]:
    """A mapping, since `from` is no name in Python."""
    return dict(kept)


def _write_place(place: AuditPlace) -> str:
    return f"{place.at.isoformat()}~{place.entry_id}"


def _read_place(after: str) -> AuditPlace | None:
    """The place in an address; one that makes no sense is a page that does not exist."""
    if not after:
        return None
    at, _, number = after.partition("~")
    instant = parse_instant(at)
    if instant is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        abort(404)
    return AuditPlace(instant, int(number))
