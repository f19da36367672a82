"""A view that writes behind a second function: what the rule of reading must find. Hangs on no app."""

from __future__ import annotations

import datetime as dt

from server.domain.tries import Visitor
from server.use_cases.sign_in import sign_in


def page() -> str:
    """Looks harmless."""
    return _title()


def _title() -> str:
    at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    return sign_in("officer@example.org", "a password", at, visitor=Visitor("")).name
