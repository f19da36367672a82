"""How long it is said that somebody else has a page open. A notice only: it keeps nobody from anything. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

OPEN_FOR: Final = dt.timedelta(minutes=10)
