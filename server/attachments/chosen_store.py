"""Picks the place where bytes rest from plain settings: a bucket when one is named, else the local folder."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.attachments.byte_store import ByteStore
from server.attachments.local_folder import LocalFolder

if TYPE_CHECKING:
    from server.attachments.s3_bucket import S3Bucket


def store_from(config: Mapping[str, Any]) -> ByteStore:
    """The ByteStore that `config` (Flask's, upper-case names) asks for; connects to nothing yet."""
    if config.get("S3_BUCKET"):
        return _bucket(config["S3_BUCKET"], config["S3_REGION"], config.get("S3_ENDPOINT_URL") or None)
    return LocalFolder(Path(config["ATTACHMENTS_FOLDER"]))


@functools.cache
def _bucket(name: str, region: str, endpoint_url: str | None) -> S3Bucket:
    """One client per process: making one costs more than using it. Who has no bucket loads no client at all."""
    from server.attachments.s3_bucket import S3Bucket

    return S3Bucket(name, region=region, endpoint_url=endpoint_url)
