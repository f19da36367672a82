"""A receipt to an upload ticket carries ids and words of the wire, whatever its detail holds."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.ticket_receipt import strip_values

ID = "01a20000-0000-7000-8000-00000000f001"


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        (None, None),
        ({}, None),
        ({"shown": {"mobile": "07700 900001"}}, None),
        ({"settled": {"who": "Sue", "note": "rang her"}, "shown": {"risk": "high"}}, None),
        ({"conflict_ids": [ID], "fields": ["mobile"], "versions": {"mobile": 3}},) * 2,
        (
            {"conflict_ids": [ID, "a name"], "fields": ["mobile", "a name"]},
            {"conflict_ids": [ID], "fields": ["mobile"]},
        ),
        ({"versions": {"mobile": "07700 900001", "a name": 1}}, None),
        ({"fields": {"mobile": "must be a text"}}, None),
        ({"after": [ID]},) * 2,
        ({"problem": "unknown_key"},) * 2,
        ({"problem": "fields.07700 900001: expected an object"}, None),
        ({"a detail of next year": ID}, None),
    ],
)
def test_only_ids_and_words_pass(detail: Any, told: Any) -> None:
    assert strip_values(detail) == told
