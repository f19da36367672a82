"""Functions of text, choices and yes or no. Source: https://getodk.github.io/xforms-spec/#xpath-functions.

Where the engine on the phones (@getodk/xpath 0.22) does something else than the specification, the engine counts.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import time
from collections.abc import Iterable
from functools import lru_cache

import regex

from server.forms.xpath_call import Call, function, present
from server.forms.xpath_values import LONGEST_TEXT, NotCheckableError, Scalar, Value, to_text

REGEX_SECONDS = 0.1
STEPS_PER_SECOND = 100_000
LONGEST_MATCHED = 20_000
LONGEST_PATTERN = 2_000
CHARACTERS_OF_A_STEP = 100  # that are cut into words
_SPACE = " \t\r\n"
_SPACES = regex.compile(f"[{_SPACE}]+")


function("true", 0)(lambda _: True)
function("false", 0)(lambda _: False)
function("not")(lambda call: not call.truth(0))
function("boolean")(lambda call: call.truth(0))


@function("boolean-from-string")
def _boolean_from_string(call: Call) -> bool:
    return call.text(0) in ("1", "true")


@function("if", 3)
def _if(call: Call) -> Value:
    """The argument that is not chosen is not computed."""
    return call.value(1) if call.truth(0) else call.value(2)


@function("coalesce", 2)
def _coalesce(call: Call) -> str:
    return call.text(0) or call.text(1)


@function("checklist", 2, None)
def _checklist(call: Call) -> bool:
    return _is_within(call, [(item, 1.0) for item in call.every(2)])


@function("weighted-checklist", 2, None)
def _weighted_checklist(call: Call) -> bool:
    """Arguments come in pairs of value and weight; node-sets are paired node by node."""
    pairs: list[tuple[Scalar, float]] = []
    for place in range(2, len(call), 2):
        if place + 1 == len(call):
            raise NotCheckableError("a weight is lacking")
        items, weights = call.items(place), call.items(place + 1)
        if len(items) < len(weights) and not _takes_any(call):
            return False
        pairs += [(item, call.number_of(weight)) for item, weight in zip(items, weights, strict=False)]
    return _is_within(call, pairs)


def _takes_any(call: Call) -> bool:
    return call.number(1) == -1 and call.number(0) < 1


def _is_within(call: Call, pairs: Iterable[tuple[Scalar, float]]) -> bool:
    """The weights of what is ticked stay between the first two arguments; -1 is no upper bound."""
    least, most = call.number(0), call.number(1)
    if _takes_any(call):
        return True
    total = 0.0
    for item, weight in pairs:
        if present(item):
            total += weight
            if most != -1 and total > most:
                return False
    return total >= least


@function("string", 0, 1)
def _string(call: Call) -> str:
    return call.text(0) if len(call) else call.here()


@function("concat", 0, None)
def _concat(call: Call) -> str:
    return _join("", call.every())


@function("join", 1, None)
def _join_all(call: Call) -> str:
    return _join(call.text(0), call.every(1))


def _join(glue: str, items: list[Scalar]) -> str:
    texts = [to_text(item) for item in items]
    if sum(map(len, texts)) + len(glue) * len(texts) > LONGEST_TEXT:
        raise NotCheckableError("an answer is too long")
    return glue.join(texts)


@function("contains", 2)
def _contains(call: Call) -> bool:
    return call.text(1) in call.text(0)


@function("starts-with", 2)
def _starts_with(call: Call) -> bool:
    return call.text(0).startswith(call.text(1))


@function("ends-with", 2)
def _ends_with(call: Call) -> bool:
    return call.text(0).endswith(call.text(1))


@function("normalize-space", 0, 1)
def _normalize_space(call: Call) -> str:
    return " ".join(_split(call, call.text(0) if len(call) else call.here()))


@function("string-length", 0, 1)
def _string_length(call: Call) -> float:
    """In UTF-16 units, as browsers count: most emoji are two."""
    return len((call.text(0) if len(call) else call.here()).encode("utf-16-le", "surrogatepass")) / 2


@function("substring", 2, 3)
def _substring(call: Call) -> str:
    """Places count from 1."""
    text, start = call.text(0), _round(call.number(1)) - 1
    length = call.number(2) if len(call) == 3 else None
    if not text or math.isnan(start) or start == math.inf or (length is not None and math.isnan(length)):
        return ""
    first, last = sorted((start, math.inf if length is None else start + _round(length)))
    return text[_clamp(first, text) : _clamp(last, text)]


@function("substr", 2, 3)
def _substr(call: Call) -> str:
    """Places count from 0, negative ones from the end; the end is not taken."""
    text, start = call.text(0), call.whole(1)
    end = call.whole(2) if len(call) == 3 else len(call.text(0))
    if start is None or end is None:
        return ""
    first, last = (_clamp(place + len(text) if place < 0 else place, text) for place in (start, end))
    return text[first:last]


def _round(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else math.floor(number + 0.5)


def _clamp(place: float, text: str) -> int:
    return int(min(max(place, 0), len(text)))


@function("substring-before", 2)
def _substring_before(call: Call) -> str:
    text, mark = call.text(0), call.text(1)
    return text[: text.index(mark)] if mark in text else ""


@function("substring-after", 2)
def _substring_after(call: Call) -> str:
    """As the engine: what follows the first character of the mark, not the whole of it."""
    text, mark = call.text(0), call.text(1)
    if not mark:
        return text
    return text[text.index(mark) + 1 :] if mark in text else ""


@function("translate", 3)
def _translate(call: Call) -> str:
    found, instead = call.text(1), call.text(2)
    table = {ord(character): instead[place : place + 1] for place, character in reversed(list(enumerate(found)))}
    return call.text(0).translate(table)


@function("regex", 2)
def _regex(call: Call) -> bool:
    """Whether the pattern is found anywhere. Patterns are ECMAScript's; one that takes too long is not checkable."""
    text, pattern = call.text(0), call.text(1)
    if len(text) > LONGEST_MATCHED:
        raise NotCheckableError("an answer is too long")
    if len(pattern) > LONGEST_PATTERN:
        raise NotCheckableError("a pattern is too long")
    began = time.monotonic()
    try:
        return _compile(pattern).search(text, timeout=REGEX_SECONDS) is not None
    except regex.error as error:
        raise NotCheckableError("a pattern cannot be read here") from error
    except TimeoutError as error:
        raise NotCheckableError("a pattern takes too long") from error
    finally:
        call.surroundings.spend(int((time.monotonic() - began) * STEPS_PER_SECOND))


