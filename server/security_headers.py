"""Response headers that every page, script and answer carries, by what it is, and the nonce of a page's own scripts.

One place: no view sets a Content-Security-Policy or makes itself cacheable.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request

_NOTHING = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
APP_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",  # the key derivation of the phone's lock is WebAssembly
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# A rendered page needs no script; one that improves it is let in by this answer's own nonce, never by where it lies.
PAGE_POLICY = _NOTHING | {
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "form-action": "'self'",
    "frame-src": "'self'",
}
# The phone's form screens with test data: they run, and ask nobody for anything (the form stands in the page itself).
PREVIEW_POLICY = APP_POLICY | {
    "default-src": "'none'",
    "connect-src": "'none'",
    "manifest-src": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}
# The phone's form screens at a desk: they run, and ask this server alone, to send what was filled in. In nobody's frame.
DESK_POLICY = APP_POLICY | {"default-src": "'none'", "manifest-src": "'none'"}
# A form that a resident fills in: the phone's own form screens, which send to their own page.
RESIDENT_FORM_POLICY = PREVIEW_POLICY | {"connect-src": "'self'", "form-action": "'self'", "frame-ancestors": "'none'"}
# Pages of a link: none needs a script, and those of evidence have one of ours, which shows pictures from the device alone.
RESIDENT_POLICY = _NOTHING | {
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "form-action": "'self'",
}
DATA_POLICY = _NOTHING | {"object-src": "'none'"}

# Every feature that the engines our officers have can switch off by header (docs/browsers.md).
_FEATURES = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "clipboard-read", "clipboard-write",
    "compute-pressure", "cross-origin-isolated", "display-capture", "encrypted-media", "fullscreen", "gamepad",
    "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "keyboard-map", "local-fonts",
    "magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture",
    "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "sync-xhr", "usb",
    "web-share", "window-management", "xr-spatial-tracking",
)  # fmt: skip
_PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")


def _permissions(*own: str) -> str:
    return ", ".join(f"{name}=({'self' if name in own else ''})" for name in _FEATURES)


@dataclass(frozen=True, slots=True)
class Surface:
    """A part of the site that is trusted alike: what its documents may load and which features of the device they may use."""

    prefixes: tuple[str, ...]
    policy: dict[str, str]
    permissions: str
    has_nonce: bool = False
    frames: str = "DENY"  # X-Frame-Options, for browsers that know no frame-ancestors
    # Not no-referrer for pages: over https the check of a form's token also looks where the form came from.
    referrer: str = "same-origin"


APP = Surface(("/app",), APP_POLICY, _permissions("camera", "geolocation", *_PASSKEYS))
PREVIEW = Surface(("/office/forms/preview",), PREVIEW_POLICY, _permissions("camera"), frames="SAMEORIGIN")
DESK = Surface(("/office/desk/fill",), DESK_POLICY, _permissions("camera", "geolocation"))
OFFICE = Surface(("/office", "/cookies"), PAGE_POLICY, _permissions(*_PASSKEYS), has_nonce=True)
# The address is the way in, so it goes to nobody, not even to ourselves.
RESIDENT_FORM = Surface(("/e/form",), RESIDENT_FORM_POLICY, _permissions("camera"), referrer="no-referrer")
RESIDENT = Surface(("/e",), RESIDENT_POLICY, _permissions("camera"), referrer="no-referrer")
DATA = Surface((), DATA_POLICY, _permissions())
SURFACES = (APP, PREVIEW, DESK, OFFICE, RESIDENT_FORM, RESIDENT)

# Answers that a browser may keep: built files, named by their content or revalidated each time.
STATIC_ENDPOINTS = frozenset({"static_files.app_file", "static_files.app_index", "static_files.asset"})

# Bytes that strangers made, even when drawn anew: whatever a browser takes them for, it runs and fetches nothing.
SANDBOXED_ENDPOINTS = frozenset(
    {
        "office.photo",
        "office.original",
        "office.upload_medium",
        "office.version_medium",
        "office.desk_medium",
        "resident.form_medium",
        "form_media.form_medium",
        "openrosa.form_file",
        "openrosa_key.form_file",
    }
)
SANDBOX_POLICY = _NOTHING | {"sandbox": ""}

# Pages with the map, also as answers to their forms. With a tile server of the council's they show pictures from it, and no page else.
MAP_ENDPOINTS = frozenset(
    {
        "office.assign_page",
        "office.assign",
        "office.officer_list_page",
        "office.move_visits",
        "office.take_back",
        "office.set_times",
    }
)

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TRANSPORT = "max-age=31536000; includeSubDomains"


def register_security_headers(app: Flask) -> None:
    """Add the headers to every response and offer templates `csp_nonce()`."""
    app.after_request(_add_headers)
    app.add_template_global(csp_nonce)


def csp_nonce() -> str:
    """The nonce of this response, for the scripts of a rendered page."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def find_surface(path: str) -> Surface:
    """Which part of the site an address belongs to; DATA for everything that is no document of ours."""
    for surface in SURFACES:
        if any(path == prefix or path.startswith(f"{prefix}/") for prefix in surface.prefixes):
            return surface
    return DATA


def _add_headers(response: Response) -> Response:
    surface = find_surface(request.path)
    policy = dict(SANDBOX_POLICY if request.endpoint in SANDBOXED_ENDPOINTS else surface.policy)
    nonce = csp_nonce() if surface.has_nonce else ""
    g.pop("csp_nonce", None)  # an app context may outlive one request in tests
    if surface.has_nonce and request.endpoint not in SANDBOXED_ENDPOINTS:
        policy["script-src"] = f"'nonce-{nonce}'"
    if request.endpoint in MAP_ENDPOINTS and current_app.config["MAP_TILES_ORIGIN"]:
        policy["img-src"] += f" {current_app.config['MAP_TILES_ORIGIN']}"
    headers = response.headers
    headers["Content-Security-Policy"] = "; ".join(f"{name} {value}".strip() for name, value in policy.items())
    headers["Permissions-Policy"] = surface.permissions
    headers.update(ALWAYS)
    headers["X-Frame-Options"] = surface.frames
    headers["Referrer-Policy"] = surface.referrer
    if current_app.config["IS_HTTPS"]:
        headers["Strict-Transport-Security"] = TRANSPORT
    if request.endpoint not in STATIC_ENDPOINTS or response.status_code >= 400:
        headers["Cache-Control"] = "no-store"
    return response
