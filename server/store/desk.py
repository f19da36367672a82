"""Reads what a form at the desk is filled in with and about: the subject, the forms, and a submission to correct. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased, defer

from server.domain.desk_form import TELEPHONE_FORM, closes_visit, may_correct
from server.domain.words import Verdict
from server.store.reviews import find_own_submission_id
from server.store.tables import Attachment, Case, Form, FormVersion, Operation, Programme, Resident, Submission, Visit


@dataclass(frozen=True, slots=True)
class DeskSubject:
    """What a form is filled in about: a visit, a case or a resident, with what stands above it."""

    entity_type: str
    entity_id: uuid.UUID
    resident: Resident
    case: Case | None
    visit: Visit | None


@dataclass(frozen=True, slots=True)
class DeskForm:
    """The current version of a form."""

    version_id: uuid.UUID
    form_id: str
    title: str
    closes_visit: bool


@dataclass(frozen=True, slots=True)
class FiledForm:
    """A submission outside any visit, with the title of its form; `corrected` when a later one takes its place."""

    submission: Submission
    title: str | None
    corrected: bool


def find_desk_subject(session: Session, entity_type: str, entity_id: uuid.UUID) -> DeskSubject | None:
    """None where there is no such row, or none of a resident who has a record of their own."""
    visit = session.get(Visit, entity_id) if entity_type == "visit" else None
    case_id = visit.case_id if visit else entity_id if entity_type == "case" else None
    case = session.get(Case, case_id) if case_id else None
    resident_id = case.resident_id if case else entity_id if entity_type == "resident" else None
    resident = session.get(Resident, resident_id) if resident_id else None
    if resident is None or resident.merged_into_id is not None:
        return None
    return DeskSubject(entity_type, entity_id, resident, case, visit)


def list_desk_forms(session: Session) -> list[DeskForm]:
    """Every form in use: the telephone form first, the others by title."""
    found = session.execute(
        select(FormVersion, Form.form_id)
        .options(defer(FormVersion.xlsx), defer(FormVersion.xform))
        .join(Form, Form.id == FormVersion.form_ref_id)
        .where(FormVersion.retired_at.is_(None))
        .order_by(FormVersion.title, FormVersion.published_at.desc())
    )
    forms = [
        DeskForm(version.id, form_id, version.title, closes_visit(version.questions)) for version, form_id in found
    ]
    return sorted(forms, key=lambda form: form.form_id != TELEPHONE_FORM)


def list_cases_of(session: Session, resident_id: uuid.UUID) -> list[tuple[Case, str]]:
    """The resident's cases with their programmes' names, those that are not closed first, the newest first."""
    rows = session.execute(
        select(Case, Programme.name)
        .join(Programme, Programme.id == Case.programme_id)
        .where(Case.resident_id == resident_id)
        .order_by(Case.closed_at.is_not(None), Case.opened_at.desc(), Case.id)
    )
    return [(case, name) for case, name in rows]


def list_filed_forms(session: Session, resident_id: uuid.UUID, most: int = 50) -> list[FiledForm]:
    """What was filled in about the resident outside any visit, the newest first."""
    later = aliased(Submission)
    rows = session.execute(
        select(Submission, FormVersion.title, exists().where(later.corrects_id == Submission.id))
        .outerjoin(FormVersion, FormVersion.id == Submission.form_version_id)
        .where(Submission.resident_id == resident_id, Submission.visit_id.is_(None))
        .order_by(Submission.received_at.desc(), Submission.id.desc())
        .limit(most)
    )
    return [FiledForm(submission, title, corrected) for submission, title, corrected in rows]


def find_correction(session: Session, submission_id: uuid.UUID) -> Submission | None:
    """The submission that takes this one's place; the newest where there are several."""
    newest = select(Submission).where(Submission.corrects_id == submission_id).order_by(Submission.received_at.desc())
    return session.scalars(newest.limit(1)).first()


def is_correctable(session: Session, submission: Submission, version: FormVersion | None) -> bool:
    """Whether a desk may correct it now; one of a form that is not known, or that waits in review, it may not."""
    if version is None or submission.resident_id is None or _is_in_review(session, submission.op_id):
        return False
    visit = session.get(Visit, submission.visit_id) if submission.visit_id else None
    return may_correct(
        closes=closes_visit(version.questions) and visit is not None,
        stands_for_visit=visit is not None and find_own_submission_id(session, visit.id) == submission.id,
        visit_status=visit.status if visit else None,
        review_state=submission.review_state,
        is_corrected=find_correction(session, submission.id) is not None,
    )


def _is_in_review(session: Session, op_id: uuid.UUID) -> bool:
    verdict = session.scalar(select(Operation.verdict).where(Operation.op_id == op_id))
    return verdict == Verdict.REVIEW


def find_versions_after(session: Session, submission: Submission) -> dict[str, int]:
    """By node: the version of the field as this submission left it. Whoever corrects it stands on that, and on nothing newer:
    what somebody else wrote since is theirs to keep.
    """
    own = session.scalars(select(Operation).where(Operation.op_id == submission.op_id)).first()
    payload = own.envelope.get("payload") if own is not None else None
    bases = payload.get("bases") if isinstance(payload, dict) else None
    versions: dict[str, int] = {}
    for node, base in (bases if isinstance(bases, dict) else {}).items():
        if isinstance(base, dict) and type(base.get("version")) is int:
            versions[node] = base["version"]
            made = session.scalars(
                select(Operation).where(Operation.op_id == uuid.uuid5(submission.op_id, node))
            ).first()
            left = _version_left_by(made, base.get("field"))
            if left is not None:
                versions[node] = left
    return versions


def _version_left_by(made: Operation | None, field: object) -> int | None:
    """Not where two writers met: the other's value stands there, and this one's is beside it."""
    if made is None or made.verdict not in (Verdict.APPLIED, Verdict.AGREED, Verdict.MERGED):
        return None
    versions = (made.verdict_detail or {}).get("versions")
    found = versions.get(field) if isinstance(versions, dict) else None
    return found if type(found) is int else None


def find_submission(
    session: Session, submission_id: uuid.UUID
) -> tuple[Submission, FormVersion | None, Resident | None] | None:
    """A submission with its form version, without the spreadsheet, and whom it is about."""
    row = session.execute(
        select(Submission, FormVersion, Resident)
        .outerjoin(FormVersion, FormVersion.id == Submission.form_version_id)
        .outerjoin(Resident, Resident.id == Submission.resident_id)
        .options(defer(FormVersion.xlsx))
        .where(Submission.id == submission_id)
    ).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def list_file_names(session: Session, submission: Submission) -> Sequence[str]:
    """The names under which its answers hold files."""
    return session.scalars(select(Attachment.name).where(Attachment.submission_id == submission.id)).all()
