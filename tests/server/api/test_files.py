"""The wire of /files: tus 1.0.0 as docs/sync-protocol.md states it, on both databases."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.upload import HASH_DIFFERS
from server.store.tables import Attachment, Job, Upload, UploadPart
from tests.factories.borough import Phone, add_phone, add_user
from tests.factories.sent_files import SentFile, checksum_of, small_photo


@pytest.fixture
def phone(session: Session) -> Phone:
    phone = add_phone(session, add_user(session))
    session.commit()
    return phone


@pytest.fixture
def photo(phone: Phone) -> SentFile:
    return SentFile(phone, small_photo(size=(400, 300)))


def send(client: FlaskClient, photo: SentFile, *, pieces: int = 2) -> None:
    assert client.post("/files", headers=photo.announcement()).status_code == 201
    step = len(photo.content) // pieces + 1
    for offset in range(0, len(photo.content), step):
        piece = photo.content[offset : offset + step]
        reply = client.patch(photo.path, headers=photo.patch_headers(offset), data=piece)
        assert (reply.status_code, reply.headers["Upload-Offset"]) == (204, str(offset + len(piece)))


def attachment_of(session: Session, photo: SentFile) -> Attachment:
    session.rollback()  # end the snapshot of the look before
    return session.get_one(Attachment, photo.attachment_id)


def test_a_photo_sent_in_pieces_is_received_whole(client: FlaskClient, session: Session, photo: SentFile) -> None:
    send(client, photo, pieces=3)
    reply = client.head(photo.path, headers=photo.headers())
    assert reply.headers["Doorstep-Received"] == f"sha256={photo.true_sha256}"
    found = attachment_of(session, photo)
    assert (found.status, found.found_type, found.device_id) == ("received", "image/jpeg", photo.phone.device_id)
    assert found.uploaded_by_id == photo.phone.user_id
    assert session.scalars(select(UploadPart)).all() == []
    jobs = session.scalars(select(Job).where(Job.kind == "attachment.derivatives")).all()
    assert [job.payload for job in jobs] == [{"attachment_id": str(photo.attachment_id)}]


def test_the_receipt_comes_with_the_last_piece_and_not_before(client: FlaskClient, photo: SentFile) -> None:
    client.post("/files", headers=photo.announcement())
    first = client.patch(photo.path, headers=photo.patch_headers(0), data=photo.content[:100])
    last = client.patch(photo.path, headers=photo.patch_headers(100), data=photo.content[100:])
    assert "Doorstep-Received" not in first.headers
    assert "Upload-Expires" in first.headers
    assert last.headers["Doorstep-Received"] == f"sha256={photo.true_sha256}"


def test_announcing_the_same_photo_again_goes_on_where_it_stands(client: FlaskClient, photo: SentFile) -> None:
    first = client.post("/files", headers=photo.announcement())
    client.patch(photo.path, headers=photo.patch_headers(0), data=photo.content[:50])
    again = client.post("/files", headers=photo.announcement())
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.headers["Location"] == again.headers["Location"] == photo.path
    assert again.headers["Upload-Offset"] == "50"


def test_announcing_a_received_photo_again_gives_its_receipt(client: FlaskClient, photo: SentFile) -> None:
    send(client, photo)
    again = client.post("/files", headers=photo.announcement())
    assert again.headers["Doorstep-Received"] == f"sha256={photo.true_sha256}"


def test_other_content_under_one_id_is_refused_and_changes_nothing(client: FlaskClient, photo: SentFile) -> None:
    send(client, photo)
    other = SentFile(photo.phone, small_photo(seed=9), photo.attachment_id)
    assert client.post("/files", headers=other.announcement()).status_code == 409
    assert client.head(photo.path, headers=photo.headers()).headers["Doorstep-Received"].endswith(photo.true_sha256)


def test_another_phone_can_neither_see_nor_touch_an_upload(
    client: FlaskClient, session: Session, photo: SentFile
) -> None:
    client.post("/files", headers=photo.announcement())
    stranger = add_phone(session, add_user(session, "Oscar Other"))
    session.commit()
    same = SentFile(stranger, photo.content, photo.attachment_id)
    assert client.head(same.path, headers=same.headers()).status_code == 404
    assert client.patch(same.path, headers=same.patch_headers(0), data=b"bytes").status_code == 404
    assert client.delete(same.path, headers=same.headers()).status_code == 404
    assert client.post("/files", headers=same.announcement()).status_code == 409
    assert client.head(photo.path, headers=photo.headers()).headers["Upload-Offset"] == "0"


def test_bytes_at_the_wrong_offset_are_refused_with_the_right_one(client: FlaskClient, photo: SentFile) -> None:
    client.post("/files", headers=photo.announcement())
    client.patch(photo.path, headers=photo.patch_headers(0), data=photo.content[:100])
    for wrong in (0, 99, 101):
        reply = client.patch(photo.path, headers=photo.patch_headers(wrong), data=b"bytes")
        assert (reply.status_code, reply.headers["Upload-Offset"]) == (409, "100")


def test_more_bytes_than_announced_are_refused(client: FlaskClient, photo: SentFile) -> None:
    client.post("/files", headers=photo.announcement())
    reply = client.patch(photo.path, headers=photo.patch_headers(0), data=photo.content + b"x")
    assert reply.status_code == 413
    assert client.head(photo.path, headers=photo.headers()).headers["Upload-Offset"] == "0"


def test_a_file_larger_than_the_limit_is_refused_at_once(app: Flask, client: FlaskClient, photo: SentFile) -> None:
    headers = photo.announcement() | {"Upload-Length": str(app.config["MAX_UPLOAD_BYTES"] + 1)}
    assert client.post("/files", headers=headers).status_code == 413


def test_a_piece_with_the_wrong_checksum_is_not_kept(client: FlaskClient, photo: SentFile) -> None:
    client.post("/files", headers=photo.announcement())
    headers = photo.patch_headers(0, upload_checksum=checksum_of(b"other bytes"))
    reply = client.patch(photo.path, headers=headers, data=photo.content)
    assert reply.status == "460 Checksum Mismatch"
    assert client.head(photo.path, headers=photo.headers()).headers["Upload-Offset"] == "0"
    headers = photo.patch_headers(0, upload_checksum=checksum_of(photo.content))
    assert client.patch(photo.path, headers=headers, data=photo.content).status_code == 204


def test_an_unknown_checksum_algorithm_is_refused(client: FlaskClient, photo: SentFile) -> None:
    client.post("/files", headers=photo.announcement())
    for value in ("md5 XUFAKrxLKna5cZ2REBfFkg==", "sha256 short", "sha256 !!!", ""):
        reply = client.patch(photo.path, headers=photo.patch_headers(0, upload_checksum=value), data=b"bytes")
        assert reply.status_code == 400


def test_options_say_what_the_server_speaks_without_a_token(client: FlaskClient) -> None:
    reply = client.options("/files")
    assert reply.status_code == 204
    assert reply.headers["Tus-Version"] == reply.headers["Tus-Resumable"] == "1.0.0"
    assert set(reply.headers["Tus-Extension"].split(",")) == {"creation", "checksum", "expiration", "termination"}
    assert (reply.headers["Tus-Checksum-Algorithm"], reply.headers["Tus-Max-Size"]) == ("sha256", str(25 * 1024 * 1024))


@pytest.mark.parametrize("version", [None, "0.2.2", "2.0.0"])
def test_another_tus_version_is_refused(client: FlaskClient, photo: SentFile, version: str | None) -> None:
    headers = photo.announcement()
    del headers["Tus-Resumable"]
    reply = client.post("/files", headers=headers | ({} if version is None else {"Tus-Resumable": version}))
    assert (reply.status_code, reply.headers["Tus-Version"]) == (412, "1.0.0")


def test_bytes_under_another_content_type_are_refused(client: FlaskClient, photo: SentFile) -> None:
    client.post("/files", headers=photo.announcement())
    headers = photo.patch_headers(0) | {"Content-Type": "image/jpeg"}
    assert client.patch(photo.path, headers=headers, data=photo.content).status_code == 415


@pytest.mark.parametrize("token", ["", "Bearer nobody", "Basic dXNlcjpwYXNz", "Bearer"])
def test_an_unknown_token_gets_nowhere(client: FlaskClient, photo: SentFile, token: str) -> None:
    headers = photo.announcement() | {"Authorization": token}
    assert client.post("/files", headers=headers).status_code == 401
    assert client.head(photo.path, headers=headers).status_code == 401
    assert client.patch(photo.path, headers=photo.patch_headers(0) | headers, data=b"x").status_code == 401
    assert client.delete(photo.path, headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("header", "value"),
    [("Upload-Length", ""), ("Upload-Length", "-1"), ("Upload-Length", "many"), ("Upload-Metadata", ""),
     ("Upload-Metadata", "attachment_id !!!"), ("Upload-Metadata", "sha256 YQ==,sha256 YQ=="), ("Upload-Metadata", "a" * 9000)],
)  # fmt: skip
def test_an_announcement_that_names_no_file_is_refused(
    client: FlaskClient, photo: SentFile, header: str, value: str
) -> None:
    assert client.post("/files", headers=photo.announcement() | {header: value}).status_code == 400


def test_an_upload_nobody_announced_is_not_found(client: FlaskClient, photo: SentFile) -> None:
    assert client.head(photo.path, headers=photo.headers()).status_code == 404
    assert client.patch(photo.path, headers=photo.patch_headers(0), data=b"x").status_code == 404
    assert client.delete(photo.path, headers=photo.headers()).status_code == 404


def test_an_ended_upload_is_gone_and_can_begin_again(client: FlaskClient, session: Session, photo: SentFile) -> None:
    client.post("/files", headers=photo.announcement())
    client.patch(photo.path, headers=photo.patch_headers(0), data=photo.content[:100])
    assert client.delete(photo.path, headers=photo.headers()).status_code == 204
    assert client.head(photo.path, headers=photo.headers()).status_code == 410
    assert attachment_of(session, photo).status == "expected"
    send(client, photo)
    assert attachment_of(session, photo).status == "received"


def test_what_the_council_has_received_cannot_be_taken_back(client: FlaskClient, photo: SentFile) -> None:
    send(client, photo)
    assert client.delete(photo.path, headers=photo.headers()).status_code == 403


def test_methods_can_be_overridden_for_networks_that_know_only_post(client: FlaskClient, photo: SentFile) -> None:
    client.post("/files", headers=photo.announcement())
    headers = photo.patch_headers(0) | {"X-HTTP-Method-Override": "PATCH"}
    assert "Doorstep-Received" in client.post(photo.path, headers=headers, data=photo.content).headers
    assert client.post(photo.path, headers=photo.headers()).status_code == 405


def test_a_revoked_phone_still_delivers_its_photos(client: FlaskClient, session: Session, photo: SentFile) -> None:
    from server.store.tables import Device

    device = session.get_one(Device, photo.phone.device_id)
    device.revoked_at = device.registered_at
    session.commit()
    send(client, photo)
    assert attachment_of(session, photo).status == "received"


def test_a_visit_nobody_knows_does_not_stop_a_photo(client: FlaskClient, session: Session, photo: SentFile) -> None:
    reply = client.post(
        "/files", headers=photo.announcement(visit_id=str(uuid.uuid4()), instance_id="uuid:1", node="/data/p")
    )
    assert reply.status_code == 201
    found = attachment_of(session, photo)
    assert (found.visit_id, found.instance_id, found.node) == (None, "uuid:1", "/data/p")


def test_a_file_that_is_not_what_was_taken_is_set_aside_and_can_be_sent_again(
    client: FlaskClient, session: Session, photo: SentFile
) -> None:
    client.post("/files", headers=photo.announcement())
    damaged = photo.content[:-10] + b"0123456789"
    reply = client.patch(photo.path, headers=photo.patch_headers(0), data=damaged)
    assert reply.headers["Doorstep-Quarantined"] == HASH_DIFFERS
    assert attachment_of(session, photo).status == "quarantined"
    assert session.scalars(select(Job)).all() == []
    send(client, photo)
    assert attachment_of(session, photo).status == "received"


@pytest.mark.parametrize("content", [b"", b"no picture at all", small_photo()[:-30]])
def test_a_bad_file_is_set_aside_with_a_reason_and_blocks_nothing(
    client: FlaskClient, session: Session, phone: Phone, content: bytes
) -> None:
    bad, good = SentFile(phone, content), SentFile(phone, small_photo(seed=3))
    client.post("/files", headers=bad.announcement())
    client.patch(bad.path, headers=bad.patch_headers(0), data=content)
    reason = client.head(bad.path, headers=bad.headers()).headers["Doorstep-Quarantined"]
    assert reason.endswith(".")
    assert attachment_of(session, bad).quarantine_reason == reason
    assert client.delete(bad.path, headers=bad.headers()).status_code == 403
    send(client, good)
    assert attachment_of(session, good).status == "received"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\door.jpg", "a\x00b\r\nSet-Cookie: x\x1b[2J", ""]
)
def test_a_name_leads_nowhere_and_carries_nothing(
    app: Flask, client: FlaskClient, session: Session, photo: SentFile, name: str
) -> None:
    assert client.post("/files", headers=photo.announcement(filename=name)).status_code == 201
    client.patch(photo.path, headers=photo.patch_headers(0), data=photo.content)
    found = attachment_of(session, photo)
    assert found.status == "received"
    assert found.name.isprintable()
    folder = Path(app.config["ATTACHMENTS_FOLDER"])
    resting = [path for path in folder.rglob("*") if path.is_file()]
    assert [str(path.relative_to(folder)) for path in resting] == [found.storage_key]
    assert str(photo.attachment_id) in str(found.storage_key)


def test_a_refused_request_leaves_no_writer_behind(client: FlaskClient, session: Session, photo: SentFile) -> None:
    client.post("/files", headers=photo.announcement())
    client.patch(photo.path, headers=photo.patch_headers(0, upload_checksum=checksum_of(b"")), data=b"bytes")
    upload = session.get_one(Upload, photo.attachment_id)
    assert (upload.writer, upload.writer_until_at, upload.offset) == (None, None, 0)
