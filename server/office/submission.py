"""One submission that belongs to no visit: its answers, who filled it in and how it came, and what corrects it."""

from __future__ import annotations

import uuid

from flask import abort, render_template

from server.domain.names import full_name
from server.domain.resident_link import find_reference
from server.domain.shown_answers import list_shown_answers, name_files
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.desk import submission_address
from server.office.frame import now
from server.store.desk import find_correction, find_submission, is_correctable
from server.store.office_referrals import list_made_referrals
from server.store.office_visit import list_photos
from server.store.tables import Submission
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.use_cases.record_view import record_view

_NO_VISIT = uuid.UUID(int=0)


@office.get("/submissions/<uuid:submission_id>")
@allowed("residents.read")
def submission_page(submission_id: uuid.UUID) -> str:
    """The page; one of a visit is read with its visit, and one about nobody in the exports."""
    with read_snapshot() as session:
        found = find_submission(session, submission_id)
        if found is None:
            abort(404)
        submission, version, resident = found
        if resident is None or submission.visit_id is not None:
            abort(404)
        later = find_correction(session, submission.id)
        earlier = session.get(Submission, submission.corrects_id) if submission.corrects_id else None
        names = names_of_users(session, [submission.submitted_by_id])
        may_be_corrected = i_may("submissions.correct") and is_correctable(session, submission, version)
        referrals = list_made_referrals(session, [submission.id])
        photos = list_photos(session, _NO_VISIT, [submission.instance_id]) if i_may("attachments.read") else []
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    return render_template(
        "desk/submission.html",
        submission=submission,
        reference=find_reference(submission.op_id),
        version=version,
        resident=resident,
        name=full_name(resident.first_name, resident.last_name),
        by=names.get(submission.submitted_by_id) if submission.submitted_by_id else None,
        groups=list_shown_answers(version.questions if version else [], submission.answers),
        asked=name_files(version.questions if version else [], submission.answers),
        referrals=referrals,
        photos=photos,
        later_address=submission_address(later) if later else None,
        earlier_address=submission_address(earlier) if earlier else None,
        may_be_corrected=may_be_corrected,
    )
