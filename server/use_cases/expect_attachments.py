"""Register the files that a submission names, so that their bytes are expected, or found if they came first.

Touches no bytes. A file that cannot be registered becomes a problem of the submission, never a failure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.orm import Session

from server.domain.named_file import read_named_file
from server.domain.operation import Operation
from server.forms.answers import Answer, Problem
from server.store.attachment_writes import name_attachment
from server.store.submission_writes import tie_attachments
from server.store.tables import Submission

MOST_ATTACHMENTS = 200


def expect_attachments(
    session: Session, operation: Operation, submission: Submission, answers: Iterable[Answer], now: dt.datetime
) -> list[Problem]:
    """Register each listed file; the problems are those of the list and of photos the answers name but the list does not."""
    listed = operation.payload.get("attachments")
    listed = listed if isinstance(listed, list) else []
    problems: list[Problem] = []
    names: set[str] = set()
    tied = []
    if len(listed) > MOST_ATTACHMENTS:
        problems.append(Problem("too_many_files", None, f"Only the first {MOST_ATTACHMENTS} files were registered."))
    for raw in listed[:MOST_ATTACHMENTS]:
        described = read_named_file(raw)
        if described is None:
            problems.append(Problem("wrong_file", None, "A file is not described by id, name, type, size and SHA-256."))
            continue
        names.add(described.name)
        named = described.of_visit(
            submission.visit_id,
            device_id=operation.device_id,
            user_id=operation.user_id,
            instance_id=submission.instance_id,
        )
        if name_attachment(session, named, now=now) is None:
            problems.append(Problem("other_file", described.node, "A file's id already stands for another file."))
        else:
            tied.append(described.attachment_id)
    if tied:
        session.flush()
        tie_attachments(session, submission, tied)
    photos = [answer for answer in answers if answer.question.type == "binary" and answer.value not in names]
    problems += [
        Problem("file_not_listed", photo.node, "A photo is named that was not sent along.") for photo in photos
    ]
    return problems
