"""What the pages about one form begin with: the form, or the page that says there is none; and the way back to it."""

from __future__ import annotations

import uuid

from flask import abort, url_for
from sqlalchemy.orm import Session

from server.office.access import i_may
from server.store.forms import FormNotFoundError, get_form
from server.store.tables import Form


def get_form_or_404(session: Session, form_ref_id: uuid.UUID) -> Form:
    """Raises NotFound."""
    try:
        return get_form(session, form_ref_id)
    except FormNotFoundError:
        abort(404)


def back_to_form(form_ref_id: uuid.UUID) -> str:
    """The form's own page, for whoever may see it; else Today."""
    if i_may("forms.read"):
        return url_for("office.form_page", form_ref_id=form_ref_id)
    return url_for("office.today_page")
