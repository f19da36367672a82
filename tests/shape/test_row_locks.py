"""A locked row lets others point at it: an alert of a resident is stored at once while that resident's visit is being decided.

FOR UPDATE would hold up every foreign key to the row, and the two would wait for each other (PostgreSQL then kills one).
"""

from __future__ import annotations

import ast

from tests.shape.sources import list_nodes, list_sources, parse, read

LOCK = "with_for_update"


def list_hard_locks(tree: ast.Module) -> list[int]:
    """Lines that lock a row without `key_share`."""
    lines = []
    for node in list_nodes(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == LOCK:
            if not any(word.arg == "key_share" for word in node.keywords):
                lines.append(node.lineno)
        elif isinstance(node, ast.keyword) and node.arg == LOCK and "key_share" not in ast.unparse(node.value):
            lines.append(node.value.lineno)
    return lines


def test_every_row_lock_lets_foreign_keys_through() -> None:
    sources = list_sources((".py",), ("server",))
    assert [f"{name}:{line}" for name in sources for line in list_hard_locks(parse(name))] == []
    assert any(LOCK in ast.unparse(parse(name)) for name in sources if LOCK in read(name))


def test_the_rule_sees_both_ways_to_lock() -> None:
    hard = ast.parse("select(Visit).with_for_update()\nsession.get(Visit, 1, with_for_update=True)")
    soft = ast.parse("select(Visit).with_for_update(key_share=True)\nget(with_for_update={'key_share': True})")
    assert list_hard_locks(hard) == [1, 2]
    assert list_hard_locks(soft) == []
