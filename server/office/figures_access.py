"""Access of readers such as Power BI to the daily figures: tokens made, shown once, revoked."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.app_token import AppTokenKind
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.form_access import FIELD_OF_REFUSAL, token_line
from server.office.frame import now
from server.store.app_tokens import list_tokens
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.make_app_token import TokenRefusedError, make_app_token
from server.use_cases.revoke_app_token import NoSuchTokenError, revoke_app_token

_KIND = AppTokenKind.FIGURES


@office.get("/reports/access")
@allowed("tokens.manage")
def figures_access_page() -> str:
    """The tokens there are, and a form for another."""
    return _show({})


@office.post("/reports/access")
@allowed("tokens.manage")
def make_figures_access() -> str | tuple[str, int]:
    """Make a token and show it, this once: no address leads back to it."""
    name = request.form.get("name", "")
    try:
        token = make_app_token(_KIND, None, name, user_id=me().user_id, by_id=me().user_id, at=now())
    except TokenRefusedError as refusal:
        return _show({FIELD_OF_REFUSAL.get(refusal.reason, "name"): text(f"access-{refusal.reason}")}), 422
    return render_template(
        "exchange/token.html",
        kind=AppTokenKind.ODATA,
        name=name,
        token=token,
        back_words=text("access-figures-back"),
        back_url=url_for("office.figures_access_page"),
        address=figures_address(),
    )


@office.post("/reports/access/<uuid:token_id>/revoke")
@allowed("tokens.manage")
def revoke_figures_access(token_id: uuid.UUID) -> Response:
    """End it at once."""
    try:
        ended = revoke_app_token(None, token_id, by_id=me().user_id, at=now())
    except NoSuchTokenError:
        abort(404)
    flash(text("access-revoked" if ended else "access-revoked-before"), "done")
    return redirect(url_for("office.figures_access_page"), 303)


def figures_address() -> str:
    """Where a reader finds the figures."""
    return request.root_url.rstrip("/") + url_for("figures_feed.service_document").rstrip("/")


def _show(errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        lines = [token_line(*row) for row in list_tokens(session, None, _KIND)]
    for line in lines:
        line["revoke_url"] = url_for("office.revoke_figures_access", token_id=line["token"].id)
    return render_template(
        "exchange/figures_access.html", lines=lines, address=figures_address(), typed=request.form, errors=errors
    )
