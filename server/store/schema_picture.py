"""Draws the tables as Mermaid pictures for docs/database.md: one of the whole, one per noun with its columns.

Reads the metadata only; a test compares the page with what this draws.
"""

from __future__ import annotations

import re
from collections import defaultdict

from sqlalchemy import Table

from server.store.database import Base

BEGIN = "<!-- drawn from the tables by `flask draw-database`; do not edit below -->"
# Who made or decided something: true of nearly every table, and a picture of it is a ball of wool.
LEFT_OUT_OF_THE_WHOLE = frozenset({"users", "devices"})


def redraw_page(page: str) -> str:
    """The page with everything after BEGIN drawn anew; raises ValueError when the mark is missing."""
    prose, mark, _old = page.partition(BEGIN)
    if not mark:
        raise ValueError(f"the page has no line {BEGIN!r}")
    return f"{prose}{BEGIN}\n\n{draw_whole()}\n{''.join(draw_noun(noun) for noun in sorted(_nouns()))}"


def draw_whole() -> str:
    """Every table and what points at what, without staff and phones."""
    lines = ["## The whole", "", "```mermaid", "erDiagram"]
    for table in Base.metadata.sorted_tables:
        targets = {key.column.table.name for key in table.foreign_keys} - LEFT_OUT_OF_THE_WHOLE
        lines += [f"  {target} ||--o{{ {table.name} : has" for target in sorted(targets)]
    return "\n".join([*lines, "```", ""])


def draw_noun(noun: str) -> str:
    """One file of `tables/`: its tables with their purpose and columns."""
    tables = _nouns()[noun]
    lines = [f"\n## {noun}", ""]
    lines += [f"- **{table.name}**: {_purpose(table)}" for table in tables]
    lines += ["", "```mermaid", "erDiagram"]
    for table in tables:
        lines.append(f"  {table.name} {{")
        lines += [f"    {_column(table, name)}" for name in table.columns.keys()]  # noqa: SIM118
        lines.append("  }")
    names = {table.name for table in tables}
    for table in tables:
        targets = {key.column.table.name for key in table.foreign_keys} & names
        lines += [f"  {target} ||--o{{ {table.name} : has" for target in sorted(targets)]
    return "\n".join([*lines, "```", ""])


def _nouns() -> dict[str, list[Table]]:
    nouns: dict[str, list[Table]] = defaultdict(list)
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        assert isinstance(table, Table)
        nouns[mapper.class_.__module__.rsplit(".", 1)[1]].append(table)
    return {noun: sorted(tables, key=lambda table: table.name) for noun, tables in nouns.items()}


def _purpose(table: Table) -> str:
    """The first sentence of the class's docstring."""
    mapped = next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is table)
    words = " ".join((mapped.__doc__ or "").split())
    return re.split(r"(?<=[.;]) ", words, maxsplit=1)[0].rstrip(".;") + "."


def _column(table: Table, name: str) -> str:
    column = table.columns[name]
    kind = re.sub(r"\W.*", "", type(column.type).__name__.lower())
    keys = ["PK"] * column.primary_key + ["FK"] * bool(column.foreign_keys)
    optional = ' "may be empty"' if column.nullable else ""
    return f"{kind} {name}{' ' if keys else ''}{', '.join(keys)}{optional}"
