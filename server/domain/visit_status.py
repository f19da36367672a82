"""Which step a visit may take from where it stands, whoever asks: phone, office, import or worker.

Says what is legal and nothing of who may do it (permissions.py).
"""

from __future__ import annotations

from enum import StrEnum

from server.domain.words import VisitStatus


class VisitStep(StrEnum):
    """A workflow command on a visit."""

    ASSIGN = "assign"
    TAKE_BACK = "take_back"
    CANCEL = "cancel"
    START = "start"
    SUBMIT = "submit"
    REVIEW = "review"
    SEND_BACK = "send_back"
    REOPEN = "reopen"
    CANNOT_COMPLETE = "cannot_complete"
    CORRECT = "correct"
    ACCEPT_LATE = "accept_late"
    RECORD_AT_DESK = "record_at_desk"


_S = VisitStatus

# step -> {where the visit stands: where it goes}. Closing has one entry, SUBMIT, and that one needs a submission.
# SUBMIT from ASSIGNED is legal: a "started" that was lost or is in review must not hold a finished check back.
# REOPEN is the office's undo of a review; CORRECT is the officer's own "visit.reopen", only while nobody has reviewed it.
# RECORD_AT_DESK is the form filled in at the office on behalf of the resident, or a correction of the one that closed the visit.
# ACCEPT_LATE closes a visit by the report of somebody it was taken from, which a person accepted, whoever has it now.
_LEGAL: dict[VisitStep, dict[VisitStatus, VisitStatus]] = {
    VisitStep.ASSIGN: {
        _S.PLANNED: _S.ASSIGNED,
        _S.ASSIGNED: _S.ASSIGNED,
        _S.STARTED: _S.ASSIGNED,
        _S.SENT_BACK: _S.SENT_BACK,
    },
    VisitStep.TAKE_BACK: {_S.ASSIGNED: _S.PLANNED, _S.STARTED: _S.PLANNED, _S.SENT_BACK: _S.PLANNED},
    VisitStep.CANCEL: {_S.PLANNED: _S.CANCELLED, _S.ASSIGNED: _S.CANCELLED},
    VisitStep.START: {_S.ASSIGNED: _S.STARTED, _S.SENT_BACK: _S.STARTED},
    VisitStep.SUBMIT: {_S.ASSIGNED: _S.SUBMITTED, _S.STARTED: _S.SUBMITTED, _S.SENT_BACK: _S.SUBMITTED},
    VisitStep.REVIEW: {_S.SUBMITTED: _S.REVIEWED},
    VisitStep.SEND_BACK: {_S.SUBMITTED: _S.SENT_BACK},
    VisitStep.REOPEN: {_S.REVIEWED: _S.SUBMITTED, _S.CANCELLED: _S.PLANNED},
    VisitStep.CANNOT_COMPLETE: {_S.ASSIGNED: _S.PLANNED, _S.STARTED: _S.PLANNED, _S.SENT_BACK: _S.PLANNED},
    VisitStep.CORRECT: {_S.SUBMITTED: _S.STARTED},
    VisitStep.ACCEPT_LATE: {
        _S.PLANNED: _S.SUBMITTED,
        _S.ASSIGNED: _S.SUBMITTED,
        _S.STARTED: _S.SUBMITTED,
        _S.SENT_BACK: _S.SUBMITTED,
        _S.CANCELLED: _S.SUBMITTED,
    },
    VisitStep.RECORD_AT_DESK: {
        _S.PLANNED: _S.SUBMITTED,
        _S.ASSIGNED: _S.SUBMITTED,
        _S.STARTED: _S.SUBMITTED,
        _S.SENT_BACK: _S.SUBMITTED,
        _S.SUBMITTED: _S.SUBMITTED,
    },
}


def find_next_status(status: VisitStatus, step: VisitStep) -> VisitStatus | None:
    """The status after the step, or None when the step is not legal from here."""
    return _LEGAL[step].get(status)


def list_statuses_allowing(step: VisitStep) -> tuple[VisitStatus, ...]:
    """Every status from which the step is legal, for a WHERE clause."""
    return tuple(_LEGAL[step])
