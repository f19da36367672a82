"""Where the steps on one form lead back to."""

from __future__ import annotations

import uuid

from flask import url_for

from server.office.access import i_may


def back_to_form(form_ref_id: uuid.UUID) -> str:
    """The form's own page, for whoever may see it; else Today."""
    if i_may("forms.read"):
        return url_for("office.form_page", form_ref_id=form_ref_id)
    return url_for("office.today_page")
