"""The columns of a team's own file of referrals: which there are, and the shipped order where a team has set none. Pure.

Name, address, telephone and that need's answers: nothing else of a resident can be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from server.domain.need_details import fields_of_need

# Of the referral and of whom it is about; every other column is an answer of the need, by its name.
OWN_COLUMNS: Final = (
    "reference", "need", "urgent", "status", "made_on", "start_on", "first_name", "last_name", "name", "address", "postcode",
    "ward", "telephone", "mobile", "landline", "earlier_file",
)  # fmt: skip
MOST_COLUMNS: Final = 40
_FIRST = ("reference", "urgent")
_WHO = ("start_on", "name", "address", "postcode", "mobile", "landline")
_ANSWER = re.compile(r"[a-z][a-z0-9_]{0,39}")


def shipped_columns(needs: Iterable[str]) -> tuple[str, ...]:
    """What a team that takes these needs begins with: what it is and for whom, then the answers in the order they are asked."""
    known = list(needs)
    asked = dict.fromkeys(field.name for need in known for field in fields_of_need(need))
    kind = () if len(known) == 1 else ("need",)
    return (*_FIRST, *kind, *_WHO, *asked, "status")


def read_columns(typed: str) -> tuple[list[str], str | None]:
    """One name a line, in order; and the first line that is no name of a column, or is there twice."""
    names = [line.strip().lower().replace(" ", "_") for line in typed.splitlines() if line.strip()]
    seen: set[str] = set()
    for name in names:
        if not _ANSWER.fullmatch(name) or name in seen:
            return [], name
        seen.add(name)
    return names, names[MOST_COLUMNS] if len(names) > MOST_COLUMNS else None


def columns_of(own: Sequence[str], needs: Iterable[str]) -> tuple[str, ...]:
    """The team's own order, else the shipped one."""
    return tuple(own) or shipped_columns(needs)
