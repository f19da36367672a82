"""The golden labels (labels/labels.json) as the office names them; tests/contract/labels.test.tsx reads the same on the phone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.domain.plain_words import plain_words

GOLDEN = json.loads((Path(__file__).parent / "labels" / "labels.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("label", GOLDEN, ids=lambda label: label["name"])
def test_the_office_says_a_label_as_a_phone_does(label: dict[str, str]) -> None:
    assert plain_words(label["marked"]) == label["plain"]
