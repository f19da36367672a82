"""Rules of sending bytes: limits, time spans, who sends, and every way in which a request of a sender can fail.

Pure. The numbers are here so that the wire, the use cases and the sweeper agree on them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Literal

HASH_DIFFERS = "The file that arrived is not the file that was taken (its SHA-256 differs). Send it again."
MOST_OPERATION_BYTES = 10 * 1024 * 1024
EXPIRES_AFTER = dt.timedelta(days=30)
# Of one device and purpose, begun and not yet whole. A phone sends one file after another and never comes near it.
MOST_OPEN_UPLOADS = 100
MOST_RUNS_BY_LINK = 1000  # a hundred pieces, and many a broken line
SILENCE_SECONDS = 20.0
LOOK_SECONDS = 0.5
# A writer renews its hold at every fifth look; one that has been silent for longer than this was killed.
HOLD = dt.timedelta(seconds=30)
# How long a HEAD waits for a writer to stop before it shuts it out: three looks and a commit.
STOP_WAIT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends bytes: a device, and the member of staff it is registered to."""

    device_id: str
    user_id: uuid.UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAttachment:
    """An attachment as a device describes it, in an upload's metadata or a submission. `sha256` in lower-case hex.

    `purpose` operation: an operation too large for a push; `attachment_id` is its op_id.
    """

    attachment_id: uuid.UUID
    device_id: str
    user_id: uuid.UUID | None
    name: str
    content_type: str
    size: int
    sha256: str
    captured_at: dt.datetime | None = None
    visit_id: uuid.UUID | None = None
    instance_id: str | None = None
    node: str | None = None
    purpose: Literal["file", "operation"] = "file"


@dataclass(frozen=True, slots=True)
class FileSealing:
    """How a file is sealed: its content key wrapped for the council's key `key_id` (base64), and the plain bytes of a piece."""

    key_id: str
    wrapped_key: str
    piece_size: int


class UploadError(Exception):
    """A request about an upload that cannot be met; the text is for the sender."""


class UnknownUploadError(UploadError):
    """Nobody began this upload, or another device did: the answer must not tell these apart."""


class UploadEndedError(UploadError):
    """It was ended by its sender or expired; beginning it again is allowed."""


class OtherContentError(UploadError):
    """The attachment id stands for other bytes or belongs to another device."""


class TooManyOpenError(UploadError):
    """The device has begun MOST_OPEN_UPLOADS files and finished none of them; more may be begun when some are."""


class TooManyRunsError(UploadError):
    """A file that comes by a resident's link has taken MOST_RUNS_BY_LINK requests, each of which is kept apart until it is whole."""


class AlreadyReceivedError(UploadError):
    """What the council has received (or keeps in quarantine) cannot be ended by its sender."""


class RefusedByLinkError(UploadError):
    """A file that comes by a resident's link is not taken. `fault`: closed, approved, too_many, too_large, or wait, for so many seconds."""

    def __init__(self, fault: str, wait_seconds: int = 0) -> None:
        super().__init__(f"the link does not take this file: {fault}")
        self.fault = fault
        self.wait_seconds = wait_seconds


class OffsetError(UploadError):
    """The bytes offered do not begin where the stored ones end. `offset` is where they do."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the stored bytes end at {offset}")
        self.offset = offset


class BusyError(UploadError):
    """Another request is writing (or took over while this one did)."""


class TooLongError(UploadError):
    """More bytes than were announced, or more than is allowed."""


class ChecksumError(UploadError):
    """The bytes of this request do not have the checksum it named; none of them was kept."""


class StalledError(UploadError):
    """No byte came for SILENCE_SECONDS; what had come before is kept. `offset` is where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"no byte came for {SILENCE_SECONDS:.0f} seconds; the stored bytes end at {offset}")
        self.offset = offset
