"""What import-linter's contracts cannot say: of the store, pages and API use only the readers, and only use cases write."""

from __future__ import annotations

import ast
import re

from tests.shape.sources import NothingSeenError, list_nodes, list_python, parse, read

CALLERS = ("server/api/", "server/office/", "server/resident/")
DOMAIN = "server/domain/"
# Of the store: what may write, and what writing is done with.
WRITERS = re.compile(r"^server\.store\.(\w+_writes|unit_of_work|jobs)$")
READ_ONLY_NAMES = {"server.store.unit_of_work": {"read_snapshot", "read_now", "read_columns"}}
FRAMEWORKS = re.compile(r"^(flask|sqlalchemy|flask_\w+|werkzeug|os|socket|urllib|requests|subprocess)(\.|$)")
CLOCKS = re.compile(r"\b(datetime|dt\.datetime|dt|date)\.(now|today|utcnow)\(")
# What code outside the store may take of SQLAlchemy: names for what it is handed, and errors; nothing that makes a statement.
TAKEN = {"sqlalchemy": {"ColumnElement", "Engine", "inspect"}, "sqlalchemy.orm": {"Session"}}
ASKS = {"execute", "exec_driver_sql", "scalar", "scalars", "query"}
COMMITS = re.compile(r"\.commit\(\)")


def list_imports(tree: ast.Module) -> list[tuple[str, str]]:
    """Every (module, name) that a file imports; a whole module has the name ''."""
    found: list[tuple[str, str]] = []
    for node in list_nodes(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found += [(node.module, alias.name), (f"{node.module}.{alias.name}", "")]
    return found


def complain_of_writers(name: str, tree: ast.Module) -> list[str]:
    """Imports by which a page or an API file could write."""
    return [
        f"{name}: {module} {imported}"
        for module, imported in list_imports(tree)
        if WRITERS.match(module) and imported not in READ_ONLY_NAMES.get(module, set())
    ]


def complain_of_impurity(name: str, text: str) -> list[str]:
    """A domain file that knows a framework, or reads the clock."""
    tree = ast.parse(text)
    complaints = [f"{name}: imports {module}" for module, _ in list_imports(tree) if FRAMEWORKS.match(module)]
    return complaints + [f"{name}: reads the clock" for _ in CLOCKS.finditer(text)]


def complain_of_statements(name: str, tree: ast.Module) -> list[str]:
    """SQL that is put together or asked outside the store."""
    complaints = [
        f"{name}: imports {module} {imported}"
        for module, imported in list_imports(tree)
        if module.split(".")[0] == "sqlalchemy" and imported and not module.startswith("sqlalchemy.exc")
        if imported not in TAKEN.get(module, set())
    ]
    called = [node.func for node in list_nodes(tree) if isinstance(node, ast.Call)]
    return complaints + [
        f"{name}:{func.lineno}: .{func.attr}()"
        for func in called
        if isinstance(func, ast.Attribute) and func.attr in ASKS
    ]


def _below(folders: tuple[str, ...]) -> list[str]:
    found = [name for name in list_python() if name.startswith(folders)]
    if not found:
        raise NothingSeenError(str(folders))
    return found


def test_pages_and_api_use_only_the_readers_of_the_store() -> None:
    assert [complaint for name in _below(CALLERS) for complaint in complain_of_writers(name, parse(name))] == []


def test_the_domain_knows_no_framework_and_no_clock() -> None:
    assert [complaint for name in _below((DOMAIN,)) for complaint in complain_of_impurity(name, read(name))] == []


def test_statements_are_made_in_the_store_alone() -> None:
    others = [name for name in _below(("server/",)) if not name.startswith("server/store/")]
    assert [complaint for name in others for complaint in complain_of_statements(name, parse(name))] == []


def test_nobody_commits_by_hand() -> None:
    assert [name for name in _below(("server/",)) if COMMITS.search(read(name))] == []


def test_the_writer_rule_sees_a_writer() -> None:
    for text in (
        "from server.store.user_writes import save_user",
        "from server.store import user_writes",
        "import server.store.jobs",
        "from server.store.unit_of_work import write_transaction",
    ):
        assert complain_of_writers("server/api/a.py", ast.parse(text)), text
    assert not complain_of_writers("server/api/a.py", ast.parse("from server.store.users import find_user"))
    assert not complain_of_writers("server/api/a.py", ast.parse("from server.store.unit_of_work import read_snapshot"))


def test_the_statement_rule_sees_a_statement_made_and_one_asked() -> None:
    for text in ("from sqlalchemy import select", "from sqlalchemy.orm import aliased", "session.scalars(wanted)"):
        assert complain_of_statements("a", ast.parse(text)), text
    assert not complain_of_statements("a", ast.parse("from sqlalchemy.orm import Session\nsession.get(Team, team_id)"))
    assert not complain_of_statements("a", ast.parse("from sqlalchemy.exc import DBAPIError"))


def test_the_purity_rule_sees_a_framework_and_a_clock() -> None:
    assert complain_of_impurity("a", "from flask import request")
    assert complain_of_impurity("a", "import datetime as dt\nx = dt.datetime.now(dt.UTC)")
    assert not complain_of_impurity("a", "import datetime as dt\nx = dt.timedelta(days=1)")
