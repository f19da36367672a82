"""A value of a column as it stands on the wire. Pure; decides nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any


def json_value(value: Any) -> Any:
    """Dates and ids as text, instants in UTC with Z; everything else as it is."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value
