"""A published form as its checks need it: the binds with their expressions parsed, choices, secondary instances, texts.

Made once for a version and shared by all its submissions: nothing here changes after it is made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from elementpath.tree_builders import get_node_tree
from elementpath.xpath_nodes import XPathNode
from elementpath.xpath_tokens import XPathToken
from lxml import etree

import server.forms.xpath_functions
import server.forms.xpath_nodes
import server.forms.xpath_numbers
import server.forms.xpath_paths
import server.forms.xpath_places  # noqa: F401  each registers its part of the language with the parser
from server.domain.plain_words import plain_words
from server.forms.labels import Labels
from server.forms.node_plan import plan_nodes
from server.forms.questions import FormDescription, Question, read_questions
from server.forms.xml_reading import Element, XmlRefusedError, local_name, parse_xml
from server.forms.xpath import WrongExpressionError, XFormsParser
from server.forms.xpath_values import NotCheckableError

_XF = "{http://www.w3.org/2002/xforms}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_JR = "{http://openrosa.org/javarosa}"
_CSV = re.compile(r"jr://file-csv/([^/]+)\.csv$")
_ITEXT = re.compile(r"jr:itext\(\s*'([^']+)'\s*\)")
_RANDOMIZE = re.compile(r"^\s*randomize\((.*?)(?:,[^,()]+)?\)\s*$", re.DOTALL)
EXPRESSIONS = ("relevant", "required", "constraint", "calculate", "readonly")
SERVED_INSTANCES = frozenset({"visit", "resident", "case", "officer"})


@dataclass(frozen=True, slots=True)
class ItemList:
    """The choices of a question: a node-set and, below each of its nodes, what holds the name of a choice."""

    nodes: XPathToken
    value: str


class FormModel:
    """Raises XmlRefusedError for what is no XForm. An expression that cannot be parsed is left out, and in `problems`."""

    def __init__(self, xform: str | bytes) -> None:
        root = parse_xml(xform)
        self.form: FormDescription = read_questions(root)
        model, body = root.find(f"{_XHTML}head/{_XF}model"), root.find(f"{_XHTML}body")
        if model is None or body is None:
            raise XmlRefusedError("this is not an XForm: it has no model or body")
        self.questions: dict[str, Question] = {question.path: question for question in self.form.questions}
        self.problems: list[tuple[str, str, str]] = []
        self._parser = XFormsParser()
        self._tokens: dict[str, XPathToken | None] = {}
        self._labels = Labels(model)
        self._model = model
        self.plan = plan_nodes(model.find(f"{_XF}instance")[0], self.questions)  # type: ignore[index]
        self.messages = _read_messages(model)
        self.instances: dict[str, XPathNode] = {}
        self.served: frozenset[str] = self._read_instances(model)
        self.expressions = {
            (path, part): token
            for path, question in self.questions.items()
            for part in EXPRESSIONS
            if (token := self._parse(path, part, getattr(question, part, None))) is not None
        }
        self.counts: dict[str, list[tuple[str, XPathToken]]] = {}
        self.lists: dict[str, ItemList] = {}
        self._read_body(body)

    def label_of(self, path: str) -> str:
        """What a person calls the question: its label in the form's own language, else its name."""
        question = self.questions.get(path)
        label = question.label.get(self.form.languages[0]) if question else None
        return plain_words(label) if label else path.rpartition("/")[2].replace("_", " ")

    def find_choice_label(self, path: str, name: str) -> str:
        """`jr:choice-name`. Raises NotCheckableError where the languages of the form differ: the phone's is not known."""
        question = self.questions.get(path)
        if question is None or not question.choices:
            raise NotCheckableError("the choices of another question are not known")
        return _one_text(next((choice["label"] for choice in question.choices if choice["name"] == name), {}))

    def find_text(self, text_id: str) -> str:
        """`jr:itext`, under the same condition."""
        return _one_text(self._labels.text(text_id))

    def _parse(self, path: str, part: str, expression: str | None) -> XPathToken | None:
        if not expression:
            return None
        if expression not in self._tokens:
            try:
                self._tokens[expression] = self._parser.parse(expression)
            except WrongExpressionError as error:
                self._tokens[expression] = None
                self.problems.append((path, part, str(error)))
        return self._tokens[expression]

    def _read_instances(self, model: Element) -> frozenset[str]:
        """Lists inside the form, and the names of those that a phone is served; others are empty there."""
        served: set[str] = set()
        for instance in model.findall(f"{_XF}instance"):
            name, source = str(instance.get("id") or ""), instance.get("src")
            match = _CSV.search(str(source)) if source else None
            if match and match[1] in SERVED_INSTANCES:
                served.add(name)
            elif name:
                self.instances[name] = make_instance(list(instance))
        return frozenset(served)

    def _read_body(self, body: Element) -> None:
        for node in body.iter():
            if local_name(node) == "repeat":
                path = str(node.get("nodeset"))
                if (count := self._parse(path, "repeat_count", node.get(f"{_JR}count"))) is not None:
                    self.counts.setdefault(path.rpartition("/")[0], []).append((path, count))
            elif (itemset := node.find(f"{_XF}itemset")) is not None:
                path, value = str(node.get("ref")), itemset.find(f"{_XF}value")
                nodeset = _RANDOMIZE.sub(r"\1", str(itemset.get("nodeset")))
                token = self._parse(path, "choice_filter", nodeset)
                if token is not None and value is not None and "[" in nodeset + "[" * ("/root/item" not in nodeset):
                    self.lists[path] = ItemList(token, str(value.get("ref")))


def make_instance(roots: list[Element]) -> XPathNode:
    """A secondary instance as expressions see it: `instance('id')/root/item`, without namespaces."""
    instance = etree.Element("instance")
    instance.extend(_bare(root) for root in roots)
    return get_node_tree(instance)


def make_row(values: Mapping[str, str]) -> XPathNode:
    """A secondary instance of one row, as a CSV file of one line makes it on the phone."""
    instance = etree.Element("instance")
    item = etree.SubElement(etree.SubElement(instance, "root"), "item")
    for name, value in values.items():
        etree.SubElement(item, name).text = value
    return get_node_tree(instance)


def _bare(node: Element) -> Element:
    bare = etree.Element(local_name(node))
    bare.text = node.text if not len(node) else None
    bare.extend(_bare(child) for child in node)
    return bare


def _read_messages(model: Element) -> dict[tuple[str, str], str]:
    """The author's own words for (path, "required" or "constraint"), in the form's own language."""
    labels = Labels(model)
    found = {}
    for bind in model.findall(f"{_XF}bind"):
        for part, attribute in (("required", "requiredMsg"), ("constraint", "constraintMsg")):
            words = bind.get(f"{_JR}{attribute}")
            if words and (match := _ITEXT.search(words)):
                words = labels.text(match[1]).get(labels.languages[0])
            if words:
                found[str(bind.get("nodeset")), part] = words
    return found


def _one_text(texts: Mapping[str, str]) -> str:
    if len(set(texts.values())) > 1:
        raise NotCheckableError("the language on the phone is not known")
    return next(iter(texts.values()), "")
