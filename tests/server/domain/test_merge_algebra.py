"""T3, the algebra of the merge over whole histories: order does not matter where it must not, and no value ever falls out.

`Trunk` keeps what `edit_fields` keeps in tables: shown values, versions, open conflicts and their sides.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from server.domain.field_policy import FIELD_POLICIES, FieldPolicy, Merging, is_same_value
from server.domain.merge import CurrentField, FieldOutcome, StoodOn, decide_fields
from server.domain.operation import FieldEdit

POLICIES: Mapping[str, FieldPolicy] = {
    "mobile": FieldPolicy(Merging.SCALAR),
    "email": FieldPolicy(Merging.SCALAR),
    "tags": FieldPolicy(Merging.SET),
    "risk": FIELD_POLICIES["case"]["risk"],
    "line": FieldPolicy(Merging.SCALAR, group="address"),
    "postcode": FieldPolicy(Merging.SCALAR, group="address"),
}
AT_FIRST: Mapping[str, object] = {
    "mobile": "m0",
    "email": None,
    "tags": ["a", "b"],
    "risk": None,
    "line": "l0",
    "postcode": "p0",
}


@dataclass(frozen=True)
class Edit:
    """One operation of a writer who saw what was there at first; `on` is their own earlier one that it stands on."""

    values: Mapping[str, object]
    on: Edit | None = None
    op_id: uuid.UUID = field(default_factory=uuid.uuid4)

    def seen(self, name: str) -> object:
        return self.on.values[name] if self.on is not None and name in self.on.values else AT_FIRST[name]

    def __hash__(self) -> int:
        return hash(self.op_id)


class Trunk:
    """The server's side of one row."""

    def __init__(self) -> None:
        self.shown = dict(AT_FIRST)
        self.versions = dict.fromkeys(AT_FIRST, 1)
        self.version = 1
        self.conflicts: dict[str, uuid.UUID] = {}
        self.sides: dict[str, dict[uuid.UUID, object]] = {}
        self.came_to: dict[uuid.UUID, dict[str, StoodOn]] = {}

    def take(self, edit: Edit) -> dict[str, FieldOutcome]:
        current = {
            name: CurrentField(self.versions[name], self.shown[name], self.conflicts.get(name)) for name in POLICIES
        }
        edits = {name: FieldEdit(1, edit.seen(name), value) for name, value in edit.values.items()}
        stood_on = self.came_to[edit.on.op_id] if edit.on is not None else {}
        merged = decide_fields(POLICIES, current, edits, stood_on)
        self.version += 1
        for name, decision in merged.fields.items():
            if decision.outcome is FieldOutcome.CONFLICT:
                self.conflicts.setdefault(name, uuid.uuid4())
                sides = self.sides.setdefault(name, {})
                if decision.changes_shown and not is_same_value(POLICIES[name], self.shown[name], AT_FIRST[name]):
                    sides[uuid.uuid4()] = self.shown[name]  # whoever's value was shown keeps it as a side
                if decision.replaces_op_id is not None:
                    sides.pop(decision.replaces_op_id, None)
                sides[edit.op_id] = edit.values[name]
            if decision.changes_shown:
                self.shown[name], self.versions[name] = decision.value, self.version
        self.came_to[edit.op_id] = {
            name: StoodOn(edit.op_id, decision.outcome, self.versions[name], self.conflicts.get(name))
            for name, decision in merged.fields.items()
        }
        return {name: decision.outcome for name, decision in merged.fields.items()}

    def say(self) -> tuple[object, ...]:
        """Values and conflicts as sets: what two histories are compared by."""
        shown = {name: sorted(value) if isinstance(value, list) else value for name, value in self.shown.items()}
        sides = {name: sorted(map(str, found.values())) for name, found in self.sides.items() if found}
        return (sorted(shown.items()), sorted(sides.items()))

    def values_of(self, name: str) -> set[str]:
        """What is shown and what is kept beside it."""
        return {str(value) for value in (self.shown[name], *self.sides.get(name, {}).values())}


def play(edits: Iterable[Edit]) -> Trunk:
    trunk = Trunk()
    for edit in edits:
        trunk.take(edit)
    return trunk


