"""Checks what a form says it records (`bind::doorstep:records`) before it is published: known targets, fitting questions, none twice.

Decides nothing about a submission; meaning.py reads those.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from server.domain.field_policy import FIELD_POLICIES, FieldPolicy, Merging, ValueKind
from server.domain.words import (
    SERVER_ALERT_KINDS,
    AlertKind,
    ContactDirection,
    ContactOutcome,
    ReferralType,
    VisitOutcome,
)
from server.forms.problems import QuestionProblem
from server.forms.questions import Question

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NOT_TEXT = frozenset({"binary", "geopoint", "geotrace", "geoshape"})
_YES_NO_DETAILS = frozenset({"wanted", "agreed", "urgent"})
_INNER = frozenset({"group", "repeat"})


def find_record_problems(
    questions: Iterable[Question], needs: Collection[str] = tuple(ReferralType)
) -> list[QuestionProblem]:
    """All problems, in the order of the form. `needs`: the codes of needs that the council has in use."""
    by_path = {question.path: question for question in questions}
    recording = [question for question in by_path.values() if question.records]
    problems = []
    for question in recording:
        message = _find_problem(question, needs)
        if message is not None:
            problems.append(QuestionProblem(question.path, f"“{question.records}” in the column records: {message}."))
    return problems + _find_doubles(recording, by_path)


def _find_problem(question: Question, needs: Collection[str]) -> str | None:
    head, _, rest = str(question.records).partition(".")
    if question.type in _INNER:
        return "a group records nothing, only its questions do"
    match head:
        case "visit":
            return _find_visit_problem(question, rest)
        case "resident" | "case":
            return _find_field_problem(question, head, rest)
        case "alert":
            kinds = sorted(set(AlertKind) - SERVER_ALERT_KINDS)
            return None if rest in kinds else f"there is no such alert; there are {', '.join(kinds)}"
        case "referral":
            return _find_referral_problem(question, rest, needs)
        case "contact":
            return _find_contact_problem(question, rest)
        case "submission":
            return (
                None if _NAME.fullmatch(rest) else "give it a name of small letters, like submission.sharing_explained"
            )
    return "it must begin with visit., contact., resident., case., referral., alert. or submission."


def _find_visit_problem(question: Question, name: str) -> str | None:
    if name != "outcome":
        return "of a visit only the outcome can be recorded (visit.outcome)"
    unknown = sorted({str(choice["name"]) for choice in question.choices} - set(VisitOutcome))
    if question.control != "select1" or not question.choices:
        return "the outcome must be a question of one choice"
    if unknown:
        return f"these choices are no outcomes: {', '.join(unknown)}"
    return "the outcome cannot stand in a repeat" if question.repeats else None


_CONTACT_WORDS: dict[str, frozenset[str]] = {
    "outcome": frozenset(ContactOutcome),
    "direction": frozenset(ContactDirection),
}


def _find_contact_problem(question: Question, name: str) -> str | None:
    if question.repeats:
        return "a form records one contact, which cannot stand in a repeat"
    if name == "note":
        return None if question.type == "string" else "the note must be a text"
    if name == "call_again_time":
        return None if question.type == "time" else "when to call again must be a time of day"
    words = _CONTACT_WORDS.get(name)
    if words is None:
        return "of a contact the outcome, the direction and a note can be recorded (contact.outcome), and contact.call_again_time"
    if question.control != "select1" or not question.choices:
        return "it must be a question of one choice"
    unknown = sorted({str(choice["name"]) for choice in question.choices} - words)
    return f"these choices are not known: {', '.join(unknown)}" if unknown else None


def _find_field_problem(question: Question, entity_type: str, name: str) -> str | None:
    policies = FIELD_POLICIES[entity_type]
    policy = policies.get(name)
    if policy is None or policy.merging is Merging.OFFICE_ONLY:
        known = ", ".join(sorted(field for field, one in policies.items() if one.merging is not Merging.OFFICE_ONLY))
        return f"a form cannot write this field; it can write {known}"
    if question.repeats:
        return "a field has one value and cannot stand in a repeat"
    return _find_type_problem(question, policy)


def _find_type_problem(question: Question, policy: FieldPolicy) -> str | None:
    names = {str(choice["name"]) for choice in question.choices}
    if policy.kind is ValueKind.DATE:
        return None if question.type == "date" else "the field is a date, the question is not"
    if policy.kind is ValueKind.YES_NO:
        return _find_yes_no_problem(question)
    if question.type in _NOT_TEXT:
        return "the field is a text, the question is a file or a place"
    allowed = set(policy.words)
    if allowed and (not names or names - allowed):
        return f"the question must be a choice among {', '.join(policy.words)}"
    return None


def _find_yes_no_problem(question: Question) -> str | None:
    names = {str(choice["name"]) for choice in question.choices}
    if question.type == "boolean" or question.control == "trigger" or question.control is None:
        return None
    fits = question.control == "select1" and names and names <= {"yes", "no", "true", "false"}
    return None if fits else "it must be a choice of one, with the choices yes and no"


def _find_referral_problem(question: Question, rest: str, needs: Collection[str]) -> str | None:
    kind, _, detail = rest.partition(".")
    if kind not in needs:
        return (
            f"there is no such need in use; there are {', '.join(needs)}. "
            "An administrator adds one, or brings one back, on the page Code lists, Needs that are handed on"
        )
    if detail and not _NAME.fullmatch(detail):
        return "what is said of a need has a name of small letters, like referral.food.people"
    if detail == "start_on" and question.type != "date":
        return "the day on which it starts must be a date"
    return _find_yes_no_problem(question) if detail in _YES_NO_DETAILS else None


def _find_doubles(recording: Iterable[Question], by_path: Mapping[str, Question]) -> list[QuestionProblem]:
    """Two questions may record one thing only where each is asked on a condition; an alert may be raised by any number."""
    first: dict[tuple[str, str], Question] = {}
    problems = []
    for question in recording:
        if str(question.records).startswith("alert."):
            continue
        key = (str(question.records), question.repeats[-1] if question.repeats else "")
        before = first.setdefault(key, question)
        if before is not question and not (_is_conditional(before, by_path) and _is_conditional(question, by_path)):
            name = before.path.rpartition("/")[2]
            problems.append(
                QuestionProblem(question.path, f"“{question.records}” is recorded by {name} too. Keep one of the two.")
            )
    return problems


def _is_conditional(question: Question, by_path: Mapping[str, Question]) -> bool:
    path = question.path
    while path in by_path:
        if by_path[path].relevant:
            return True
        path = path.rpartition("/")[0]
    return False
