"""Rules of size and name for one file, as plain functions: a text in, complaints out. No file is read here."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath

from tests.shape.sources import list_nodes

MOST_LINES = 300
MOST_TEST_LINES = 400
MOST_FUNCTION_LINES = 60
MOST_DOCSTRING_LINES = 4
BANNED_NAMES = frozenset(
    {
        "helpers",
        "helper",
        "utils",
        "util",
        "common",
        "misc",
        "manager",
        "services",
        "service",
        "handlers",
        "base",
        "models",
        "routes",
    }
)
SNAKE_CASE = re.compile(r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")
SKIPS = re.compile(r"pytest\.(mark\.)?skip|\b(it|test|describe)\.(skip|only|todo)\b|unittest\.skip|importorskip")


def complain_of_length(name: str, text: str, *, is_test: bool) -> list[str]:
    """A file longer than its kind may be."""
    most = MOST_TEST_LINES if is_test else MOST_LINES
    lines = text.count("\n")
    return [f"{name}: {lines} lines, at most {most}"] if lines > most else []


def complain_of_functions(name: str, tree: ast.Module) -> list[str]:
    """Functions that are longer than one can hold in mind."""
    functions = [node for node in list_nodes(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = [(node.name, (node.end_lineno or node.lineno) - node.lineno + 1) for node in functions]
    return [f"{name}: {function}() has {lines} lines" for function, lines in lengths if lines > MOST_FUNCTION_LINES]


def complain_of_docstring(name: str, tree: ast.Module) -> list[str]:
    """A module without one to four lines on what it is for. An empty __init__.py is a folder, not a module."""
    if not tree.body:
        return [] if name.endswith("__init__.py") else [f"{name}: is empty"]
    docstring = ast.get_docstring(tree)
    if not docstring:
        return [f"{name}: opens without a docstring"]
    lines = [line for line in docstring.splitlines() if line.strip()]
    return [f"{name}: docstring of {len(lines)} lines"] if len(lines) > MOST_DOCSTRING_LINES else []


def complain_of_name(name: str) -> list[str]:
    """A file name that says nothing, or is not snake_case."""
    path = PurePosixPath(name)
    stem = path.name.removesuffix(path.suffix)
    complaints = [f"{name}: {part} says nothing" for part in (*path.parts[:-1], stem) if part in BANNED_NAMES]
    if not SNAKE_CASE.match(stem):
        complaints.append(f"{name}: is not snake_case")
    return complaints


def complain_of_opening_comment(name: str, text: str) -> list[str]:
    """A TypeScript file that does not open by saying what it is for."""
    return [] if text.lstrip().startswith(("//", "/*")) else [f"{name}: opens without a comment"]


def complain_of_default_export(name: str, text: str) -> list[str]:
    """A name that every importer may choose anew is no name."""
    return [f"{name}: default export"] if re.search(r"^export default\b", text, re.M) else []


def complain_of_skips(name: str, text: str) -> list[str]:
    """A test that does not run tells nobody anything; a known gap is an expected failure with its reason."""
    return [f"{name}: {match.group(0)}" for match in SKIPS.finditer(text)]
