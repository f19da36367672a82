"""Reads the table of routes off an app, and the use cases that a view can reach. Calls no view."""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from flask import Flask

from server.domain.permissions import AccessRule, rule_of

# What a GET may call: one row of view audit, or nothing but reading.
READING_USE_CASES = frozenset(
    {
        "record_view",
        "record_reading",
        "open_message",
        "open_picture",
        "open_original",
        "open_byte_store",
        "open_form_medium",
        "find_standing",
        "get_server_epoch",
        "give_link_pass",
        "compare_versions",
        "list_form_files",
        "list_resident_forms",
        "name_fault",
        "plan_split",
        "read_daily_figures",
        "read_odata",
    }
)
WITHOUT_A_BODY = frozenset({"HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Route:
    """One method at one address, with the function that answers and the rule it declares."""

    method: str
    address: str
    endpoint: str
    view: Callable[..., Any]
    rule: AccessRule | None

    def line(self) -> str:
        """The route as it stands in tests/fixtures/routes.txt."""
        if self.rule is None:
            return f"{self.method} {self.address} UNDECLARED"
        return f"{self.method} {self.address} {self.rule.caller} {self.rule.action or '-'}"


def list_routes(app: Flask) -> list[Route]:
    """Every route of the app, HEAD and OPTIONS left out where Flask adds them by itself."""
    return sorted(_routes(app), key=lambda route: (route.address, route.method))


def _routes(app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        methods = set(rule.methods or ())
        view_class = getattr(view, "view_class", None)
        for method in sorted(methods - WITHOUT_A_BODY or methods):
            answering = getattr(view_class, method.lower()) if view_class else view
            declared = rule_of(answering) or rule_of(view)
            yield Route(method, rule.rule, rule.endpoint, answering, declared)


def list_use_cases(view: Callable[..., Any]) -> set[str]:
    """Names of files in server/use_cases whose functions the view, or a function of its module it calls, names."""
    function = inspect.unwrap(view)
    module = inspect.getmodule(function)
    assert module is not None
    return _reached(module, function.__name__)


def _reached(module: ModuleType, name: str) -> set[str]:
    functions, imported = _read(module)
    reached: set[str] = set()
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in seen or current not in functions:
            continue
        seen.add(current)
        reached |= {imported[used] for used in functions[current] & imported.keys() if used[0].islower()}
        waiting += functions[current] & functions.keys()
    return reached


@functools.cache
def _read(module: ModuleType) -> tuple[dict[str, set[str]], dict[str, str]]:
    """The names that each function of a module uses, and those that the module has of use cases, with their files."""
    tree = ast.parse(inspect.getsource(module))
    functions = {
        node.name: {used.id for used in ast.walk(node) if isinstance(used, ast.Name)}
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    imported = {
        alias.asname or alias.name: node.module.rsplit(".", 1)[1] if node.module != "server.use_cases" else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("server.use_cases")
        for alias in node.names
        if node.module
    }
    return functions, imported
