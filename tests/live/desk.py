"""A desk without a browser: office pages as they come without JavaScript, read and sent from the app that a test holds."""

from __future__ import annotations

import csv
import io
import re
import zipfile

from flask import Flask
from lxml import html

from tests.live.staff import PASSWORD


class Desk:
    """Somebody at the office who has signed in; `base_url` is the address that the app is known by."""

    def __init__(self, app: Flask, base_url: str, email: str) -> None:
        self._client = app.test_client()
        self._base_url = base_url
        self.send("/office/sign-in", "/office/sign-in", email=email, password=PASSWORD)

    def read(self, path: str) -> str:
        """What a page says, in one line."""
        [main] = self._get(path).iter("main")
        return re.sub(r"\s+", " ", str(main.text_content())).strip()

    def list_headings(self, path: str, level: int) -> list[str]:
        """Headings of one level, from the top."""
        return [str(one.text_content()).strip() for one in self._get(path).iter(f"h{level}")]

    def send(self, page: str, path: str, **fields: str) -> str:
        """Send the form of a page; the address that it leads to. Raises AssertionError where the form is asked again."""
        token = self._get(page).xpath("string((//input[@name='csrf_token'])[1]/@value)")
        reply = self._client.post(path, data=fields | {"csrf_token": token}, base_url=self._base_url)
        if reply.status_code not in (302, 303):
            raise AssertionError(f"{path}: {reply.status}: {reply.text[-2000:]}")
        return str(reply.headers["Location"])

    def download(self, page: str, path: str) -> list[dict[str, str]]:
        """The rows of a CSV file that a page's button makes."""
        return list(csv.DictReader(io.StringIO(self._take(page, path).decode("utf-8-sig"))))

    def download_archive(self, page: str, path: str, **fields: str) -> dict[str, bytes]:
        """The files of a ZIP archive that a page's form makes, by name."""
        with zipfile.ZipFile(io.BytesIO(self._take(page, path, **fields))) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def _take(self, page: str, path: str, **fields: str) -> bytes:
        token = self._get(page).xpath("string((//input[@name='csrf_token'])[1]/@value)")
        reply = self._client.post(path, data=fields | {"csrf_token": token}, base_url=self._base_url)
        if reply.status_code != 200:
            raise AssertionError(f"{path}: {reply.status}")
        return reply.get_data()

    def _get(self, path: str) -> html.HtmlElement:
        reply = self._client.get(path, base_url=self._base_url)
        if reply.status_code != 200:
            raise AssertionError(f"{path}: {reply.status}")
        return html.fromstring(reply.get_data(as_text=True))
