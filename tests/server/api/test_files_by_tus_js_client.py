"""The client that phones use, tus-js-client as it comes from npm, against our server over a line that is cut."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.factories.borough import Phone
from tests.factories.sent_files import SentFile
from tests.live.cutting_line import CuttingLine
from tests.live.photos import make_photo
from tests.live.stack import Stack

SCRIPT = Path(__file__).with_name("send_by_tus.mjs")


def send(photo: SentFile, port: int, folder: Path) -> dict[str, Any]:
    path = folder / "photo.jpg"
    path.write_bytes(photo.content)
    request = {
        "endpoint": f"http://127.0.0.1:{port}/files",
        "token": photo.phone.upload_ticket,
        "path": str(path),
        "chunkSize": 64 * 1024,
        "metadata": {"attachment_id": str(photo.attachment_id), "sha256": photo.true_sha256, "filename": "photo.jpg"},
    }
    done = subprocess.run(
        ["node", str(SCRIPT), json.dumps(request)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_tus_js_client_sends_a_photo_over_a_line_that_is_cut(
    stack: Stack, phone_of_stack: Phone, tmp_path: Path
) -> None:
    photo = SentFile(phone_of_stack, make_photo(7))
    line = CuttingLine(stack.port, cuts=[30_000, 300, 40_000, 50_000])
    told = send(photo, line.port, tmp_path)
    line.close()
    assert line.cut_count >= 3
    assert told["received"] == f"sha256={photo.true_sha256}"
    assert told["offsets"][-1] == len(photo.content)
    (original,) = (tmp_path / "attachments").glob("*/*/original-*")
    assert original.read_bytes() == photo.content


def test_tus_js_client_sending_a_received_photo_again_is_given_the_receipt(
    stack: Stack, phone_of_stack: Phone, tmp_path: Path
) -> None:
    photo = SentFile(phone_of_stack, make_photo(8, width=800, height=600))
    send(photo, stack.port, tmp_path)
    assert send(photo, stack.port, tmp_path)["received"] == f"sha256={photo.true_sha256}"
    assert len(list((tmp_path / "attachments").glob("*/*/original-*"))) == 1
