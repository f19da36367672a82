"""Say what each line of a chunk would do: new, changed, unchanged, for a person to decide, or rejected, and why.

Used by the preview, which writes the answer down, and again at the moment of applying, so that nobody acts on an old answer.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from server.domain.address_values import begins_with_house, is_house_number
from server.domain.import_layouts import CTAS
from server.domain.import_row import ReadRow
from server.domain.matching import (
    Candidate,
    Match,
    MatchIndex,
    forbids,
    match_person,
    person_of,
    shares_name_or_number,
)
from server.domain.received_values import LABELS, address_moves, plan_changes
from server.domain.wire_value import json_value
from server.domain.words import RowVerdict
from server.store.address_writes import address_match_key
from server.store.match_candidates import Known, load_known, person_of_resident
from server.store.tables import Address, Resident, ResidentSource

DIFFERENT = "different"
SAME = "same:"


@dataclass(frozen=True, slots=True)
class Line:
    """One line to be classified, with a person's decision if there is one."""

    number: int
    row: ReadRow
    decision: str | None = None


@dataclass(slots=True)
class Classified:
    """What a line would do. `changes` are the resident's values to set; `same_line` an earlier line that brings the same person."""

    line: Line
    verdict: RowVerdict
    reasons: list[str]
    candidates: tuple[Candidate, ...] = ()
    resident: Resident | None = None
    source: ResidentSource | None = None
    same_line: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    moves: bool = False
    outdated: bool = False


@dataclass(slots=True)
class FileSoFar:
    """What earlier chunks of the same file said: who they would bring, and which line of a key is the standing one."""

    standing: dict[str, tuple[str, int, str | None]] = field(default_factory=dict)
    newcomers: MatchIndex = field(default_factory=MatchIndex)
    rows: dict[str, ReadRow] = field(default_factory=dict)

    def note_standing(self, number: int, *, key: str, edition: str, born: str | None) -> None:
        """Remember the line that says the latest of a key: the highest edition, and of equal ones the last."""
        held = self.standing.get(key)
        if held is None or (edition, number) >= held[:2]:
            self.standing[key] = (edition, number, born)


def classify_rows(
    session: Session, layout: str, lines: Sequence[Line], so_far: FileSoFar, *, lock: bool
) -> tuple[list[Classified], Known]:
    """Classify one chunk; residents are locked when the caller is about to write."""
    rows = [line.row for line in lines if not line.row.rejected]
    decided = [
        uuid.UUID(line.decision.removeprefix(SAME))
        for line in lines
        if line.decision and line.decision.startswith(SAME)
    ]
    known = load_known(session, layout, rows, also=decided, lock=lock)
    index = MatchIndex(
        person_of_resident(resident, known.address_of(resident))
        for resident in known.residents.values()
        if resident.merged_into_id is None
    )
    answers = []
    for line in lines:
        answer = _classify(line, known, index, so_far)
        answers.append(answer)
        if answer.verdict is RowVerdict.NEW:
            newcomer = person_of(line.row, f"line:{line.number}")
            so_far.newcomers.add(newcomer)
            so_far.rows[newcomer.person_id] = line.row
    return answers, known


def _classify(line: Line, known: Known, index: MatchIndex, so_far: FileSoFar) -> Classified:
    row = line.row
    if row.rejected:
        return Classified(line, RowVerdict.REJECTED, list(row.rejected))
    later = _later_line(line, so_far)
    source = _find_source(known, row)
    if later is not None:
        resident = known.resident_of(source) if source else None
        outdated = f"line {later} of this file says it later"
        return Classified(
            line, RowVerdict.UNCHANGED, [outdated, *row.remarks], resident=resident, source=source, outdated=True
        )
    if source is not None and (old := _nothing_new(line, source, known)) is not None:
        return old
    match = _find_match(line, source, known, index, so_far)
    if match.candidates:
        reasons = [
            f"might be {'somebody' if len(match.candidates) == 1 else 'one of several people'} we know",
            *row.remarks,
        ]
        return Classified(line, RowVerdict.DECIDE, reasons, match.candidates, source=source)
    if match.person_id is None:
        words = ["reports a death: will be put on hold"] if row.death_reported else []
        return Classified(line, RowVerdict.NEW, [*words, *row.remarks])
    if match.person_id.startswith("line:"):
        return _same_as_line(line, match, so_far)
    resident = known.residents[uuid.UUID(match.person_id)]
    own = source if source is not None and known.resident_of(source) is resident else None
    return _compare(line, match, resident, own, known.address_of(resident))


def _later_line(line: Line, so_far: FileSoFar) -> int | None:
    """The line of this file that supersedes this one; two dates of birth under one key are two people until a person decides."""
    standing = so_far.standing.get(line.row.key)
    if standing is None or standing[1] == line.number:
        return None
    _, number, born = standing
    if born and line.row.date_of_birth and born != line.row.date_of_birth:
        return None
    return number


