"""Every file of the house keeps its size, opens with its purpose and has a name that says something."""

from __future__ import annotations

import ast

from tests.shape import size_rules as rules
from tests.shape.sources import is_test, list_python, list_typescript, parse, read

CONFIGS = ("vite.config.ts",)  # at the root, where the tool wants its default export
SHAPE = "tests/shape/"


def test_no_file_is_longer_than_its_kind_may_be() -> None:
    complaints = [
        complaint
        for name in (*list_python(), *list_typescript())
        for complaint in rules.complain_of_length(name, read(name), is_test=is_test(name))
    ]
    assert complaints == []


def test_no_function_is_longer_than_sixty_lines() -> None:
    names = [name for name in list_python() if not name.startswith("migrations/versions/")]
    assert [complaint for name in names for complaint in rules.complain_of_functions(name, parse(name))] == []


def test_every_module_opens_with_what_it_is_for() -> None:
    assert [complaint for name in list_python() for complaint in rules.complain_of_docstring(name, parse(name))] == []


def test_every_typescript_file_opens_with_what_it_is_for() -> None:
    names = [name for name in list_typescript() if not name.endswith(".d.ts")]
    assert [complaint for name in names for complaint in rules.complain_of_opening_comment(name, read(name))] == []


def test_every_file_name_says_something_in_snake_case() -> None:
    names = [name for name in (*list_python(), *list_typescript()) if not name.endswith("__init__.py")]
    assert [complaint for name in names for complaint in rules.complain_of_name(name)] == []


def test_nothing_is_exported_without_a_name() -> None:
    complaints = [
        complaint for name in list_typescript() for complaint in rules.complain_of_default_export(name, read(name))
    ]
    assert complaints == []


def test_no_test_is_skipped() -> None:
    names = [name for name in (*list_python(), *list_typescript()) if is_test(name) and not name.startswith(SHAPE)]
    assert [complaint for name in names for complaint in rules.complain_of_skips(name, read(name))] == []


def test_the_length_rule_sees_a_long_file() -> None:
    assert rules.complain_of_length("server/a.py", "x\n" * 301, is_test=False)
    assert not rules.complain_of_length("server/a.py", "x\n" * 300, is_test=False)
    assert rules.complain_of_length("tests/a.py", "x\n" * 401, is_test=True)


def test_the_function_rule_sees_a_long_function() -> None:
    long = "def f():\n" + "    x = 1\n" * 60
    assert rules.complain_of_functions("a.py", ast.parse(long))
    assert not rules.complain_of_functions("a.py", ast.parse(long.removesuffix("    x = 1\n")))


def test_the_docstring_rule_sees_a_missing_and_a_rambling_docstring() -> None:
    assert rules.complain_of_docstring("a.py", ast.parse("x = 1"))
    assert rules.complain_of_docstring("a.py", ast.parse('"""a\nb\nc\nd\ne"""'))
    assert rules.complain_of_docstring("a.py", ast.parse(""))
    assert not rules.complain_of_docstring("a.py", ast.parse('"""What it is for."""\nx = 1'))


def test_the_name_rule_sees_banned_names_and_other_cases() -> None:
    assert rules.complain_of_name("server/utils.py")
    assert rules.complain_of_name("server/helpers/visits.py")
    assert rules.complain_of_name("pwa/src/screens/VisitList.tsx")
    assert not rules.complain_of_name("pwa/src/store/outbox.test.ts")


def test_the_typescript_rules_see_what_they_look_for() -> None:
    assert rules.complain_of_opening_comment("a.ts", "import x from 'y';\n")
    assert rules.complain_of_default_export("a.ts", "// a\nexport default 1;\n")
    assert not rules.complain_of_default_export("a.ts", "// a\nexport const a = 1;\n")


def test_the_skip_rule_sees_every_way_to_skip() -> None:
    for text in ("@pytest.mark.skip", "pytest.skip('x')", "it.skip('x')", "describe.only('x')", "test.todo('x')"):
        assert rules.complain_of_skips("a", text), text
    assert not rules.complain_of_skips("a", "@pytest.mark.xfail(reason='x')")
