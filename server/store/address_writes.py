"""Finds or makes the address of a row: by UPRN, else by its lines and postcode. Ward and position come from the gazetteer.

Never invents a ward or a position.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.domain.address_values import begins_with_house, is_house_number, postcode_key
from server.domain.assignment import walking_key
from server.domain.import_row import ReadRow
from server.domain.names import name_key
from server.store.database import new_id
from server.store.resident_writes import rebuild_search_text, touch_residents_at
from server.store.tables import Address, GazetteerEntry, Resident


def address_match_key(lines: Sequence[str], postcode: str | None) -> str:
    """One key for all spellings of a door: letters and digits of its lines and postcode."""
    return f"{name_key(''.join(lines))}|{postcode_key(postcode or '')}"


class AddressBook:
    """The addresses that one chunk of rows may need, fetched at once; those it makes are found by later rows."""

    def __init__(self, session: Session, rows: Sequence[ReadRow], *, now: dt.datetime) -> None:
        self._session = session
        self._now = now
        uprns = {row.uprn for row in rows if row.uprn}
        keys = {address_match_key(row.lines, row.postcode) for row in rows}
        self._by_uprn: dict[str, Address] = {}
        self._by_key: dict[str, Address] = {}
        # A house number alone is looked for among all doors of its postcode.
        postcodes = {row.postcode for row in rows if row.postcode and is_house_number(row.lines)}
        self._by_postcode: dict[str, list[Address]] = defaultdict(list)
        for address in session.scalars(
            select(Address).where(
                or_(Address.uprn.in_(uprns), Address.match_key.in_(keys), Address.postcode.in_(postcodes))
            )
        ):
            self._keep(address)
        self._places = {
            entry.uprn: entry for entry in session.scalars(select(GazetteerEntry).where(GazetteerEntry.uprn.in_(uprns)))
        }

    def find_or_add(self, row: ReadRow) -> Address | None:
        """The row's address; None when it has neither lines nor a postcode.

        A UPRN that stands for a door in another postcode is a slip in the feed: then the lines and postcode decide.
        """
        if not (row.lines or row.postcode):
            return None
        held = self._by_uprn.get(row.uprn) if row.uprn else None
        if held is not None and (not row.postcode or not held.postcode or held.postcode == row.postcode):
            return held
        key = address_match_key(row.lines, row.postcode)
        same = self._by_key.get(key) or self._find_house(row)
        if same is not None and (held is not None or not row.uprn or not same.uprn):
            if row.uprn and held is None and not same.uprn:
                same.uprn = row.uprn
                if self._place(same):
                    touch_residents_at(self._session, [same.id], now=self._now)
                self._keep(same)
            return same
        address = Address(
            id=new_id(),
            uprn=None if held is not None else row.uprn,
            match_key=key,
            lines=list(row.lines),
            postcode=row.postcode,
        )
        self._place(address)
        self._session.add(address)
        self._keep(address)
        return address

    def _find_house(self, row: ReadRow) -> Address | None:
        """The one door of the postcode with this house number, if the row says no more of the street."""
        if not (row.postcode and is_house_number(row.lines)):
            return None
        found = [one for one in self._by_postcode[row.postcode] if begins_with_house(one.lines, row.lines[0])]
        return found[0] if len(found) == 1 else None

    def _place(self, address: Address) -> bool:
        """Give the address its ward and position; False when the gazetteer does not know it."""
        place = self._places.get(address.uprn) if address.uprn else None
        if place is not None:
            address.ward, address.latitude, address.longitude = place.ward, place.latitude, place.longitude
        return place is not None

    def _keep(self, address: Address) -> None:
        if address.uprn:
            self._by_uprn[address.uprn] = address
        if not address.uprn or address.match_key not in self._by_key:
            self._by_key[address.match_key] = address
        if address.postcode and address not in self._by_postcode[address.postcode]:
            self._by_postcode[address.postcode].append(address)


def find_by_uprn(session: Session, uprn: str | None) -> Address | None:
    """The door that has this number."""
    return session.scalar(select(Address).where(Address.uprn == uprn)) if uprn else None


def find_other_door(session: Session, row: ReadRow, door: Address) -> Address | None:
    """Another door than this one to which the row's number or spelling belongs."""
    same = [Address.match_key == address_match_key(row.lines, row.postcode)]
    if row.uprn:
        same.append(Address.uprn == row.uprn)
    return session.scalars(select(Address).where(Address.id != door.id, or_(*same)).limit(1)).first()


def list_doors_of(session: Session, resident_id: uuid.UUID, row: ReadRow) -> set[uuid.UUID]:
    """Where the resident lives, and every door that `AddressBook` may find for the row."""
    like = [Address.match_key == address_match_key(row.lines, row.postcode)]
    if row.uprn:
        like.append(Address.uprn == row.uprn)
    if row.postcode and is_house_number(row.lines):
        like.append(Address.postcode == row.postcode)
    return list_doors(session, {resident_id}) | set(session.scalars(select(Address.id).where(or_(*like))))


def list_doors(session: Session, resident_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Where these people live."""
    lives = session.scalars(select(Resident.address_id).where(Resident.id.in_(resident_ids)))
    return {one for one in lives if one is not None}


def list_people_behind(session: Session, resident_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Everybody who lives where this resident does."""
    door = select(Resident.address_id).where(Resident.id == resident_id).scalar_subquery()
    return session.scalars(select(Resident.id).where(Resident.address_id == door)).all()


def respell_door(session: Session, door: Address, row: ReadRow, *, now: dt.datetime) -> Sequence[Resident]:
    """Spell a door otherwise for everybody who lives there, so that its visits and markers stay together. Those people."""
    door.lines, door.postcode = list(row.lines), row.postcode
    door.match_key = address_match_key(row.lines, row.postcode)
    door.walking_key = walking_key(row.postcode, row.lines)
    if door.uprn != row.uprn:  # ward and position were those of the other number
        place = session.get(GazetteerEntry, row.uprn) if row.uprn else None
        door.uprn = row.uprn
        door.ward, door.latitude, door.longitude = (
            (place.ward, place.latitude, place.longitude) if place is not None else (None, None, None)
        )
    people = touch_residents_at(session, [door.id], now=now)
    for person in people:
        rebuild_search_text(person, door)
    return people
