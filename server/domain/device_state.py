"""What a phone says of itself with each pull. Evidence for people; nothing is decided by it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeviceState:
    """What a phone reports with a pull, for the people who look after it."""

    unsent_count: int = 0
    oldest_unsent_at: dt.datetime | None = None
    persisted: bool | None = None
    storage_used_bytes: int | None = None
    app_version: str | None = None
