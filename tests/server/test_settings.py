"""Settings are read once, and one that makes no sense is refused in words."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server.config import (
    SECRET_KEY_FILE,
    VAPID_KEY_FILE,
    VAPID_PUBLIC_FILE,
    SettingsError,
    database_address,
    read_settings,
)
from server.domain.message_hours import read_hours
from server.first_start import create_secrets


def make_secrets(folder: Path) -> list[str]:
    return create_secrets(
        folder, key_file=SECRET_KEY_FILE, vapid_file=VAPID_KEY_FILE, vapid_public_file=VAPID_PUBLIC_FILE
    )


def test_a_first_start_makes_secrets_that_only_their_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert make_secrets(folder) == [SECRET_KEY_FILE, VAPID_KEY_FILE]
    for name in (SECRET_KEY_FILE, VAPID_KEY_FILE, VAPID_PUBLIC_FILE):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    settings = read_settings({"DOORSTEP_DATA": str(folder)})
    assert len(settings.secret_key) >= 48
    assert len(settings.vapid_public_key) == 87  # 65 bytes, base64url without padding
    assert settings.vapid_private_key_file == folder / VAPID_KEY_FILE


def test_a_second_start_keeps_the_secrets_of_the_first(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert make_secrets(tmp_path) == []
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_without_a_secret_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        read_settings({"DOORSTEP_DATA": str(tmp_path)})


def test_the_database_is_sqlite_in_the_data_folder_unless_an_address_is_given(tmp_path: Path) -> None:
    assert database_address("", tmp_path) == f"sqlite:///{tmp_path}/doorstep.sqlite"
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        assert database_address(f"{scheme}://u@db/doorstep", tmp_path) == "postgresql+psycopg://u@db/doorstep"


@pytest.mark.parametrize("address", ["mysql://db/doorstep", "doorstep.sqlite", "postgresql"])
def test_an_address_of_another_database_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        database_address(address, tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOORSTEP_DEMO", "perhaps"),
        ("WEB_CONCURRENCY", "many"),
        ("DOORSTEP_TRUSTED_PROXIES", "-1"),
        ("DOORSTEP_READING_LAPSES_AFTER_HOURS", "0"),
        ("DOORSTEP_READING_LAPSES_AFTER_HOURS", "9000"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({"SECRET_KEY": "x", name: value})


def test_cookies_are_secure_exactly_when_people_come_over_https() -> None:
    secure = read_settings({"SECRET_KEY": "x", "DOORSTEP_PUBLIC_URL": "https://doorstep.example.org/"})
    plain = read_settings({"SECRET_KEY": "x", "PORT": "8001"})
    assert secure.as_flask_config()["SESSION_COOKIE_SECURE"] is True
    assert plain.as_flask_config()["SESSION_COOKIE_SECURE"] is False
    assert plain.public_url == "http://127.0.0.1:8001"
    assert secure.public_url == "https://doorstep.example.org"


def test_demo_mode_is_off_unless_it_is_asked_for() -> None:
    assert read_settings({"SECRET_KEY": "x"}).demo is False
    assert read_settings({"SECRET_KEY": "x", "DOORSTEP_DEMO": "1"}).demo is True


def test_reading_lapses_after_three_days_unless_the_council_says_otherwise() -> None:
    assert read_settings({"SECRET_KEY": "x"}).reading_lapses_after_hours == 72
    hours = read_settings({"SECRET_KEY": "x", "DOORSTEP_READING_LAPSES_AFTER_HOURS": "24"}).as_flask_config()
    assert hours["READING_LAPSES_AFTER_HOURS"] == 24


def test_an_error_of_the_database_does_not_repeat_what_it_was_given(session: Session) -> None:
    with pytest.raises(DBAPIError) as refused:
        session.execute(text("SELECT 1 FROM no_such_table WHERE name = :name"), {"name": "Olive Resident"})
    assert "no_such_table" in str(refused.value)
    assert "Olive Resident" not in str(refused.value)


UUID = "01890000-0000-7000-8000-000000000000"


def test_a_key_of_notify_is_whole_and_comes_with_its_templates(tmp_path: Path) -> None:
    environ = {"DOORSTEP_DATA": str(tmp_path), "SECRET_KEY": "a secret"}
    assert read_settings(environ).notify_key == ""
    given = {"DOORSTEP_NOTIFY_SMS_TEMPLATE": UUID, "DOORSTEP_NOTIFY_EMAIL_TEMPLATE": UUID}
    key = f"doorstep-{UUID}-{UUID}"
    settings = read_settings(environ | given | {"DOORSTEP_NOTIFY_KEY": f" {key} "})
    assert (settings.notify_key, settings.notify_sms_template) == (key, UUID)
    assert settings.notify_url == "https://api.notifications.service.gov.uk"
    with pytest.raises(SettingsError, match="not a whole key"):
        read_settings(environ | given | {"DOORSTEP_NOTIFY_KEY": f"doorstep-{UUID}"})
    for name in given:
        with pytest.raises(SettingsError, match=name):
            read_settings(environ | given | {"DOORSTEP_NOTIFY_KEY": key, name: ""})


def test_hours_of_text_messages_are_two_times_of_one_day(tmp_path: Path) -> None:
    environ = {"DOORSTEP_DATA": str(tmp_path), "SECRET_KEY": "a secret"}
    assert read_settings(environ).sms_hours == "08:00-20:00"
    for typed in ("09:30 - 17:00", "00:00-24:00"):
        hours = read_settings(environ | {"DOORSTEP_SMS_HOURS": typed}).sms_hours
        assert read_hours(hours) is not None
    for typed in ("8-20", "20:00-08:00", "08:00-08:00", "08:00-24:30", "always"):
        with pytest.raises(SettingsError, match="DOORSTEP_SMS_HOURS"):
            read_settings(environ | {"DOORSTEP_SMS_HOURS": typed})


@pytest.mark.parametrize(
    ("tiles", "attribution"),
    [
        ("http://tiles.example.org/{z}/{x}/{y}.png", "Us"),
        ("https://me:secret@tiles.example.org/{z}/{x}/{y}.png", "Us"),
        ("https://tiles.example.org/{z}/{x}/{y}.png?key=secret", "Us"),
        ("https://tiles.example.org/{z}/{x}.png", "Us"),
        ("https://tiles.example.org/{z}/{x}/{y}/{s}.png", "Us"),
        ("https://tiles.example.org/{z}/{x}/{y}/{y}.png", "Us"),
        ("https://{z}.example.org/{x}/{y}.png", "Us"),
        ("https://tiles.example.org/{z}/{x}/{y}.png; script-src *", "Us"),
        ("https://tiles.example.org/{z}/{x}/{y}.png", ""),
        ("", "Us"),
    ],
)
def test_a_tile_server_without_https_or_with_a_key_is_refused_and_its_secret_not_repeated(
    tiles: str, attribution: str
) -> None:
    with pytest.raises(SettingsError, match="DOORSTEP_MAP_TILES") as refused:
        read_settings({"SECRET_KEY": "x", "DOORSTEP_MAP_TILES": tiles, "DOORSTEP_MAP_ATTRIBUTION": attribution})
    assert "secret" not in str(refused.value)
