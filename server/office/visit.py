"""One visit: who and where, the answers in the order of the form, photos, what happened, and what a reviewer may do.

Every view is audited before the page is shown; nothing else is written here.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from flask import abort, render_template

from server.domain.age import find_age
from server.domain.names import full_name
from server.domain.permissions import Relation
from server.domain.phone_rows import is_expired
from server.domain.review import list_review_actions
from server.domain.shown_answers import list_shown_answers, name_files
from server.domain.words import VisitOutcome
from server.office.access import allowed, i_may, me, my_reach
from server.office.blueprint import office
from server.office.frame import council_today, now
from server.office.page_number import page_or_first, read_until
from server.store.desk import is_correctable
from server.store.office_visit import MOST_PHOTOS, OfficeVisit, find_office_visit
from server.store.openers import list_openers
from server.store.pairs import list_seconds
from server.store.review_item import list_visits_of_the_day
from server.store.reviews import find_late_states, find_own_submission_id
from server.store.tables import Alert, Visit
from server.store.timeline import Subject, list_timeline
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.use_cases.record_view import record_view


@office.get("/visits/<uuid:visit_id>")
@allowed("visits.read")
def visit_page(visit_id: uuid.UUID) -> str:
    """The page; somebody else's visit does not exist for an officer."""
    with read_snapshot() as session:
        page = page_or_first("photos")
        found = find_office_visit(session, visit_id, photos_page=page)
        that_day = list_visits_of_the_day(session, found.visit) if found else ()
        seconds = list_seconds(session, [visit_id, *(visit.id for visit, _ in that_day)])
        if found is None or not _may_see(found.visit, seconds):
            abort(404)
        submissions = [submission for submission, _ in found.submissions]
        subject = Subject(
            entity_ids=[visit_id],
            submission_ids=[submission.id for submission in submissions],
            alert_ids=[alert.id for alert in found.alerts],
        )
        history = list_timeline(session, subject, read_until())
        names = names_of_users(
            session,
            [submission.submitted_by_id for submission in submissions]
            + [submission.review_owner_id for submission in submissions]
            + [alert.owner_id for alert in found.alerts],
        )
        own_id = find_own_submission_id(session, visit_id)
        late = find_late_states(session, [submission.op_id for submission in submissions])
        correctable = {one.id for one, version in found.submissions if is_correctable(session, one, version)}
        opener = list_openers(session, [visit_id], but_id=me().user_id, at=now()) if i_may("visits.review") else {}
        second_id = seconds.get(visit_id)
        second = names_of_users(session, [second_id]).get(second_id) if second_id else None
        others_that_day = [pair for pair in that_day if _may_see(pair[0], seconds)]
    record_view(action="visit.view", at=now(), user_id=me().user_id, entity_type="visit", entity_id=visit_id)
    today = council_today()
    return render_template(
        "office/visit.html",
        found=found,
        visit=found.visit,
        name=_name_of(found),
        age_now=find_age(found.resident.date_of_birth, today),
        markers=[(marker, is_expired(marker.review_on, today)) for marker in found.markers],
        submissions=[
            _describe(found, index, names, own_id, late, correctable) for index in range(len(found.submissions))
        ],
        second=second,
        others_that_day=others_that_day,
        opener=opener.get(visit_id),
        may_open_alert=_may_open_alert,
        loose_photos=_loose_photos(found),
        photos_page=page,
        most_photos=MOST_PHOTOS,
        names=names,
        history=history,
    )


def _may_see(visit: Visit, seconds: Mapping[uuid.UUID, uuid.UUID]) -> bool:
    """An officer sees what they have in hand, also as the second of a pair."""
    return my_reach("visits.read") is Relation.ALL or me().user_id in (visit.officer_id, seconds.get(visit.id))


def _may_open_alert(alert: Alert) -> bool:
    """An officer opens those they raised, and not what the other of a pair raised at their visit."""
    reach = my_reach("alerts.read") if i_may("alerts.read") else None
    return reach is Relation.ALL or (reach is not None and alert.raised_by_id == me().user_id)


def _name_of(found: OfficeVisit) -> str:
    return full_name(found.resident.first_name, found.resident.last_name)


def _describe(
    found: OfficeVisit,
    index: int,
    names: dict[uuid.UUID, str],
    own_id: uuid.UUID | None,
    late: dict[uuid.UUID, str],
    correctable: set[uuid.UUID],
) -> dict[str, Any]:
    """What the template shows of one submission; only the visit's own moves it, so only that may be acted on."""
    submission, version = found.submissions[index]
    is_own = submission.id == own_id
    may_review = i_may("visits.review") and is_own
    return {
        "row": submission,
        "version": version,
        "is_newest": is_own,
        "late": late.get(submission.op_id),
        "by": names.get(submission.submitted_by_id) if submission.submitted_by_id else None,
        "owner": names.get(submission.review_owner_id) if submission.review_owner_id else None,
        "groups": list_shown_answers(version.questions if version else [], submission.answers),
        "asked": name_files(version.questions if version else [], submission.answers),
        "referrals": [one for one in found.referrals if one.referral.submission_id == submission.id],
        "photos": [photo for photo in found.photos if photo.attachment.instance_id == submission.instance_id],
        "may_be_corrected": submission.id in correctable and i_may("submissions.correct"),
        "is_correction": submission.corrects_id is not None,
        "actions": list_review_actions(submission.review_state) if may_review else [],
        "last_note": next(
            (
                review.note
                for review in reversed(found.reviews)
                if review.submission_id == submission.id and review.note
            ),
            None,
        ),
        "is_death": submission.outcome == VisitOutcome.DECEASED,
    }


def _loose_photos(found: OfficeVisit) -> list[Any]:
    """Photos that no submission on this page names: taken loose, or come before their submission."""
    known = {submission.instance_id for submission, _ in found.submissions}
    return [photo for photo in found.photos if photo.attachment.instance_id not in known]
