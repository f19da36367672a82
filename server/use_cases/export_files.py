"""The photos and documents of submissions as entries of an archive, with a list that says what became of each.

A picture stands in for its original unless originals are asked for, and in any case where an area of it is blacked out or the virus
scanner has not looked at it. What is hidden or in quarantine is only listed, and what has not come is not.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from server.attachments.byte_store import CHUNK_BYTES, ByteStore, MissingBytesError
from server.attachments.streamed_zip import ZipEntry
from server.domain.csv_cells import safe_cell
from server.domain.exported import ExportedSubmission
from server.domain.picture import LARGE_PICTURE, CoverKind
from server.domain.virus_scan import find_scan_state, withholds_original
from server.store.exported_submissions import list_files_of
from server.store.pictures import find_picture, list_covers
from server.store.tables import Attachment, Cover
from server.store.unit_of_work import read_now, read_snapshot

LIST_NAME = "files.csv"
LONGEST_NAME = 100
_KEPT_IN_MEMORY = 1024 * 1024
_HEADINGS = ("KEY", "Question", "Name", "SHA-256", "Status", "File")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def list_file_entries(
    store: ByteStore, submissions: Iterable[ExportedSubmission], *, originals: bool, has_scanner: bool
) -> Iterator[ZipEntry]:
    """An entry for each file, under its submission and its own id; at the end the list of all."""

    def may_be_original(file: Attachment) -> bool:
        return originals and not withholds_original(
            find_scan_state(file.scan, file.scan_error, has_scanner=has_scanner)
        )

    with tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY) as lines:
        lines.write(b"\xef\xbb\xbf" + _line(_HEADINGS))
        for submission in submissions:
            for file, status, opened, name in _open_files(store, submission, may_be_original):
                if opened:
                    yield ZipEntry(name, opened, is_compressed=False)
                said = (
                    submission.instance_id,
                    file.node or "",
                    file.name,
                    file.sha256,
                    status,
                    name,
                )
                lines.write(_line(tuple(safe_cell(cell) for cell in said)))
        lines.seek(0)
        yield ZipEntry(LIST_NAME, iter(lambda: lines.read(CHUNK_BYTES), b""))


def _open_files(
    store: ByteStore, submission: ExportedSubmission, may_be_original: Callable[[Attachment], bool]
) -> Iterator[tuple[Attachment, str, Iterator[bytes] | None, str]]:
    """Each file of a submission with its status, its bytes and its name in the archive; None and "" where none are handed out."""
    with read_now() as session:
        files = list_files_of(session, submission.submission_id)
    said = Counter(file.name.casefold() for file in files)
    for listed in files:
        with read_snapshot() as session:  # now, not when the archive was begun: an area may have been blacked out since
            file = session.get_one(Attachment, listed.id)
            covers = list_covers(session, [file.id]).get(file.id, ())
            found = _find_key(session, file, originals=not covers and may_be_original(file))
        opened = _open(store, found[0]) if found else None
        is_only = said[file.name.casefold()] == 1
        name = f"{_safe(submission.instance_id)}/{_name(file, found[1], is_only=is_only)}" if found and opened else ""
        yield file, _status(file, covers, is_here=bool(opened)), opened, name


def _find_key(session: Session, file: Attachment, *, originals: bool) -> tuple[str, str] | None:
    """(storage key, ending) of what is handed out; None for what is not whole, or whose picture is not made."""
    if file.status != "received" or not file.storage_key:
        return None
    if originals:
        kind = _UNSAFE.sub("", (file.found_type or "").rpartition("/")[2]) or "bin"
        return file.storage_key, "jpg" if kind == "jpeg" else kind
    picture = find_picture(session, file.id, LARGE_PICTURE)
    return (picture.storage_key, "jpg") if picture else None


def _open(store: ByteStore, key: str) -> Iterator[bytes] | None:
    try:
        opened = store.open(key)
    except MissingBytesError:
        return None

    def pieces() -> Iterator[bytes]:
        with opened:
            while piece := opened.read(CHUNK_BYTES):
                yield piece

    return pieces()


def _status(file: Attachment, covers: Sequence[Cover], *, is_here: bool) -> str:
    if any(cover.kind == CoverKind.WHOLE for cover in covers):
        return "hidden"
    if is_here:
        return "blacked out in part" if covers else "exported"
    return "no picture" if file.status == "received" else file.status


def _name(file: Attachment, ending: str, *, is_only: bool) -> str:
    """The name that the answer says, so that tables and files are joined by it; else as far as any file system takes it.

    The id keeps two of one name apart.
    """
    if (
        is_only
        and file.name == _safe(file.name)
        and file.name.endswith(f".{ending}")
        and len(file.name) <= LONGEST_NAME
    ):
        return file.name
    stem = _safe(file.name.rpartition(".")[0] or file.name)[:60]
    return f"{stem}-{file.id.hex[-8:]}.{ending}"


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip("._") or "file"


def _line(cells: Iterable[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue().encode("utf-8", "replace")
