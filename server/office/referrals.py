"""Referrals: a board by status and a list, narrowed by filters that the address carries.

Every view is audited; nothing else is written here.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.referral_step import TOGETHER_STATUSES
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.frame import label, now
from server.office.referral_filter import (
    FIELDS,
    Options,
    address_of,
    describe_filters,
    keep_what_narrows,
    list_options,
    read_chosen,
    read_filter,
)
from server.store.office_referral_filter import ReferralFilter
from server.store.office_referrals import COUNT_UP_TO, ReferralPage, list_board, list_referrals
from server.store.referral_order import Place
from server.store.unit_of_work import read_snapshot
from server.use_cases.record_view import record_view

_BOARD, _LIST = "office.referrals_page", "office.referral_list_page"


@office.get("/referrals")
@allowed("referrals.read")
def referrals_page() -> str:
    """The board: a column for each open status."""
    chosen = read_chosen(FIELDS)
    with read_snapshot() as session:
        options = list_options(session)
        wanted, errors = read_filter(chosen, options)
        columns = list_board(session, wanted)
    _record_list()
    kept = keep_what_narrows(chosen, errors)
    return render_template(
        "referrals/board.html",
        columns=[(column, address_of(_LIST, kept | {"status": column.status})) for column in columns],
        count_up_to=COUNT_UP_TO,
        together_url=address_of("office.change_listed", kept),
        **_shared(_BOARD, chosen, kept, options, errors, has_mistakes=bool(errors)),
    )


@office.post("/referrals/find")
@allowed("referrals.read")
def find_referrals() -> Response:
    """Narrow the board or the list. By POST, so that no name that somebody typed stands in one of the browser's addresses."""
    is_list = request.form.get("view") == "list"
    names = (*FIELDS, "status") if is_list else FIELDS
    chosen = {name: value for name in names if (value := request.form.get(name, "").strip())}
    return redirect(address_of(_LIST if is_list else _BOARD, chosen), 303)


@office.get("/referrals/list")
@allowed("referrals.read")
def referral_list_page() -> str:
    """One page of the list."""
    return show_list({})


def show_list(mistakes: Mapping[str, str], verdicts: Mapping[uuid.UUID, str] | None = None) -> str:
    """The page that the address asks for. `mistakes` of a form on it; `verdicts`: by referral why it was left as it is."""
    chosen = read_chosen((*FIELDS, "status"))
    after = request.args.get("after", "")
    place = read_place(after)
    with read_snapshot() as session:
        options = list_options(session)
        wanted, errors = read_filter(chosen, options)
        page = list_referrals(session, wanted, place)
    _record_list()
    kept = keep_what_narrows(chosen, errors)
    here = kept | ({"after": after} if after else {})
    return render_template(
        "referrals/list.html",
        page=page,
        count=page.count if page.count <= COUNT_UP_TO else None,
        count_up_to=COUNT_UP_TO,
        files_url=_find_files(wanted, page),
        together_url=address_of("office.change_listed", here),
        tick_url=address_of(_LIST, here | {"tick": "all"}),
        first_url=address_of(_LIST, kept) if after else None,
        next_url=address_of(_LIST, kept | {"after": write_place(page.next_place)}) if page.next_place else None,
        **together(verdicts or {}),
        **_shared(_LIST, chosen, kept, options, {**errors, **mistakes}, has_mistakes=bool(errors)),
    )


def together(verdicts: Mapping[uuid.UUID, str]) -> dict[str, Any]:
    """What the form for several needs at once shows: what can be said, what is ticked, and why rows were left."""
    return {
        "together_statuses": [(one.value, label("referral-status", one).capitalize()) for one in TOGETHER_STATUSES],
        "all_ticked": request.args.get("tick") == "all",
        "ticked": {value.partition("~")[0] for value in request.form.getlist("referral")}
        if not verdicts
        else {str(referral_id) for referral_id in verdicts},
        "verdicts": verdicts,
        "typed": request.form,
    }


def _record_list() -> None:
    record_view(action="referrals.list", at=now(), user_id=me().user_id, entity_type="referral")


def _find_files(wanted: ReferralFilter, page: ReferralPage) -> str | None:
    """To the files of the team that the list is narrowed to, else to those of all teams; None for whoever may not."""
    if not i_may("referrals.export"):
        return None
    team_ids = {line.referral.team_id for line in page.lines}
    if wanted.to_id is not None and wanted.to_id in team_ids:
        return url_for("office.team_files_page", team_id=wanted.to_id)
    return url_for("office.referral_files_page")


def _shared(
    endpoint: str,
    chosen: dict[str, str],
    kept: dict[str, str],
    options: Options,
    errors: dict[str, str],
    *,
    has_mistakes: bool,
) -> dict[str, Any]:
    """What the board and the list both show: the filter, the filters in force, and the way to the other one."""
    on_both = {name: value for name, value in kept.items() if name in FIELDS}
    return {
        "endpoint": endpoint,
        "chosen": chosen,
        "options": options,
        "errors": errors,
        "filter_is_wrong": has_mistakes,
        "filters": describe_filters(endpoint, kept, options),
        "board_url": address_of(_BOARD, on_both),
        "list_url": address_of(_LIST, on_both),
    }


def read_place(after: str) -> Place | None:
    """The place in an address; one that makes no sense is a page that does not exist."""
    if not after:
        return None
    urgent, _, rest = after.partition("~")
    day, _, referral_id = rest.partition("~")
    try:
        if urgent not in {"0", "1"}:
            raise ValueError(urgent)
        return Place(urgent == "1", dt.date.fromisoformat(day), uuid.UUID(referral_id))
    except ValueError:
        abort(404)


def write_place(place: Place) -> str:
    """As `read_place` reads it."""
    return f"{int(place.urgent)}~{place.day.isoformat()}~{place.referral_id}"
