"""The lists that a form looks things up in, as ODK Collect is given them: the form opens, and nothing personal leaves.

`resident`, `visit` and `case` are somebody's own and are never served: Collect gets the headings and one row that nothing
matches, so that pulldata() gives "" and not an error. Of `officer` it gets whoever fills the form in.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

from server.forms.form_model import SERVED_INSTANCES

NOBODY = "not-known-here"
# Columns a form may ask for; pwa/src/forms/prefill.ts has the same.
_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "visit": ("id", "resident_id", "case_id"),
    "resident": ("id", "first_name", "last_name", "mobile", "landline", "email"),
    "case": ("id", "status", "next_contact_on"),
    "officer": ("id", "name"),
}
_SOURCE = re.compile(r'src="jr://file-csv/([^"/]+)\.csv"')
_PULL = re.compile(r"pulldata\(\s*'([^']+)'\s*,\s*'([^']+)'\s*,\s*'([^']+)'")
_PATH = re.compile(r"instance\(\s*'([^']+)'\s*\)/root/item(?:\[[^\]]*\])?/([\w.-]+)")


def make_collect_files(xform: str, officer: Mapping[str, str]) -> dict[str, bytes]:
    """{file name: CSV in UTF-8} of the lists that the form names and we can serve. `officer` is {"id", "name"}."""
    names = [name for name in dict.fromkeys(_SOURCE.findall(xform)) if name in SERVED_INSTANCES]
    return {f"{name}.csv": _write(_columns(name, xform), officer if name == "officer" else {}) for name in names}


def list_unserved(xform: str) -> list[str]:
    """The lists that the form names and that are somebody's own."""
    named = dict.fromkeys(_SOURCE.findall(xform))
    used = {found[0] for found in _PULL.findall(_unescape(xform))} | {
        found[0] for found in _PATH.findall(_unescape(xform))
    }
    return [name for name in named if name in SERVED_INSTANCES and name != "officer" and name in used]


def _unescape(xform: str) -> str:
    return xform.replace("&apos;", "'").replace("&quot;", '"')


def _columns(name: str, xform: str) -> list[str]:
    plain = _unescape(xform)
    pulled = [column for found in _PULL.findall(plain) if found[0] == name for column in found[1:]]
    walked = [column for found, column in _PATH.findall(plain) if found == name]
    return list(dict.fromkeys([*_ALWAYS[name], *pulled, *walked]))


def _write(columns: list[str], row: Mapping[str, str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerow([row.get(column, NOBODY if column == "id" else "") for column in columns])
    return out.getvalue().encode("utf-8")
