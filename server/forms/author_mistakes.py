"""What authors of spreadsheets slip on and a converter says badly or not at all, found in the sheets themselves.

Parts left open, prefixes that are not declared, external lists without a filter, translations that are missing, columns that
phones do not have. Sheets are given row by row under their headings, as pyxform reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from server.domain.phone_rows import PHONE_FIELDS
from server.forms.problems import FormProblem
from server.forms.survey_rows import FIRST_ROW

Sheet: TypeAlias = Sequence[Mapping[str, Any]]

NAMESPACE = "https://doorstep.example/ns"
_OWN_PREFIXES = frozenset({"jr", "odk", "orx", "entities", "h", "ev", "xsd"})
_PREFIXED = re.compile(r"^(?:bind|body|instance)::?([A-Za-z_][\w.-]*):(?!:)")
_DECLARED = re.compile(r"([A-Za-z_][\w.-]*)\s*=\s*[\"']([^\"']*)[\"']")
_SPOKEN = re.compile(r"^(label|hint|required_message|constraint_message)::?\s*(.+?)\s*$", re.IGNORECASE)
_LOOKED_UP = re.compile(r"pulldata\(\s*['\"](\w+)['\"]\s*,\s*['\"]([^'\"]+)['\"]")
_WALKED = re.compile(r"instance\(\s*['\"](\w+)['\"]\s*\)/root/item(?:\[[^\]]*\])?/([\w.-]+)")
_COLUMNS: Mapping[str, frozenset[str]] = {
    "visit": frozenset({"id", *PHONE_FIELDS["visit"]}),
    "resident": frozenset({"id", *PHONE_FIELDS["resident"]}),
    "case": frozenset({"id", *PHONE_FIELDS["case"]}),
    "officer": frozenset({"id", "name", "team"}),
}
_EXTERNAL = re.compile(r"select_one_external\s+(\S+)$")
_LONGEST_LIST = 20


def find_unclosed(survey: Sheet) -> list[FormProblem]:
    """Groups and repeats that are not ended, or ended as something else, or never begun; each by its own row."""
    problems: list[FormProblem] = []
    around: list[tuple[str, str, int]] = []
    for number, row in enumerate(survey, FIRST_ROW):
        step, _, kind = _type_of(row).replace("_", " ").partition(" ")
        kind = kind.split(" ")[0] if kind else ""
        if step == "begin":
            around.append((kind, str(row.get("name") or ""), number))
        elif step == "end" and kind and not around:
            problems.append(FormProblem(f"“end {kind}” ends nothing: no {kind} is open here.", "survey", number))
        elif step == "end" and kind:
            begun, name, at = around.pop()
            if begun != kind:
                message = (
                    f"“end {kind}” stands where the {begun} “{name}” of row {at} must be ended first, by “end {begun}”."
                )
                return [*problems, FormProblem(message, "survey", number)]
    return problems + [
        FormProblem(f"The {kind} “{name}” is never ended. Add “end {kind}” below its last question.", "survey", number)
        for kind, name, number in around
    ]


def find_undeclared(survey: Sheet, settings: Sheet) -> list[FormProblem]:
    """Prefixes of headings (`bind::doorstep:records`) that the settings sheet does not declare, or declares as another."""
    heads = {str(head) for row in survey for head in row}
    used = {found[1] for head in heads if (found := _PREFIXED.match(head.strip()))} - _OWN_PREFIXES
    declared = dict(_DECLARED.findall(str((settings[0] if settings else {}).get("namespaces") or "")))
    problems = []
    for prefix in sorted(used):
        is_ours = prefix == "doorstep"
        if prefix in declared and (not is_ours or declared[prefix] == NAMESPACE):
            continue
        wanted = f'{prefix}="{NAMESPACE}"' if is_ours else f'{prefix}="…"'
        message = (
            f"The survey sheet has a heading with “{prefix}:”. "
            f"The settings sheet must say what that is: give it the column namespaces with {wanted}."
        )
        problems.append(FormProblem(message, "settings", FIRST_ROW))
    return problems


def find_unfiltered(survey: Sheet, choices: Sheet) -> list[FormProblem]:
    """Lists of the external_choices sheet that are offered whole, which pyxform cannot write; a list of the choices sheet it can."""
    listed = {_cell(row, "list_name") for row in choices}
    problems = []
    for number, row in enumerate(survey, FIRST_ROW):
        asked = _EXTERNAL.match(_cell(row, "type"))
        if asked and asked[1] not in listed and not _cell(row, "choice_filter"):
            message = (
                f"“{asked[0]}” needs a choice_filter: without one, put its list on the choices sheet and ask by "
                f"“select_one {asked[1]}”. Phones offer that list, and ask select_one_external as text."
            )
            problems.append(FormProblem(message, "survey", number))
    return problems


def warn_of_translations(survey: Sheet, choices: Sheet) -> list[FormProblem]:
    """Every text that is there in one language of its sheet and not in another; after twenty, how many more."""
    found = [
        FormProblem(f"“{row.get('name')}” has no {part} in {language}. Phones show “-” there.", sheet, number)
        for sheet, rows in (("survey", survey), ("choices", choices))
        for number, row, part, language in _list_untranslated(rows)
    ]
    left = len(found) - _LONGEST_LIST
    return found if left <= 0 else [*found[:_LONGEST_LIST], FormProblem(f"{left} more texts have no translation.")]


def warn_of_lookups(survey: Sheet) -> Iterator[FormProblem]:
    """Each column that is looked up in a list which phones serve, and that they do not have in it."""
    for number, row in enumerate(survey, FIRST_ROW):
        text = " ".join(str(cell) for cell in row.values())
        for name, column in dict.fromkeys([*_LOOKED_UP.findall(text), *_WALKED.findall(text)]):
            known = _COLUMNS.get(name)
            if known is not None and column not in known:
                there = ", ".join(sorted(known))
                message = f"Phones know no “{column}” of a {name}, so this is empty. There are: {there}."
                yield FormProblem(message, "survey", number)


def find_type_row(survey: Iterable[Mapping[str, Any]], kind: str) -> int | None:
    """The first row of the survey that asks for a type of question."""
    rows = enumerate(survey, FIRST_ROW)
    return next((number for number, row in rows if str(row.get("type") or "").strip() == kind), None)


def _list_untranslated(rows: Sheet) -> Iterator[tuple[int, Mapping[str, Any], str, str]]:
    heads = dict.fromkeys(str(head) for row in rows for head in row)
    spoken: dict[str, dict[str, str]] = {}
    for head in heads:
        if match := _SPOKEN.match(head):
            spoken.setdefault(match[1].lower(), {})[match[2]] = head
    for number, row in enumerate(rows, FIRST_ROW):
        for part, by_language in spoken.items():
            there = {language for language, head in by_language.items() if str(row.get(head) or "").strip()}
            if there:
                yield from ((number, row, part.replace("_", " "), one) for one in by_language if one not in there)


def _cell(row: Mapping[str, Any], head: str) -> str:
    """Under a heading as pyxform takes it: “Choice Filter” is choice_filter."""
    found = (cell for name, cell in row.items() if "_".join(str(name).lower().split()) == head)
    return next((str(cell).strip() for cell in found if cell), "")


def _type_of(row: Mapping[str, Any]) -> str:
    return " ".join(str(row.get("type") or row.get("command") or "").lower().split())
