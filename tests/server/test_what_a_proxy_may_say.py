"""What a request claims of its own origin is believed only as far as the trusted proxies reach."""

from __future__ import annotations

import dataclasses
import runpy
from pathlib import Path

import pytest
from flask import Flask, request
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser

from server.app import create_app
from tests.conftest import make_settings

CONF = Path(__file__).parents[2] / "server" / "gunicorn_conf.py"
ASKED = (
    b"GET /office/ HTTP/1.1\r\nHost: a\r\nSCRIPT_NAME: /evil\r\nPATH_INFO: /evil\r\nX-Forwarded-Proto: https\r\n\r\n"
)


def read_request(**changed: str) -> tuple[str, set[str]]:
    """(scheme, header names) of ASKED as gunicorn hands it on under our settings, from a proxy on this machine."""
    config = Config()
    for name, value in (runpy.run_path(str(CONF)) | changed).items():
        if name in config.settings:
            config.set(name, value)
    message = next(RequestParser(config, iter([ASKED]), ("127.0.0.1", 4711)))
    return message.scheme, {name for name, _ in message.headers}


def test_a_client_behind_a_proxy_cannot_say_where_the_app_hangs() -> None:
    scheme, names = read_request()
    assert scheme == "http"
    assert {"SCRIPT_NAME", "PATH_INFO"} & names == set()
    assert "X-FORWARDED-PROTO" in names  # for the app, which knows how many proxies there are


def test_the_rule_sees_a_setting_that_would_believe_it() -> None:
    assert "SCRIPT_NAME" in read_request(forwarded_allow_ips="127.0.0.1", forwarder_headers="SCRIPT_NAME")[1]


@pytest.mark.parametrize(
    ("proxies", "said", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 192.0.2.80", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_the_trusted_proxies_name_the_network_address(
    tmp_path: Path, proxies: int, said: str, address: str
) -> None:
    settings = make_settings(f"sqlite:///{tmp_path / 'unused.sqlite'}", tmp_path)
    app: Flask = create_app(dataclasses.replace(settings, trusted_proxies=proxies))
    seen: list[str | None] = []
    app.before_request(lambda: seen.append(request.remote_addr))
    app.test_client().get("/healthz", headers={"X-Forwarded-For": said}, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert seen == [address]