def chains(names: Sequence[str], letters: str) -> st.SearchStrategy[list[Edit]]:
    """One or two edits of these fields, each on top of the one before."""
    step = st.dictionaries(st.sampled_from(names), st.sampled_from(letters), min_size=1)
    return st.lists(step, min_size=1, max_size=2).map(_as_chain)


def _as_chain(steps: list[dict[str, str]]) -> list[Edit]:
    chain: list[Edit] = []
    for values in steps:
        chain.append(Edit(values, chain[-1] if chain else None))
    return chain


def interleave(chains_: Sequence[list[Edit]]) -> Iterable[list[Edit]]:
    """Every order that keeps each writer's own."""
    turns = [place for place, chain in enumerate(chains_) for _ in chain]
    for order in sorted(set(itertools.permutations(turns))):
        heads = [iter(chain) for chain in chains_]
        yield [next(heads[place]) for place in order]


@given(chains(["mobile"], "xyz"), chains(["email"], "xyz"), chains(["line", "postcode"], "xyz"))
def test_writers_of_independent_fields_end_the_same_in_every_order_of_arrival(
    one: list[Edit], two: list[Edit], three: list[Edit]
) -> None:
    assert len({repr(play(order).say()) for order in interleave([one, two, three])}) == 1


@given(
    st.lists(st.sampled_from("uvwxyz"), min_size=2, max_size=4, unique=True),
    st.sampled_from(["mobile", "email", "line"]),
)
def test_whoever_came_first_the_same_values_stand_against_each_other(wanted: list[str], name: str) -> None:
    """Which one is shown depends on who came first; which ones there are does not."""
    edits = [Edit({name: value}) for value in wanted]
    assert {frozenset(play(order).values_of(name)) for order in itertools.permutations(edits)} == {frozenset(wanted)}


@given(st.lists(st.sampled_from(["low", "medium", "high"]), min_size=2, max_size=4))
def test_of_risks_the_most_cautious_is_shown_and_all_are_kept_in_every_order(wanted: list[str]) -> None:
    edits = [Edit({"risk": value}) for value in wanted]
    for order in itertools.permutations(edits):
        trunk = play(order)
        assert trunk.shown["risk"] == max(wanted, key=["low", "medium", "high"].index)
        assert trunk.values_of("risk") == set(wanted)


@given(st.lists(st.lists(st.sampled_from("abcd"), unique=True), min_size=2, max_size=3))
def test_sets_come_to_the_same_in_every_order_and_never_stand_against_each_other(wanted: list[list[str]]) -> None:
    said = {repr(play(order).say()) for order in itertools.permutations([Edit({"tags": value}) for value in wanted])}
    assert len(said) == 1
    assert not play([Edit({"tags": value}) for value in wanted]).sides


@given(chains(["mobile", "email", "risk"], "xyz"), chains(["mobile", "email", "risk"], "xyz"))
def test_agreeing_changes_nothing_however_often(one: list[Edit], two: list[Edit]) -> None:
    trunk = play([*one, *two])
    before = trunk.say()
    again = Edit({name: trunk.shown[name] for name in ("mobile", "email", "risk")})
    for _ in range(2):
        assert set(trunk.take(again).values()) == {FieldOutcome.AGREED}
        assert trunk.say() == before


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["line", "postcode"]), st.sampled_from("xyz"), min_size=1),
        min_size=1,
        max_size=4,
    )
)
def test_a_group_shows_only_what_one_writer_had_in_mind_as_a_whole(written: list[dict[str, str]]) -> None:
    whole = [dict(AT_FIRST), *({**AT_FIRST, **values} for values in written)]
    minds = {(mind["line"], mind["postcode"]) for mind in whole}
    trunk = Trunk()
    for values in written:
        trunk.take(Edit(values))
        assert (trunk.shown["line"], trunk.shown["postcode"]) in minds


FIELDS = ["mobile", "email", "line", "postcode"]


@given(chains(FIELDS, "ab"), chains(FIELDS, "cd"), chains(FIELDS, "ef"), st.integers(0, 10_000))
def test_the_last_word_of_every_writer_is_shown_or_kept_beside(
    one: list[Edit], two: list[Edit], three: list[Edit], which: int
) -> None:
    orders = list(interleave([one, two, three]))
    trunk = play(orders[which % len(orders)])
    for chain in (one, two, three):
        words = {name: value for edit in chain for name, value in edit.values.items()}
        for name, value in words.items():
            assert str(value) in trunk.values_of(name)
