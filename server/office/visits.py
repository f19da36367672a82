"""The list of visits: what came in, urgent first, narrowed by filters that the address carries. Changes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import abort, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.field_policy import parse_date
from server.domain.figures import Days, OutcomeGroup
from server.domain.names import search_key
from server.domain.operation import parse_id, parse_instant
from server.domain.permissions import PERMISSIONS, Relation
from server.domain.words import ReviewState, Role, VisitOutcome, VisitStatus
from server.office.access import allowed, i_may, me, my_reach
from server.office.blueprint import office
from server.office.code_list_words import every_code, hold_code_lists
from server.office.dates import read_day
from server.office.frame import council_today, label, now
from server.office.sealed_words import open_words, seal_words
from server.store.office_visit_filter import VisitFilter
from server.store.office_visits import (
    COUNT_UP_TO,
    MOST_NEW,
    PAGE_SIZE,
    Place,
    count_new_visits,
    list_office_visits,
    list_wards,
)
from server.store.officer_lists import list_leavers
from server.store.openers import list_openers
from server.store.programmes import list_programmes
from server.store.unit_of_work import read_snapshot
from server.store.users import list_users
from server.texts import text

FIELDS = (
    "name", "address", "status", "review", "owner", "outcome", "ward", "officer", "programme", "from", "to", "overdue",
    "made", "made_until", "group",
)  # fmt: skip
_TYPED = ("name", "address")  # stand sealed in an address: they say who or where somebody is
_WAITING = (ReviewState.RECEIVED, ReviewState.HAS_ISSUES)
_REVIEWERS = [Role(role) for role, reach in PERMISSIONS["visits.review"].items() if reach is Relation.ALL]
WITHOUT_WARD = "-"  # in an address: visits at an address whose ward is not known


@office.get("/visits")
@allowed("visits.read")
def visits_page() -> str:
    """One page of the list."""
    at = now()
    chosen = _read_chosen()
    wanted, errors = _read_filter(chosen)
    place = _read_place(request.args.get("after", ""))
    with read_snapshot() as session:
        hold_code_lists(session)
        page = list_office_visits(session, wanted, place)
        waiting = [line.visit_id for line in page.lines if line.review_state in _WAITING]
        openers = list_openers(session, waiting, but_id=me().user_id, at=at) if i_may("visits.review") else {}
        options = _options(
            wards=list_wards(session),
            officers=[
                *((str(user.id), user.name) for user in list_users(session, [Role.OFFICER])),
                *((str(user.id), text("leaver-option", name=user.name)) for user, _ in list_leavers(session)),
            ],
            owners=[(str(user.id), user.name) for user in list_users(session, _REVIEWERS)],
            programmes=[(str(programme.id), programme.name) for programme in list_programmes(session)],
        )
    filters = {name: value for name, value in chosen.items() if value}
    return render_template(
        "office/visits.html",
        page=page,
        openers=openers,
        again_url=_address(filters),
        new_url=url_for("office.new_visits", since=at.isoformat(), **_sealed(filters)),
        chosen=chosen,
        filters=_chips(filters, options),
        options=options,
        errors=errors,
        own=my_reach("visits.read") is not Relation.ALL,
        count=page.count if page.count <= COUNT_UP_TO else None,
        count_up_to=COUNT_UP_TO,
        page_size=PAGE_SIZE,
        first_url=_address(filters) if request.args.get("after") else None,
        next_url=_address(filters | {"after": _write_place(page.next_place)}) if page.next_place else None,
    )


@office.get("/visits/new")
@allowed("visits.read")
def new_visits() -> Response:
    """How many came in since a page was opened, for its script: at most 300 bytes, and no sign of somebody at the desk."""
    since_at = parse_instant(request.args.get("since", ""))
    if since_at is None:
        abort(404)
    wanted, _ = _read_filter(_read_chosen())
    with read_snapshot() as session:
        count = count_new_visits(session, wanted, since_at)
    words = text("visits-new", count=count) if count <= MOST_NEW else text("visits-new-more", count=MOST_NEW)
    return jsonify({"new": count, "words": words if count else ""})


@office.post("/visits")
@allowed("visits.read")
def find_visits() -> Response:
    """Narrow the list. By POST, so that no typed address of a person stands in one of the browser's."""
    chosen = {name: request.form.get(name, "").strip() for name in FIELDS}
    return redirect(_address({name: value for name, value in chosen.items() if value}), 303)


