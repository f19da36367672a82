"""How a form is cut into pages: the setting `style` of the spreadsheet, which pyxform writes as the class of the form's body.

Words stand side by side, as in HTML. Phones read the same ones: pwa/src/forms/paging.ts.
"""

from __future__ import annotations

from collections.abc import Iterator

from server.forms.problems import FormProblem
from server.forms.questions import XHTML
from server.forms.xml_reading import Element

BY_GROUP = "pages"
BY_QUESTION = "one-question"


def is_by_question(root: Element, *, for_residents: bool) -> bool:
    """Whether each question is a page: as the style says, else for residents and not for officers."""
    words = _read_style(root)
    return BY_QUESTION in words or (for_residents and BY_GROUP not in words)


def warn_of_style(root: Element, *, for_residents: bool) -> Iterator[FormProblem]:
    """Each word of the style that phones do not know, with those that they do; and two that say different things."""
    words = _read_style(root)
    page = "question" if is_by_question(root, for_residents=for_residents) else "top-level group"
    for word in dict.fromkeys(words):
        if word not in (BY_GROUP, BY_QUESTION):
            message = (
                f"The style “{word}” changes nothing on phones: each {page} is a page. Styles that do are “{BY_GROUP}” "
                f"(each top-level group is a page) and “{BY_QUESTION}” (each question is one)."
            )
            yield FormProblem(message, "settings")
    if {BY_GROUP, BY_QUESTION} <= set(words):
        message = f"The style says both “{BY_GROUP}” and “{BY_QUESTION}”: each question is a page."
        yield FormProblem(message, "settings")


def _read_style(root: Element) -> list[str]:
    body = root.find(f"{XHTML}body")
    return [] if body is None else str(body.get("class") or "").split()
