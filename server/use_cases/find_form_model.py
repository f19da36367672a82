"""Finds a published form version as its submissions are checked by: read once for each process, since a version never changes.

Keeps the latest used; knows nothing of any submission.
"""

from __future__ import annotations

import functools
import threading
import uuid
from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.domain.desk_form import closes_visit
from server.forms.form_model import FormModel
from server.forms.xml_reading import XmlRefusedError
from server.store.forms import find_version_id, find_xform
from server.store.unit_of_work import read_now

MOST_KEPT = 50


@dataclass(frozen=True, slots=True)
class PublishedForm:
    """A version, current or retired."""

    form_version_id: uuid.UUID
    form_id: str
    model: FormModel

    @property
    def closes_visit(self) -> bool:
        """Whether it records the outcome of a visit."""
        return closes_visit({"records": question.records} for question in self.model.form.questions)


@functools.lru_cache(maxsize=MOST_KEPT)
def _find_version_id(form_ref_id: uuid.UUID, version_label: str) -> uuid.UUID:
    with read_now() as session:
        found = find_version_id(session, form_ref_id, version_label)
    if found is None:
        raise LookupError
    return found


def find_version(form_ref_id: uuid.UUID, version_label: str) -> uuid.UUID | None:
    """The id of the form's version of that label, current or retired. Opens a reading of its own where it has to look."""
    try:
        return _find_version_id(form_ref_id, version_label)
    except LookupError:  # not kept: it may be published yet
        return None


_kept: OrderedDict[uuid.UUID, PublishedForm] = OrderedDict()
_lock = threading.Lock()


def find_form_model(session: Session, form_version_id: uuid.UUID) -> PublishedForm | None:
    """The version, or None where it is not known here or cannot be read any more."""
    with _lock:
        kept = _kept.get(form_version_id)
        if kept is not None:
            _kept.move_to_end(form_version_id)
            return kept
    stored = find_xform(session, form_version_id)
    if stored is None:
        return None
    try:
        found = PublishedForm(form_version_id, stored.form_id, FormModel(stored.xform))
    except XmlRefusedError:
        return None
    with _lock:
        _kept[form_version_id] = found
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found
