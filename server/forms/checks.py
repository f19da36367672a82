"""Checks a submission against its form version as the phone did: relevant, required, constraint, choices, turns of repeats.

Computes no calculation anew, and never takes what cannot be known here for a violation. Source: ODK XForms, "Bindings"
(https://getodk.github.io/xforms-spec/#bindings).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from elementpath import ElementPathError
from elementpath.xpath_nodes import XPathNode
from elementpath.xpath_tokens import XPathToken

from server.forms.answers import MAX_PROBLEMS, Problem
from server.forms.form_model import FormModel, ItemList, make_row
from server.forms.instance_tree import InstanceTree, Place
from server.forms.xml_reading import Element
from server.forms.xpath import Surroundings, value_of
from server.forms.xpath_dates import NoSuchDateError
from server.forms.xpath_values import (
    NotCheckableError,
    Value,
    text_of_node,
    to_number,
    to_truth,
)

MOST_ROUNDS = 10
_TOO_MANY = "The submission has too many entries to be checked."
_FAILS = "the expression fails"
_FAILURES = (ElementPathError, NoSuchDateError, ArithmeticError, ValueError, TypeError, RecursionError)
_Read = TypeVar("_Read")
_MESSAGES = {
    "required": "a mandatory question has no answer",
    "constraint": "the answer is not one that the form accepts",
    "not_relevant": "it is answered, but with the other answers the form does not ask it",
    "wrong_choice": "the answer is not one of the choices offered here",
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When and with which rows a form was filled. `rows` are what the phone had, by the name the form uses for them.

    A served row that is not in `rows` is not known. `finished_at` without a time zone of its own is not accepted.
    """

    finished_at: dt.datetime | None = None
    zone: dt.tzinfo = dt.UTC
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Checked:
    """`hidden` are the nodes that are not asked with these answers, groups and all they hold among them.

    `not_checkable` says what is not known: (node, which expression, why).
    """

    problems: list[Problem] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    not_checkable: list[tuple[str, str, str]] = field(default_factory=list)


def check_submission(model: FormModel, root: Element, circumstances: Circumstances) -> Checked:
    """Check a parsed submission. Raises nothing for what a submission or a published form can hold."""
    surroundings = surround(model, circumstances)
    try:
        tree = InstanceTree(model.plan, root, surroundings)
    except NotCheckableError as error:
        return Checked(
            [Problem("too_many_entries", None, _TOO_MANY)], set(), [(model.plan.path, "instance", error.reason)]
        )
    checker = _Checker(model, tree)
    checker.find_irrelevant()
    checker.check(tree.root)
    found = checker.found
    del found.problems[MAX_PROBLEMS:]
    return found


def surround(model: FormModel, circumstances: Circumstances) -> Surroundings:
    """What the expressions of this form may look at."""
    rows: dict[str, XPathNode] = {
        name: make_row(circumstances.rows[name]) for name in model.served if name in circumstances.rows
    }
    at = circumstances.finished_at
    return Surroundings(
        zone=circumstances.zone,
        today=None if at is None else at.astimezone(circumstances.zone).date(),
        instances=model.instances | rows,
        missing=model.served - rows.keys(),
        find_choice_label=model.find_choice_label,
        find_text=model.find_text,
    )


def compute(tree: InstanceTree, token: XPathToken, place: Place) -> Value:
    """The value of an expression at a place. Raises NotCheckableError, also for what fails on the phone."""
    try:
        return value_of(token, tree.context_at(place))
    except _FAILURES as error:
        raise NotCheckableError(_FAILS) from error


