"""The breach list of one phone: whose data was on it, from when to when, and what could be read. A page, and a CSV file."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

from flask import abort, current_app, render_template, url_for
from werkzeug.wrappers import Response

from server.domain.breach import COULD_BE_READ, Exposure, PhoneFacts, Stay, find_exposure, find_reading_end
from server.domain.phone_categories import list_categories
from server.domain.phone_rows import PERSONAL_TYPES
from server.domain.reading_lease import has_lock
from server.office.access import allowed, me, my_reach
from server.office.blueprint import office
from server.office.csv_reply import csv_reply
from server.office.dates import on
from server.office.frame import council_today, label, now
from server.office.page_number import get_page
from server.store.breach_list import Affected, HeldRow, find_phone_facts, list_affected
from server.store.device_list import DeviceLine, find_device_line, list_same_phone
from server.store.only_on_phones import list_unsent_visits
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.export_breach_list import export_breach_list
from server.use_cases.record_view import record_view

PEOPLE_ON_A_PAGE = 25
TYPES = ("resident", "case", *(row_type for row_type in PERSONAL_TYPES if row_type != "resident"))
COLUMNS = (
    "officer", "phone", "lost", "contact", "wipe", "unsent", "name", "address", "row", "from", "until", "why", "dropped", "exposure",
    "data",
)  # fmt: skip


@office.get("/devices/<uuid:device_id>/breach")
@allowed("devices.breach_list")
def breach_page(device_id: uuid.UUID) -> str:
    """One page of people, with what is known of the phone above it."""
    page = get_page(999_999)
    with read_snapshot() as session:
        line = find_device_line(session, str(device_id))
        if line is None:
            abort(404)
        facts, affected = find_phone_facts(session, line.device), list_affected(session, line.device.id)
        same_phone = list_same_phone(session, line.device)
        unsent_visits = list_unsent_visits(session, line.device.id)
    record_view(
        action="device.breach_list", at=now(), user_id=me().user_id, entity_type="device", entity_id=line.device.id
    )
    ended = find_reading_end(facts, _hours())
    last = page * PEOPLE_ON_A_PAGE
    return render_template(
        "office/breach_list.html",
        line=line,
        device=line.device,
        facts=facts,
        ended=ended,
        has_lock=has_lock(line.device.schema),
        hours=_hours(),
        standing={order.kind: order for order in line.orders},
        same_phone=same_phone,
        unsent_visits=unsent_visits,
        count=len(affected),
        exposed_count=sum(_is_exposed(person, facts) for person in affected),
        people=[(person, _page_lines(person, facts)) for person in affected[last - PEOPLE_ON_A_PAGE : last]],
        types=[(row_type, list_categories(row_type)) for row_type in TYPES],
        previous_url=url_for("office.breach_page", device_id=device_id, page=page - 1) if page > 1 else None,
        next_url=url_for("office.breach_page", device_id=device_id, page=page + 1) if last < len(affected) else None,
    )


@office.post("/devices/<uuid:device_id>/breach.csv")
@allowed("exports.make")
def breach_file(device_id: uuid.UUID) -> Response:
    """The whole list as a file for the breach report: a right of its own, and audited."""
    my_reach("devices.breach_list")
    exported = export_breach_list(str(device_id), by_id=me().user_id, at=now())
    if exported is None:
        abort(404)
    head = [text(f"breach-csv-{name}") for name in COLUMNS]
    return csv_reply([head, *_lines(*exported)], f"breach-list-{device_id}.csv")


def _lines(line: DeviceLine, facts: PhoneFacts, affected: list[Affected]) -> Iterator[list[str]]:
    device = line.device
    phone = [
        line.user_name, device.label or text("device-no-label"), _stamp(facts.lost_at), _stamp(facts.last_contact_at),
        _stamp(facts.wiped_at) if facts.wiped_at else text("breach-csv-not-confirmed"),
        _unsent_words(line),
    ]  # fmt: skip
    for person in affected:
        for row, exposure, until in _rows_at_the_loss(person, facts):
            stay = row.stay
            yield [
                *phone,
                person.name or text("visits-no-name"),
                person.address,
                row_words(row, dt.date.isoformat),
                _stamp(stay.entered_at) if stay.entered_at else text("breach-from-before"),
                _stamp(stay.left_at),
                label("device-left", stay.left_reason) if stay.left_reason else "",
                text("breach-csv-yes") if stay.has_dropped else text("breach-csv-no"),
                text(f"breach-csv-exposure-{exposure}", until=_stamp(until)),
                ", ".join(text(f"phone-data-{kind}") for kind in list_categories(row.row_type)),
            ]


def _unsent_words(line: DeviceLine) -> str:
    unsent, photos, begun = line.device.unsent_count, line.device.photos_unsent, line.device.unfinished_count or 0
    if not (unsent or photos or begun):
        return text("breach-csv-unsent-none")
    return text("breach-csv-unsent-words", unsent=unsent, photos=photos, begun=begun)


def row_words(row: HeldRow, say_day: Callable[[dt.date], str]) -> str:
    """Which row it is, in words."""
    what = say_day(row.what) if isinstance(row.what, dt.date) else row.what
    if row.row_type == "conflict":
        what = str(what or "").replace("_", " ")
    return text(f"breach-row-{row.row_type}", what=str(what or text("none-yet")))


def _rows_at_the_loss(person: Affected, facts: PhoneFacts) -> list[tuple[HeldRow, Exposure, dt.datetime | None]]:
    ended, at = find_reading_end(facts, _hours()), facts.lost_at or now()
    return [(row, *find_exposure(row.stay, at, ended)) for row in person.rows]


def _page_lines(person: Affected, facts: PhoneFacts) -> list[tuple[str, Stay, Exposure, dt.datetime | None]]:
    """Rows that came and went together are one line."""
    lines: dict[tuple[Stay, Exposure, dt.datetime | None], list[str]] = {}
    for row, exposure, until in _rows_at_the_loss(person, facts):
        lines.setdefault((row.stay, exposure, until), []).append(row_words(row, _say_day))
    return [("; ".join(words), *line) for line, words in lines.items()]


def _is_exposed(person: Affected, facts: PhoneFacts) -> bool:
    return any(exposure in COULD_BE_READ for _, exposure, _ in _rows_at_the_loss(person, facts))


def _say_day(day: dt.date) -> str:
    return on(day, council_today())


def _hours() -> int:
    hours: int = current_app.config["READING_LAPSES_AFTER_HOURS"]
    return hours


def _stamp(instant: dt.datetime | None) -> str:
    """In the council's zone, as spreadsheets sort it."""
    return f"{instant.astimezone(current_app.config['TIME_ZONE']):%Y-%m-%d %H:%M}" if instant is not None else ""
