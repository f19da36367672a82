"""What is wrong with a spreadsheet, in words that its author can act on. Knows no parser and no rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FormProblem:
    """One thing to put right, or to know of. `row` is the row a person sees in it; None when the whole form is meant."""

    message: str
    sheet: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionProblem:
    """What is wrong with one question, before its row is known. `path` is the question's, None where it belongs to none."""

    path: str | None
    message: str


class FormRefusedError(ValueError):
    """The spreadsheet makes no form; `problems` says why, at least one."""

    def __init__(self, problems: list[FormProblem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems
