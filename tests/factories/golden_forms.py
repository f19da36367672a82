"""The golden cases of form logic and the XForm that each of them is: tests/contract/forms.test.ts makes the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

FOLDER = Path(__file__).parents[1] / "contract" / "forms"
_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">'
)

Golden = dict[str, Any]


def list_golden_cases() -> list[Golden]:
    """All cases of all files."""
    return [case for file in sorted(FOLDER.glob("*.json")) for case in json.loads(file.read_text(encoding="utf-8"))]


def make_xform(case: Golden) -> str:
    """The form of the case; its instance is the filled one."""
    binds = dict(case.get("binds", {}))
    if "expression" in case:
        binds["/data/result"] = {"calculate": case["expression"]}
    lists = "".join(_make_list(name, items) for name, items in case.get("lists", {}).items())
    rows = "".join(f'<instance id="{name}" src="jr://file-csv/{name}.csv"/>' for name in case.get("rows", {}))
    bound = "".join(
        f'<bind nodeset="{path}" {" ".join(f"{key}={quoteattr(value)}" for key, value in said.items())}/>'
        for path, said in binds.items()
    )
    repeats = "".join(f'<group ref="{path}"><repeat nodeset="{path}"/></group>' for path in case.get("repeats", ()))
    return (
        f"{_HEAD}<h:head><h:title>Golden</h:title><model><instance>{make_instance(case)}</instance>{lists}{rows}{bound}"
        f"</model></h:head><h:body>{case.get('body', '')}{repeats}</h:body></h:html>"
    )


def make_instance(case: Golden) -> str:
    """What the phone would send."""
    result = "<result/>" if "expression" in case else ""
    return f'<data id="golden">{case["instance"]}{result}<meta><instanceID/></meta></data>'


def _make_list(name: str, items: list[dict[str, str]]) -> str:
    rows = "".join(
        f"<item>{''.join(f'<{key}>{escape(value)}</{key}>' for key, value in item.items())}</item>" for item in items
    )
    return f'<instance id="{name}"><root>{rows}</root></instance>'
