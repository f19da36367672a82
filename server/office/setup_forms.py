"""What the pages share by which an installation is set up: how a refusal is shown, and what a form carries."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from flask import abort, request

from server.domain.change_refusal import ChangeRefusedError
from server.domain.operation import parse_id
from server.store.database import new_id
from server.texts import text

_NUMBERED = re.compile(r"_\d+$")


def refuse(
    refusal: ChangeRefusedError, prefix: str, show: Callable[[dict[str, str]], str], **values: Any
) -> tuple[str, int]:
    """The page again with what is wrong in words, each at its field. A number behind a field's name does not change its words."""
    state = refusal.mistakes.get("state")
    if state == "not_found":
        abort(404)
    errors = {
        field: text(f"{prefix}-refused-{_NUMBERED.sub('', field)}-{reason}", **values)
        for field, reason in refusal.mistakes.items()
    }
    return show(errors), 409 if state else 422


def page_id() -> uuid.UUID:
    """The id that this page gives what it adds, so that a button pressed twice adds one."""
    return parse_id(request.form.get("page_id", "")) or new_id()
