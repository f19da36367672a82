"""How much memory a workbook's parts would take once a parser holds them, counted before it does: a packed file of 2 MB may need 40 GB.

Reads each part once, as a stream that builds nothing. Understands no cell; refuses in words.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from lxml import etree

from server.domain.workbook_package import DOCUMENT_TYPE, WorkbookRefusedError

# An element or an attribute that is held takes about 100 bytes. Excel's fullest table of styles makes 600,000, its widest row 80,000.
MOST_HELD = 1_000_000
MOST_ROWS_HELD = 2_000_000
MOST_AT_ONCE = 200_000
MOST_SIGNS = 8 * 1024 * 1024
LISTING = "[Content_Types].xml"
_XML = (".xml", ".rels", ".vml")
_BLOCK = 256 * 1024
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
# Of these the parser lets go of each as soon as it is read; whatever else there is, it holds whole.
_LET_GO: Final[Mapping[str, str]] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml": f"{_MAIN}row",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml": f"{_MAIN}si",
}


def check_weight(package: zipfile.ZipFile, *, instead: str) -> None:
    """Raise WorkbookRefusedError for a part that no list of people and no form has; `instead` says what to do. After check_package."""
    names = {part.filename for part in package.infolist()}
    types: dict[str, set[str]] = {}
    if LISTING in names:
        for name, kind in _weigh(package, LISTING, None, instead).declared:
            types.setdefault(name, set()).add(kind)
    for name in sorted(names):
        declared = types.get(name, set())
        if name != LISTING and (name.lower().endswith(_XML) or any(kind.endswith("xml") for kind in declared)):
            let_go = _LET_GO.get(next(iter(declared))) if len(declared) == 1 else None
            _weigh(package, name, let_go, instead)


def _weigh(package: zipfile.ZipFile, name: str, let_go: str | None, instead: str) -> _Weight:
    weight = _Weight(name, let_go, instead)
    parser = etree.XMLParser(target=weight, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    # Where this cannot read on, neither can the parser that comes after it, and what stood before is counted.
    with suppress(etree.XMLSyntaxError), package.open(name) as part:
        while block := part.read(_BLOCK):
            parser.feed(block)
        parser.close()
    return weight


class _Weight:
    """What is held of one part, told by lxml as it reads: `let_go` is the element that is held no longer than it takes to read it."""

    def __init__(self, name: str, let_go: str | None, instead: str) -> None:
        self._name, self._let_go, self._instead = name, let_go, instead
        self._held = self._now = self._signs = self._depth = 0
        self._most = MOST_HELD if let_go is None else MOST_ROWS_HELD
        self.declared: list[tuple[str, str]] = []

    def start(self, tag: Any, attrib: Any) -> None:
        """An element begins."""
        if self._depth or tag == self._let_go:
            self._depth += 1
            self._now += 1 + len(attrib)
        else:
            self._held += 1 + len(attrib)
            if tag == _OVERRIDE:
                self.declared.append((attrib.get("PartName", "").lstrip("/"), attrib.get("ContentType", "")))
        if self._held > self._most or self._now > MOST_AT_ONCE:
            raise self._refusal()

    def end(self, tag: Any) -> None:  # noqa: ARG002 - lxml's own names
        """An element ends; when it is let go, it leaves its empty self behind."""
        if self._depth:
            self._depth -= 1
            if not self._depth:
                self._held += 1
                self._now = self._signs = 0

    def data(self, data: Any) -> None:
        """Some of a text."""
        self._signs += len(data)
        if self._signs > MOST_SIGNS:
            raise self._refusal()

    def doctype(self, *_parts: str | None) -> None:
        """However far from the beginning it stands."""
        raise WorkbookRefusedError(f"The workbook’s part {self._name} has {DOCUMENT_TYPE}, which is not allowed.")

    def comment(self, text: Any) -> None:
        """Held as an element is."""
        self.start("", ())
        self.data(text)
        self.end("")

    def close(self) -> None:
        """The part is read."""

    def _refusal(self) -> WorkbookRefusedError:
        return WorkbookRefusedError(f"The workbook’s part {self._name} holds too much. {self._instead}")
