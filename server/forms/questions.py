"""Reads an XForm: its id, languages and its questions, in the order they are asked, with what each answer records.

Evaluates no expression; it carries relevant, required and constraint along as they are written.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from server.forms.labels import Labels
from server.forms.xml_reading import Element, XmlRefusedError, local_name

XFORMS = "{http://www.w3.org/2002/xforms}"
XHTML = "{http://www.w3.org/1999/xhtml}"
RECORDS = "{https://doorstep.example/ns}records"

_CONTROLS = frozenset({"input", "select", "select1", "upload", "trigger", "range", "rank", "secret"})


@dataclass(frozen=True)
class Question:
    """A node of the form. `path` is absolute, without namespaces; `repeats` are the repeats around it, outermost first.

    `type` is the bind's (string, int, decimal, date, time, dateTime, geopoint, binary ...), or `group` or `repeat`.
    `control` is the element that asks it (input, select1, select, upload ...), None for a node nobody is asked.
    `media` is the kind of file that an upload asks for (image/*, audio/*, application/* ...).
    Labels are by language code; `choices` are [{"name", "label"}].
    """

    path: str
    type: str
    control: str | None = None
    label: dict[str, str] = field(default_factory=dict)
    hint: dict[str, str] = field(default_factory=dict)
    choices: list[dict[str, Any]] = field(default_factory=list)
    required: str | None = None
    relevant: str | None = None
    constraint: str | None = None
    calculate: str | None = None
    readonly: str | None = None
    records: str | None = None
    appearance: str | None = None
    media: str | None = None
    repeats: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormDescription:
    """What a form says of itself. `sources` are its external lists: {instance id: address}."""

    form_id: str
    title: str
    version: str | None
    root_name: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    sources: dict[str, str]


def question_json(question: Question) -> dict[str, Any]:
    """A question as it is kept beside its form version."""
    return {name: value for name, value in asdict(question).items() if value not in (None, {}, [], ())}


def question_from_json(stored: dict[str, Any]) -> Question:
    """The question that `question_json` wrote."""
    return Question(**{**stored, "repeats": tuple(stored.get("repeats", ()))})


def read_questions(root: Element) -> FormDescription:
    """Describe a parsed XForm. Raises XmlRefusedError when it is not one."""
    model = root.find(f"{XHTML}head/{XFORMS}model")
    body = root.find(f"{XHTML}body")
    instance = None if model is None else model.find(f"{XFORMS}instance")
    if model is None or body is None or instance is None or len(instance) == 0:
        raise XmlRefusedError("this is not an XForm: it has no model, instance or body")
    primary = instance[0]
    labels = Labels(model)
    reader = _Reader(model, body, labels)
    root_name = local_name(primary)
    reader.walk(primary, f"/{root_name}", ())
    title = root.findtext(f"{XHTML}head/{XHTML}title") or ""
    return FormDescription(
        form_id=str(primary.get("id") or ""),
        title=title,
        version=primary.get("version"),
        root_name=root_name,
        languages=labels.languages,
        questions=tuple(reader.questions.values()),
        sources={
            str(node.get("id")): str(node.get("src")) for node in model.findall(f"{XFORMS}instance") if node.get("src")
        },
    )


class _Reader:
    """Walks the primary instance once, joining each node with its bind and its control."""

    def __init__(self, model: Element, body: Element, labels: Labels) -> None:
        self.labels = labels
        self.questions: dict[str, Question] = {}
        self.binds = {str(bind.get("nodeset")): bind for bind in model.findall(f"{XFORMS}bind")}
        self.controls: dict[str, Element] = {}
        self.groups: dict[str, Element] = {}
        self.repeats: set[str] = set()
        for node in body.iter():
            name = local_name(node)
            if name in _CONTROLS and node.get("ref"):
                self.controls[str(node.get("ref"))] = node
            elif name == "group" and node.get("ref"):
                self.groups[str(node.get("ref"))] = node
            elif name == "repeat":
                self.repeats.add(str(node.get("nodeset")))

    def walk(self, node: Element, path: str, repeats: tuple[str, ...]) -> None:
        for child in node:
            here = f"{path}/{local_name(child)}"
            if here in self.questions:
                continue  # a repeat's template, then its first instance
            if here in self.repeats:
                self.questions[here] = self._inner(here, "repeat", repeats)
                self.walk(child, here, (*repeats, here))
            elif len(child) or here in self.groups:
                self.questions[here] = self._inner(here, "group", repeats)
                self.walk(child, here, repeats)
            else:
                self.questions[here] = self._leaf(here, repeats)

    def _inner(self, path: str, kind: str, repeats: tuple[str, ...]) -> Question:
        bind, group = self.binds.get(path), self.groups.get(path)
        return Question(
            path=path,
            type=kind,
            label=self.labels.of(group, "label"),
            relevant=None if bind is None else bind.get("relevant"),
            appearance=None if group is None else group.get("appearance"),
            repeats=repeats,
        )

    def _leaf(self, path: str, repeats: tuple[str, ...]) -> Question:
        bind, control = self.binds.get(path), self.controls.get(path)
        said: dict[str, str] = {} if bind is None else {str(k): str(v) for k, v in bind.attrib.items()}
        return Question(
            path=path,
            type=said.get("type", "string").removeprefix("xsd:"),
            control=None if control is None else local_name(control),
            label=self.labels.of(control, "label"),
            hint=self.labels.of(control, "hint"),
            choices=[] if control is None else self.labels.choices(control),
            required=said.get("required"),
            relevant=said.get("relevant"),
            constraint=said.get("constraint"),
            calculate=said.get("calculate"),
            readonly=said.get("readonly"),
            records=said.get(RECORDS),
            appearance=None if control is None else control.get("appearance"),
            media=None if control is None else control.get("mediatype"),
            repeats=repeats,
        )
