"""Reports: visits made by day and by ward, referrals by type and age, what is unsent; one day for Silver and Gold; a CSV file.

Every number links to the list it counts, narrowed by the same definition. Counts name nobody, so that looking is no entry of the
audit trail; taking them out as a file is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from flask import current_app, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from server.domain.figures import (
    AGES,
    DAYS_OF_TREND,
    MOST_DAYS,
    NAMES,
    USUAL_DAYS,
    Days,
    Figures,
    OutcomeGroup,
    columns_of,
    list_daily_lines,
    total,
)
from server.domain.words import VisitOutcome
from server.office.access import allowed, i_may, me, my_reach
from server.office.blueprint import office
from server.office.charts import draw_columns
from server.office.csv_reply import csv_reply
from server.office.dates import as_typed, on, read_day
from server.office.figures_access import figures_address
from server.office.frame import council_today, label, now
from server.office.visits import WITHOUT_WARD
from server.store.figures import count_by_day, count_by_ward, count_open_referrals, find_unsent
from server.store.nobody_has import list_nobody_has_by_ward
from server.store.office_visits import list_wards
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.export_figures import export_figures

Line = tuple[str, str, Figures, dict[str, str]]
CHARTS = ("made", "no_reply", "referrals")  # one that has nothing to show is left out


@dataclass(slots=True)
class _Wanted:
    """Which days and ward, and what is wrong with what was typed; what is wrong narrows nothing."""

    days: Days
    ward: str
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)


@office.get("/reports")
@allowed("figures.read")
def figures_page() -> str:
    """The last fortnight, or the days that the address names."""
    wanted = _read_wanted(request.args.to_dict())
    today = council_today()
    with read_snapshot() as session:
        by_day = count_by_day(session, wanted.days, wanted.ward or None)
        by_ward = count_by_ward(session, wanted.days, wanted.ward or None)
        waiting = count_open_referrals(session, Days(today, today, wanted.days.zone))
        unsent = find_unsent(session)
        wards = list_wards(session)
    return render_template(
        "figures/reports.html",
        wanted=wanted,
        errors=wanted.errors,
        wards=[(ward, ward) for ward in wards],
        charts=[
            (text(f"figures-{name}"), draw_figure(by_day, wanted.days, name))
            for name in CHARTS
            if name == CHARTS[0] or any(getattr(one, name) for one in by_day.values())
        ],
        chart_of_ages=_draw_ages(waiting),
        by_day=[
            (
                day.isoformat(),
                on(day, today),
                by_day.get(day, Figures()),
                links_of(day, day, wanted.ward),
            )
            for day in wanted.days.all
        ],
        by_ward=_lines_by_ward(by_ward, wanted.days),
        whole=total(by_day.values()),
        whole_links=links_of(wanted.days.first, wanted.days.last, wanted.ward),
        waiting=[(kind, label("referral", kind), ages, sum(ages)) for kind, ages in sorted(waiting.items())],
        waiting_by_age=[sum(ages[place] for ages in waiting.values()) for place in range(len(AGES))],
        ages=[_age_words(age) for age in AGES],
        unsent=unsent,
        most_days=MOST_DAYS,
        feed_address=figures_address(),
        today=today.isoformat(),
    )


@office.get("/reports/daily")
@allowed("figures.read")
def daily_figures_page() -> str:
    """One day by ward, on one sheet of paper; today's also says whom nobody has."""
    errors: dict[str, str] = {}
    today = council_today()
    day = read_day(request.args.get("on", "").strip(), "on", errors) or today
    days = Days(day, day, current_app.config["TIME_ZONE"])
    with read_snapshot() as session:
        counted = count_by_ward(session, days)
        nobody = dict(list_nobody_has_by_ward(session, today)) if day == today else {}
        waiting = count_open_referrals(session, Days(today, today, days.zone)) if day == today else {}
    missing = {ward: Figures() for ward in nobody}
    return render_template(
        "figures/daily.html",
        day=day,
        typed=request.args.get("on", "").strip() or as_typed(day),
        errors=errors,
        is_today=day == today,
        as_of=now(),
        lines=[
            (*line, nobody.get(None if line[0] == WITHOUT_WARD else line[0], 0))
            for line in _lines_by_ward(missing | counted, days)
        ],
        whole=total(counted.values()),
        whole_links=links_of(day, day, ""),
        nobody=sum(nobody.values()),
        referrals_open=sum(sum(ages) for ages in waiting.values()),
    )


