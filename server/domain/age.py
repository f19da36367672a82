"""How old somebody is, for the phone, the office and the rules of priority alike. Pure."""

from __future__ import annotations

import datetime as dt


def find_age(born_on: dt.date | None, today_on: dt.date) -> int | None:
    """Whole years; None where the birthday is not known or lies ahead. Somebody born on 29 February turns older on 1 March."""
    if born_on is None or born_on > today_on:
        return None
    return today_on.year - born_on.year - ((today_on.month, today_on.day) < (born_on.month, born_on.day))


def latest_birthday(age: int, today_on: dt.date) -> dt.date:
    """Whoever is that old or older today was born on this day or before it."""
    try:
        return today_on.replace(year=today_on.year - age)
    except ValueError:  # 29 February, and no leap year: those of 1 March are a year younger still
        return dt.date(today_on.year - age, 2, 28)
