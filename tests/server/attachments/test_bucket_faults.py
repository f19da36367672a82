"""A bucket behind a line that fails: what was answered for is there whole, what fails is told, and nothing is half there."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Final, get_args

import boto3
import pytest
from botocore.retries.standard import ExponentialBackoff
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.attachments.s3_bucket import MOST_TRIES, BucketError, S3Bucket
from server.store.tables import Attachment
from tests.factories.borough import add_phone, add_user
from tests.factories.sent_files import SentFile, small_photo
from tests.live.faulty_bucket import Fault, FaultyBucketLine

REGION: Final = "eu-west-2"
FAULTS: Final = get_args(Fault)
PASSING: Final = ("error", "busy", "reset", "unheard", "slow")
CONTENT = small_photo(size=(800, 600))
KEY = "ab/photo"


@pytest.fixture
def line(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyBucketLine]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "for-tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "for-tests")
    monkeypatch.setattr(ExponentialBackoff, "delay_amount", lambda *_: 0.0)
    line = FaultyBucketLine(s3_address)
    yield line
    line.close()


@pytest.fixture
def bucket(s3_address: str, line: FaultyBucketLine) -> str:
    name = f"attachments-{uuid.uuid4().hex[:8]}"
    boto3.client("s3", region_name=REGION, endpoint_url=s3_address).create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    return name


def reach(line: FaultyBucketLine, bucket: str, fault: Fault) -> S3Bucket:
    """By the line that fails. Only one that hangs is waited for in vain; whatever else takes long on a busy machine does come."""
    return S3Bucket(bucket, region=REGION, endpoint_url=line.address, patience=0.5 if fault == "hung" else 20)


@pytest.fixture
def sound(s3_address: str, bucket: str) -> S3Bucket:
    """The same bucket by a line that does not fail."""
    return S3Bucket(bucket, region=REGION, endpoint_url=s3_address)


def put(store: S3Bucket, content: bytes = CONTENT) -> None:
    writer = store.start(KEY)
    writer.write(content)
    writer.finish()


def get(store: S3Bucket) -> bytes:
    with store.open(KEY) as opened:
        return opened.read()


def list_resting(store: S3Bucket) -> list[str]:
    return [found.key for found in store.list_keys("ab")]


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_is_not_noticed(line: FaultyBucketLine, bucket: str, fault: Fault) -> None:
    store = reach(line, bucket, fault)

    def fail() -> None:
        line.faults.clear()
        line.faults.extend([fault, fault])

    fail()
    put(store)
    fail()
    assert get(store) == CONTENT
    fail()
    assert list_resting(store) == [KEY]
    fail()
    store.remove(KEY)
    assert len(line.faults) < 2
    assert list_resting(store) == []


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault not in ("slow", "half")])
def test_a_fault_that_stays_is_told_and_what_rested_there_before_stays_whole(
    line: FaultyBucketLine, bucket: str, sound: S3Bucket, fault: Fault
) -> None:
    store = reach(line, bucket, fault)
    put(sound, b"before")
    asked = line.count
    line.faults.extend([fault] * MOST_TRIES)
    with pytest.raises(BucketError):
        put(store)
    assert line.count == asked + MOST_TRIES
    assert get(sound) == (CONTENT if fault == "unheard" else b"before")
    asks = (get,) if fault == "hung" else (get, list_resting, lambda there: there.remove(KEY))
    for ask in asks:
        line.faults.extend([fault] * MOST_TRIES)
        with pytest.raises(BucketError):
            ask(store)


def test_an_answer_that_breaks_off_is_no_file(line: FaultyBucketLine, bucket: str, sound: S3Bucket) -> None:
    store = reach(line, bucket, "half")
    put(sound)
    line.faults.extend(["half"])
    with pytest.raises(BucketError):
        get(store)
    assert get(store) == CONTENT


@pytest.mark.parametrize("fault", ["error", "unheard", "half"])
def test_a_photo_arrives_whole_and_once_whenever_the_bucket_fails(
    app: Flask,
    client: FlaskClient,
    session: Session,
    line: FaultyBucketLine,
    bucket: str,
    sound: S3Bucket,
    fault: Fault,
) -> None:
    app.config.update(S3_BUCKET=bucket, S3_REGION=REGION, S3_ENDPOINT_URL=line.address)
    photo = SentFile(add_phone(session, add_user(session)), CONTENT)
    session.commit()
    assert client.post("/files", headers=photo.announcement()).status_code == 201
    half = len(CONTENT) // 2
    offset, failed = 0, 0
    # At each of the requests that an upload makes of the bucket it fails for good once, later and later.
    for sound_before in range(30):
        line.faults.extend([*[None] * sound_before, *[fault] * MOST_TRIES])
        content = CONTENT[offset : offset + half]
        reply = client.patch(photo.path, headers=photo.patch_headers(offset), data=content)
        if reply.status_code == 503:
            failed += 1
            assert int(reply.headers["Retry-After"]) > 0
            assert "storage does not answer" in reply.get_json()["message"]
        line.faults.clear()
        where = client.head(photo.path, headers=photo.headers())
        offset = int(where.headers["Upload-Offset"])
        if "Doorstep-Received" in where.headers:
            break
    assert failed >= (1 if fault == "half" else 2)
    assert where.headers["Doorstep-Received"] == f"sha256={photo.true_sha256}"
    session.rollback()
    row = session.get_one(Attachment, photo.attachment_id)
    assert row.storage_key is not None
    with sound.open(row.storage_key) as opened:
        assert opened.read() == CONTENT
