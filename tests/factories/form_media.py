"""A form whose labels show files, those files, small and whole, and the way by which a form with them is published."""

from __future__ import annotations

import io
import uuid
import wave
from collections.abc import Mapping

from server.attachments.byte_store import ByteStore
from server.store.forms import find_current, find_form
from server.store.unit_of_work import read_snapshot
from server.use_cases.add_form_media import SentMedium, add_form_media
from server.use_cases.publish_form import publish_upload
from server.use_cases.upload_form import upload_form
from tests.factories.borough import NOW
from tests.factories.sent_files import small_photo
from tests.factories.spreadsheets import small_form

HEADS = ("type", "name", "label::English (en)", "label::Cymraeg (cy)", "media::image::English (en)",
         "media::image::Cymraeg (cy)", "media::audio::English (en)", "media::video::English (en)")  # fmt: skip
QUESTIONS = (
    ("text", "seen", "What do you see?", "Beth welwch chi?", "street map.png", "map stryd.png", None, "how.mp4"),
    ("select_one tank", "which", "Which tank?", "Pa danc?", None, None, "hum.wav", None),
)
TANKS = (
    ("list_name", "name", "label::English (en)", "label::Cymraeg (cy)", "media::image::English (en)"),
    ("tank", "round", "Round", "Crwn", "round.gif"),
    ("tank", "square", "Square", "Sgwâr", None),
)
NAMED = ["round.gif", "street map.png", "how.mp4", "hum.wav", "map stryd.png"]


def illustrated_form(version: str = "1", form_id: str = "small") -> bytes:
    """Pictures in two languages, a film, a sound, and a picture of a choice."""
    return small_form(*QUESTIONS, heads=HEADS, choices=TANKS, version=version, form_id=form_id)


def small_sound(seconds: float = 0.1) -> bytes:
    """Silence, as WAVE."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * int(8000 * seconds))
    return out.getvalue()


def small_film(brand: bytes = b"isom") -> bytes:
    """The boxes of an MP4, with nothing to show."""
    boxes = ((b"ftyp", brand + b"\0\0\0\0"), (b"moov", b"\0" * 16), (b"mdat", b"\0" * 16))
    return b"".join((8 + len(content)).to_bytes(4) + kind + content for kind, content in boxes)


FILES: Mapping[str, bytes] = {
    "street map.png": small_photo(seed=1, kind="PNG"),
    "map stryd.png": small_photo(seed=2, kind="PNG"),
    "round.gif": small_photo(seed=3, kind="GIF"),
    "hum.wav": small_sound(),
    "how.mp4": small_film(),
}


def sent(files: Mapping[str, bytes] = FILES) -> list[SentMedium]:
    """As a page hands them on."""
    return [SentMedium(name, content) for name, content in files.items()]


def publish_illustrated(
    store: ByteStore, user_id: uuid.UUID, spreadsheet: bytes | None = None, files: Mapping[str, bytes] = FILES
) -> uuid.UUID:
    """The version's id. Needs an app context; a form of the same form_id gets a new version."""
    with read_snapshot() as session:
        form = find_form(session, "small")
        form_ref_id = None if form is None else form.id
    received = upload_form(
        spreadsheet or illustrated_form(), file_name="a.xlsx", form_ref_id=form_ref_id, user_id=user_id, now=NOW
    )
    assert received.upload_id is not None
    with read_snapshot() as session:
        current = find_current(session, form_ref_id) if form_ref_id else None
    assert add_form_media(store, received.upload_id, sent(files), user_id=user_id, now=NOW) == []
    published = publish_upload(
        received.upload_id, seen_version_id=current.id if current else None, user_id=user_id, now=NOW
    )
    with read_snapshot() as session:
        version = find_current(session, published)
        assert version is not None
        return version.id
