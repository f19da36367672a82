"""Keep with each address where it lies on the way, and find in an index whom nobody may plan anything for.

Why: Assign shows one page of thousands, the most urgent first and neighbours together, and read them all to sort them. The release
before this one runs on it: an address that it makes has no key, and comes last among those that are as urgent.
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

AT_ONCE = 2_000


def upgrade() -> None:
    by_characters = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column("addresses", sa.Column("walking_key", by_characters, server_default="", nullable=False))
    addresses = sa.table(
        "addresses",
        sa.column("id", sa.Uuid()),
        sa.column("lines", sa.JSON()),
        sa.column("postcode", sa.Text()),
        sa.column("walking_key", sa.Text()),
    )
    bind = op.get_bind()
    page = sa.select(addresses.c.id, addresses.c.postcode, addresses.c.lines).order_by(addresses.c.id).limit(AT_ONCE)
    change = sa.update(addresses).where(addresses.c.id == sa.bindparam("of_id")).values(walking_key=sa.bindparam("key"))
    rows = bind.execute(page).all()
    while rows:
        bind.execute(change, [{"of_id": row.id, "key": _make_key(row.postcode, row.lines or [])} for row in rows])
        rows = bind.execute(page.where(addresses.c.id > rows[-1].id)).all()

    op.create_index(
        "ix_residents_left_alone",
        "residents",
        ["id"],
        sqlite_where=sa.text("on_hold = 1 OR merged_into_id IS NOT NULL"),
        postgresql_where=sa.text("on_hold OR merged_into_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_residents_left_alone", table_name="residents")
    op.drop_column("addresses", "walking_key")


def _make_key(postcode: str | None, lines: list[str]) -> str:
    """As domain/assignment.py did when this was written."""
    first = lines[0] if lines else ""
    number = re.match(r"\s*(\d+)", first)
    street = re.sub(r"^\s*\d+\w*\s*", "", first).casefold()
    found = re.match(r"^([A-Z]+)(\d+)([A-Z]?)\s?(\d)([A-Z]{2})$", (postcode or "").upper(), re.ASCII)
    if found:
        area, district, sub_district, sector, unit = found.groups()
        head = (area, f"{int(district):04}", sector, sub_district + unit)
    else:
        head = ("~", "0000", "0", postcode or "")
    parts = (*head, street, f"{int(number.group(1)) if number else 0:09}", " ".join(lines).casefold())
    return "\t".join(part.replace("\t", " ") for part in parts)
