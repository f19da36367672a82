"""What the code writes into the audit trail, read from the source: from `AuditEntry` back through whoever hands a name on to it.

A name that is put together where it is written cannot be read so; it is told apart, never passed over.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from tests.shape.sources import list_sources, parse


@dataclass(frozen=True, slots=True)
class _Call:
    module: str
    around: ast.FunctionDef | None
    call: ast.Call


@dataclass(frozen=True, slots=True)
class _Writer:
    """A function that writes what one parameter says, between two fixed pieces (`picture.` + step)."""

    key: str
    parameter: str
    position: int
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class Said:
    """`unread`: "file: expression" of each that is put together on the spot."""

    names: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)


def find_said(column: str) -> Said:
    """Every value of that column of the trail (`action`, `entity_type`) that code of the server writes."""
    said, seen, open_writers = Said(), set[_Writer](), [_Writer("AuditEntry", column, 99)]
    while open_writers:
        writer = open_writers.pop()
        if writer in seen:
            continue
        seen.add(writer)
        for made in _calls_by_name().get(writer.key, ()):
            given = _find_argument(made.call, writer)
            if given is not None:
                open_writers += _read(said, made, given, writer)
    return said


def _read(said: Said, made: _Call, given: ast.expr, writer: _Writer) -> list[_Writer]:
    """Notes what is given there; answers the functions around it that hand it on."""
    if isinstance(given, ast.IfExp):
        return [found for way in (given.body, given.orelse) for found in _read(said, made, way, writer)]
    if isinstance(given, ast.Constant):
        if isinstance(given.value, str):
            said.names.add(writer.before + given.value + writer.after)
        return []
    name, before, after = _open_name(given)
    before, after = writer.before + before, after + writer.after
    constant = _find_constant(made.module, name)
    handed_on = _find_text_parameter(made.around, name)
    if made.around is not None and handed_on is not None:
        return [_Writer(_key(made.module, made.around.name), name, handed_on, before, after)]
    if constant is not None:
        said.names.add(f"{before}{constant}{after}")
    else:
        said.unread.add(f"{made.module}: {ast.unparse(given)}")
    return []


@cache
def _calls_by_name() -> Mapping[str, Sequence[_Call]]:
    found = defaultdict[str, list[_Call]](list)
    for module in list_sources((".py",), ("server",)):
        for around, call in _list_calls(parse(module)):
            found[_key(module, _name(call.func))].append(_Call(module, around, call))
    return found


def _list_calls(
    node: ast.AST, around: ast.FunctionDef | None = None
) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield around, child
        yield from _list_calls(child, child if isinstance(child, ast.FunctionDef) else around)


def _find_argument(call: ast.Call, writer: _Writer) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == writer.parameter:
            return keyword.value
    return call.args[writer.position] if writer.position < len(call.args) else None


def _open_name(given: ast.expr) -> tuple[str, str, str]:
    """A name, or the one name within a string that is put together, with the pieces around it; else no name."""
    if isinstance(given, ast.Name):
        return given.id, "", ""
    parts = given.values if isinstance(given, ast.JoinedStr) else []
    holes = [at for at, part in enumerate(parts) if isinstance(part, ast.FormattedValue)]
    if len(holes) != 1:
        return "", "", ""
    texts = [part.value if isinstance(part, ast.Constant) else "" for part in parts]
    hole = parts[holes[0]]
    name = _name(hole.value) if isinstance(hole, ast.FormattedValue) and isinstance(hole.value, ast.Name) else ""
    return name, "".join(map(str, texts[: holes[0]])), "".join(map(str, texts[holes[0] :]))


def _find_text_parameter(around: ast.FunctionDef | None, name: str) -> int | None:
    """The place of a parameter that is any text; one that is a word of a code list is read by nobody here."""
    arguments = around.args if around else ast.arguments([], [], None, [], [], None, [])
    for position, parameter in enumerate([*arguments.args, *arguments.kwonlyargs]):
        if parameter.arg == name and parameter.annotation and "str" in ast.unparse(parameter.annotation).split(" | "):
            return position
    return None


def _find_constant(module: str, name: str) -> str | None:
    """What a name stands for that is set at the top of the module, or of the module of ours that it comes from."""
    for statement in parse(module).body:
        if isinstance(statement, ast.ImportFrom) and any(each.name == name for each in statement.names):
            source = f"{(statement.module or '').replace('.', '/')}.py"
            return _find_constant(source, name) if source.startswith("server/") else None
        if isinstance(statement, ast.Assign):
            targets, values = _unpack(statement.targets[0]), _unpack(statement.value)
            for target, value in zip(targets, values, strict=False):
                if _name(target) == name and isinstance(value, ast.Constant):
                    return str(value.value)
    return None


def _unpack(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _key(module: str, name: str) -> str:
    """A function of one module is not its namesake in another."""
    return f"{module}:{name}" if name.startswith("_") else name