def _find_source(known: Known, row: ReadRow) -> ResidentSource | None:
    """What this feed said of this person last: under either key, and rather where it said the very same."""
    found = [source for key in (row.key, row.other_key) if (source := known.sources.get(key)) is not None]
    same = [source for source in found if source.row_hash == row.row_hash()]
    return next(iter(same or found), None)


def _nothing_new(line: Line, source: ResidentSource, known: Known) -> Classified | None:
    """The answer when the feed says what it said before, or something older; None when it says something new."""
    resident = known.resident_of(source)
    if source.row_hash == line.row.row_hash():
        return Classified(line, RowVerdict.UNCHANGED, list(line.row.remarks), resident=resident, source=source)
    if line.row.edition and line.row.edition < str(source.received.get("edition") or ""):
        words = "older than what this list said before"
        return Classified(line, RowVerdict.UNCHANGED, [words], resident=resident, source=source, outdated=True)
    return None


def _find_match(line: Line, source: ResidentSource | None, known: Known, index: MatchIndex, so_far: FileSoFar) -> Match:
    person = person_of(line.row, f"line:{line.number}")
    if line.decision == DIFFERENT:
        return Match()
    if line.decision and line.decision.startswith(SAME):
        return Match(line.decision.removeprefix(SAME), "a person decided")
    resident = known.resident_of(source) if source is not None else None
    if resident is not None:
        theirs = person_of_resident(resident, known.address_of(resident))
        if source is not None and _repeats_corrected_birth(row=line.row, source=source, resident=resident):
            person = replace(person, date_of_birth=theirs.date_of_birth)
        if forbids(person, theirs):
            return Match(
                candidates=(Candidate(theirs.person_id, "this list now gives another NHS number or date of birth"),)
            )
        if source is not None and source.layout == CTAS.code and not shares_name_or_number(person, theirs):
            return Match(candidates=(Candidate(theirs.person_id, "the same account, but another name"),))
        return Match(theirs.person_id, "named by this list before")
    return match_person(person, index, so_far.newcomers)


def _repeats_corrected_birth(row: ReadRow, source: ResidentSource, resident: Resident) -> bool:
    """True when the list still says the date of birth that the council has corrected: no news, and no other person."""
    return "date_of_birth" in resident.corrected_fields and source.received.get("date_of_birth") == row.date_of_birth


def _same_as_line(line: Line, match: Match, so_far: FileSoFar) -> Classified:
    assert match.person_id is not None
    earlier = so_far.rows[match.person_id]
    number = int(match.person_id.removeprefix("line:"))
    changes = plan_changes(shown=earlier.received(), corrected=(), before=None, now=line.row.received())
    verdict = RowVerdict.CHANGED if changes else RowVerdict.UNCHANGED
    reasons = [f"the same person as line {number}: {match.reason}", *_changed_words(changes), *line.row.remarks]
    return Classified(line, verdict, reasons, same_line=number, changes=changes)


def _compare(
    line: Line, match: Match, resident: Resident, source: ResidentSource | None, address: Address | None
) -> Classified:
    row = line.row
    shown = {name: json_value(getattr(resident, name)) for name in LABELS if name != "address"}
    before = source.received if source is not None else None
    corrected = resident.corrected_fields
    changes = plan_changes(shown=shown, corrected=corrected, before=before, now=row.received())
    moves = address_moves(corrected=corrected, before=before, now=row.received()) and not _is_same_door(row, address)
    dies = row.death_reported and not (before or {}).get("death_reported")
    words = _changed_words({**changes, **({"address": True} if moves else {})})
    if dies:
        words.append("reports a death: will be put on hold")
    verdict = RowVerdict.CHANGED if words else RowVerdict.UNCHANGED
    return Classified(
        line,
        verdict,
        [match.reason, *words, *row.remarks],
        resident=resident,
        source=source,
        changes=changes,
        moves=moves,
    )


def _is_same_door(row: ReadRow, address: Address | None) -> bool:
    """True when the row's address is the one that is shown, however it is spelt."""
    if address is None:
        return False
    if row.uprn and address.uprn:
        return row.uprn == address.uprn and (row.postcode in (None, address.postcode))
    if address_match_key(row.lines, row.postcode) == address.match_key:
        return True
    if is_house_number(row.lines) and row.postcode == address.postcode:
        return begins_with_house(address.lines, row.lines[0])
    first = [lines[0].casefold() for lines in (row.lines, address.lines) if lines]
    return row.postcode == address.postcode and len(first) == 2 and first[0] == first[1]


def _changed_words(changes: Mapping[str, Any]) -> list[str]:
    return [f"changes {', '.join(LABELS[name] for name in changes)}"] if changes else []
