"""The documents that a new programme may ask residents for: what each is called, what counts, how to photograph it. English and Welsh.

Data to start from: a programme changes its own copy in the tables, and nothing here overwrites that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ShippedDocumentType:
    """`names`, `hints` (what counts as one) and `tips` (how to photograph it) by language; `days` until it is due, as proposed."""

    code: str
    names: dict[str, str]
    hints: dict[str, str]
    tips: dict[str, str]
    days: int


def _both(english: str, welsh: str) -> dict[str, str]:
    return {"en": english, "cy": welsh}


_LETTER = _both(
    "Lay it flat in daylight, without a flash. Every corner of the page must be in the picture. Take one photo of each page.",
    "Gosodwch ef yn wastad yng ngolau dydd, heb fflach. Rhaid i bob cornel o'r dudalen fod yn y llun. Tynnwch un llun o bob tudalen.",
)
_CARD = _both(
    "Lay it on a dark, plain table. Tilt the phone until nothing shines. Take one photo of each side.",
    "Gosodwch ef ar fwrdd tywyll, plaen. Gogwyddwch y ffôn nes nad oes dim yn disgleirio. Tynnwch un llun o bob ochr.",
)
_THING = _both(
    "Stand back so that all of it is in the picture, then take one photo closer up.",
    "Safwch yn ôl fel bod y cyfan yn y llun, yna tynnwch un llun yn agosach.",
)

DOCUMENT_TYPES: Final = (
    ShippedDocumentType(
        "proof_of_address",
        _both("Proof of address", "Prawf o gyfeiriad"),
        _both(
            "A bill, bank letter or official letter of the last three months with your name and address.",
            "Bil, llythyr banc neu lythyr swyddogol o'r tri mis diwethaf gyda'ch enw a'ch cyfeiriad.",
        ),
        _LETTER,
        14,
    ),
    ShippedDocumentType(
        "photo_identity",
        _both("Proof of identity with a photo", "Prawf o hunaniaeth gyda llun"),
        _both(
            "A passport, driving licence, travel pass or residence permit. It may have run out within the last two years.",
            "Pasbort, trwydded yrru, cerdyn teithio neu drwydded breswylio. Caiff fod wedi dod i ben o fewn y ddwy flynedd diwethaf.",
        ),
        _CARD,
        14,
    ),
    ShippedDocumentType(
        "council_tax_bill",
        _both("Council Tax bill", "Bil y Dreth Gyngor"),
        _both("This year's bill, all pages.", "Bil eleni, pob tudalen."),
        _LETTER,
        14,
    ),
    ShippedDocumentType(
        "proof_of_income",
        _both("Proof of income", "Prawf o incwm"),
        _both(
            "Payslips or bank statements of the last two months. You may cover what you spend; leave what comes in.",
            "Slipiau cyflog neu gyfriflenni banc y ddau fis diwethaf. Cewch guddio'r hyn rydych yn ei wario; gadewch yr hyn sy'n dod i mewn.",
        ),
        _LETTER,
        14,
    ),
    ShippedDocumentType(
        "benefit_letter",
        _both("Letter about a benefit", "Llythyr am fudd-dal"),
        _both(
            "The newest letter or online statement that says what you get and since when.",
            "Y llythyr neu'r datganiad ar-lein diweddaraf sy'n dweud beth rydych yn ei gael ac ers pryd.",
        ),
        _LETTER,
        14,
    ),
    ShippedDocumentType(
        "tenancy_agreement",
        _both("Tenancy agreement", "Cytundeb tenantiaeth"),
        _both(
            "The pages with the names, the address, the rent and the signatures.",
            "Y tudalennau gyda'r enwau, y cyfeiriad, y rhent a'r llofnodion.",
        ),
        _LETTER,
        21,
    ),
    ShippedDocumentType(
        "health_letter",
        _both("Letter from a doctor or hospital", "Llythyr gan feddyg neu ysbyty"),
        _both(
            "The letter that you were given. Only the page that we ask about is needed.",
            "Y llythyr a gawsoch. Dim ond y dudalen yr ydym yn gofyn amdani sydd ei hangen.",
        ),
        _LETTER,
        21,
    ),
    ShippedDocumentType(
        "photo_of_repair",
        _both("Photo of what needs repair", "Llun o'r hyn sydd angen ei drwsio"),
        _both("What is broken, and where it is.", "Yr hyn sydd wedi torri, a ble y mae."),
        _THING,
        7,
    ),
    ShippedDocumentType(
        "other_document",
        _both("Another document", "Dogfen arall"),
        _both("The one that is named above under why we ask.", "Yr un a enwir uchod o dan pam rydym yn gofyn."),
        _LETTER,
        14,
    ),
)
