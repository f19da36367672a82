"""Typed settings, read once from the environment when a process starts.

Only app, cli and worker import this; everybody else gets plain values as arguments or from `current_app.config`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

SECRET_KEY_FILE = "secret_key"  # noqa: S105 - the name of a file
VAPID_KEY_FILE = "vapid_private_key.pem"
VAPID_PUBLIC_FILE = "vapid_public_key"
LONDON = ZoneInfo("Europe/London")
MOST_HOURS = 8760
NOTIFY_URL = "https://api.notifications.service.gov.uk"
# Chromium, Firefox, Safari, Edge on Windows.
PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
PLACE_OF_BUILD = Path(__file__).resolve().parent.parent / "build"


class SettingsError(RuntimeError):
    """A setting is missing or makes no sense; the message says which, and what would."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs between two councils or two machines."""

    data_folder: Path
    database_url: str
    secret_key: str
    vapid_private_key_file: Path | None = None
    vapid_public_key: str = ""
    build_folder: Path = PLACE_OF_BUILD
    demo: bool = False
    council_name: str = "Doorstep Borough Council"
    council_telephone: str = "020 7946 0000"
    public_url: str = "http://127.0.0.1:8000"
    time_zone: ZoneInfo = LONDON
    trusted_proxies: int = 0
    max_import_bytes: int = 64 * 1024 * 1024
    max_upload_bytes: int = 25 * 1024 * 1024
    allow_test_nhs_numbers: bool = True
    reading_lapses_after_hours: int = 72
    s3_bucket: str = ""
    s3_endpoint_url: str = ""
    s3_region: str = "eu-west-2"
    clamd_address: str = ""
    notify_key: str = ""
    notify_sms_template: str = ""
    notify_email_template: str = ""
    notify_url: str = NOTIFY_URL
    sms_hours: str = "08:00-20:00"
    push_hosts: tuple[str, ...] = PUSH_HOSTS
    push_contact: str = ""
    map_tiles: str = ""
    map_tiles_origin: str = ""
    map_attribution: str = ""
    web_processes: int = 2
    web_threads: int = 8

    @property
    def attachments_folder(self) -> Path:
        """Where the local storage backend keeps bytes; unused when `s3_bucket` is set."""
        return self.data_folder / "attachments"

    @property
    def imports_folder(self) -> Path:
        """Where an import file lies until the worker has read it."""
        return self.data_folder / "imports"

    @property
    def sealing_keys_folder(self) -> Path:
        """Where the private halves of the keys lie that phones seal their work with (server/keyring.py)."""
        return self.data_folder / "sealing_keys"

    @property
    def is_https(self) -> bool:
        """Whether browsers reach us over TLS, so that cookies may be Secure."""
        return self.public_url.startswith("https://")

    def as_flask_config(self) -> dict[str, Any]:
        """The same values under Flask's upper-case names, with the names that Flask's extensions look for."""
        return {name.upper(): value for name, value in asdict(self).items()} | {
            "IS_HTTPS": self.is_https,
            "ATTACHMENTS_FOLDER": self.attachments_folder,
            "IMPORTS_FOLDER": self.imports_folder,
            "SEALING_KEYS_FOLDER": self.sealing_keys_folder,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(self.database_url),
            # __Host-: no subdomain of the council's, and nothing on plain http, can plant a cookie of that name.
            "SESSION_COOKIE_NAME": f"{'__Host-' if self.is_https else ''}doorstep_session",
            # Of residents' pages alone, so not __Host-, which would give it to every path.
            "RESIDENT_COOKIE_NAME": f"{'__Secure-' if self.is_https else ''}doorstep_resident",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.is_https,
            "REMEMBER_COOKIE_HTTPONLY": True,
            "REMEMBER_COOKIE_SECURE": self.is_https,
            "WTF_CSRF_TIME_LIMIT": None,
            "MAX_CONTENT_LENGTH": self.max_import_bytes,
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        }


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from DOORSTEP_* variables, DATABASE_URL and SECRET_KEY; raises SettingsError in plain words."""
    data_folder = find_data_folder(environ)
    vapid_file = data_folder / VAPID_KEY_FILE
    vapid_public = data_folder / VAPID_PUBLIC_FILE
    return Settings(
        data_folder=data_folder,
        database_url=database_address(environ.get("DATABASE_URL", ""), data_folder),
        secret_key=environ.get("SECRET_KEY") or _read_secret(data_folder / SECRET_KEY_FILE),
        vapid_private_key_file=vapid_file if vapid_file.exists() else None,
        vapid_public_key=vapid_public.read_text().strip() if vapid_public.exists() else "",
        build_folder=Path(environ.get("DOORSTEP_BUILD") or PLACE_OF_BUILD),
        demo=_yes(environ, "DOORSTEP_DEMO"),
        council_name=environ.get("DOORSTEP_COUNCIL_NAME") or Settings.council_name,
        council_telephone=environ.get("DOORSTEP_COUNCIL_TELEPHONE") or Settings.council_telephone,
        public_url=_public_url(environ),
        time_zone=ZoneInfo(environ.get("DOORSTEP_TIME_ZONE") or LONDON.key),
        trusted_proxies=_whole_number(environ, "DOORSTEP_TRUSTED_PROXIES", 0),
        max_import_bytes=_whole_number(environ, "DOORSTEP_MAX_IMPORT_BYTES", Settings.max_import_bytes),
        max_upload_bytes=_whole_number(environ, "DOORSTEP_MAX_UPLOAD_BYTES", Settings.max_upload_bytes),
        allow_test_nhs_numbers=_yes(
            environ, "DOORSTEP_ALLOW_TEST_NHS_NUMBERS", default=_yes(environ, "DOORSTEP_DEMO", default=False)
        ),
        reading_lapses_after_hours=_hours(environ, "DOORSTEP_READING_LAPSES_AFTER_HOURS"),
        s3_bucket=environ.get("DOORSTEP_S3_BUCKET", ""),
        s3_endpoint_url=environ.get("DOORSTEP_S3_ENDPOINT_URL", ""),
        s3_region=environ.get("DOORSTEP_S3_REGION") or Settings.s3_region,
        clamd_address=_clamd_address(environ),
        **_notify(environ),
        sms_hours=_sms_hours(environ),
        push_hosts=_push_hosts(environ),
        push_contact=_push_contact(environ),
        **_map_tiles(environ),
        web_processes=_whole_number(environ, "WEB_CONCURRENCY", Settings.web_processes),
        web_threads=_whole_number(environ, "DOORSTEP_WEB_THREADS", Settings.web_threads),
    )


def _clamd_address(environ: Mapping[str, str]) -> str:
    """A path or host:port; anything else would leave every file waiting, and nobody told why."""
    name = "DOORSTEP_CLAMD_ADDRESS"
    address = environ.get(name, "").strip().removeprefix("unix:").removeprefix("tcp://")
    if not address or address.startswith("/"):
        return address
    found = re.fullmatch(r"(?:\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):(\d{1,5})", address)
    if found is None or not 1 <= int(found[1]) <= 65535:
        raise SettingsError(f"{name} must be the path of clamd's socket or host:port, not {address!r}")
    return address


def _notify(environ: Mapping[str, str]) -> dict[str, str]:
    """A key without its two templates, or half a key, sends nothing: better to say so now than at the first message."""
    names = ("DOORSTEP_NOTIFY_KEY", "DOORSTEP_NOTIFY_SMS_TEMPLATE", "DOORSTEP_NOTIFY_EMAIL_TEMPLATE")
    key, sms_template, email_template = (environ.get(name, "").strip() for name in names)
    if key and not re.search(f"{_UUID}-{_UUID}$", key):
        raise SettingsError(f"{names[0]} is not a whole key of GOV.UK Notify: it ends with two ids joined by a hyphen")
    for name, template in zip(names[1:], (sms_template, email_template), strict=True):
        if key and not re.fullmatch(_UUID, template):
            raise SettingsError(f"{name} must be the id of a template of GOV.UK Notify, since {names[0]} is set")
    return {
        "notify_key": key,
        "notify_sms_template": sms_template,
        "notify_email_template": email_template,
        "notify_url": (environ.get("DOORSTEP_NOTIFY_URL") or NOTIFY_URL).rstrip("/"),
    }


def _sms_hours(environ: Mapping[str, str]) -> str:
    """From one time of day to a later one; as it was written, without spaces."""
    name = "DOORSTEP_SMS_HOURS"
    hours = re.sub(r"\s", "", environ.get(name, "")) or Settings.sms_hours
    begin, _, end = hours.partition("-")
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)", hours) or begin >= end:
        raise SettingsError(f"{name} must be two times of one day, like 08:00-20:00, not {hours!r}")
    return hours


def _push_hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Hosts, *.hosts, and of this very machine a whole origin, which is for tests: a phone's word must reach no other."""
    name = "DOORSTEP_PUSH_HOSTS"
    entries = tuple(environ.get(name, "").replace(",", " ").split()) or PUSH_HOSTS
    for entry in entries:
        parts = urlsplit(entry) if "://" in entry else None
        is_here = parts is not None and parts.hostname in {"127.0.0.1", "localhost", "::1"}
        if not is_here and not re.fullmatch(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+", entry):
            raise SettingsError(f"{name} must name hosts of push services, like {PUSH_HOSTS[0]}, not {entry!r}")
    return entries


def _push_contact(environ: Mapping[str, str]) -> str:
    """Whom a push service may ask about our messages: as set, else the address that people type."""
    name = "DOORSTEP_PUSH_CONTACT"
    contact = environ.get(name, "").strip()
    if contact and not contact.startswith(("mailto:", "https://")):
        raise SettingsError(f"{name} must begin with mailto: or https://, not {contact!r}")
    public = _public_url(environ)
    return contact or (public if public.startswith("https://") else "https://localhost")


def _map_tiles(environ: Mapping[str, str]) -> dict[str, str]:
    """Every browser that shows the map goes there: over https, with no password and no key in the address, and it says whose map it is."""
    names = ("DOORSTEP_MAP_TILES", "DOORSTEP_MAP_ATTRIBUTION")
    tiles, attribution = (environ.get(name, "").strip() for name in names)
    found = re.fullmatch(r"(https://[A-Za-z0-9.-]+(?::\d{1,5})?)/[\w.~@/{}-]+", tiles, re.ASCII)
    if tiles and (found is None or sorted(re.findall(r"{.*?}|[{}]", tiles)) != ["{x}", "{y}", "{z}"]):
        example = "https://tiles.example.gov.uk/{z}/{x}/{y}.png"
        raise SettingsError(f"{names[0]} must be like {example}: https, each of the three once, no password, no key")
    if bool(tiles) != bool(attribution):
        raise SettingsError(f"{names[0]} and {names[1]} are set together: a map says whose it is")
    return {"map_tiles": tiles, "map_tiles_origin": found[1].lower() if found else "", "map_attribution": attribution}


def find_data_folder(environ: Mapping[str, str]) -> Path:
    """Where everything lives that is not in the database, and the database too when it is SQLite."""
    return Path(environ.get("DOORSTEP_DATA") or "var").expanduser().resolve()


def database_address(given: str, data_folder: Path) -> str:
    """A SQLAlchemy address: hosts say `postgres://`, we need the psycopg 3 driver named; nothing given is SQLite."""
    if not given:
        return f"sqlite:///{data_folder / 'doorstep.sqlite'}"
    scheme, separator, rest = given.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and separator:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and separator:
        return given
    raise SettingsError(f"DATABASE_URL must begin with postgresql:// or sqlite:///, not {scheme!r}")


def _public_url(environ: Mapping[str, str]) -> str:
    """The address people type: as set, else where the Procfile's web process listens."""
    listening = f"http://{environ.get('HOST') or '127.0.0.1'}:{environ.get('PORT') or '8000'}"
    return (environ.get("DOORSTEP_PUBLIC_URL") or listening).rstrip("/")


def _engine_options(database_url: str) -> dict[str, Any]:
    """The connection last used is taken first, since it has the statements prepared.

    `hide_parameters`: what a statement was given is about residents, and an error's text goes into logs and jobs.
    """
    if database_url.startswith("sqlite"):
        return {"hide_parameters": True}
    return {"hide_parameters": True, "pool_use_lifo": True, "pool_size": 8, "max_overflow": 4}


def _read_secret(path: Path) -> str:
    if not path.exists():
        raise SettingsError(f"No SECRET_KEY is set and {path} is missing. The first start creates it.")
    return path.read_text().strip()


def _yes(environ: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    text = environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"0", "no", "false", "off"}:
        return False
    if text in {"1", "yes", "true", "on"}:
        return True
    raise SettingsError(f"{name} must be 1 or 0, not {text!r}")


def _hours(environ: Mapping[str, str], name: str) -> int:
    """At least one, or no phone could be read at all; at most a year."""
    hours = _whole_number(environ, name, Settings.reading_lapses_after_hours)
    if not 1 <= hours <= MOST_HOURS:
        raise SettingsError(f"{name} must be between 1 and {MOST_HOURS} hours, not {hours}")
    return hours


def _whole_number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit():
        raise SettingsError(f"{name} must be a whole number, not {text!r}")
    return int(text)
