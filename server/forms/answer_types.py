"""The value of one answer by its question's type, JSON-ready, or what is wrong with it.

Quotes no answer in an error: errors are shown to more people than answers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from server.forms.questions import Question

MAX_INTEGER = 2**53
_INTEGER = re.compile(r"[+-]?\d{1,16}")
_DECIMAL = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?")
_POINT = re.compile(r"-?\d+(\.\d+)?( -?\d+(\.\d+)?){1,3}")


class WrongAnswerError(ValueError):
    """An answer does not fit its question. `code` is the problem's word."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_value(question: Question, text: str) -> Any:
    """int, float, list of codes or text; dates and times stay ISO text. Raises WrongAnswerError."""
    if question.control in ("select", "rank"):
        names = text.split()
        _check_choices(question, names)
        return names
    plain = text.strip()
    if question.control == "select1":
        _check_choices(question, [plain])
        return plain
    read = _READERS.get(question.type)
    return text if read is None else read(plain)


def _check_choices(question: Question, names: list[str]) -> None:
    offered = {choice["name"] for choice in question.choices}
    if offered and not set(names) <= offered:
        raise WrongAnswerError("wrong_choice", "The answer is not one of the choices.")


def _read_integer(text: str) -> int:
    if not _INTEGER.fullmatch(text) or abs(int(text)) > MAX_INTEGER:
        raise WrongAnswerError("wrong_type", "The answer is not a whole number.")
    return int(text)


def _read_decimal(text: str) -> float:
    if not _DECIMAL.fullmatch(text):
        raise WrongAnswerError("wrong_type", "The answer is not a number.")
    return float(text)


def _read_date(text: str) -> str:
    try:
        return dt.date.fromisoformat(text[:10]).isoformat()
    except ValueError as error:
        raise WrongAnswerError("wrong_type", "The answer is not a date.") from error


def _read_instant(text: str) -> str:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongAnswerError("wrong_type", "The answer is not a date and time.") from error
    return text


def _read_time(text: str) -> str:
    try:
        dt.time.fromisoformat(text)
    except ValueError as error:
        raise WrongAnswerError("wrong_type", "The answer is not a time of day.") from error
    return text


def _read_boolean(text: str) -> bool:
    if text not in ("true", "false", "1", "0"):
        raise WrongAnswerError("wrong_type", "The answer is not true or false.")
    return text in ("true", "1")


def _read_point(text: str) -> str:
    if not _POINT.fullmatch(text):
        raise WrongAnswerError("wrong_type", "The answer is not a position.")
    latitude, longitude = (float(part) for part in text.split()[:2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise WrongAnswerError("wrong_type", "The position is not on the Earth.")
    return text


def _read_file_name(text: str) -> str:
    if len(text) > 255 or "/" in text or "\\" in text:
        raise WrongAnswerError("wrong_type", "The answer is not the name of a file.")
    return text


_READERS: Mapping[str, Callable[[str], Any]] = {
    "int": _read_integer,
    "decimal": _read_decimal,
    "date": _read_date,
    "dateTime": _read_instant,
    "time": _read_time,
    "boolean": _read_boolean,
    "geopoint": _read_point,
    "binary": _read_file_name,
}
