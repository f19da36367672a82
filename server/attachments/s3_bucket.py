"""Bytes in a private S3 bucket (or a store that speaks S3), encrypted at rest by it; each part is an object of its own.

Objects are at most 25 MB, so each is put in one request, checked by its SHA-256. Hands out no public address.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, BinaryIO, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from server.attachments.byte_store import CHUNK_BYTES, MissingBytesError, StoredKey, checked_key

if TYPE_CHECKING:
    from types_boto3_s3.client import S3Client

_KEPT_IN_MEMORY = 512 * 1024
MOST_TRIES = 4
SILENCE_SECONDS = 20.0
_MISSING = {"NoSuchKey", "404", "NotFound"}


class BucketError(OSError):
    """The bucket refused or could not be reached: to callers the same as a full disk."""


class S3Bucket:
    """A ByteStore in one bucket. Credentials come from boto3's own chain, never from our settings.

    A request that fails is made MOST_TRIES times, each of them given up after `patience` seconds of silence.
    """

    def __init__(
        self, bucket: str, *, region: str, endpoint_url: str | None = None, patience: float = SILENCE_SECONDS
    ) -> None:
        self._bucket = bucket
        self._client: S3Client = boto3.client(
            "s3",
            region_name=region,
            endpoint_url=endpoint_url or None,
            config=Config(
                connect_timeout=5,
                read_timeout=patience,
                retries={"mode": "standard", "total_max_attempts": MOST_TRIES},
            ),
        )

    def start(self, key: str) -> S3Writer:
        """A writer that gathers the bytes here and puts them at `finish`."""
        return S3Writer(self._client, self._bucket, checked_key(key))

    def open(self, key: str) -> BinaryIO:
        """A copy of the object; raises MissingBytesError, or BucketError when the bucket is out of reach."""
        checked_key(key)
        copy = tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY)  # noqa: SIM115 (the caller closes it)
        try:
            # Not `with ... as body`: that gives the bare stream, which takes an answer that breaks off for a whole one.
            with closing(self._client.get_object(Bucket=self._bucket, Key=key)["Body"]) as body:
                shutil.copyfileobj(body, copy, CHUNK_BYTES)
        except BaseException as error:
            copy.close()
            if isinstance(error, ClientError) and _code(error) in _MISSING:
                raise MissingBytesError(key) from None
            if isinstance(error, ClientError | BotoCoreError):
                raise BucketError(str(error)) from error
            raise
        copy.seek(0)
        return cast(BinaryIO, copy)

    def remove(self, key: str) -> None:
        """Delete the object; S3 itself takes a missing one for success."""
        try:
            self._client.delete_object(Bucket=self._bucket, Key=checked_key(key))
        except (ClientError, BotoCoreError) as error:
            raise BucketError(str(error)) from error

    def list_keys(self, prefix: str) -> Iterator[StoredKey]:
        """Every object below `prefix`."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=f"{checked_key(prefix)}/"
        )
        try:
            for page in pages:
                for found in page.get("Contents", ()):
                    yield StoredKey(found["Key"], found["Size"], found["LastModified"].astimezone(dt.UTC))
        except (ClientError, BotoCoreError) as error:
            raise BucketError(str(error)) from error


class S3Writer:
    """Bytes on their way into one object; in memory while small, else in an unnamed temporary file."""

    def __init__(self, client: S3Client, bucket: str, key: str) -> None:
        self._client, self._bucket, self._key = client, bucket, key
        self._gathered = tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY)  # noqa: SIM115 (closed at the end)

    def write(self, chunk: bytes) -> None:
        """Append all of `chunk`."""
        self._gathered.write(chunk)

    def finish(self) -> None:
        """Put the object; S3 compares the SHA-256 that boto3 sends along and answers once it is durable."""
        if self._gathered.closed:
            return
        with self._gathered as gathered:
            gathered.seek(0)
            try:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=self._key,
                    Body=gathered.read(),
                    ChecksumAlgorithm="SHA256",
                    ServerSideEncryption="AES256",
                )
            except (ClientError, BotoCoreError) as error:
                raise BucketError(str(error)) from error

    def discard(self) -> None:
        """Nothing has left this process yet."""
        self._gathered.close()


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")