def _read_chosen() -> dict[str, str]:
    chosen = {name: request.args.get(name, "").strip() for name in FIELDS}
    return chosen | {name: open_words(chosen[name]) for name in _TYPED}


def _read_filter(chosen: dict[str, str]) -> tuple[VisitFilter, dict[str, str]]:
    """The filter in an address, and a sentence for each part that makes no sense (that part narrows nothing)."""
    errors: dict[str, str] = {}
    days = {name: read_day(chosen[name], name, errors) for name in ("from", "to")}
    officer_id = parse_id(chosen["officer"])
    if my_reach("visits.read") is not Relation.ALL:
        officer_id = me().user_id
    made = _read_made(chosen)
    return VisitFilter(
        status=chosen["status"] if chosen["status"] in set(VisitStatus) else None,
        review=chosen["review"] if chosen["review"] in set(ReviewState) else None,
        outcome=chosen["outcome"] if chosen["outcome"] in set(VisitOutcome) else None,
        ward=chosen["ward"] if chosen["ward"] != WITHOUT_WARD else None,
        without_ward=chosen["ward"] == WITHOUT_WARD,
        made_from=made.from_at if made else None,
        made_until=made.until_at if made else None,
        group=OutcomeGroup(chosen["group"]) if chosen["group"] in set(OutcomeGroup) else None,
        officer_id=officer_id,
        owner_id=parse_id(chosen["owner"]) if i_may("visits.review") else None,
        name_words=tuple(search_key(chosen["name"][:200]).split()),
        programme_id=parse_id(chosen["programme"]),
        from_on=days["from"],
        to_on=days["to"],
        address_words=chosen["address"][:200],
        overdue_before=council_today() if chosen["overdue"] else None,
    ), errors


def _read_made(chosen: dict[str, str]) -> Days | None:
    """The days that a link from the figures names; what is none narrows nothing."""
    first = parse_date(chosen["made"])
    last = parse_date(chosen["made_until"]) or first
    return Days(first, last, current_app.config["TIME_ZONE"]) if first and last and first <= last else None


def _read_place(after: str) -> Place:
    """The place in an address; one that makes no sense is a page that does not exist."""
    if not after:
        return Place()
    section, _, rest = after.partition("~")
    key, _, visit_id = rest.partition("~")
    try:
        if section not in {"0", "1", "2"}:
            raise ValueError(section)
        if (dt.date.fromisoformat(key) if section == "2" else parse_instant(key)) is None:
            raise ValueError(key)
        return Place(int(section), key, uuid.UUID(visit_id))
    except ValueError:
        abort(404)


def _address(query: dict[str, str]) -> str:
    """The list's own address with these filters; a mapping, since `from` is no name in Python."""
    return url_for("office.visits_page", **_sealed(query))


def _sealed(query: dict[str, str]) -> dict[str, Any]:
    """As an address may hold it: without words that somebody typed."""
    return {name: seal_words(value) if name in _TYPED else value for name, value in query.items()}


def _write_place(place: Place) -> str:
    return f"{place.section}~{place.key}~{place.visit_id}"


def _options(
    *, wards: Any, officers: list[tuple[str, str]], owners: list[tuple[str, str]], programmes: list[tuple[str, str]]
) -> dict[str, list[tuple[str, str]]]:
    """What each select offers: (value, words)."""
    return {
        "status": [(code, label("status", code)) for code in VisitStatus],
        "review": [(code, label("review", code)) for code in ReviewState],
        "outcome": [
            (code, label("outcome", code) if in_use else text("visits-outcome-retired", outcome=label("outcome", code)))
            for code, in_use in every_code("visit_outcome", VisitOutcome).items()
        ],
        "ward": [*((ward, ward) for ward in wards), (WITHOUT_WARD, text("visits-ward-unknown"))],
        "officer": officers,
        "owner": owners,
        "programme": programmes,
    }


def _chips(filters: dict[str, str], options: dict[str, list[tuple[str, str]]]) -> list[dict[str, str]]:
    """The filters in force, in words, each with the address of the list without it."""
    found = []
    for name, value in filters.items():
        words = dict(options.get(name, ())).get(value, value)
        if name == "group":
            words = text(f"figures-{value}") if value in set(OutcomeGroup) else value
        others = {other: kept for other, kept in filters.items() if other != name}
        found.append(
            {
                "words": text(f"visits-chip-{name}", value=words),
                "url": _address(others),
            }
        )
    return found
