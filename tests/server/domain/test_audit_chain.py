"""What a reader of the audit's chain complains of: whatever was changed, taken out, taken off the end or put in the place of another."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from server.domain.audit_chain import (
    START,
    ChainEntry,
    ChainFault,
    ChainHead,
    ChainLink,
    ChainProblem,
    ChainReader,
    chain,
    hash_entry,
    read_head,
)

AT = dt.datetime(2026, 11, 28, 10, 42, tzinfo=dt.UTC)
ENTRIES = [
    ChainEntry(
        id=number, at=AT, user_id=None, device_id=None, action="residents.view", entity_type="resident",
        entity_id=f"r{number}", fields={"mobile": {"old": None, "new": "07700 900123"}},
    )
    for number in (7, 9, 8, 12)
]  # fmt: skip
LINKS = list(chain(START, ENTRIES))
HEAD = ChainHead(LINKS[-1].number, LINKS[-1].hash)


def complaints(links: list[ChainLink], *expected: ChainHead) -> list[ChainProblem]:
    reader = ChainReader(*expected)
    for link in links:
        reader.read(link)
    reader.end()
    return list(reader.faults)


def test_a_chain_as_it_was_written_is_whole_in_whatever_zone_its_instants_are_read() -> None:
    away = dt.timezone(dt.timedelta(hours=5))
    moved = [link._replace(entry=dataclasses.replace(link.entry, at=AT.astimezone(away))) for link in LINKS]
    assert complaints(moved, HEAD, ChainHead(2, LINKS[1].hash)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"action": "x"}, {"id": 99}, {"at": AT + dt.timedelta(microseconds=1)}, {"entity_id": None}, {"device_id": "d"},
        {"entity_type": "user"}, {"fields": {}}, {"fields": {"mobile": {"old": None, "new": "07700 900124"}}},
    ],
)  # fmt: skip
def test_whatever_is_changed_in_an_entry_is_seen(change: dict[str, object]) -> None:
    changed = LINKS[1]._replace(entry=dataclasses.replace(LINKS[1].entry, **change))  # type: ignore[arg-type]
    assert complaints([LINKS[0], changed, *LINKS[2:]], HEAD) == [(ChainFault.CHANGED, 2, 2)]


def test_what_is_taken_out_or_off_the_end_is_missed() -> None:
    assert complaints([LINKS[0], LINKS[3]], HEAD) == [(ChainFault.MISSING, 2, 3)]
    assert complaints(LINKS[:2], HEAD) == [(ChainFault.MISSING, 3, 4)]


def test_a_chain_made_anew_over_changed_entries_is_not_the_one_whose_head_was_kept() -> None:
    anew = list(chain(START, [dataclasses.replace(ENTRIES[0], action="x"), *ENTRIES[1:]]))
    assert complaints(anew, ChainHead(4, anew[-1].hash)) == []
    assert complaints(anew, HEAD) == [(ChainFault.NOT_THE_HEAD, 4, 4)]


def test_a_hash_made_anew_for_one_entry_breaks_the_next() -> None:
    changed = dataclasses.replace(ENTRIES[1], action="x")
    forged = ChainLink(2, hash_entry(LINKS[0].hash, 2, changed), changed)
    assert complaints([LINKS[0], forged, *LINKS[2:]], HEAD) == [(ChainFault.CHANGED, 3, 3)]


def test_a_head_is_read_as_it_is_printed_and_nothing_else_is() -> None:
    assert read_head(f" {HEAD}\n") == HEAD
    for wrong in ("", "4", "4:", f"four:{HEAD.hash}", f"4:{HEAD.hash.upper()}x", f"²:{HEAD.hash}"):
        assert read_head(wrong) is None
