"""Functions of numbers and dates. Source: https://getodk.github.io/xforms-spec/#xpath-functions.

Today is the day on which the submission was finished; what needs the very moment, or chance, is not checkable.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from server.forms.xpath_call import Call, function, not_checkable
from server.forms.xpath_dates import (
    count_days,
    format_instant,
    from_days,
    pad_date,
    read_day_fraction,
    read_instant,
    write_instant,
)
from server.forms.xpath_values import DateValue, NotCheckableError, to_number, to_text

_NO_DATE = DateValue(math.nan, "Invalid Date", truth=False)


@function("number", 0, 1)
def _number(call: Call) -> float | DateValue:
    """A date becomes its whole days as text, and keeps its time of day as a number."""
    value = call.value(0) if len(call) else call.here()
    if isinstance(value, list | str):
        at = read_instant(to_text(value), call.zone)
        if at is not None:
            days = count_days(at)
            return DateValue(days, str(math.floor(days)), truth=True)
    return value if isinstance(value, DateValue) else to_number(value, call.zone)


@function("int")
def _int(call: Call) -> float:
    number = call.number(0)
    return number if math.isinf(number) or math.isnan(number) else float(math.trunc(number))


@function("round", 1, 2)
def _round(call: Call) -> float:
    """To so many decimals, half away from zero."""
    number, decimals = call.number(0), call.number(1) if len(call) == 2 else 0.0
    if math.isnan(number) or math.isnan(decimals) or math.isinf(number) or math.isinf(decimals):
        return math.nan if math.isnan(decimals) or math.isinf(decimals) else number
    shift = 10.0**decimals
    return math.copysign(math.floor(abs(number) * shift + 0.5) / shift, number)


@function("sum")
def _sum(call: Call) -> float:
    """As the engine: the sum of nothing is no number."""
    numbers = [call.number_of(item) for item in call.items(0)]
    return sum(numbers) if numbers else math.nan


@function("max", 0, None)
def _max(call: Call) -> float:
    return _choose(max, call)


@function("min", 0, None)
def _min(call: Call) -> float:
    return _choose(min, call)


def _choose(choose: Callable[[Sequence[float]], float], call: Call) -> float:
    numbers = [call.number_of(item) for item in call.every()]
    return choose(numbers) if numbers and not any(map(math.isnan, numbers)) else math.nan


def _define(name: str, compute: Callable[..., float], arguments: int = 1) -> None:
    @function(name, arguments)
    def _computed(call: Call) -> float:
        numbers = [call.number(place) for place in range(arguments)]
        if any(map(math.isnan, numbers)):
            return math.nan
        try:
            return float(compute(*numbers))
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf


def _whole(compute: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: number if math.isinf(number) else compute(number)


def _log(compute: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else compute(number)


_COMPUTED: Mapping[str, Callable[[float], float]] = {
    "floor": _whole(math.floor),
    "ceiling": _whole(math.ceil),
    "abs": abs,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "exp10": partial(math.pow, 10),
    "log": _log(math.log),
    "log10": _log(math.log10),
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
}
for _name, _compute in _COMPUTED.items():
    _define(_name, _compute)
_define("atan2", math.atan2, 2)
_define("pow", math.pow, 2)


function("pi", 0)(lambda _: math.pi)
not_checkable("random", 0)
not_checkable("now", 0)


@function("today", 0)
def _today(call: Call) -> DateValue:
    day = call.surroundings.today
    if day is None:
        raise NotCheckableError("the submission does not say when it was finished")
    return _as_value(dt.datetime.combine(day, dt.time(), call.zone))


def _as_value(at: dt.datetime) -> DateValue:
    days = count_days(at)
    return DateValue(days, write_instant(at), truth=days != 0)


def _read_point_in_time(call: Call) -> dt.datetime | None:
    value = call.value(0)
    if isinstance(value, bool):
        raise NotCheckableError("yes or no stands where a date is expected")
    if isinstance(value, list | str):
        return read_instant(to_text(value), call.zone)
    days = to_number(value, call.zone)
    return None if math.isnan(days) else from_days(days, call.zone)


def _date(call: Call) -> DateValue | str:
    """Text or days as a date; what is blank stays blank."""
    value = call.value(0)
    if isinstance(value, bool):
        return ""
    if isinstance(value, list | str):
        text = to_text(value)
        padded = pad_date(text)
        at = None if padded is None else read_instant(padded, call.zone)
        return text if text == "" else _NO_DATE if at is None else _as_value(at)
    at = _read_point_in_time(call)
    return _NO_DATE if at is None else _as_value(at)


function("date")(_date)
function("date-time")(_date)


@function("decimal-date-time")
def _decimal_date_time(call: Call) -> float:
    at = _read_point_in_time(call)
    return math.nan if at is None else count_days(at)


@function("decimal-time")
def _decimal_time(call: Call) -> float:
    fraction = read_day_fraction(call.text(0), call.zone)
    return math.nan if fraction is None else fraction


def _format(call: Call) -> str:
    at = read_instant(call.text(0), call.zone)
    return "" if at is None else format_instant(at, call.text(1))


function("format-date", 2)(_format)
function("format-date-time", 2)(_format)
