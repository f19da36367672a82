"""What makes a form unusable here although it is a good XForm: names and texts that are too long, records that mean nothing.

Reads no expression: whether phones can run those is checked elsewhere (expression_checks.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from server.domain.words import ReferralType
from server.forms.problems import FormProblem
from server.forms.questions import FormDescription, Question
from server.forms.records import find_record_problems

MAX_XFORM_CHARACTERS = 3_000_000
MAX_QUESTIONS = 2_000
MAX_CHOICES = 5_000
MAX_DEPTH = 12
LONGEST_FORM_ID, LONGEST_TITLE, LONGEST_VERSION, LONGEST_NAME = 64, 200, 60, 64
LONGEST_TEXT, LONGEST_EXPRESSION = 4_000, 10_000


def find_form_problems(
    form: FormDescription, rows: Mapping[str, int], xform_length: int, needs: Collection[str] = tuple(ReferralType)
) -> list[FormProblem]:
    """Everything for which the form is refused, in the order of its questions; `rows` says where each stands."""
    problems = [*_check_settings(form), *_check_size(form, xform_length)]
    for question in form.questions:
        problems += [FormProblem(message, "survey", rows.get(question.path)) for message in _check_lengths(question)]
    wrong = find_record_problems(form.questions, needs)
    return problems + [FormProblem(one.message, "survey", rows.get(one.path or "")) for one in wrong]


def _check_settings(form: FormDescription) -> Iterator[FormProblem]:
    if not form.form_id.isprintable() or not 0 < len(form.form_id) <= LONGEST_FORM_ID:
        yield FormProblem(f"The form_id must have 1 to {LONGEST_FORM_ID} characters, in one line.", "settings", 2)
    if not form.title.strip() or len(form.title) > LONGEST_TITLE:
        yield FormProblem(f"The form_title must have 1 to {LONGEST_TITLE} characters.", "settings", 2)
    if len(form.version or "") > LONGEST_VERSION:
        yield FormProblem(f"The version must have at most {LONGEST_VERSION} characters.", "settings", 2)


def _check_size(form: FormDescription, xform_length: int) -> Iterator[FormProblem]:
    if xform_length > MAX_XFORM_CHARACTERS:
        yield FormProblem("The form is too large for phones: more than 3 million characters when converted.")
    if len(form.questions) > MAX_QUESTIONS:
        yield FormProblem(f"The form has more than {MAX_QUESTIONS:,} questions.", "survey")
    if not any(question.control for question in form.questions):
        yield FormProblem("The form asks nothing.", "survey")


def _check_lengths(question: Question) -> Iterator[str]:
    name = question.path.rpartition("/")[2]
    if len(name) > LONGEST_NAME:
        yield f"The name “{name[:30]}…” is longer than {LONGEST_NAME} characters."
    if question.path.count("/") > MAX_DEPTH:
        yield f"“{name[:30]}” stands in more than {MAX_DEPTH - 2} groups."
    choices = [text for choice in question.choices for text in choice["label"].values()]
    if any(len(text) > LONGEST_TEXT for text in (*question.label.values(), *question.hint.values(), *choices)):
        yield f"“{name[:30]}” has a label, hint or choice longer than {LONGEST_TEXT:,} characters."
    if len(question.choices) > MAX_CHOICES:
        yield f"“{name[:30]}” has more than {MAX_CHOICES:,} choices."
    if any(len(expression) > LONGEST_EXPRESSION for expression in _expressions(question)):
        yield f"“{name[:30]}” has a formula longer than {LONGEST_EXPRESSION:,} characters."


def _expressions(question: Question) -> list[str]:
    written = (question.relevant, question.required, question.constraint, question.calculate)
    return [expression for expression in written if expression]
