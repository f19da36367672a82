"""What tus 1.0.0 (https://tus.io/protocols/resumable-upload) asks of a server, as questions with their answers in words.

Where @tus/server answers otherwise its own answer stands beside, with the reason: docs/tus.md is this table.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from tests.factories.sent_files import checksum_of, small_photo
from tests.server.api.tus_line import MOST_BYTES, Reply, TusLine

Ask = Callable[[TusLine], str]
PHOTO = small_photo(size=(640, 480), quality=95)
HALF = len(PHOTO) // 2


@dataclass(frozen=True, slots=True)
class Case:
    """One question. `answer` is what tus asks for, and ours; `peer` and `why` only where the reference server answers otherwise."""

    what: str
    ask: Ask
    answer: str
    peer: str | None = None
    why: str = ""


def _status(reply: Reply) -> str:
    return str(reply.status)


def _gone_or_unknown(reply: Reply) -> str:
    named = " with an offset" if "upload-offset" in reply.headers else ""
    return ("not there" if reply.status in (403, 404, 410) else str(reply.status)) + named


def _options(line: TusLine) -> str:
    reply = line.ask("OPTIONS", "/files", {"Tus-Resumable": ""})
    known = {"creation", "checksum", "expiration", "termination"} & set(reply.headers["tus-extension"].split(","))
    return f"{reply.headers['tus-version']}: {', '.join(sorted(known))}"


def _other_version(line: TusLine) -> str:
    reply = line.ask("HEAD", line.begin(PHOTO), {"Tus-Resumable": "0.2.2"})
    return f"{reply.status}, speaks {reply.headers.get('tus-version')}"


def _creation(line: TusLine) -> str:
    reply = line.announce(PHOTO)
    where = line.ask("HEAD", reply.headers["location"])
    said = [where.headers[name] for name in ("upload-offset", "upload-length")] == ["0", str(len(PHOTO))]
    return f"{reply.status}, at 0 of its length" if said else f"{reply.status}, {where.headers}"


def _metadata(line: TusLine) -> str:
    reply = line.ask("HEAD", line.begin(PHOTO))
    return "filename" if "filename cGhvdG8uanBn" in reply.headers.get("upload-metadata", "") else "none"


def _not_cached(line: TusLine) -> str:
    return line.ask("HEAD", line.begin(PHOTO)).headers.get("cache-control", "")


def _two_runs(line: TusLine) -> str:
    path = line.begin(PHOTO)
    first, second = line.send(path, 0, PHOTO[:HALF]), line.send(path, HALF, PHOTO[HALF:])
    offsets = [reply.headers.get("upload-offset") for reply in (first, second)]
    assert offsets == [str(HALF), str(len(PHOTO))], offsets
    return f"{first.status}, {second.status}, whole"


def _expires(line: TusLine) -> str:
    reply = line.send(line.begin(PHOTO), 0, PHOTO[:HALF])
    return "said" if reply.headers.get("upload-expires", "").endswith("GMT") else "not said"


def _on_fresh(**request: str) -> Ask:
    """Bytes from 0 on to a new upload, with other headers than they should have."""

    def ask(line: TusLine) -> str:
        path = line.begin(PHOTO)
        reply = line.send(path, 0, PHOTO[:HALF], **request)
        return f"{reply.status}, kept" if line.offset_of(path) else _status(reply)

    return ask


def _wrong_offset(line: TusLine) -> str:
    path = line.begin(PHOTO)
    line.send(path, 0, PHOTO[:HALF])
    answers = {line.send(path, wrong, b"bytes").status for wrong in (0, HALF - 1, HALF + 1, len(PHOTO) + 9)}
    return f"{', '.join(map(str, sorted(answers)))}, stays where it was" if line.offset_of(path) == HALF else "moved"


def _too_long(line: TusLine) -> str:
    path = line.begin(PHOTO)
    reply = line.send(path, 0, PHOTO + b"x")
    return f"{reply.status}, none kept" if line.offset_of(path) == 0 else f"{reply.status}, some kept"


def _unknown(line: TusLine) -> str:
    path = line.begin(PHOTO).rsplit("/", 1)[0] + "/01a20000-0000-7000-8000-00000000ffff"
    asked = (line.ask("HEAD", path), line.send(path, 0, b"bytes"))
    return ", ".join(sorted({_gone_or_unknown(reply) for reply in asked}))


def _ended(line: TusLine) -> str:
    path = line.begin(PHOTO)
    ended = line.ask("DELETE", path)
    return f"{ended.status}, then {_gone_or_unknown(line.ask('HEAD', path))}"


def _overridden(line: TusLine) -> str:
    path = line.begin(PHOTO)
    headers = {
        "X-HTTP-Method-Override": "PATCH",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    return _status(line.ask("POST", path, headers, PHOTO[:HALF]))


def _cut(line: TusLine) -> str:
    path = line.begin(PHOTO)
    line.hang_up_after(path, 0, PHOTO[:HALF], announced=len(PHOTO))
    offset = line.offset_of(path)
    rest = line.send(path, offset, PHOTO[offset:])
    return f"{'what came' if offset == HALF else 'nothing'} is kept, the rest {rest.status}"


def _raced(line: TusLine) -> str:
    path, start = line.begin(PHOTO), threading.Barrier(3)
    replies: list[int] = []

    def race() -> None:
        start.wait()
        replies.append(line.send(path, 0, PHOTO[:HALF]).status)

    racers = [threading.Thread(target=race) for _ in range(3)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    refused = {status for status in replies if status != 204} <= {409, 423}
    assert line.offset_of(path) == HALF
    return f"{replies.count(204)} is written" + (", the others are refused" if refused else f", others {replies}")


def _with_sum(value: str) -> Ask:
    return _on_fresh(upload_checksum=value)


CASES = (
    Case("OPTIONS: version and extensions", _options, "1.0.0: checksum, creation, expiration, termination",
         "1.0.0: creation, expiration, termination", "has no checksum extension: a damaged run is found by nobody"),
    Case("a version it does not speak", _other_version, "412, speaks 1.0.0",
         "400, speaks None", "finds the header wrong before it looks at the version; tus wants 412 and Tus-Version"),
    Case("creation, then HEAD", _creation, "201, at 0 of its length"),
    Case("creation without a length", lambda line: _status(line.announce(PHOTO, upload_length="")), "400"),
    Case("creation of less than nothing", lambda line: _status(line.announce(PHOTO, upload_length="-1")), "400"),
    Case("creation of more than Tus-Max-Size",
         lambda line: _status(line.announce(PHOTO, upload_length=str(MOST_BYTES + 1))), "413"),
    Case("HEAD gives the metadata back", _metadata, "filename"),
    Case("HEAD is kept by no cache", _not_cached, "no-store"),
    Case("two runs of bytes", _two_runs, "204, 204, whole"),
    Case("a run says when the upload expires", _expires, "said"),
    Case("bytes at another offset, four of them", _wrong_offset, "409, stays where it was"),
    Case("bytes without an offset", _on_fresh(upload_offset=""), "400", "403", "knows the header's absence as forbidden"),
    Case("bytes of another content type", _on_fresh(content_type="image/jpeg"), "415",
         "400", "finds the header wrong before the handler that would say 415"),
    Case("more bytes than were announced", _too_long, "413, none kept"),
    Case("a run with its checksum", _with_sum(checksum_of(PHOTO[:HALF])), "204, kept"),
    Case("a run with another checksum", _with_sum(checksum_of(b"other")), "460",
         "204, kept", "has no checksum extension"),
    Case("a checksum of an unknown kind", _with_sum("crc32 AAAA"), "400", "204, kept", "has no checksum extension"),
    Case("an upload that nobody began", _unknown, "not there"),
    Case("DELETE", _ended, "204, then not there"),
    Case("X-HTTP-Method-Override", _overridden, "204",
         "400", "does not read the header: tus wants it of a server for clients that know only POST"),
    Case("a run that is cut in the middle", _cut, "what came is kept, the rest 204"),
    Case("three runs at once from one offset", _raced, "1 is written, the others are refused"),
)  # fmt: skip


def ask_all(line: TusLine) -> dict[str, str]:
    """Every case with what this server answers."""
    return {case.what: _ask(case, line) for case in CASES}


def _ask(case: Case, line: TusLine) -> str:
    try:
        return case.ask(line)
    except (AssertionError, OSError) as error:
        return f"failed: {error}"


def expected_of_peer() -> dict[str, str]:
    return {case.what: case.peer or case.answer for case in CASES}


def write_table() -> str:
    """The rows of docs/tus.md."""
    rows = ["| asked | Doorstep | @tus/server 2.4.5 | why it differs |", "|---|---|---|---|"]
    rows += [f"| {one.what} | {one.answer} | {one.peer or 'the same'} | {one.why} |" for one in CASES]
    return "\n".join(rows)
