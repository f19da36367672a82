"""Who a line of a file is: somebody known, somebody new, or a question for a person. The one place where that is decided.

Two different NHS numbers or two different dates of birth forbid a match, whatever else agrees. Nothing here merges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from server.domain.address_values import postcode_key
from server.domain.import_row import ReadRow
from server.domain.names import name_key
from server.domain.telephone import telephone_key

NEIGHBOUR_SCORE = 86.0
MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Person:
    """What is compared. `person_id` is a resident's id, or "line:<n>" for somebody an earlier line of the file will bring."""

    person_id: str
    nhs_number: str | None
    first_key: str
    last_key: str
    date_of_birth: str | None
    uprn: str | None
    postcode: str
    telephones: frozenset[str]
    email: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody it might be, and why it is not certain."""

    person_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """`person_id` set: it is them, because of `reason`. Else with candidates a person decides; without, it is somebody new."""

    person_id: str | None = None
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()


def person_of(row: ReadRow, person_id: str) -> Person:
    """The comparing values of a line."""
    return Person(
        person_id=person_id,
        nhs_number=row.nhs_number,
        first_key=name_key(row.first_name or ""),
        last_key=name_key(row.last_name or ""),
        date_of_birth=row.date_of_birth,
        uprn=row.uprn,
        postcode=postcode_key(row.postcode or ""),
        telephones=frozenset(telephone_key(number) for number in (row.mobile, row.landline) if number),
        email=row.email,
    )


def forbids(ours: Person, theirs: Person) -> bool:
    """True when the two cannot be one person."""
    return _differ(ours.nhs_number, theirs.nhs_number) or _differ(ours.date_of_birth, theirs.date_of_birth)


def shares_name_or_number(ours: Person, theirs: Person) -> bool:
    """True when they have the NHS number, or first and last name, in common: what must stand beside a contact-tracing account."""
    if ours.nhs_number and ours.nhs_number == theirs.nhs_number:
        return True
    return (ours.first_key, ours.last_key) == (theirs.first_key, theirs.last_key)


class MatchIndex:
    """People to compare with, found by what they have in common. Adding a person twice replaces the first."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._by_nhs: dict[str, Person] = {}
        self._by_name: dict[tuple[str, str], dict[str, Person]] = defaultdict(dict)
        self._by_trait: dict[tuple[str, str], dict[str, Person]] = defaultdict(dict)
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        """Make a person findable."""
        if person.nhs_number:
            self._by_nhs[person.nhs_number] = person
        if person.first_key and person.last_key:
            self._by_name[person.first_key, person.last_key][person.person_id] = person
        for trait in _traits(person):
            self._by_trait[trait][person.person_id] = person

    def find_by_nhs_number(self, number: str | None) -> Person | None:
        """The holder of the number, or None."""
        return self._by_nhs.get(number) if number else None

    def list_namesakes(self, person: Person) -> list[Person]:
        """Everybody of the same first and last name whom nothing forbids."""
        if not (person.first_key and person.last_key):
            return []
        return [
            other
            for other in self._by_name.get((person.first_key, person.last_key), {}).values()
            if not forbids(person, other)
        ]

    def list_neighbours(self, person: Person) -> list[Person]:
        """Everybody with a birth date, door, telephone or e-mail in common whom nothing forbids."""
        near: dict[str, Person] = {}
        for trait in _traits(person):
            near.update(self._by_trait.get(trait, {}))
        return [other for other in near.values() if not forbids(person, other)]


def match_person(person: Person, *indexes: MatchIndex) -> Match:
    """Decide who `person` is among everybody in `indexes` (those in the store, those of earlier lines)."""
    for index in indexes:
        holder = index.find_by_nhs_number(person.nhs_number)
        if holder is not None:
            if forbids(person, holder):
                return _ask([Candidate(holder.person_id, "the same NHS number, but another date of birth")])
            return Match(holder.person_id, "the same NHS number")
    namesakes = [other for index in indexes for other in index.list_namesakes(person)]
    if person.date_of_birth:
        same = [other for other in namesakes if other.date_of_birth == person.date_of_birth]
        if len(same) == 1:
            return Match(same[0].person_id, "the same name and date of birth")
        if same:
            return _ask(
                [Candidate(other.person_id, "the same name and date of birth as several people") for other in same]
            )
    offered = {other.person_id: shared for other in namesakes if (shared := _in_common(person, other))}
    candidates = [Candidate(person_id, f"the same name and {shared}") for person_id, shared in offered.items()]
    for index in indexes:
        candidates += _similar(
            person, [other for other in index.list_neighbours(person) if other.person_id not in offered]
        )
    return _ask(candidates)


def find_likely_duplicates(people: Sequence[Person]) -> Iterator[tuple[str, str, str]]:
    """Pairs of known people who might be one, each once: both ids, the smaller first, and what they share. Merges nobody."""
    index = MatchIndex(people)
    for person in people:
        near: dict[str, str] = {}
        for other in index.list_namesakes(person):
            shared = _in_common(person, other)
            if person.date_of_birth and person.date_of_birth == other.date_of_birth:
                shared = "date of birth" + (f" and {shared}" if shared else "")
            if shared:
                near[other.person_id] = f"the same name and {shared}"
        neighbours = [other for other in index.list_neighbours(person) if other.person_id not in near]
        near |= {candidate.person_id: candidate.reason for candidate in _similar(person, neighbours)}
        yield from ((person.person_id, other, reason) for other, reason in near.items() if person.person_id < other)


def _ask(candidates: list[Candidate]) -> Match:
    return Match(candidates=tuple(candidates[:MOST_CANDIDATES]))


def _similar(person: Person, neighbours: list[Person]) -> list[Candidate]:
    """Neighbours whose name is spelt nearly alike (or the other way round), the likest first."""
    if not (person.first_key and person.last_key):
        return []
    scored = []
    for other in neighbours:
        shared = _in_common(person, other) or ("date of birth" if other.date_of_birth == person.date_of_birth else "")
        if not (shared and other.first_key and other.last_key):
            continue
        score = min(fuzz.ratio(person.first_key, other.first_key), fuzz.ratio(person.last_key, other.last_key))
        swapped = min(fuzz.ratio(person.first_key, other.last_key), fuzz.ratio(person.last_key, other.first_key))
        whole = fuzz.ratio(person.first_key + person.last_key, other.first_key + other.last_key)
        best = max(swapped, whole if score >= NEIGHBOUR_SCORE - 26 else score)
        if best >= NEIGHBOUR_SCORE:
            scored.append((best, Candidate(other.person_id, f"a similar name and the same {shared}")))
    return [candidate for _, candidate in sorted(scored, key=lambda pair: (-pair[0], pair[1].person_id))]


def _in_common(ours: Person, theirs: Person) -> str:
    """What besides the name two people share, in words; empty for nothing."""
    shared = []
    if ours.uprn and ours.uprn == theirs.uprn:
        shared.append("address (UPRN)")
    elif ours.postcode and ours.postcode == theirs.postcode:
        shared.append("postcode")
    if ours.telephones & theirs.telephones:
        shared.append("telephone number")
    if ours.email and ours.email == theirs.email:
        shared.append("e-mail address")
    return " and ".join(shared)


def _traits(person: Person) -> list[tuple[str, str]]:
    traits = [("telephone", number) for number in person.telephones]
    for name, value in (
        ("birth", person.date_of_birth),
        ("uprn", person.uprn),
        ("postcode", person.postcode),
        ("email", person.email),
    ):
        if value:
            traits.append((name, value))
    return traits


def _differ(ours: str | None, theirs: str | None) -> bool:
    return bool(ours and theirs and ours != theirs)
