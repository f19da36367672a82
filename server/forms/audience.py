"""For whom a form is: the setting `attribute::audience` of the spreadsheet, which pyxform writes on the form's own instance.

`resident` lets the office send the form by link. Such a form records only what a resident may say of themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from server.domain.words import AlertKind
from server.forms.problems import FormProblem
from server.forms.questions import Question
from server.forms.xml_reading import Element, local_name, parse_xml

RESIDENT = "resident"
MANY_QUESTIONS = 100
_PLACES = frozenset({"geopoint", "geotrace", "geoshape"})
ALERTS_OF_A_RESIDENT = frozenset({AlertKind.SAFEGUARDING})


def find_audience(xform: str | Element) -> str | None:
    """The word on the root of the form's instance; None for a form of officers."""
    root = parse_xml(xform) if isinstance(xform, str) else xform
    instance = next((node for node in root.iter() if local_name(node) == "instance"), None)
    form = next(iter(instance), None) if instance is not None else None
    return None if form is None else form.get("audience")


def find_audience_problems(root: Element, questions: Iterable[Question], rows: Mapping[str, int]) -> list[FormProblem]:
    """What keeps a form from being one for residents, where it says that it is one."""
    audience = find_audience(root)
    if audience is None:
        return []
    if audience != RESIDENT:
        return [FormProblem(f"The audience “{audience}” is not known. Leave it out, or write resident.", "settings")]
    return [
        FormProblem(
            f"“{question.records}” cannot be recorded by a form for residents.", "survey", rows.get(question.path)
        )
        for question in questions
        if question.records and not may_record(question.records)
    ]


def warn_of_length(root: Element, questions: Iterable[Question]) -> list[FormProblem]:
    """A form for residents of more pages than anybody goes through in one sitting: their page keeps no draft."""
    asked = sum(1 for question in questions if question.control and not question.readonly)
    if find_audience(root) != RESIDENT or asked <= MANY_QUESTIONS:
        return []
    message = (
        f"Residents get one question a page and must finish in one sitting: this form has {asked:,}. "
        f"With more than {MANY_QUESTIONS} few will reach the end; several shorter forms are better."
    )
    return [FormProblem(message, "survey")]


def warn_of_places(root: Element, questions: Iterable[Question], rows: Mapping[str, int]) -> list[FormProblem]:
    """Each place that a form for residents asks for: their page never asks a browser where somebody is."""
    if find_audience(root) != RESIDENT:
        return []
    return [
        FormProblem(
            f"Residents can only type “{question.path.rpartition('/')[2]}” as latitude and longitude, which few know: "
            "their page does not ask where they are. Ask for an address instead.",
            "survey",
            rows.get(question.path),
        )
        for question in questions
        if question.control == "input" and question.type in _PLACES
    ]


def may_record(records: str) -> bool:
    """Whether a resident may say this by link: nothing of a visit or a call, and of alerts only that somebody is not safe."""
    head, _, rest = records.partition(".")
    return head not in ("visit", "contact") and (head != "alert" or rest in ALERTS_OF_A_RESIDENT)
