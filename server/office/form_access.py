"""Access of other programs to one form: tokens for ODK Collect and for readers such as Power BI, made, shown once, revoked."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.app_token import FORM_KINDS, AppTokenKind, Behind, opens
from server.domain.operation import parse_id
from server.domain.permissions import PERMISSIONS
from server.domain.words import Role
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.form_pages import back_to_form
from server.office.frame import now
from server.store.app_tokens import list_tokens
from server.store.forms import find_current, get_form
from server.store.tables import AppToken, Form
from server.store.unit_of_work import read_snapshot
from server.store.users import list_users
from server.texts import text
from server.use_cases.list_form_files import list_unserved
from server.use_cases.make_app_token import TokenRefusedError, make_app_token
from server.use_cases.revoke_app_token import NoSuchTokenError, revoke_app_token

FIELD_OF_REFUSAL = {"no_name": "name", "name_too_long": "name", "nobody": "person", "not_for_them": "person"}


@office.get("/forms/<uuid:form_ref_id>/access")
@allowed("tokens.manage")
def form_access_page(form_ref_id: uuid.UUID) -> str:
    """The tokens there are, and a form for another of each kind."""
    return _show(form_ref_id, {})


@office.post("/forms/<uuid:form_ref_id>/access/<kind>")
@allowed("tokens.manage")
def make_access(form_ref_id: uuid.UUID, kind: str) -> str | tuple[str, int]:
    """Make a token and show it, this once: no address leads back to it."""
    if kind not in FORM_KINDS:
        abort(404)
    form, wanted = _get_form(form_ref_id), AppTokenKind(kind)
    name = request.form.get(f"{kind}-name", "")
    user_id = parse_id(request.form.get("collect-person")) if wanted is AppTokenKind.COLLECT else me().user_id
    try:
        if user_id is None:
            raise TokenRefusedError("nobody")
        token = make_app_token(wanted, form.form_id, name, user_id=user_id, by_id=me().user_id, at=now())
    except TokenRefusedError as refusal:
        if refusal.reason == "no_form":
            abort(404)
        return _show(form_ref_id, {f"{kind}-{FIELD_OF_REFUSAL[refusal.reason]}": text(f"access-{refusal.reason}")}), 422
    root = request.root_url.rstrip("/")
    return render_template(
        "exchange/token.html",
        form=form,
        kind=kind,
        name=name,
        token=token,
        back_words=text("token-back"),
        back_url=url_for("office.form_access_page", form_ref_id=form_ref_id),
        address=f"{root}/key/{token}" if wanted is AppTokenKind.COLLECT else _odata_address(root, form),
        basic_address=f"{root}/openrosa",
    )


@office.post("/forms/<uuid:form_ref_id>/access/<uuid:token_id>/revoke")
@allowed("tokens.manage")
def revoke_access(form_ref_id: uuid.UUID, token_id: uuid.UUID) -> Response:
    """End it at once."""
    try:
        ended = revoke_app_token(_get_form(form_ref_id).form_id, token_id, by_id=me().user_id, at=now())
    except NoSuchTokenError:
        abort(404)
    flash(text("access-revoked" if ended else "access-revoked-before"), "done")
    return redirect(url_for("office.form_access_page", form_ref_id=form_ref_id), 303)


def _show(form_ref_id: uuid.UUID, errors: dict[str, str]) -> str:
    may_collect = [Role(role) for role in PERMISSIONS["collect.use"]]
    with read_snapshot() as session:
        form = get_form(session, form_ref_id)
        tokens = {kind.value: [token_line(*row) for row in list_tokens(session, form.id, kind)] for kind in FORM_KINDS}
        people = [(str(user.id), user.name) for user in list_users(session, may_collect)]
        current = find_current(session, form.id)
    for line in (line for lines in tokens.values() for line in lines):
        line["revoke_url"] = url_for("office.revoke_access", form_ref_id=form_ref_id, token_id=line["token"].id)
    return render_template(
        "exchange/access.html",
        form=form,
        back_url=back_to_form(form_ref_id),
        tokens=tokens,
        people=people,
        unserved=list_unserved(current) if current else [],
        is_current=current is not None,
        odata_address=_odata_address(request.root_url.rstrip("/"), form),
        typed=request.form,
        errors=errors,
    )


def token_line(token: AppToken, who: str, behind: Behind, used_at: object) -> dict[str, Any]:
    """A token as the table of them shows it; the way to end it is the page's own."""
    return {
        "token": token,
        "who": who,
        "used_at": used_at,
        "state": "revoked"
        if token.revoked_at
        else ("open" if opens(AppTokenKind(token.kind), behind, None) else "ended"),
    }


def _odata_address(root: str, form: Form) -> str:
    return root + url_for("odata.service_document", form_id=form.form_id).rstrip("/")


def _get_form(form_ref_id: uuid.UUID) -> Form:
    with read_snapshot() as session:
        return get_form(session, form_ref_id)
