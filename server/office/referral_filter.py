"""What narrows the board and the list of referrals: read from an address, offered as choices, and said in words. Has no page."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from server.domain.names import search_key
from server.domain.operation import parse_id
from server.domain.shipped_settings import REFERRAL_LIST
from server.domain.words import OPEN_REFERRAL_STATUSES, ReferralStatus, ReferralType
from server.office.access import me
from server.office.code_list_words import every_code, hold_code_lists
from server.office.dates import as_typed, read_day, typed_day
from server.office.frame import label, now
from server.office.sealed_words import open_words, seal_words
from server.office.visits import WITHOUT_WARD
from server.store.office_referral_filter import ReferralFilter
from server.store.office_referrals import list_receivers
from server.store.office_visits import list_wards
from server.store.programmes import list_programmes
from server.texts import text

FIELDS = ("name", "to", "whose", "type", "ward", "programme", "start_by", "urgent", "older")
OLDER_THAN_DAYS = (3, 7, 14, 28)
EVERY_STATUS = "any"  # in an address; without one, the list has what is open
OF_NOBODY = "nobody"
MINE, MY_TEAM = "me", "team"
_TYPED = ("name", "start_by")  # not chosen from a list
_URGENT = "1"
Options = dict[str, list[tuple[str, str]]]


def read_chosen(names: tuple[str, ...]) -> dict[str, str]:
    """What the address says of each part, a name opened."""
    chosen = {name: request.args.get(name, "").strip() for name in names}
    return chosen | {"name": open_words(chosen["name"])}


def read_filter(chosen: dict[str, str], options: Options) -> tuple[ReferralFilter, dict[str, str]]:
    """The filter in an address, and a sentence for each part that makes no sense (that part narrows nothing)."""
    errors = {
        name: text(f"referrals-wrong-{name}")
        for name, value in chosen.items()
        if value and name not in _TYPED and value not in dict(options[name])
    }
    start_by_on = read_day(chosen["start_by"], "start_by", errors)
    name_words = tuple(search_key(chosen["name"]).split())
    if chosen["name"] and not name_words:
        errors["name"] = text("referrals-wrong-name")
    kept = keep_what_narrows(chosen, errors)
    ward = kept.get("ward")
    return ReferralFilter(
        statuses=statuses_of(kept.get("status", "")),
        to_id=parse_id(kept.get("to")),
        of_nobody=kept.get("to") == OF_NOBODY,
        to_any=_whose(kept.get("whose")),
        type=kept.get("type"),
        name_words=name_words if "name" in kept else (),
        ward=ward if ward != WITHOUT_WARD else None,
        without_ward=ward == WITHOUT_WARD,
        programme_id=parse_id(kept.get("programme")),
        start_by_on=start_by_on,
        urgent="urgent" in kept,
        made_before_at=now() - dt.timedelta(days=int(kept["older"])) if "older" in kept else None,
    ), errors


def _whose(whose: str | None) -> tuple[uuid.UUID, ...] | None:
    """Whoever "mine" and "my team's" name for the caller."""
    own = me().team_id if whose == MY_TEAM else me().user_id if whose == MINE else None
    return (own,) if own is not None else None


def statuses_of(status: str) -> tuple[str, ...] | None:
    """What the status in an address narrows a list to; without one, what is open."""
    if status == EVERY_STATUS:
        return None
    return (status,) if status else OPEN_REFERRAL_STATUSES


def keep_what_narrows(chosen: dict[str, str], errors: dict[str, str]) -> dict[str, str]:
    """The parts of the filter that narrow something."""
    return {name: value for name, value in chosen.items() if value and name not in errors}


def list_options(session: Session) -> Options:
    """What each part of the filter may be: (value, words)."""
    hold_code_lists(session)
    team = [(MY_TEAM, text("referrals-whose-team"))] if me().team_id else []
    return {
        "to": [
            *((str(receiver_id), name) for receiver_id, name in list_receivers(session)),
            (OF_NOBODY, text("referrals-of-nobody")),
        ],
        "whose": [(MINE, text("referrals-whose-me")), *team],
        "ward": [*((ward, ward) for ward in list_wards(session)), (WITHOUT_WARD, text("visits-ward-unknown"))],
        "programme": [(str(programme.id), programme.name) for programme in list_programmes(session)],
        "type": [
            (code, label("referral", code) if in_use else text("referrals-type-retired", need=label("referral", code)))
            for code, in_use in every_code(REFERRAL_LIST, ReferralType).items()
        ],
        "urgent": [(_URGENT, text("referrals-urgent"))],
        "older": [(str(days), text("referrals-older", days=days)) for days in OLDER_THAN_DAYS],
        "status": [(code.value, label("referral-status", code).capitalize()) for code in ReferralStatus]
        + [(EVERY_STATUS, text("referrals-status-any"))],
    }


def describe_filters(endpoint: str, kept: dict[str, str], options: Options) -> list[dict[str, str]]:
    """The filters in force, in words, each with the address of the same page without it."""
    return [
        {
            "words": text(f"referrals-chip-{name}", value=_say(name, value, options)),
            "url": address_of(endpoint, {other: left for other, left in kept.items() if other != name}),
        }
        for name, value in kept.items()
    ]


def _say(name: str, value: str, options: Options) -> str:
    """A part of the filter in words."""
    day = typed_day(value) if name == "start_by" else None
    return as_typed(day) if day is not None else dict(options.get(name, ())).get(value, value)


def address_of(endpoint: str, query: dict[str, str]) -> str:
    """With these filters; a name that somebody typed is sealed."""
    values: dict[str, Any] = dict(query)
    if "name" in values:
        values["name"] = seal_words(values["name"])
    return url_for(endpoint, **values)
