"""How a crash is logged: where it happened and of what kind, without the exception's own words, which may be about a resident.

A database's complaint quotes the row it refused; so does a parser's. What programmers and machines say of themselves is kept.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType
from typing import Any

from flask.logging import default_handler

PATTERN = "[%(asctime)s] %(levelname)s in %(module)s: %(message)s"
# Their words name code, files and servers, never what was typed.
_SPEAKABLE = (ImportError, AttributeError, NameError, OSError, MemoryError, RecursionError)
_SPEAKABLE_NAMES = frozenset({"OperationalError", "InterfaceError"})

# ODK Collect has its token in the address, and a resident's link is one.
_TOKEN_IN_ADDRESS = re.compile(
    r"(/key/|/e/(?!(?:form|evidence|left|waiting|service_worker\.js)(?:[/\s?#\"']|$)))[^/\s?#\"']+"
)

_Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class ImpersonalFormatter(logging.Formatter):
    """Writes traces by `write_trace`."""

    def formatException(self, ei: _Caught) -> str:  # noqa: N802 - the name logging calls
        """The trace of what was caught."""
        return write_trace(ei[1]) if ei[1] is not None else ""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name logging calls
        """One line for each message: what came in an address cannot begin a line of its own."""
        shown = hide_tokens(record.message)
        record.message = "".join(one if one.isprintable() else repr(one)[1:-1] for one in shown)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        """A trace that another handler has already spelled out is not taken over."""
        record.exc_text = None
        written = super().format(record)
        record.exc_text = None
        return written


class TokenFilter(logging.Filter):
    """Takes tokens out of what a logger of somebody else's (gunicorn) writes, however it is formatted."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        said = record.getMessage()
        shown = hide_tokens(said)
        if shown != said:
            record.msg, record.args = shown, None
        return True


def hide_tokens(text: str) -> str:
    """The text with `…` in the place of every token that an address has."""
    return _TOKEN_IN_ADDRESS.sub(r"\1…", text)


def keep_logs_impersonal() -> None:
    """Have whatever prints log lines of this process use the formatter; a second call changes nothing."""
    handlers: list[logging.Handler | None] = [default_handler, logging.lastResort, *logging.getLogger().handlers]
    for handler in handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setFormatter(ImpersonalFormatter(PATTERN))


def write_trace(error: BaseException) -> str:
    """Frames and kinds of the whole chain, the first cause first."""
    parts: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        parts.insert(0, "".join(traceback.format_tb(one.__traceback__)) + _describe(one))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n".join(parts)


def _describe(error: BaseException) -> str:
    kind: type[Any] = type(error)
    speaks = isinstance(error, _SPEAKABLE) or kind.__name__ in _SPEAKABLE_NAMES
    name = f"{kind.__module__}.{kind.__qualname__}"
    return f"{name}: {error}" if speaks else f"{name} (its words are not logged)"
