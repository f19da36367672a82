"""Every make target says what it does, and migrations form one numbered line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.shape.sources import list_files, read

PROMISED = (
    "help",
    "run",
    "test",
    "test-fast",
    "e2e",
    "e2e-engines",
    "lint",
    "format",
    "migrate",
    "screenshots",
    "bench",
)


def list_targets(makefile: str) -> dict[str, str]:
    """Targets that a person types, with their help; '' where there is none. Files and rules of make's own are left out."""
    found = re.findall(r"^([a-z][a-z0-9-]*):(?!=)([^\n]*)$", makefile, re.M)
    return {name: rest.partition("## ")[2].strip() for name, rest in found}


def complain_of_migrations(revisions: Mapping[str, str]) -> list[str]:
    """Numbers with gaps, two heads, a file whose name and revision differ. `revisions`: file name -> text."""
    complaints: list[str] = []
    for position, (name, text) in enumerate(sorted(revisions.items()), start=1):
        number = f"{position:04}"
        before = "None" if position == 1 else f'"{position - 1:04}"'
        if not re.fullmatch(rf"{number}_[a-z0-9_]+\.py", name):
            complaints.append(f"{name}: expected number {number}")
        if f'revision = "{number}"' not in text or f"down_revision = {before}" not in text:
            complaints.append(f"{name}: does not follow {before}")
        if "\nWhy: " not in text:
            complaints.append(f"{name}: does not say why")
    return complaints if revisions else ["no migration was seen"]


def test_every_make_target_says_what_it_does() -> None:
    targets = list_targets(read("Makefile"))
    assert set(PROMISED) <= set(targets)
    assert [name for name, words in targets.items() if not words] == []


def test_migrations_form_one_line_without_gaps_and_each_says_why() -> None:
    names = [name for name in list_files() if re.match(r"migrations/versions/.*\.py$", name)]
    assert complain_of_migrations({name.rsplit("/", 1)[1]: read(name) for name in names}) == []


def test_the_target_rule_sees_a_target_without_help() -> None:
    assert list_targets("run: x ## Serve\nclean:\n\trm x\nSHELL := bash\n") == {"run": "Serve", "clean": ""}


def test_the_migration_rule_sees_gaps_forks_and_silence() -> None:
    def text(revision: str, before: str) -> str:
        return f'"""A.\n\nWhy: b.\n"""\nrevision = "{revision}"\ndown_revision = {before}\n'

    first = {"0001_create_a.py": text("0001", "None")}
    assert complain_of_migrations(first) == []
    assert complain_of_migrations({})
    assert complain_of_migrations(first | {"0003_create_b.py": text("0003", '"0001"')})
    assert complain_of_migrations(first | {"0002_create_b.py": text("0002", "None")})
    assert complain_of_migrations({"0001_create_a.py": 'revision = "0001"\ndown_revision = None\n'})
