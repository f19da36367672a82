"""The one blueprint of residents' pages, with what each of them shares: words in two languages, the council, the clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException

from server.built_names import asset
from server.texts import text

resident = Blueprint("resident", "server.resident", url_prefix="/e", template_folder="templates")
LANGUAGES = {"en": "English", "cy": "Cymraeg"}
_MONTHS_CY = (
    "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
)  # fmt: skip


def now() -> dt.datetime:
    """This instant, in UTC: the one clock of these pages."""
    return dt.datetime.now(dt.UTC)


def language() -> str:
    """What the page is read in: as its address or its form says, else English. A form that is refused says nothing."""
    try:
        asked = request.args.get("lang") or request.form.get("lang", "")
    except HTTPException:
        asked = ""
    return asked if asked in LANGUAGES else "en"


def say(name: str, **values: object) -> str:
    """A text in the page's language, with the council's name and number at hand."""
    config = current_app.config
    known = {"council": config["COUNCIL_NAME"], "telephone": config["COUNCIL_TELEPHONE"]}
    return text(name, language=language(), **known | values)


def on_day(instant: dt.datetime) -> str:
    """A day in full, as the council's calendar has it: 24 December 2026."""
    day = instant.astimezone(current_app.config["TIME_ZONE"]).date()
    month = _MONTHS_CY[day.month - 1] if language() == "cy" else f"{day:%B}"
    return f"{day.day} {month} {day.year}"


def at_time(instant: dt.datetime) -> str:
    """A day in full with the time, by the council's clock: 24 December 2026, 10:42."""
    return f"{on_day(instant)}, {instant.astimezone(current_app.config['TIME_ZONE']):%H:%M}"


def on_date(day: dt.date) -> str:
    """A day of the calendar in full."""
    return on_day(dt.datetime.combine(day, dt.time(12), current_app.config["TIME_ZONE"]))


@resident.context_processor
def for_templates() -> dict[str, Any]:
    """What every template may use."""
    return {
        "t": say,
        "asset": asset,
        "lang": language(),
        "languages": LANGUAGES,
        "on_day": on_day,
        "on_date": on_date,
        "at_time": at_time,
        "demo": current_app.config["DEMO"],
        "council": {"name": current_app.config["COUNCIL_NAME"], "telephone": current_app.config["COUNCIL_TELEPHONE"]},
    }


@resident.after_request
def keep_out_of_searches(reply: Response) -> Response:
    """No search engine is to know a link."""
    reply.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return reply
