"""What phones leave out of a form, or show elsewhere than its author has it, beyond types and appearances (phone_controls.py).

A form is never refused for it. Looks at what pyxform wrote, so that every way of writing it in a spreadsheet is heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from server.forms.labels import Labels
from server.forms.phone_controls import find_control, load_shown_appearances
from server.forms.problems import FormProblem
from server.forms.questions import XFORMS, XHTML, Question
from server.forms.xml_reading import Element, local_name

_COLOURED = re.compile(r"<(?:span|font|p|div)\b[^>]*\b(?:style|color|face|size)\s*=", re.IGNORECASE)
_PLAYED = frozenset({"audio", "video"})
FOUND_BY_TYPING = 40  # choices: LONG_LIST of pwa/src/screens/check/choice_lists.ts
_SAME_AS_OURS = frozenset({"pages"})


def warn_of_what_is_left_out(
    root: Element, questions: tuple[Question, ...], rows: Mapping[str, int]
) -> Iterator[FormProblem]:
    """A warning for each question, with its row where it is known, and for each thing of the form as a whole."""
    model, body = root.find(f"{XHTML}head/{XFORMS}model"), root.find(f"{XHTML}body")
    if model is None or body is None:
        return
    labels = Labels(model)
    elements = {str(node.get("ref")): node for node in body.iter() if node.get("ref")}
    yield from _warn_of_the_form(root, body)
    for question in questions:
        element = elements.get(question.path)
        for words in _list_left_out(question, element, labels):
            yield FormProblem(words, "survey", rows.get(question.path))


def _warn_of_the_form(root: Element, body: Element) -> Iterator[FormProblem]:
    if any(node.get("base64RsaPublicKey") for node in root.iter()):
        message = (
            "The form’s own encryption is not used: what phones send is sealed to the council’s server in any case."
        )
        yield FormProblem(message, "settings")
    style = str(body.get("class") or "")
    if set(style.split()) - _SAME_AS_OURS:
        message = f"The style “{style}” changes nothing on phones: each top-level group is a page of its own."
        yield FormProblem(message, "settings")
    if any(local_name(node) == "entity" and node.get("dataset") for node in root.iter()):
        yield FormProblem("The form’s entities are not kept: what is answered stays in the submission.", "entities")


def _list_left_out(question: Question, element: Element | None, labels: Labels) -> Iterator[str]:
    if element is None:
        return
    name = question.path.rpartition("/")[2]
    said = load_shown_appearances()["attributes"]
    for attribute in map(_without_namespace, map(str, element.attrib)):
        if attribute in said:
            yield f"Phones leave out the “{attribute}” of “{name}”: {said[attribute]}."
    if "big-image" in labels.media_of(element):
        yield f"Phones show the picture of “{name}”, and not the larger one (big-image)."
    texts = [*question.label.values(), *question.hint.values()]
    texts += [words for choice in question.choices for words in choice["label"].values()]
    if any(map(_COLOURED.search, texts)):
        yield f"Phones show the words of “{name}” without colours, typefaces and alignment."
    yield from _list_choice_media(name, question, labels.media_of_choices(element))


def _list_choice_media(name: str, question: Question, media: set[str]) -> Iterator[str]:
    control = find_control(question)
    is_long = len(question.choices) > FOUND_BY_TYPING
    if control == "menu" and media:
        instead = "as a list that is found by typing" if is_long else "as radios"
        yield f"Phones show “{name}” {instead}: a menu cannot show what its choices have beside their words."
    is_typed = control == "combobox" or (control in ("menu", "radios") and is_long)
    if is_typed and media & _PLAYED:
        yield f"Sounds and films of the choices of “{name}” are played once a choice is made, not in the list."
    if control == "label_only" and media:
        yield f"Phones show no choices of “{name}” (label), and nothing that its choices have beside their words."


def _without_namespace(attribute: str) -> str:
    return attribute.rpartition("}")[2]
