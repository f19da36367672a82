"""Why something is refused, as codes read from the source: those of errors that carry one `reason`, and those by field.

A code that is put together where it is raised cannot be read so; it is told apart, never passed over.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.shape.sources import list_sources, parse

BY_FIELD = "ChangeRefusedError"
_MISTAKES = "mistakes"
_CODE = re.compile(r"[a-z_]+")


@dataclass(slots=True)
class Codes:
    """`unread`: "file: expression" of each that is put together on the spot."""

    names: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)


def find_reasons() -> dict[str, Codes]:
    """By the name of the error: every code that the server raises it with."""
    modules = {name: parse(name) for name in list_sources((".py",), ("server",))}
    found = {error: Codes() for tree in modules.values() for error in _list_errors(tree)}
    for module, tree in modules.items():
        for call in _list_calls(tree):
            if isinstance(call.func, ast.Name) and call.func.id in found and call.args:
                codes = found[call.func.id]
                for leaf in _list_leaves(call.args[0]):
                    if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                        codes.names.add(leaf.value)
                    else:
                        codes.unread.add(f"{module}: {ast.unparse(leaf)}")
    return found


def find_mistakes() -> dict[str, Codes]:
    """By module that refuses a change: "field: reason" of each mistake that it names."""
    found: dict[str, Codes] = defaultdict(Codes)
    for module in list_sources((".py",), ("server",)):
        tree = parse(module)
        if module.startswith("server/office/") or BY_FIELD not in ast.unparse(tree):
            continue
        for key, value in _list_pairs(tree):
            leaves = list(_list_leaves(value))
            if not all(isinstance(leaf, ast.Constant) and isinstance(leaf.value, str | None) for leaf in leaves):
                continue  # a mapping of other things
            name = _name_of(key)
            for reason in (ast.literal_eval(leaf) for leaf in leaves):
                if _CODE.fullmatch(reason or "") and name:
                    found[module].names.add(f"{name}: {reason}")
                elif _CODE.fullmatch(reason or ""):
                    found[module].unread.add(f"{ast.unparse(key)}: {reason}")
    return found


def _list_errors(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        is_error = isinstance(node, ast.ClassDef) and node.name.endswith("Error")
        if isinstance(node, ast.ClassDef) and is_error and "self.reason = reason" in ast.unparse(node):
            yield node.name


def _list_calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _list_leaves(given: ast.expr) -> Iterator[ast.expr]:
    """What it may come to: `a if b else c` is one of the two."""
    if isinstance(given, ast.IfExp):
        yield from _list_leaves(given.body)
        yield from _list_leaves(given.orelse)
    else:
        yield given


def _list_pairs(tree: ast.Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Whatever may be a field and its mistake: in a mapping, or put into one of that name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from ((key, value) for key, value in zip(node.keys, node.values, strict=True) if key is not None)
        elif isinstance(node, ast.DictComp):
            yield node.key, node.value
        elif isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Subscript):
            if ast.unparse(target.value) == _MISTAKES:
                yield target.slice, node.value
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == f"{_MISTAKES}.setdefault":
            yield node.args[0], node.args[1]


def _name_of(key: ast.expr) -> str:
    """A field's name; of one that is put together what stands before its first hole."""
    if isinstance(key, ast.JoinedStr):
        key = key.values[0]
    return key.value.rstrip("_") if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