class _Checker:
    def __init__(self, model: FormModel, tree: InstanceTree) -> None:
        self.model = model
        self.tree = tree
        self.found = Checked()
        self._unsure: set[str] = set()

    def find_irrelevant(self) -> None:
        """Blank what is answered without being asked, until nothing more depends on it (or a circle was gone round)."""
        for _ in range(MOST_ROUNDS):
            self._unsure.clear()
            self.found.hidden.clear()
            self.found.not_checkable.clear()
            if not self._hide(self.tree.root, is_asked=True):
                return

    def _hide(self, place: Place, *, is_asked: bool) -> bool:
        """Go through the tree; whether an answer was blanked."""
        if is_asked and (relevant := self.model.expressions.get((place.plan.path, "relevant"))) is not None:
            sure = self._ask(relevant, place, "relevant", to_truth)
            is_asked = sure is not False
            if sure is None:
                self._unsure.add(place.node)
        if not is_asked:
            self.found.hidden.add(place.node)
        blanked = False
        if not is_asked and not place.places and (place.element.text or "").strip():
            self._report("not_relevant", place)
            place.element.text = None
            blanked = True
        for inner in place.places:
            blanked |= self._hide(inner, is_asked=is_asked)
        return blanked

    def check(self, place: Place, *, is_unsure: bool = False) -> None:
        """Everything but relevance, of what is asked."""
        if place.node in self.found.hidden:
            return
        is_unsure = is_unsure or place.node in self._unsure
        if not place.places and place.plan.path in self.model.questions:
            self._check_answer(place, is_unsure=is_unsure)
        self._check_counts(place, is_unsure=is_unsure)
        for inner in place.places:
            self.check(inner, is_unsure=is_unsure)

    def _check_answer(self, place: Place, *, is_unsure: bool) -> None:
        expressions, text = self.model.expressions, place.element.text or ""
        if not text:
            required = expressions.get((place.plan.path, "required"))
            if required is not None and not is_unsure and self._ask(required, place, "required", to_truth):
                self._report("required", place)
            return
        constraint = expressions.get((place.plan.path, "constraint"))
        if constraint is not None and self._ask(constraint, place, "constraint", to_truth) is False:
            self._report("constraint", place)
        choices = self.model.lists.get(place.plan.path)
        if choices is not None:
            self._check_choices(place, choices, text.split())

    def _check_choices(self, place: Place, choices: ItemList, chosen: list[str]) -> None:
        """Only where the choices depend on other answers, or come from them: a fixed list is checked with the type."""
        offered = self._ask(choices.nodes, place, "choices", lambda value: _names(value, choices.value))
        if offered is not None and not set(chosen) <= offered:
            self._report("wrong_choice", place)

    def _check_counts(self, place: Place, *, is_unsure: bool) -> None:
        """`jr:count`: as many turns as the answers say. A repeat that may not be asked at all is left alone."""
        for path, count in self.model.counts.get(place.plan.path, ()):
            if is_unsure or (path, "relevant") in self.model.expressions:
                continue
            wanted = self._ask(count, place, "repeat_count", lambda value: to_number(value, self._zone))
            turns = sum(inner.plan.path == path for inner in place.places)
            if wanted is None or not wanted.is_integer() or turns == max(wanted, 0):
                continue
            message = f"there are {turns} entries where the answers say {int(max(wanted, 0))}"
            self._add("wrong_count", path, f"{place.node}/{path.rpartition('/')[2]}", message)

    @property
    def _zone(self) -> dt.tzinfo:
        return self.tree.surroundings.zone

    def _ask(self, token: XPathToken, place: Place, part: str, read: Callable[[Value], _Read]) -> _Read | None:
        """The value of an expression, None where it is not known."""
        try:
            return read(compute(self.tree, token, place))
        except NotCheckableError as error:
            self.found.not_checkable.append((place.node, part, error.reason))
        except _FAILURES:  # what the expression gave cannot be read as what is asked of it
            self.found.not_checkable.append((place.node, part, _FAILS))
        return None

    def _report(self, code: str, place: Place) -> None:
        message = self.model.messages.get((place.plan.path, code)) or _MESSAGES[code]
        self._add(code, place.plan.path, place.node, message)

    def _add(self, code: str, path: str, node: str, message: str) -> None:
        if len(self.found.problems) < MAX_PROBLEMS:
            self.found.problems.append(Problem(code, node, message, self.model.label_of(path)))


def _names(value: Value, name: str) -> set[str]:
    if not isinstance(value, list):
        raise NotCheckableError("a list of choices is no list")
    return {text for node in value for text in _find_name(node, name)}


def _find_name(node: XPathNode, name: str) -> list[str]:
    return [text_of_node(child) for child in node if child.name == name] if name != "." else [text_of_node(node)]  # type: ignore[attr-defined]
