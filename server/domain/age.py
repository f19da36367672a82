"""How old somebody is, for the phone, the office and the rules of priority alike. Pure."""

from __future__ import annotations

import datetime as dt


def find_age(born_on: dt.date | None, today_on: dt.date) -> int | None:
    """Whole years; None where the birthday is not known or lies ahead. Somebody born on 29 February turns older on 1 March."""
    if born_on is None or born_on > today_on:
        return None
    return today_on.year - born_on.year - ((today_on.month, today_on.day) < (born_on.month, born_on.day))
