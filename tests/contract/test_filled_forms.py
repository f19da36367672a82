"""What phones really send for the shipped forms has no findings here; filled_forms.test.ts makes the same XML with the engine."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from server.forms.answers import read_submission
from server.forms.checks import Circumstances, check_submission
from server.forms.form_model import FormModel
from server.forms.meaning import read_meaning
from server.forms.xml_reading import parse_xml

FOLDER = Path(__file__).parent / "filled_forms"
FORMS = Path(__file__).parents[1] / "fixtures" / "forms"
FILLED: list[dict[str, Any]] = json.loads((FOLDER / "answers.json").read_text(encoding="utf-8"))
AT = Circumstances(dt.datetime(2026, 11, 23, 10, 42, tzinfo=dt.UTC))


@pytest.mark.parametrize("filled", FILLED, ids=lambda filled: str(filled["name"]))
def test_an_honest_phone_is_found_nothing_wrong_with(filled: dict[str, Any]) -> None:
    model = FormModel((FORMS / f"{filled['form_id']}.xml").read_text(encoding="utf-8"))
    root = parse_xml((FOLDER / f"{filled['name']}.xml").read_text(encoding="utf-8"))
    read = read_submission(root, model.questions.values())
    checked = check_submission(model, root, AT)
    assert (read.problems, checked.problems, checked.not_checkable) == ([], [], [])
    assert read_meaning(read.answers).problems == []
    said = {answer.node.rpartition("/")[2] for answer in read.answers}
    assert filled["answers"].keys() <= said
    assert not {answer.node for answer in read.answers} & checked.hidden
