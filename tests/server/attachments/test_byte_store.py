"""One contract for every place where bytes rest: a local folder, and S3 as moto's server speaks it over HTTP."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Final

import boto3
import pytest

from server.attachments.byte_store import ByteStore, MissingBytesError, folder_of, original_key, part_key
from server.attachments.chosen_store import store_from
from server.attachments.local_folder import LocalFolder
from server.attachments.s3_bucket import BucketError, S3Bucket

REGION: Final = "eu-west-2"


@pytest.fixture
def bucket(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "for-tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "for-tests")
    name = f"attachments-{uuid.uuid4().hex[:8]}"
    boto3.client("s3", region_name=REGION, endpoint_url=s3_address).create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    return name


@pytest.fixture(params=["local folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ByteStore:
    if request.param == "local folder":
        return LocalFolder(tmp_path / "attachments")
    address, bucket = request.getfixturevalue("s3_address"), request.getfixturevalue("bucket")
    return S3Bucket(bucket, region=REGION, endpoint_url=address)


def put(store: ByteStore, key: str, content: bytes) -> None:
    writer = store.start(key)
    writer.write(content)
    writer.finish()


def get(store: ByteStore, key: str) -> bytes:
    with store.open(key) as opened:
        return opened.read()


def test_what_was_finished_is_read_back_whole(store: ByteStore) -> None:
    pieces = [b"one", b"", b"two" * 300_000, b"\x00\xff"]
    writer = store.start("ab/photo")
    for piece in pieces:
        writer.write(piece)
    writer.finish()
    assert get(store, "ab/photo") == b"".join(pieces)


def test_nothing_is_visible_before_finish(store: ByteStore) -> None:
    writer = store.start("ab/photo")
    writer.write(b"half")
    with pytest.raises(MissingBytesError):
        store.open("ab/photo")
    writer.discard()


def test_a_discarded_write_leaves_what_was_there(store: ByteStore) -> None:
    put(store, "ab/photo", b"first")
    writer = store.start("ab/photo")
    writer.write(b"second")
    writer.discard()
    writer.finish()
    assert get(store, "ab/photo") == b"first"
    assert [found.key for found in store.list_keys("ab")] == ["ab/photo"]


def test_discarding_after_finish_takes_nothing_away(store: ByteStore) -> None:
    writer = store.start("ab/photo")
    writer.write(b"kept")
    writer.finish()
    writer.discard()
    assert get(store, "ab/photo") == b"kept"


def test_of_two_writers_of_one_key_the_last_to_finish_wins_whole(store: ByteStore) -> None:
    first, second = store.start("ab/photo"), store.start("ab/photo")
    first.write(b"1" * 1000)
    second.write(b"2" * 10)
    second.finish()
    first.finish()
    assert get(store, "ab/photo") == b"1" * 1000


def test_an_empty_file_rests_like_any_other(store: ByteStore) -> None:
    store.start("ab/empty").finish()
    assert get(store, "ab/empty") == b""


def test_removing_takes_away_one_key_and_twice_is_no_error(store: ByteStore) -> None:
    put(store, "ab/cd/one", b"1")
    put(store, "ab/cd/two", b"2")
    store.remove("ab/cd/one")
    store.remove("ab/cd/one")
    with pytest.raises(MissingBytesError):
        store.open("ab/cd/one")
    assert get(store, "ab/cd/two") == b"2"
    store.remove("ab/cd/two")
    put(store, "ab/cd/two", b"again")
    assert get(store, "ab/cd/two") == b"again"


def test_a_folder_lists_what_rests_below_it_and_nothing_beside_it(store: ByteStore) -> None:
    attachment_id = uuid.uuid4()
    put(store, part_key(attachment_id, 0, 1), b"12345")
    put(store, original_key(attachment_id, 1), b"123")
    put(store, original_key(uuid.uuid4(), 1), b"other")
    found = {stored.key: stored for stored in store.list_keys(folder_of(attachment_id))}
    assert {key: stored.size for key, stored in found.items()} == {
        part_key(attachment_id, 0, 1): 5,
        original_key(attachment_id, 1): 3,
    }
    now = dt.datetime.now(dt.UTC)
    assert all(abs((stored.changed_at - now).total_seconds()) < 3600 for stored in found.values())
    assert list(store.list_keys(folder_of(uuid.uuid4()))) == []


@pytest.mark.parametrize(
    "key", ["../outside", "/etc/passwd", "ab/../../outside", "", "ab//cd", "ab/", "AB", "a\x00b", "."]
)
def test_a_key_never_leads_out_of_its_place(store: ByteStore, key: str) -> None:
    with pytest.raises(ValueError):
        store.start(key)
    with pytest.raises(ValueError):
        store.open(key)
    with pytest.raises(ValueError):
        store.remove(key)


def test_settings_choose_the_folder_unless_a_bucket_is_named(tmp_path: Path, s3_address: str, bucket: str) -> None:
    named = {"S3_BUCKET": bucket, "S3_REGION": REGION, "S3_ENDPOINT_URL": s3_address}
    put(store_from({"ATTACHMENTS_FOLDER": tmp_path, "S3_BUCKET": ""}), "ab/photo", b"here")
    put(store_from({"ATTACHMENTS_FOLDER": tmp_path} | named), "ab/photo", b"there")
    assert (tmp_path / "ab/photo").read_bytes() == b"here"
    assert get(store_from(named), "ab/photo") == b"there"


def test_objects_in_a_bucket_are_encrypted_at_rest(s3_address: str, bucket: str) -> None:
    put(S3Bucket(bucket, region=REGION, endpoint_url=s3_address), "ab/photo", b"bytes")
    client = boto3.client("s3", region_name=REGION, endpoint_url=s3_address)
    assert client.head_object(Bucket=bucket, Key="ab/photo")["ServerSideEncryption"] == "AES256"


def test_a_bucket_that_refuses_is_told_like_a_full_disk(s3_address: str, bucket: str) -> None:
    nowhere = S3Bucket(f"{bucket}-missing", region=REGION, endpoint_url=s3_address)
    writer = nowhere.start("ab/photo")
    writer.write(b"bytes")
    with pytest.raises(BucketError):
        writer.finish()


def test_a_local_write_cut_by_a_kill_stays_invisible_and_can_be_swept(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, sys; from server.attachments.local_folder import LocalFolder;"
        "LocalFolder(pathlib.Path(sys.argv[1])).start('ab/photo').write(b'half'); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False).returncode == -9
    store = LocalFolder(tmp_path)
    stray = [found.key for found in store.list_keys("ab")]
    assert len(stray) == 1
    assert stray[0] != "ab/photo"
    store.remove(stray[0])
    assert list(tmp_path.iterdir()) == []
