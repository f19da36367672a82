"""The demo council: one account per role, duty numbers, a rota, and residents who came through the real import.

Composition only, in demo mode only: every row is made by the use case that an installation in earnest would use.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from server.domain.assignment import Giving
from server.domain.password import DEMO_PASSWORD
from server.domain.phone_window import find_council_date
from server.domain.words import ReferralType, Role, ShiftKind
from server.store.assignable import AssignFilter, list_assignable
from server.store.readiness import has_any_visit
from server.store.unit_of_work import read_snapshot
from server.store.users import find_user_by_email
from server.use_cases.add_user import add_user
from server.use_cases.assign_visits import assign_visits
from server.use_cases.ensure_programme import ensure_programme
from server.use_cases.ensure_team import ensure_team
from server.use_cases.import_file import import_file, utc_now
from server.use_cases.plan_shifts import PlannedShift, plan_shifts
from server.use_cases.set_duty_numbers import DutyLine, set_duty_numbers

DEMO_FILES = Path(__file__).parent / "demo_files"
ACCOUNTS = (
    ("administrator@example.org", "Alex Administrator", Role.ADMINISTRATOR),
    ("supervisor@example.org", "Sam Supervisor", Role.SUPERVISOR),
    ("officer@example.org", "Olu Officer", Role.OFFICER),
    ("officer2@example.org", "Orla Officer", Role.OFFICER),
    ("office@example.org", "Bea Back-Office", Role.BACK_OFFICE),
    ("contact@example.org", "Col Contact-Centre", Role.CONTACT_CENTRE),
    ("duty@example.org", "Dee Duty-Manager", Role.DUTY_MANAGER),
    ("team@example.org", "Tam Receiving-Team", Role.RECEIVING_TEAM),
    ("governance@example.org", "Gil Governance", Role.INFORMATION_GOVERNANCE),
)
TELEPHONES = {  # numbers kept for drama: nobody has them
    "administrator@example.org": "07700 900301",
    "supervisor@example.org": "07700 900302",
    "officer@example.org": "07700 900303",
    "officer2@example.org": "07700 900304",
    "duty@example.org": "07700 900307",
}
DUTY_LINES = (
    DutyLine(label="Duty manager, by day", telephone="020 7946 0101", hours="day"),
    DutyLine(label="Duty manager, out of hours", telephone="020 7946 0102", hours="out_of_hours"),
    DutyLine(label="Safeguarding team", telephone="020 7946 0103", hours="always"),
)
# name, the needs it takes, whether it is a voluntary body, who is in it
TEAMS: tuple[tuple[str, tuple[ReferralType, ...], bool, str | None], ...] = (
    ("Food hub", (ReferralType.FOOD, ReferralType.BABY), True, "team@example.org"),
    ("Befriending group", (ReferralType.MENTAL_HEALTH,), True, None),
    ("Social care", (ReferralType.SOCIAL_CARE,), False, None),
    ("Housing repairs", (ReferralType.REPAIRS,), False, None),
    ("Welfare rights", (ReferralType.WELFARE_RIGHTS,), False, None),
    ("Back office", (ReferralType.PRESCRIPTION, ReferralType.OTHER), False, "office@example.org"),
)
ON_CALL = (
    (ShiftKind.DUTY, "duty@example.org"),
    (ShiftKind.NEXT, "supervisor@example.org"),
    (ShiftKind.GOLD, "administrator@example.org"),
)
DAYS_OF_ROTA = 14
VISITS_FOR_TODAY = 12

Say = Callable[[str], None]


def load_demo(config: Mapping[str, Any], say: Say) -> None:
    """Load everything on the first start; on a later one only carry the rota forward."""
    if not config["DEMO"]:
        raise RuntimeError("Demo data is loaded in demo mode only (DOORSTEP_DEMO=1).")
    now = dt.datetime.now(dt.UTC)
    first = not _is_loaded()
    staff = add_accounts(now)
    set_duty_numbers(DUTY_LINES)
    for name, needs, voluntary, email in TEAMS:
        ensure_team(name, needs, voluntary=voluntary, members=[staff[email]] if email else [])
    plan_rota(staff, now.astimezone(config["TIME_ZONE"]).date(), config)
    if first:
        say("Loading the demo data, once ...")
        import_residents(staff["supervisor@example.org"], config, say)
        assign_today(staff, now)


def add_accounts(now: dt.datetime) -> dict[str, uuid.UUID]:
    """One account per role, two officers; returns ids by address. Those that are there stay as they are."""
    staff: dict[str, uuid.UUID] = {}
    for email, name, role in ACCOUNTS:
        with read_snapshot() as session:
            known = find_user_by_email(session, email)
        staff[email] = (
            known.id
            if known
            else add_user(
                email=email,
                name=name,
                role=role,
                password=DEMO_PASSWORD,
                at=now,
                telephone=TELEPHONES.get(email),
                demo=True,
            )
        )
    return staff


def plan_rota(staff: Mapping[str, uuid.UUID], today: dt.date, config: Mapping[str, Any]) -> None:
    """A fortnight of shifts from today, round the clock: whoever tries the demo in the evening is met by no alarm that an officer
    who went home at five was not heard from.
    """

    def begin(day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), tzinfo=config["TIME_ZONE"]).astimezone(dt.UTC)

    days = [today + dt.timedelta(days=number) for number in range(DAYS_OF_ROTA)]
    visiting = [(ShiftKind.VISITING, email) for email in ("officer@example.org", "officer2@example.org")]
    plan_shifts(
        [
            PlannedShift(staff[email], kind, begin(day), begin(day + dt.timedelta(days=1)))
            for day in days
            for kind, email in (*visiting, *ON_CALL)
        ],
        by_id=None,
        at=dt.datetime.now(dt.UTC),
    )


def import_residents(supervisor_id: uuid.UUID, config: Mapping[str, Any], say: Say) -> None:
    """The gazetteer first, so that residents get their ward and position; test numbers are allowed here only."""
    programme_id = ensure_programme()
    for name in ("gazetteer.csv", "shielded_patient_list.csv"):
        import_file(
            DEMO_FILES / name,
            layout=None,
            programme_id=programme_id,
            max_bytes=config["MAX_IMPORT_BYTES"],
            allow_test_range=True,
            clock=utc_now,
            by_id=supervisor_id,
            say=say,
        )


def assign_today(staff: Mapping[str, uuid.UUID], now: dt.datetime) -> None:
    """The most urgent dozen for the first officer, a few for the second; the others wait on the Assign page."""
    today = find_council_date(now)
    with read_snapshot() as session:
        waiting = list_assignable(session, AssignFilter(), today=today).cases
    alone = [case.case_id for case in waiting if not case.needs_pair]
    supervisor = staff["supervisor@example.org"]
    first, second = alone[:VISITS_FOR_TODAY], alone[VISITS_FOR_TODAY : VISITS_FOR_TODAY + 4]
    assign_visits(first, Giving(officer_id=staff["officer@example.org"], planned_on=today, by_id=supervisor, at=now))
    assign_visits(second, Giving(officer_id=staff["officer2@example.org"], planned_on=today, by_id=supervisor, at=now))


def print_accounts(config: Mapping[str, Any], say: Say) -> None:
    """Where to go and who to be."""
    address = config["PUBLIC_URL"]
    say(f"\nOffice         {address}/office/")
    say(f"Officer's app  {address}/app/")
    say(f"API            {address}/api/v1/openapi.json\n")
    for email, _name, role in ACCOUNTS:
        say(f"  {role:<24} {email}")
    say(f"  password for all         {DEMO_PASSWORD}\n")


def _is_loaded() -> bool:
    """Visits are made last, so a first start that was killed half-way is simply done again."""
    with read_snapshot() as session:
        return has_any_visit(session)
