"""Picks the place where bytes rest from plain settings: a bucket when one is named, else the local folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from server.attachments.byte_store import ByteStore
from server.attachments.local_folder import LocalFolder
from server.attachments.s3_bucket import S3Bucket


def store_from(config: Mapping[str, Any]) -> ByteStore:
    """The ByteStore that `config` asks for (S3_BUCKET, S3_REGION, S3_ENDPOINT_URL, ATTACHMENTS_FOLDER); opens no connection yet."""
    if config.get("S3_BUCKET"):
        return S3Bucket(config["S3_BUCKET"], region=config["S3_REGION"], endpoint_url=config.get("S3_ENDPOINT_URL") or None)
    return LocalFolder(Path(config["ATTACHMENTS_FOLDER"]))
