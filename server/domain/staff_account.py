"""What an account of a member of staff says of them, as an administrator types it; and what a first password is. Pure."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.domain.change_refusal import ChangeRefusedError, read_line
from server.domain.operation import parse_id
from server.domain.words import Role

LONGEST_NAME = 100
LONGEST_EMAIL = 254  # RFC 5321
LONGEST_TELEPHONE = 30
# A first password opens one page and no more, for as long as it takes to hand it over and to come to work.
FIRST_PASSWORD_LIFE = dt.timedelta(hours=72)
# Without the letters and digits that are read for one another: it is read out or copied from paper.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5  # 31 ** 20: 99 bits
_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]+")
_TELEPHONE = re.compile(r"\+?[\d ()-]{5,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountWords:
    """Who somebody is here. `email` is in lower case."""

    email: str
    name: str
    role: Role
    team_id: uuid.UUID | None = None
    telephone: str | None = None


def read_account(typed: Mapping[str, str]) -> AccountWords:
    """From fields `email`, `name`, `role`, `team` and `telephone`. Raises ChangeRefusedError with all that is wrong."""
    email, name = read_line(typed.get("email", "")).lower(), read_line(typed.get("name", ""))
    role, team = typed.get("role", ""), typed.get("team", "").strip()
    telephone = read_line(typed.get("telephone", ""))
    mistakes = {
        "name": "missing" if not name else "too_long" if len(name) > LONGEST_NAME else "",
        "email": "missing" if not email else "" if is_email(email) else "no_address",
        "role": "" if role in set(Role) else "missing",
        "team": "no_team" if team and parse_id(team) is None else "",
        "telephone": "" if not telephone or is_telephone(telephone) else "no_number",
    }
    found = {field: reason for field, reason in mistakes.items() if reason}
    if found:
        raise ChangeRefusedError(found)
    return AccountWords(email=email, name=name, role=Role(role), team_id=parse_id(team), telephone=telephone or None)


def is_email(text: str) -> bool:
    """Whether it can be somebody's address at work; whether it is one, only a message would tell."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def is_telephone(text: str) -> bool:
    """Whether it can be dialled as it stands, extension numbers of a council's own exchange included."""
    return len(text) <= LONGEST_TELEPHONE and _TELEPHONE.fullmatch(text) is not None


def write_first_password(choose: Callable[[Sequence[str]], str]) -> str:
    """Four groups of five letters and digits; `choose` is the caller's source of chance."""
    return "-".join("".join(choose(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
