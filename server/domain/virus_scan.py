"""What is known of a file from the virus scanner: as it is kept, and as it is told. Pure."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a scanner says of a whole file."""

    CLEAN = "clean"
    INFECTED = "infected"
    TOO_LARGE = "too_large"  # for the scanner, which looked at none of it


class ScanState(StrEnum):
    """What is told of a file. `waiting`: a scanner is set up, and has not looked at it yet."""

    NOT_SCANNED = "not_scanned"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    TOO_LARGE = "too_large"


def find_scan_state(scan: str, scan_error: str | None, *, has_scanner: bool) -> ScanState:
    """Of an attachment's two columns, here and now: taking a scanner into use or out of it changes no row."""
    if scan in (ScanState.CLEAN, ScanState.INFECTED):
        return ScanState(scan)
    if not has_scanner:
        return ScanState.NOT_SCANNED
    return ScanState.TOO_LARGE if scan_error == ScanState.TOO_LARGE else ScanState.WAITING


def withholds_original(state: ScanState) -> bool:
    """Whether a scanner is set up and has not looked at the file: what it found too large it looked at none of."""
    return state in (ScanState.WAITING, ScanState.TOO_LARGE)
