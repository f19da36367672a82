"""Everybody that a chunk of lines could be, fetched by what they have in common: a handful of queries a chunk, none a line.

Locks what it reads if the caller is going to write. Decides nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from server.domain.address_values import postcode_key
from server.domain.import_row import ReadRow
from server.domain.matching import Person
from server.domain.names import name_key, search_key
from server.domain.telephone import telephone_key
from server.store.tables import Address, Resident, ResidentSource
from server.store.visit_locks import lock_undone_around


@dataclass(slots=True)
class Known:
    """What the store knows of the people in a chunk: sources by the feed's key, residents and addresses by id."""

    sources: dict[str, ResidentSource] = field(default_factory=dict)
    residents: dict[uuid.UUID, Resident] = field(default_factory=dict)
    addresses: dict[uuid.UUID, Address] = field(default_factory=dict)

    def address_of(self, resident: Resident) -> Address | None:
        """Where the resident lives."""
        return self.addresses.get(resident.address_id) if resident.address_id else None

    def resident_of(self, source: ResidentSource) -> Resident | None:
        """The resident behind a source; a merged one leads to the one that was kept."""
        resident = self.residents.get(source.resident_id)
        while resident is not None and resident.merged_into_id is not None:
            resident = self.residents.get(resident.merged_into_id)
        return resident


def load_known(
    session: Session, layout: str, rows: Sequence[ReadRow], *, also: Collection[uuid.UUID] = (), lock: bool = False
) -> Known:
    """Load all that the rows could mean, and the residents `also` named by id."""
    known = Known()
    keys = {key for row in rows for key in (row.key, row.other_key)}
    for source in session.scalars(
        select(ResidentSource).where(ResidentSource.layout == layout, ResidentSource.key.in_(keys))
    ):
        known.sources[source.key] = source
    wanted = {source.resident_id for source in known.sources.values()} | set(also)
    meant = or_(*_alike(rows), Resident.id.in_(wanted))
    if lock:
        _lock_visits(session, meant, rows)
    found = select(Resident).where(meant).order_by(Resident.id)
    _keep(known, session.scalars(found.with_for_update(key_share=True) if lock else found))
    while missing := {r.merged_into_id for r in known.residents.values() if r.merged_into_id} - known.residents.keys():
        _keep(known, session.scalars(select(Resident).where(Resident.id.in_(missing))))
    address_ids = {resident.address_id for resident in known.residents.values() if resident.address_id}
    for address in session.scalars(select(Address).where(Address.id.in_(address_ids))):
        known.addresses[address.id] = address
    return known


def _lock_visits(session: Session, meant: ColumnElement[bool], rows: Sequence[ReadRow]) -> None:
    """Whoever moves takes visits along, by a marker also those at either door: held before their people are."""
    people = session.execute(select(Resident.id, Resident.address_id).where(meant)).all()
    doors = {door for _, door in people} | set(session.scalars(_at(rows)))
    lock_undone_around(session, {one for one, _ in people}, doors)


def _at(rows: Sequence[ReadRow]) -> Select[uuid.UUID]:
    """The doors of the rows' numbers and postcodes."""
    uprns = {row.uprn for row in rows if row.uprn}
    postcodes = {row.postcode for row in rows if row.postcode}
    return select(Address.id).where(or_(Address.uprn.in_(uprns), Address.postcode.in_(postcodes)))


def person_of_resident(resident: Resident, address: Address | None) -> Person:
    """The comparing values of a resident as shown."""
    born = resident.date_of_birth
    return Person(
        person_id=str(resident.id),
        nhs_number=resident.nhs_number,
        first_key=name_key(resident.first_name or ""),
        last_key=name_key(resident.last_name or ""),
        date_of_birth=born.isoformat() if born else None,
        uprn=address.uprn if address else None,
        postcode=postcode_key(address.postcode or "") if address else "",
        telephones=frozenset(telephone_key(number) for number in (resident.mobile, resident.landline) if number),
        email=resident.email,
    )


def search_text(row_values: dict[str, object]) -> str:
    """The search column of a resident with these values: names and postcode."""
    return search_key(
        *(str(row_values.get(name) or "") for name in ("first_name", "middle_name", "last_name", "postcode"))
    )


def _keep(known: Known, residents: Iterable[Resident]) -> None:
    for resident in residents:
        known.residents[resident.id] = resident


def _alike(rows: Sequence[ReadRow]) -> list[ColumnElement[bool]]:
    """Conditions that find namesakes and neighbours. A name alone finds nobody: it needs something more in common."""
    births = {dt.date.fromisoformat(row.date_of_birth) for row in rows if row.date_of_birth}
    telephones = {number for row in rows for number in (row.mobile, row.landline) if number}
    here = _at(rows)
    return [
        Resident.nhs_number.in_({row.nhs_number for row in rows if row.nhs_number}),
        Resident.date_of_birth.in_(births),
        Resident.email.in_({row.email for row in rows if row.email}),
        Resident.mobile.in_(telephones),
        Resident.landline.in_(telephones),
        Resident.address_id.in_(here),
    ]
