"""Writes a shielding list of any size for benchmarks: as many namesakes, neighbours and households as a borough has.

Nobody in it is real: NHS numbers of the 999 range, telephone numbers kept for drama, e-mail at example.org.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

HEADINGS = [
    "Traced_NHSNUMBER", "PatientFirstName", "PatientOtherName", "PatientSurname", "DateOfBirth", "PatientAddress_Line1",
    "PatientAddress_Line2", "PatientAddress_Line3", "PatientAddress_Line4", "PatientAddress_Line5", "PatientAddress_PostCode",
    "PatientEmailAddress", "mobile", "landline", "DateOfDeath", "Flag_PDSInformallyDeceased", "oslaua", "oscty", "Data_Source",
    "category", "InceptionDate", "SPL_Version", "uprn",
]  # fmt: skip
FIRST = ["Ann", "Bea", "Cid", "Dev", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon", "Kay", "Leo", "Mia", "Ned", "Ola", "Pam"]
LAST = [
    "Abel",
    "Bond",
    "Cole",
    "Dale",
    "Earl",
    "Ford",
    "Gale",
    "Hope",
    "Irwin",
    "Joyce",
    "Kerr",
    "Lowe",
    "Moss",
    "Nash",
]
LANDLINE_AREAS = ("020 7946 0", "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0", "0118 496 0")
BORN_FROM, BORN_DAYS = dt.date(1925, 1, 1), 25_000
PEOPLE_IN_A_POSTCODE, ONE_IN_A_HOUSEHOLD = 8, 5


def write_list(path: Path, people: int, *, edition: int = 39) -> None:
    """A file of `people` lines, the same at every call but for the edition, and the e-mail of one in ten with it."""
    chance = random.Random(23)
    numbers = _nhs_numbers()
    door = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, HEADINGS, restval="")
        lines.writeheader()
        for number in range(people):
            door += chance.randrange(ONE_IN_A_HOUSEHOLD) > 0
            row = _person(number, door, next(numbers), chance) | {"SPL_Version": str(edition)}
            if number % 10 == 0:
                row["PatientEmailAddress"] = f"person{number}.{edition}@example.org"
            lines.writerow(row)


def _person(number: int, door: int, nhs_number: str, chance: random.Random) -> dict[str, str]:
    street = door // PEOPLE_IN_A_POSTCODE
    born_on = BORN_FROM + dt.timedelta(days=chance.randrange(BORN_DAYS))
    area = LANDLINE_AREAS[number // 1000 % len(LANDLINE_AREAS)]
    return {
        "Traced_NHSNUMBER": nhs_number,
        "PatientFirstName": chance.choice(FIRST) + chance.choice(("", "", "a", "ie", "son")),
        "PatientSurname": chance.choice(LAST) + chance.choice(("", "", "s", "man", "field", "ton")),
        "DateOfBirth": f"{born_on:%d/%m/%Y}",
        "PatientAddress_Line1": f"{door % 200 + 1} Street {street}",
        "PatientAddress_Line4": "LITTLE HAMPTON",
        "PatientAddress_PostCode": f"CR{street // 400 % 90 + 1} {street % 9}{_letter(street // 9)}{_letter(street // 180)}",
        "PatientEmailAddress": f"person{number}@example.org" if number % 3 == 0 else "",
        "mobile": f"07700 900{number % 1000:03}" if number % 23 == 0 else "",
        "landline": f"{area}{number % 1000:03}" if number % 3 == 1 else "",
        "oslaua": "E09000008",
        "oscty": "E99999999",
        "Data_Source": "NHSD",
        "category": "Added by GP",
        "InceptionDate": "2020-06-13",
        "uprn": str(100_000 + door),
    }


def _letter(number: int) -> str:
    return "ABDEFGHJLNPQRSTUWXYZ"[number % 20]


def _nhs_numbers() -> Iterator[str]:
    """NHS numbers that pass their check digit (modulus 11), all of the range that is given to nobody."""
    for body in itertools.count(999_000_001):
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(str(body))) % 11
        if check != 10:
            yield f"{body}{0 if check == 11 else check}"
