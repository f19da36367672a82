"""A form's submissions as files: columns as ODK Central names them, formulas defused, filters, corrections, photos by right."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tracemalloc
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.attachments.local_folder import LocalFolder
from server.domain.exported import SubmissionFilter
from server.domain.words import ReviewState, Role
from server.store.tables import Attachment, AuditEntry, Cover, Derivative, FormVersion, Submission, User
from server.use_cases import export_files
from server.use_cases.export_submissions import Export, ExportKind, ExportOrder, NoSuchFormError, export_submissions
from tests.factories.borough import NOW, Phone, add_phone, add_user
from tests.factories.collect import publish_survey
from tests.factories.sent_files import small_photo
from tests.factories.submissions import ANSWERS, FIRST_AT, add_submissions

AT = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)


@pytest.fixture
def phone(core: Flask, session: Session) -> Iterator[Phone]:
    """The officer who sent everything; an app context is open."""
    with core.app_context():
        phone = add_phone(session, add_user(session))
        session.commit()
        publish_survey()
        yield phone


@pytest.fixture
def store(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path / "bytes")


def export(
    session: Session, store: LocalFolder, kind: ExportKind, role: Role = Role.ADMINISTRATOR, **order: Any
) -> Export:
    user = session.scalars(select(User.id).limit(1)).one()
    session.rollback()
    asked: dict[str, Any] = {"form_id": "street_survey", "kind": kind, "wanted": SubmissionFilter()} | order
    return export_submissions(ExportOrder(**asked), store, by_id=user, role=role, at=AT)


def read(made: Export) -> bytes:
    return b"".join(made.pieces)


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def unzip(made: Export) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(read(made))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_one_table_has_a_row_a_submission_with_its_groups_and_the_system_s_columns(
    phone: Phone, session: Session, store: LocalFolder
) -> None:
    [first] = add_submissions(session, phone, 1)
    made = export(session, store, ExportKind.CSV)
    [row] = rows_of(read(made))
    assert (made.content_type, made.ending, made.count) == ("text/csv; charset=utf-8", "csv", 1)
    assert list(row) == [
        "SubmissionDate", "street", "homes", "kinds", "photo", "where-place-Latitude", "where-place-Longitude",
        "where-place-Altitude", "where-place-Accuracy", "meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "VisitID",
        "AttachmentsPresent", "AttachmentsExpected", "ReviewState", "FormVersion", "DeprecatedID", "CorrectedBy",
    ]  # fmt: skip
    assert row["SubmissionDate"] == "2026-11-01T09:00:00.000Z"
    assert (row["street"], row["homes"], row["kinds"]) == ("High Street", "12", "flat boat")
    assert (row["where-place-Latitude"], row["where-place-Longitude"]) == ("51.5", "-0.1")
    assert (row["KEY"], row["SubmitterName"], row["FormVersion"]) == (f"uuid:{first}", "Olive Officer", "1")


def test_repeats_are_files_of_their_own_that_name_their_parents(
    phone: Phone, session: Session, store: LocalFolder
) -> None:
    [first] = add_submissions(session, phone, 1)
    files = unzip(export(session, store, ExportKind.TABLES))
    assert sorted(files) == ["street_survey-door-person.csv", "street_survey-door.csv", "street_survey.csv"]
    doors, people = (rows_of(files[f"street_survey-{name}.csv"]) for name in ("door", "door-person"))
    assert [(row["number"], row["PARENT_KEY"], row["KEY"]) for row in doors] == [
        ("1", f"uuid:{first}", f"uuid:{first}/door[1]"), ("2", f"uuid:{first}", f"uuid:{first}/door[2]"),
    ]  # fmt: skip
    assert [(row["age"], row["PARENT_KEY"]) for row in people] == [("80", doors[0]["KEY"]), ("81", doors[0]["KEY"])]


def test_choices_become_columns_when_asked(phone: Phone, session: Session, store: LocalFolder) -> None:
    add_submissions(session, phone, 1)
    add_submissions(session, phone, 1, {"street": "Nothing ticked"}, received_at=AT)
    ticked, silent = rows_of(read(export(session, store, ExportKind.CSV, split_multiples=True)))
    assert [ticked[f"kinds/{name}"] for name in ("flat", "house", "boat")] == ["1", "0", "1"]
    assert [silent[f"kinds/{name}"] for name in ("flat", "house", "boat")] == ["", "", ""]


def test_no_answer_is_a_formula_and_numbers_stay_numbers(phone: Phone, session: Session, store: LocalFolder) -> None:
    add_submissions(session, phone, 1, {"street": "=cmd|' /C calc'!A0", "homes": -5, "kinds": ["@x"], "photo": "+44"})
    [row] = rows_of(read(export(session, store, ExportKind.CSV)))
    assert (row["street"], row["homes"], row["kinds"], row["photo"]) == ("'=cmd|' /C calc'!A0", "-5", "'@x", "'+44")


def test_versions_share_one_table_and_old_questions_stand_at_its_end(
    phone: Phone, session: Session, store: LocalFolder
) -> None:
    add_submissions(session, phone, 1)
    publish_survey(
        version="2", survey=[("type", "name", "label"), ("text", "homes", "Homes"), ("text", "area", "Area")]
    )
    newest = session.scalars(select(FormVersion.id).where(FormVersion.version_label == "2")).one()
    add_submissions(session, phone, 1, {"homes": "a dozen", "area": "East"}, form_version_id=newest, received_at=AT)
    old, new = rows_of(read(export(session, store, ExportKind.CSV)))
    assert list(old)[1:4] == ["homes", "area", "meta-instanceID"]
    assert (old["homes"], old["area"], old["street"]) == ("12", "", "High Street")
    assert (new["homes"], new["area"], new["street"]) == ("a dozen", "East", "")


def test_filters_narrow_by_day_version_and_review(phone: Phone, session: Session, store: LocalFolder) -> None:
    ids = add_submissions(session, phone, 4)
    session.execute(update(Submission).where(Submission.id == ids[2]).values(review_state="approved"))
    session.commit()

    def keys(**wanted: Any) -> list[str]:
        made = export(session, store, ExportKind.CSV, wanted=SubmissionFilter(**wanted))
        found = [row["KEY"].removeprefix("uuid:") for row in rows_of(read(made))]
        assert len(found) == made.count
        return found

    names = [str(one) for one in ids]
    minute = dt.timedelta(minutes=1)
    assert keys(from_at=FIRST_AT + minute) == names[1:]
    assert keys(until_at=FIRST_AT + minute) == names[:1]
    assert keys(review_state=ReviewState.APPROVED) == [names[2]]
    assert keys(version_label="1") == names
    assert keys(version_label="2") == []


def test_a_correction_is_shown_beside_what_it_corrects(phone: Phone, session: Session, store: LocalFolder) -> None:
    first, second = add_submissions(session, phone, 2)
    session.execute(update(Submission).where(Submission.id == second).values(corrects_id=first))
    session.commit()
    old, new = rows_of(read(export(session, store, ExportKind.CSV)))
    assert (old["DeprecatedID"], old["CorrectedBy"]) == ("", f"uuid:{second}")
    assert (new["DeprecatedID"], new["CorrectedBy"]) == (f"uuid:{first}", "")


def test_json_has_everything_nested(phone: Phone, session: Session, store: LocalFolder) -> None:
    add_submissions(session, phone, 2)
    body = json.loads(read(export(session, store, ExportKind.JSON)))
    assert (body["form_id"], body["count"], body["filter"]) == ("street_survey", 2, {})
    assert [one["answers"]["data"]["door"][0]["person"][1]["age"] for one in body["submissions"]] == [81, 81]
    assert (
        json.loads(read(export(session, store, ExportKind.JSON, wanted=SubmissionFilter(version_label="9"))))[
            "submissions"
        ]
        == []
    )


def test_whoever_may_not_see_visits_gets_no_names_of_staff(phone: Phone, session: Session, store: LocalFolder) -> None:
    add_submissions(session, phone, 1)
    [row] = rows_of(read(export(session, store, ExportKind.CSV, Role.INFORMATION_GOVERNANCE)))
    assert (row["SubmitterName"], row["SubmitterID"]) == ("", str(phone.user_id))


def test_the_audit_says_who_took_what_and_how_many_before_the_first_byte(
    phone: Phone, session: Session, store: LocalFolder
) -> None:
    add_submissions(session, phone, 3)
    export(session, store, ExportKind.JSON, wanted=SubmissionFilter(review_state=ReviewState.RECEIVED))
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "export.submissions")).one()
    said = {name: change["new"] for name, change in entry.fields.items()}
    assert said == {"kind": "json", "filter": {"review_state": "received"}, "submissions": 3, "originals": False}
    session.rollback()
    with pytest.raises(NoSuchFormError):
        export(session, store, ExportKind.CSV, form_id="nowhere")


def add_file(
    session: Session, store: LocalFolder, phone: Phone, submission_id: Any, name: str, /, **values: Any
) -> None:
    """A photo with its picture, each with bytes of its own."""
    made = Attachment(
        **{
            "id": submission_id, "device_id": phone.device_id, "submission_id": submission_id, "name": name, "node": "/data/photo",
            "content_type": "image/jpeg", "found_type": "image/jpeg", "size": 3, "sha256": "a" * 64, "status": "received",
            "storage_key": f"{submission_id}/original", "created_at": NOW,
        } | values
    )  # fmt: skip
    session.add(made)
    session.flush()
    key = f"{made.id}/1600.jpg"
    session.add(
        Derivative(
            attachment_id=made.id, longest_side=1600, storage_key=key, content_type="image/jpeg", width=1, height=1,
            made_at=NOW,
        )
    )  # fmt: skip
    session.commit()
    for rest, content in ((made.storage_key, small_photo(1)), (key, small_photo(2))):
        if rest is not None:
            writer = store.start(rest)
            writer.write(content)
            writer.finish()


def test_photos_are_pictures_for_most_and_originals_for_the_roles_that_may(
    phone: Phone, session: Session, store: LocalFolder
) -> None:
    first, second, third = add_submissions(session, phone, 3)
    add_file(session, store, phone, first, "Front door.JPG")
    add_file(session, store, phone, second, "=bad/../x.jpg", status="quarantined")
    add_file(session, store, phone, third, "gone.jpg", storage_key=None, status="expected")
    name = f"uuid_{first}/Front_door-{first.hex[-8:]}"
    for role, originals, content, ending in (
        (Role.INFORMATION_GOVERNANCE, True, small_photo(2), "jpg"),
        (Role.ADMINISTRATOR, False, small_photo(2), "jpg"),
        (Role.ADMINISTRATOR, True, small_photo(1), "jpg"),
    ):
        files = unzip(export(session, store, ExportKind.ATTACHMENTS, role, originals=originals))
        assert {one for one in files if one != "files.csv"} == {f"{name}.{ending}"}
        assert files[f"{name}.{ending}"] == content
        listed = [(row["Name"], row["Status"]) for row in rows_of(files["files.csv"])]
        assert listed == [("Front door.JPG", "exported"), ("'=bad/../x.jpg", "quarantined")]


def test_what_is_blacked_out_leaves_as_its_picture_whoever_asks_and_what_is_hidden_does_not_leave(
    phone: Phone, session: Session, store: LocalFolder
) -> None:
    first, second = add_submissions(session, phone, 2)
    add_file(session, store, phone, first, "part.jpg")
    add_file(session, store, phone, second, "whole.jpg")
    lengths = {"from_left": 0, "from_top": 0, "width": 9, "height": 9}
    said = {"reason": "A name", "made_by_id": phone.user_id, "made_at": NOW}
    session.add(Cover(attachment_id=first, kind="area", **lengths, **said))
    session.add(Cover(attachment_id=second, kind="whole", **said))
    session.commit()
    files = unzip(export(session, store, ExportKind.ATTACHMENTS, Role.ADMINISTRATOR, originals=True))
    listed = [(row["Name"], row["Status"]) for row in rows_of(files.pop("files.csv"))]
    assert list(files.values()) == [small_photo(2)]  # the picture as drawn last, not the original
    assert sorted(listed) == [("part.jpg", "blacked out in part"), ("whole.jpg", "hidden")]


def test_what_is_blacked_out_while_the_archive_is_made_leaves_as_its_picture_too(
    phone: Phone, session: Session, store: LocalFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    [submission_id], second = add_submissions(session, phone, 1), uuid.uuid4()
    add_file(session, store, phone, submission_id, "a.jpg")
    add_file(session, store, phone, submission_id, "b.jpg", id=second, storage_key=f"{second}/original")
    handed_out: list[str] = []

    def hand_out(store: LocalFolder, key: str) -> Any:
        if not handed_out:
            said = {"reason": "A name", "made_by_id": phone.user_id, "made_at": NOW}
            for attachment_id in {submission_id, second} - {uuid.UUID(key.partition("/")[0])}:
                session.add(Cover(attachment_id=attachment_id, kind="whole", **said))
            session.commit()
        handed_out.append(key)
        return open_file(store, key)

    open_file = export_files._open
    monkeypatch.setattr(export_files, "_open", hand_out)
    files = unzip(export(session, store, ExportKind.ATTACHMENTS, Role.ADMINISTRATOR, originals=True))
    listed = [row["Status"] for row in rows_of(files.pop("files.csv"))]
    assert (list(files.values()), listed) == ([small_photo(1)], ["exported", "hidden"])


def test_a_file_has_the_name_that_its_answer_says_so_that_tables_and_files_are_joined(
    phone: Phone, session: Session, store: LocalFolder
) -> None:
    first, second = add_submissions(session, phone, 2)
    add_file(session, store, phone, first, f"{first}.jpg")
    add_file(session, store, phone, second, "same.jpg")
    twin = uuid.uuid4()
    add_file(session, store, phone, twin, "Same.jpg", submission_id=second)
    names = set(unzip(export(session, store, ExportKind.ATTACHMENTS))) - {"files.csv"}
    assert names == {
        f"uuid_{first}/{first}.jpg",
        f"uuid_{second}/same-{second.hex[-8:]}.jpg",
        f"uuid_{second}/Same-{twin.hex[-8:]}.jpg",
    }


def test_an_export_that_breaks_off_is_no_whole_archive_and_leaves_nothing(
    phone: Phone, session: Session, store: LocalFolder, tmp_path: Path
) -> None:
    add_submissions(session, phone, 600)
    made = export(session, store, ExportKind.TABLES)
    taken = next(made.pieces) + next(made.pieces)
    made.pieces.close()  # type: ignore[attr-defined]  # what a server does when the client goes away
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(taken))
    assert [path for path in tmp_path.rglob("*") if path.suffix in (".zip", ".csv")] == []


def test_memory_does_not_grow_with_the_rows(phone: Phone, session: Session, store: LocalFolder) -> None:
    def peak_of(kind: ExportKind) -> int:
        made = export(session, store, kind)
        tracemalloc.start()
        try:
            for _ in made.pieces:
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    add_submissions(session, phone, 400, ANSWERS)
    few = {kind: peak_of(kind) for kind in (ExportKind.CSV, ExportKind.JSON)}
    add_submissions(session, phone, 2000, ANSWERS, received_at=AT)
    many = {kind: peak_of(kind) for kind in few}
    assert {kind: many[kind] < few[kind] * 1.5 for kind in few} == dict.fromkeys(few, True), (few, many)
