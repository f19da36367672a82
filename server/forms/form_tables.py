"""A form's submissions as tables: one for the form, one for each repeat, with a column for each question.

As ODK Central lays them out: groups prefix their questions, repeats have rows of their own that name their parent.
Pure; knows the questions of every version given, the newest first, and merges them by path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.forms.questions import Question

_AROUND = ("group", "repeat")


@dataclass(frozen=True, slots=True)
class Column:
    """One question of a table. `steps` are the names below the table: its groups, then itself.

    `type` is "string" where two versions disagree; `choices` are the codes of both.
    """

    path: str
    steps: tuple[str, ...]
    type: str
    control: str | None
    choices: tuple[str, ...] = ()

    @property
    def is_multiple(self) -> bool:
        """Whether an answer is several codes."""
        return self.control in ("select", "rank")


@dataclass(frozen=True, slots=True)
class FormTable:
    """The form itself (`name` "Submissions") or one repeat ("Submissions.door"). `repeats` are the paths of the repeats
    down to it, the outermost first; `inner` the steps to those directly below.
    """

    name: str
    path: str
    repeats: tuple[str, ...]
    columns: tuple[Column, ...]
    inner: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One row: its key, that of the row it belongs to ("" for a submission), and the answers below it."""

    key: str
    parent_key: str
    answers: Mapping[str, Any]


def list_tables(versions: Sequence[Sequence[Question]]) -> list[FormTable]:
    """The tables in the order of the newest version; what only older ones ask stands at the end."""
    merged = _merge(versions)
    roots = list(dict.fromkeys(path.split("/")[1] for path in merged))
    if not roots:
        return []
    tables = [_make_table(f"/{roots[0]}", (), merged)]
    repeats = (question for question in merged.values() if question.type == "repeat")
    return tables + [_make_table(one.path, (*one.repeats, one.path), merged) for one in repeats]


def list_turns(tree: Mapping[str, Any], table: FormTable, instance_id: str) -> Iterator[Turn]:
    """The rows that one submission has in a table. `tree` as submissions keep their answers, whatever they came as."""
    root = next(iter(tree.values()), None)
    start = table.repeats[0] if table.repeats else table.path
    if not isinstance(root, Mapping) or not tree or f"/{next(iter(tree))}" != f"/{start.split('/')[1]}":
        return
    yield from _turns(Turn(instance_id, "", root), f"/{start.split('/')[1]}", table.repeats)


def find_answer(answers: Mapping[str, Any], steps: Sequence[str]) -> Any:
    """What stands at the end of the steps; None where nothing does."""
    found: Any = answers
    for step in steps:
        found = found.get(step) if isinstance(found, Mapping) else None
    return None if isinstance(found, Mapping) else found


def _merge(versions: Sequence[Sequence[Question]]) -> dict[str, Question]:
    merged: dict[str, Question] = {}
    for questions in versions:
        for question in questions:
            known = merged.get(question.path)
            if known is None:
                merged[question.path] = question
            elif known.type not in _AROUND and question.type not in _AROUND:
                merged[question.path] = _both(known, question)
    return merged


def _both(newer: Question, older: Question) -> Question:
    names = {choice["name"] for choice in newer.choices}
    choices = [*newer.choices, *(choice for choice in older.choices if choice["name"] not in names)]
    kind = newer.type if newer.type == older.type else "string"
    return Question(newer.path, kind, newer.control, choices=choices, repeats=newer.repeats)


def _make_table(path: str, repeats: tuple[str, ...], merged: Mapping[str, Question]) -> FormTable:
    own = [question for question in merged.values() if question.repeats == repeats]
    columns = [question for question in own if question.type not in _AROUND]
    below = ".".join(path.split("/")[2:])
    return FormTable(
        name=f"Submissions.{below}" if below else "Submissions",
        path=path,
        repeats=repeats,
        columns=tuple(
            Column(
                question.path,
                _steps(path, question.path),
                question.type,
                question.control,
                tuple(str(choice["name"]) for choice in question.choices),
            )
            for question in columns
        ),
        inner=tuple(_steps(path, question.path) for question in own if question.type == "repeat"),
    )


def _steps(above: str, path: str) -> tuple[str, ...]:
    return tuple(path[len(above) :].strip("/").split("/"))


def _turns(turn: Turn, path: str, repeats: Sequence[str]) -> Iterator[Turn]:
    if not repeats:
        yield turn
        return
    *groups, name = _steps(path, repeats[0])
    around: Any = turn.answers
    for group in groups:
        around = around.get(group) if isinstance(around, Mapping) else None
    found = around.get(name) if isinstance(around, Mapping) else None
    for number, answers in enumerate(found if isinstance(found, list) else [], start=1):
        if isinstance(answers, Mapping):
            key = f"{turn.key}/{'/'.join((*groups, name))}[{number}]"
            yield from _turns(Turn(key, turn.key, answers), repeats[0], repeats[1:])
