"""Referrals: a board by status and a list, narrowed by filters that the address carries.

Every view is audited; nothing else is written here.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from flask import abort, render_template, request, url_for

from server.domain.operation import parse_id
from server.domain.referral_step import TOGETHER_STATUSES
from server.domain.words import OPEN_REFERRAL_STATUSES, ReferralStatus, ReferralType
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.frame import label, now
from server.store.office_referral_filter import ReferralFilter
from server.store.office_referrals import COUNT_UP_TO, Place, ReferralPage, list_board, list_receivers, list_referrals
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.record_view import record_view

FIELDS = ("to", "type", "urgent", "older")
OLDER_THAN_DAYS = (3, 7, 14, 28)
EVERY_STATUS = "any"  # in an address; without one, the list has what is open
OF_NOBODY = "nobody"
_URGENT = "1"
_BOARD, _LIST = "office.referrals_page", "office.referral_list_page"
Options = dict[str, list[tuple[str, str]]]


@office.get("/referrals")
@allowed("referrals.read")
def referrals_page() -> str:
    """The board: a column for each open status."""
    chosen = _read_chosen(FIELDS)
    with read_snapshot() as session:
        options = _options(list_receivers(session))
        wanted, errors = _read_filter(chosen, options)
        columns = list_board(session, wanted)
    _record_list()
    kept = _kept(chosen, errors)
    return render_template(
        "referrals/board.html",
        columns=[(column, _address(_LIST, kept | {"status": column.status})) for column in columns],
        together_url=_address("office.change_listed", kept),
        **_shared(_BOARD, chosen, kept, options, errors, has_mistakes=bool(errors)),
    )


@office.get("/referrals/list")
@allowed("referrals.read")
def referral_list_page() -> str:
    """One page of the list."""
    return show_list({})


def show_list(mistakes: Mapping[str, str], verdicts: Mapping[uuid.UUID, str] | None = None) -> str:
    """The page that the address asks for. `mistakes` of a form on it; `verdicts`: by referral why it was left as it is."""
    chosen = _read_chosen((*FIELDS, "status"))
    after = request.args.get("after", "")
    place = read_place(after)
    with read_snapshot() as session:
        options = _options(list_receivers(session))
        wanted, errors = _read_filter(chosen, options)
        page = list_referrals(session, wanted, place)
    _record_list()
    kept = _kept(chosen, errors)
    here = kept | ({"after": after} if after else {})
    return render_template(
        "referrals/list.html",
        page=page,
        count=page.count if page.count <= COUNT_UP_TO else None,
        count_up_to=COUNT_UP_TO,
        files_url=_find_files(wanted, page),
        together_url=_address("office.change_listed", here),
        tick_url=_address(_LIST, here | {"tick": "all"}),
        first_url=_address(_LIST, kept) if after else None,
        next_url=_address(_LIST, kept | {"after": write_place(page.next_place)}) if page.next_place else None,
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


def _read_chosen(names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.args.get(name, "").strip() for name in names}


def _read_filter(chosen: dict[str, str], options: Options) -> tuple[ReferralFilter, dict[str, str]]:
    """The filter in an address, and a sentence for each part that makes no sense (that part narrows nothing)."""
    errors = {
        name: text(f"referrals-wrong-{name}")
        for name, value in chosen.items()
        if value and value not in dict(options[name])
    }
    kept = _kept(chosen, errors)
    return ReferralFilter(
        statuses=statuses_of(kept.get("status", "")),
        to_id=parse_id(kept.get("to")),
        of_nobody=kept.get("to") == OF_NOBODY,
        type=kept.get("type"),
        urgent="urgent" in kept,
        made_before_at=now() - dt.timedelta(days=int(kept["older"])) if "older" in kept else None,
    ), errors


def statuses_of(status: str) -> tuple[str, ...] | None:
    """What the status in an address narrows a list to; without one, what is open."""
    if status == EVERY_STATUS:
        return None
    return (status,) if status else OPEN_REFERRAL_STATUSES


def _kept(chosen: dict[str, str], errors: dict[str, str]) -> dict[str, str]:
    """The parts of the filter that narrow something."""
    return {name: value for name, value in chosen.items() if value and name not in errors}


def _options(receivers: list[tuple[uuid.UUID, str]]) -> Options:
    """What each part of the filter may be: (value, words)."""
    return {
        "to": [
            *((str(receiver_id), name) for receiver_id, name in receivers),
            (OF_NOBODY, text("referrals-of-nobody")),
        ],
        "type": [(code.value, label("referral", code)) for code in ReferralType],
        "urgent": [(_URGENT, text("referrals-urgent"))],
        "older": [(str(days), text("referrals-older", days=days)) for days in OLDER_THAN_DAYS],
        "status": [(code.value, label("referral-status", code).capitalize()) for code in ReferralStatus]
        + [(EVERY_STATUS, text("referrals-status-any"))],
    }


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
        "filters": _chips(endpoint, kept, options),
        "board_url": _address(_BOARD, on_both),
        "list_url": _address(_LIST, on_both),
    }


def _chips(endpoint: str, kept: dict[str, str], options: Options) -> list[dict[str, str]]:
    """The filters in force, in words, each with the address of the same page without it."""
    return [
        {
            "words": text(f"referrals-chip-{name}", value=dict(options[name])[value]),
            "url": _address(endpoint, {other: left for other, left in kept.items() if other != name}),
        }
        for name, value in kept.items()
    ]


def _address(endpoint: str, query: dict[str, str]) -> str:
    values: dict[str, Any] = dict(query)
    return url_for(endpoint, **values)


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
