"""What every office page shares: words, dates as people read them, and which version a page showed. Knows no table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, current_app, request
from flask_login import current_user

from server.built_names import asset
from server.domain.address_values import one_line
from server.domain.change_refusal import read_version
from server.domain.operation import parse_instant
from server.domain.permissions import list_roles_that_may
from server.domain.picture import LARGE_PICTURE, SMALL_PICTURE
from server.domain.virus_scan import ScanState, find_scan_state, withholds_original
from server.office import access, dates
from server.office.code_list_words import CODE_LIST_OF, own_words
from server.office.event_words import event_url, event_words, note_words, problem_words
from server.office.hand_back_words import hand_back_words
from server.office.navigation import find_menu
from server.store.tables import Address
from server.texts import has_text, text


def dress(blueprint: Blueprint) -> None:
    """Give the blueprint's templates their words."""
    blueprint.context_processor(_for_templates)


def now() -> dt.datetime:
    """This instant, in UTC: the one clock of the office pages."""
    return dt.datetime.now(dt.UTC)


def council_today() -> dt.date:
    """The date on the council's wall."""
    return now().astimezone(current_app.config["TIME_ZONE"]).date()


def seen_version() -> int:
    """The version of what it changes that the page showed, in its field of this name: whoever changed it meanwhile was first."""
    return read_version(request.form.get("seen_version", ""))


def _for_templates() -> dict[str, Any]:
    zone = current_app.config["TIME_ZONE"]
    return {
        "t": text,
        "has_text": has_text,
        "label": label,
        "asset": asset,
        "event_words": event_words,
        "note_words": note_words,
        "event_url": event_url,
        "is_older": "until" in request.args,
        "problem_words": problem_words,
        "hand_back_words": hand_back_words,
        "scan_state": _scan_state,
        "large_picture": LARGE_PICTURE,
        "small_picture": SMALL_PICTURE,
        "withholds_original": lambda attachment: withholds_original(_scan_state(attachment)),
        # Where a form goes that is sent to the page it stands on: without an address it would keep the place (#field) to which the
        # summary of mistakes led, and the page that answers would open there instead of at what it says.
        "here": request.full_path.rstrip("?"),
        "find_menu": find_menu,
        "i_may": access.i_may,
        "roles_that_may": lambda action: ", ".join(label("role", role.value) for role in list_roles_that_may(action)),
        "me": access.me() if current_user.is_authenticated else None,
        "demo": current_app.config["DEMO"],
        "council": {"name": current_app.config["COUNCIL_NAME"], "telephone": current_app.config["COUNCIL_TELEPHONE"]},
        "address_line": address_line,
        "one_line": one_line,
        "when_text": lambda written: _when_text(written, zone),
        "when": lambda instant: dates.when(instant, now(), zone),
        "on": lambda day: dates.on(day, now().astimezone(zone).date()),
        "is_past": lambda day: day < now().astimezone(zone).date(),
        "age": lambda instant: dates.age(instant, now()),
    }


def address_line(address: Address | None) -> str:
    """Where it is, in one line; empty when that is not known."""
    return one_line(address.lines, address.postcode) if address is not None else ""


def _when_text(written: str | None, zone: Any) -> str:
    """An instant that was kept as text; one that is none is shown as it came."""
    instant = parse_instant(written)
    return dates.when(instant, now(), zone) if instant is not None or not written else written


def _scan_state(attachment: Any) -> ScanState:
    """What the virus scanner says of it, here and now."""
    has_scanner = bool(current_app.config["CLAMD_ADDRESS"])
    return find_scan_state(attachment.scan, attachment.scan_error, has_scanner=has_scanner)


def label(group: str, code: str | None) -> str:
    """The words for a code of a list (`outcome`, `status`, ...); one without words is shown as it is."""
    if not code:
        return text("none-yet")
    if group in CODE_LIST_OF and (own := own_words(CODE_LIST_OF[group]).get(code)):
        return own
    name = f"{group}-{code}"
    return text(name) if has_text(name) else code.replace("_", " ")