@office.post("/reports.csv")
@allowed("figures.export")
def figures_file() -> Response:
    """A line for each day and ward: a right of its own, and audited."""
    my_reach("figures.read")
    wanted = _read_wanted(request.form.to_dict())
    counted = export_figures(wanted.days, wanted.ward or None, by_id=me().user_id, at=now())
    head = [text("figures-csv-day"), text("figures-csv-ward"), *(text(f"figures-csv-{name}") for name in NAMES)]
    rows = [
        [
            line.day.isoformat(),
            line.ward or text("visits-ward-unknown"),
            *(getattr(line.figures, name) for name in NAMES),
        ]
        for line in list_daily_lines(counted)
    ]
    return csv_reply([head, *rows], f"visits_{wanted.days.first}_{wanted.days.last}.csv")


def trend_days() -> Days:
    """The last fortnight, today included."""
    today = council_today()
    return Days(today - dt.timedelta(days=DAYS_OF_TREND - 1), today, current_app.config["TIME_ZONE"])


def draw_figure(by_day: dict[dt.date, Figures], days: Days, name: str = "made") -> Markup:
    """The chart of one figure by day, or by week, and what it says in words."""
    columns, is_weeks = columns_of(days, {day: getattr(figures, name) for day, figures in by_day.items()})
    top = max(columns, key=lambda column: column[1])
    return draw_columns(
        [(f"{day.day}/{day.month}", number) for day, number in columns],
        name=name,
        title=text("figures-chart-weeks" if is_weeks else "figures-chart-days", what=text(f"figures-{name}")),
        description=text(
            "figures-chart-words", count=sum(number for _, number in columns), most=top[1], day=on(top[0], days.last)
        ),
    )


def _draw_ages(waiting: dict[str, list[int]]) -> Markup | None:
    """Open referrals by how old they are; None where none is open."""
    by_age = [sum(ages[place] for ages in waiting.values()) for place in range(len(AGES))]
    if not any(by_age):
        return None
    return draw_columns(
        [(_age_words(age), number) for age, number in zip(AGES, by_age, strict=True)],
        name="ages",
        title=text("figures-open"),
        description=text("figures-chart-ages-words", count=sum(by_age), old=by_age[-1], age=_age_words(AGES[-1])),
    )


def links_of(first: dt.date, last: dt.date, ward: str) -> dict[str, str]:
    """By figure, the list of the visits that it counts; nothing for who may not see them."""
    if not i_may("visits.read"):
        return {}
    made = url_for(
        "office.visits_page",
        made=first.isoformat(),
        made_until=last.isoformat() if last != first else None,
        ward=ward or None,
    )
    by_group = {group.value: f"{made}&group={group}" for group in OutcomeGroup}
    return {"made": made, "needs": f"{made}&outcome={VisitOutcome.SEEN_NEEDS}", **by_group}


def _lines_by_ward(by_ward: dict[str | None, Figures], days: Days) -> list[Line]:
    known = sorted(ward for ward in by_ward if ward is not None)
    return [
        (key, ward or text("visits-ward-unknown"), by_ward[ward], links_of(days.first, days.last, key))
        for ward, key in [*((ward, ward) for ward in known), *([(None, WITHOUT_WARD)] if None in by_ward else [])]
    ]


def _read_wanted(typed: dict[str, str]) -> _Wanted:
    errors: dict[str, str] = {}
    said = {name: typed.get(name, "").strip() for name in ("from", "until", "ward")}
    today, zone = council_today(), current_app.config["TIME_ZONE"]
    last = read_day(said["until"], "until", errors) or today
    first = read_day(said["from"], "from", errors) or last - dt.timedelta(days=USUAL_DAYS - 1)
    if first > last or (last - first).days >= MOST_DAYS:
        errors["until"] = text("figures-days-wrong", most=MOST_DAYS)
        first = last - dt.timedelta(days=USUAL_DAYS - 1)
    kept = said | {"from": said["from"] or as_typed(first), "until": said["until"] or as_typed(last)}
    return _Wanted(Days(first, last, zone), said["ward"], kept, errors)


def _age_words(age: tuple[int, int | None]) -> str:
    first, until = age
    return text("figures-age-from", first=first) if until is None else text("figures-age", first=first, last=until - 1)