@lru_cache(maxsize=500)
def _compile(pattern: str) -> regex.Pattern[str]:
    """`$` is the very end of the text, and digits and word letters are ASCII only, as in ECMAScript."""
    parts = _DOLLAR.sub(lambda match: r"\Z" if match[0] == "$" else match[0], pattern)
    return regex.compile(parts, regex.ASCII | regex.VERSION0)


_DOLLAR = regex.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$", regex.DOTALL)


@function("selected", 2)
def _selected(call: Call) -> bool:
    """As the engine: an empty list has the one empty choice."""
    return call.text(1).strip(_SPACE) in (_split(call, call.text(0)) or [""])


@function("selected-at", 2)
def _selected_at(call: Call) -> str:
    names, place = _split(call, call.text(0)), call.whole(1)
    return names[place] if place is not None and 0 <= place < len(names) else ""


@function("count-selected")
def _count_selected(call: Call) -> float:
    return float(len(_split(call, call.text(0))))


def _split(call: Call, text: str) -> list[str]:
    call.surroundings.spend(len(text) // CHARACTERS_OF_A_STEP)
    return [name for name in _SPACES.split(text) if name]


@function("digest", 2, 3)
def _digest(call: Call) -> str:
    algorithm, encoding = call.text(1), call.text(2) if len(call) == 3 else "base64"
    if algorithm not in _DIGESTS or encoding not in ("base64", "hex"):
        raise NotCheckableError("a digest of this kind is not known")
    made = hashlib.new(_DIGESTS[algorithm], call.text(0).encode("utf-8", "replace"), usedforsecurity=False)
    return made.hexdigest() if encoding == "hex" else base64.b64encode(made.digest()).decode("ascii")


_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@function("base64-decode")
def _base64_decode(call: Call) -> str:
    try:
        return base64.b64decode(call.text(0), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
