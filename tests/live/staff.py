"""Puts the people of the demo council, and nobody else, into a migrated installation, so that tests can sign in."""

from __future__ import annotations

import datetime as dt

from server.app import create_app
from server.config import read_settings
from server.demo import DUTY_LINES, add_accounts, plan_rota
from server.domain.password import DEMO_PASSWORD
from server.store.database import db
from server.use_cases.set_duty_numbers import set_duty_numbers
from tests.live.prepared import prepare
from tests.live.stack import Stack

PASSWORD = DEMO_PASSWORD
ADMINISTRATOR, COLLEAGUE = "administrator@example.org", "officer2@example.org"
PIN = "274916"  # of every officer's phone
OFFICER, SUPERVISOR, OFFICE = "officer@example.org", "supervisor@example.org", "office@example.org"


def prepare_with_staff(stack: Stack) -> None:
    """Migrate, publish the shipped forms, and add accounts, rota and duty numbers. No resident is made."""
    prepare(stack)
    app = create_app(read_settings(stack.environment()))
    with app.app_context():
        now = dt.datetime.now(dt.UTC)
        staff = add_accounts(now)
        set_duty_numbers(DUTY_LINES)
        plan_rota(staff, now.astimezone(app.config["TIME_ZONE"]).date(), app.config)
        db.engine.dispose()
