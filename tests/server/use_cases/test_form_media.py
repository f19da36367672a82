"""Files of a form's labels: taken one by one under the names that the form gives them, fixed with the version, reused."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.attachments.byte_store import form_medium_key, list_form_media
from server.attachments.local_folder import LocalFolder
from server.domain.form_medium import MOST_FILE_BYTES
from server.domain.words import Role
from server.forms.named_media import list_named_media
from server.store.forms import FormNotFoundError
from server.store.phone_rows import list_phone_rows
from server.store.tables import AuditEntry, FormUpload, FormVersion
from server.use_cases.add_form_media import SentMedium, add_form_media
from server.use_cases.open_form_medium import open_upload_medium, open_version_medium
from server.use_cases.sweep_form_media import sweep_form_media
from server.use_cases.upload_form import discard_upload, upload_form
from tests.factories.borough import NOW, add_user
from tests.factories.form_media import (
    FILES,
    HEADS,
    NAMED,
    QUESTIONS,
    TANKS,
    illustrated_form,
    publish_illustrated,
    sent,
    small_sound,
)
from tests.factories.sent_files import small_photo
from tests.factories.spreadsheets import small_form

MAP = "street map.png"

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def user_id(session: Session) -> uuid.UUID:
    user_id: uuid.UUID = add_user(session, "Ada", Role.ADMINISTRATOR).id
    session.commit()
    return user_id


@pytest.fixture
def store(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path / "bytes")


@pytest.fixture
def upload_id(user_id: uuid.UUID) -> uuid.UUID:
    return upload(user_id)


def upload(user_id: uuid.UUID, version: str = "1", form_ref_id: uuid.UUID | None = None) -> uuid.UUID:
    received = upload_form(
        illustrated_form(version), file_name="a.xlsx", form_ref_id=form_ref_id, user_id=user_id, now=NOW
    )
    assert received.upload_id is not None
    return received.upload_id


def names(session: Session, upload_id: uuid.UUID) -> list[str]:
    session.rollback()
    return [one["name"] for one in session.get_one(FormUpload, upload_id).media]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_form_names_each_file_once_whatever_the_language() -> None:
    xform = (
        '<h xmlns="http://www.w3.org/2002/xforms"><itext>'
        '<text><value>A</value><value form="image">jr://images/a b.png</value></text>'
        '<text><value form="image">jr://images/a b.png</value><value form="audio">jr://audio/a.mp3</value></text>'
        '<text><value form="big-image">jr://images/large.png</value><value form="video">jr://video/v.mp4</value></text>'
        '<text><value form="short">jr://images/not.png</value><value form="image">https://example.org/no.png</value></text>'
        "</itext></h>"
    )
    assert [(one.name, one.kind) for one in list_named_media(xform)] == [
        ("a b.png", "image"),
        ("a.mp3", "audio"),
        ("large.png", "image"),
        ("v.mp4", "video"),
    ]
    assert list_named_media("no XML") == []


def test_files_are_kept_by_content_under_the_names_of_the_form(
    session: Session, store: LocalFolder, upload_id: uuid.UUID, user_id: uuid.UUID
) -> None:
    assert add_form_media(store, upload_id, sent(), user_id=user_id, now=NOW) == []
    kept = session.get_one(FormUpload, upload_id)
    assert sorted(names(session, upload_id)) == sorted(NAMED)
    medium = next(one for one in kept.media if one["name"] == MAP)
    assert (medium["kind"], medium["content_type"], medium["size"]) == ("image", "image/png", len(FILES[MAP]))
    assert medium["md5"] == hashlib.md5(FILES[MAP], usedforsecurity=False).hexdigest()
    found = open_upload_medium(store, upload_id, sha256(FILES[MAP]))
    assert found is not None
    assert (found.content, found.content_type) == (FILES[MAP], "image/png")
    assert open_upload_medium(store, upload_id, "0" * 64) is None
    add_form_media(store, upload_id, sent(), user_id=user_id, now=NOW)
    session.rollback()
    actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["form.upload", "form.add_media"]


def test_each_refusal_is_said_by_name_and_keeps_nothing_else_out(
    session: Session, store: LocalFolder, upload_id: uuid.UUID, user_id: uuid.UUID
) -> None:
    files = {
        "other.png": small_photo(kind="PNG"),
        "ROUND.gif": FILES["round.gif"],
        MAP: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "map stryd.png": FILES["map stryd.png"][:-5],
        "how.mp4": b"",
        "hum.wav": b"\0" * (MOST_FILE_BYTES + 1),
        "round.gif": FILES["round.gif"],
    }
    assert add_form_media(store, upload_id, sent(files), user_id=user_id, now=NOW) == [
        "The form names no file “other.png”, so it was not taken.",
        "The form names no file “ROUND.gif”, so it was not taken. It names “round.gif”: capital letters count.",
        "“street map.png” is not a picture in JPEG, PNG, WebP or GIF, which the form has it as.",
        "“map stryd.png” is damaged, ends too early, or holds something besides.",
        "“how.mp4” is empty.",
        "“hum.wav” is larger than 5 MB. Phones carry it: make it smaller.",
    ]
    assert names(session, upload_id) == ["round.gif"]


def test_a_letter_with_an_accent_taken_apart_is_the_same_name(store: LocalFolder, user_id: uuid.UUID) -> None:
    composed, apart = "caf\u00e9.png", "cafe\u0301.png"
    question = (*QUESTIONS[0][:4], composed, composed, None, None)
    spreadsheet = small_form(question, heads=HEADS, choices=TANKS)
    received = upload_form(spreadsheet, file_name="a.xlsx", form_ref_id=None, user_id=user_id, now=NOW)
    assert received.upload_id is not None
    files = [SentMedium(apart, small_photo(kind="PNG"))]
    assert add_form_media(store, received.upload_id, files, user_id=user_id, now=NOW) == []


def test_all_files_of_a_form_together_are_limited(
    session: Session, store: LocalFolder, upload_id: uuid.UUID, user_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.use_cases.add_form_media.MOST_FORM_BYTES", len(FILES["hum.wav"]) + 100)
    files = {"hum.wav": FILES["hum.wav"], "how.mp4": FILES["how.mp4"], "round.gif": FILES["round.gif"]}
    [problem] = add_form_media(store, upload_id, sent(files), user_id=user_id, now=NOW)
    assert problem.startswith("With “round.gif” the form’s files would be more than")
    assert names(session, upload_id) == ["hum.wav", "how.mp4"]
    longer = {"hum.wav": small_sound(0.09)}  # in place of the other, not beside it
    assert add_form_media(store, upload_id, sent(longer), user_id=user_id, now=NOW) == []


def test_a_new_version_has_the_files_of_the_one_before_until_they_are_replaced(
    session: Session, store: LocalFolder, user_id: uuid.UUID
) -> None:
    first = publish_illustrated(store, user_id)
    before = session.get_one(FormVersion, first)
    form_ref_id, media = before.form_ref_id, before.media
    second = upload(user_id, "2", form_ref_id)
    session.rollback()
    taken = session.get_one(FormUpload, second).media
    assert [(one["name"], one["from_version"]) for one in taken] == [(one["name"], "1") for one in media]
    other = small_photo(seed=9, kind="PNG")
    assert add_form_media(store, second, sent({MAP: other}), user_id=user_id, now=NOW) == []
    session.rollback()
    now = {one["name"]: one for one in session.get_one(FormUpload, second).media}
    assert (now[MAP]["sha256"], now[MAP]["from_version"]) == (sha256(other), None)
    assert now["hum.wav"]["from_version"] == "1"
    kept = {one["name"]: one["sha256"] for one in session.get_one(FormVersion, first).media}
    assert kept[MAP] == sha256(FILES[MAP])


def test_a_published_version_takes_no_file_any_more(
    session: Session, store: LocalFolder, upload_id: uuid.UUID, user_id: uuid.UUID
) -> None:
    version_id = publish_illustrated(store, user_id, illustrated_form("2"), files={})
    for gone in (version_id, uuid.uuid4()):
        with pytest.raises(FormNotFoundError):
            add_form_media(store, gone, sent(), user_id=user_id, now=NOW)
    assert session.get_one(FormVersion, version_id).media == []
    assert open_version_medium(store, version_id, sha256(FILES[MAP])) is None


def test_a_phone_is_told_of_the_files_what_it_needs_and_no_more(
    session: Session, store: LocalFolder, user_id: uuid.UUID
) -> None:
    version_id = publish_illustrated(store, user_id, files={"hum.wav": FILES["hum.wav"]})
    [row] = list_phone_rows(session, [("form_version", str(version_id))], NOW.date(), user_id)
    content = FILES["hum.wav"]
    assert row["fields"]["media"] == [
        {"name": "hum.wav", "sha256": sha256(content), "content_type": "audio/wav", "size": len(content)}
    ]


def test_bytes_that_no_form_names_go_after_a_day_and_no_others(
    store: LocalFolder, upload_id: uuid.UUID, user_id: uuid.UUID, tmp_path: Path
) -> None:
    add_form_media(store, upload_id, sent({"hum.wav": FILES["hum.wav"]}), user_id=user_id, now=NOW)
    discard_upload(upload_id, user_id=user_id, now=NOW)
    publish_illustrated(store, user_id, files={MAP: FILES[MAP]})
    now = dt.datetime.now(dt.UTC)
    assert sweep_form_media(store, now=now) == 0
    for found in list_form_media(store):
        os.utime(tmp_path / "bytes" / found.key, (0, 0))
    assert sweep_form_media(store, now=now) == 1
    assert [found.key for found in list_form_media(store)] == [form_medium_key(sha256(FILES[MAP]))]
