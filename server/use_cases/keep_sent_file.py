"""Keep a file that came along with a filled-in form: durable, judged and tied to the submission in one step each.

The same file again is kept once; another one under the same name is kept beside it. Never trusts the name it came under.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.attachments.arrival_checks import Finding
from server.attachments.byte_store import ByteStore, original_key
from server.domain.upload import NamedAttachment
from server.forms.answers import Problem, read_submission
from server.forms.xml_reading import XmlRefusedError, parse_xml
from server.store.attachment_writes import lock_attachment, name_attachment
from server.store.attachments import find_attachment
from server.store.submission_writes import lock_submission_of_operation, tie_attachments
from server.store.tables import Attachment, Submission
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.find_form_model import find_form_model
from server.use_cases.rest_file import SentFile, hash_file, judge_file, rest_file

NOT_LISTED, NOT_NAMED = "file_not_listed", "file_not_named"


def find_sent_file(session: Session, file: SentFile, op_id: uuid.UUID) -> Attachment | None:
    """The same file under the same name, where it came before."""
    return find_attachment(session, _name(file, op_id, hash_file(file.stream)))


def keep_sent_file(
    store: ByteStore,
    file: SentFile,
    *,
    op_id: uuid.UUID,
    instance_id: str,
    device_id: str,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> None:
    """Write the bytes, then name them. Killed in between, the same request does it again."""
    sha256 = hash_file(file.stream)
    attachment_id = _name(file, op_id, sha256)
    with read_now() as session:
        known = find_attachment(session, attachment_id)
    if known is not None and known.storage_key is not None:
        return
    key = original_key(attachment_id, 0)
    finding = rest_file(store, key, file.stream)
    named = NamedAttachment(
        attachment_id=attachment_id,
        device_id=device_id,
        user_id=user_id,
        name=file.name,
        content_type=file.content_type[:255],
        size=file.size,
        sha256=sha256,
        instance_id=instance_id,
    )
    with write_transaction() as session:
        submission = lock_submission_of_operation(session, op_id)
        _save(session, named, key, finding, submission, now)


def _save(
    session: Session,
    named: NamedAttachment,
    key: str,
    finding: Finding,
    submission: Submission | None,
    now: dt.datetime,
) -> None:
    attachment = lock_attachment(session, named.attachment_id)
    if attachment is None:
        attachment = name_attachment(session, named, now=now)
        session.flush()
    if attachment is None or attachment.storage_key is not None:
        return
    judge_file(session, attachment, key, finding, now=now)
    if submission is not None:
        attachment.node = _answer(session, submission, named.name)
        session.flush()
        tie_attachments(session, submission, [attachment.id])


def _answer(session: Session, submission: Submission, name: str) -> str | None:
    """The node that names the file, and the submission's findings brought up to date: it is here, or nothing names it."""
    node = _find_node(session, submission, name)
    problems = [one for one in submission.problems if (one.get("code"), one.get("node")) != (NOT_LISTED, node)]
    if node is None and submission.form_version_id is not None:
        problems.append(Problem(NOT_NAMED, None, "A file came along that no answer names.").as_json())
    if problems != submission.problems:
        submission.problems = problems
    return node


def _find_node(session: Session, submission: Submission, name: str) -> str | None:
    form = find_form_model(session, submission.form_version_id) if submission.form_version_id else None
    if form is None:
        return None
    try:
        read = read_submission(parse_xml(submission.xml), form.model.questions.values(), form.model.label_of)
    except XmlRefusedError:
        return None
    files = (answer for answer in read.answers if answer.question.type == "binary")
    return next((answer.node for answer in files if answer.value == name), None)


def _name(file: SentFile, op_id: uuid.UUID, sha256: str) -> uuid.UUID:
    return uuid.uuid5(op_id, f"{file.name}\n{sha256}")
