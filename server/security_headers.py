"""Response headers that every page, script and answer carries, and the nonce of a page's own inline script.

One place: no view sets a Content-Security-Policy or makes itself cacheable.
"""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, g, request

APP_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",
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
PAGE_POLICY = APP_POLICY | {"script-src": "'self'", "img-src": "'self' data:", "worker-src": "'none'"}
# Answers that a browser may keep: built files, named by their content or revalidated each time.
STATIC_ENDPOINTS = frozenset({"static_files.app_file", "static_files.app_index", "static_files.asset"})

# Bytes that strangers made, even when drawn anew: whatever a browser takes them for, it runs and fetches nothing.
SANDBOXED_ENDPOINTS = frozenset({"office.photo", "office.original"})
SANDBOX_POLICY = {"default-src": "'none'", "sandbox": "", "frame-ancestors": "'none'"}


def register_security_headers(app: Flask) -> None:
    """Add the headers to every response and offer templates `csp_nonce()`."""
    app.after_request(_add_headers)
    app.add_template_global(csp_nonce)


def csp_nonce() -> str:
    """The nonce of this response; asking for it is what puts it into the policy."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    policy = dict(APP_POLICY if request.path.startswith("/app/") else PAGE_POLICY)
    if request.endpoint in SANDBOXED_ENDPOINTS:
        policy = dict(SANDBOX_POLICY)
    nonce = g.pop("csp_nonce", None)  # popped: an app context may outlive one request in tests
    if nonce:
        policy["script-src"] += f" 'nonce-{nonce}'"
    headers["Content-Security-Policy"] = "; ".join(f"{name} {value}".strip() for name, value in policy.items())
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()"
    if current_app.config["IS_HTTPS"]:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint not in STATIC_ENDPOINTS:
        headers["Cache-Control"] = "no-store"
    return response
