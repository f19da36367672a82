"""Create visits and forms.

Why: a visit is one call at an address, and a submission pins the form version it was made with.
There is no release before this one, so nothing older has to run on it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forms")),
        sa.UniqueConstraint("form_id", name=op.f("uq_forms_form_id")),
    )
    op.create_table(
        "form_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_ref_id", sa.Uuid(), nullable=False),
        sa.Column("version_label", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("xlsx", sa.LargeBinary(), nullable=False),
        sa.Column("xlsx_sha256", sa.Text(), nullable=False),
        sa.Column("xform", sa.Text(), nullable=False),
        sa.Column("questions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["form_ref_id"], ["forms.id"], name=op.f("fk_form_versions_form_ref_id_forms")),
        sa.ForeignKeyConstraint(["published_by_id"], ["users.id"], name=op.f("fk_form_versions_published_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_versions")),
        sa.UniqueConstraint("form_ref_id", "version_label", name=op.f("uq_form_versions_form_ref_id_version_label")),
        sa.UniqueConstraint("form_ref_id", "xlsx_sha256", name=op.f("uq_form_versions_form_ref_id_xlsx_sha256")),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("address_id", sa.Uuid(), nullable=True),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("window_from", sa.Text(), nullable=True),
        sa.Column("window_to", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_by_id", sa.Uuid(), nullable=True),
        sa.Column("needs_pair", sa.Boolean(), nullable=False),
        sa.Column("pair_reason", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_state", sa.String(length=40), nullable=True),
        sa.Column("sent_back_words", sa.Text(), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field_versions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('seen_no_needs', 'seen_needs', 'spoken_not_seen', 'refused_safe', 'third_party_confirmed', 'no_reply_letter', 'no_reply_concern', 'moved_or_wrong_address', 'in_hospital_or_care', 'deceased', 'unsafe_withdrew', 'emergency_999')",
            name=op.f("ck_visits_outcome"),
        ),
        sa.CheckConstraint(
            "review_state IN ('received', 'approved', 'has_issues', 'sent_back', 'rejected')",
            name=op.f("ck_visits_review_state"),
        ),
        sa.CheckConstraint(
            "status <> 'cancelled' OR cancelled_reason IS NOT NULL", name=op.f("ck_visits_cancelled_with_reason")
        ),
        sa.CheckConstraint(
            "status IN ('planned', 'assigned', 'started', 'submitted', 'reviewed', 'sent_back', 'cancelled')",
            name=op.f("ck_visits_status"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('assigned', 'started') OR officer_id IS NOT NULL",
            name=op.f("ck_visits_assigned_to_somebody"),
        ),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name=op.f("fk_visits_address_id_addresses")),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["users.id"], name=op.f("fk_visits_assigned_by_id_users")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_visits_case_id_cases")),
        sa.ForeignKeyConstraint(["officer_id"], ["users.id"], name=op.f("fk_visits_officer_id_users")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_visits_resident_id_residents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_address_id"), "visits", ["address_id"], unique=False)
    op.create_index(op.f("ix_visits_case_id"), "visits", ["case_id"], unique=False)
    op.create_index(
        "ix_visits_officer_id_status_planned_on", "visits", ["officer_id", "status", "planned_on"], unique=False
    )
    op.create_index("ix_visits_planned_on", "visits", ["planned_on", "id"], unique=False)
    op.create_index(op.f("ix_visits_resident_id"), "visits", ["resident_id"], unique=False)
    op.create_index("ix_visits_review_state", "visits", ["review_state", "submitted_at", "id"], unique=False)
    op.create_index("ix_visits_status_planned_on", "visits", ["status", "planned_on", "id"], unique=False)
    op.create_index(
        "uq_visits_one_undone",
        "visits",
        ["case_id", "planned_on"],
        unique=True,
        sqlite_where=sa.text("status IN ('planned', 'assigned', 'started', 'sent_back')"),
        postgresql_where=sa.text("status IN ('planned', 'assigned', 'started', 'sent_back')"),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("form_version_id", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("finalised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("utc_offset_minutes", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("xml", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("has_needs", sa.Boolean(), nullable=False),
        sa.Column("problems", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("review_state", sa.String(length=40), nullable=False),
        sa.Column("review_owner_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "review_state IN ('received', 'approved', 'has_issues', 'sent_back', 'rejected')",
            name=op.f("ck_submissions_review_state"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_submissions_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["submissions.id"], name=op.f("fk_submissions_corrects_id_submissions")
        ),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_submissions_device_id_devices")),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["form_versions.id"], name=op.f("fk_submissions_form_version_id_form_versions")
        ),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_submissions_resident_id_residents")),
        sa.ForeignKeyConstraint(["review_owner_id"], ["users.id"], name=op.f("fk_submissions_review_owner_id_users")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["users.id"], name=op.f("fk_submissions_submitted_by_id_users")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_submissions_visit_id_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("instance_id", name=op.f("uq_submissions_instance_id")),
        sa.UniqueConstraint("op_id", name=op.f("uq_submissions_op_id")),
    )
    op.create_index(op.f("ix_submissions_case_id"), "submissions", ["case_id"], unique=False)
    op.create_index(op.f("ix_submissions_corrects_id"), "submissions", ["corrects_id"], unique=False)
    op.create_index(op.f("ix_submissions_form_version_id"), "submissions", ["form_version_id"], unique=False)
    op.create_index(op.f("ix_submissions_resident_id"), "submissions", ["resident_id"], unique=False)
    op.create_index(
        "ix_submissions_review_state_received_at", "submissions", ["review_state", "received_at"], unique=False
    )
    op.create_index("ix_submissions_visit_id", "submissions", ["visit_id"], unique=False)
    op.create_table(
        "visit_assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("part IN ('lead', 'second')", name=op.f("ck_visit_assignments_part")),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["users.id"], name=op.f("fk_visit_assignments_assigned_by_id_users")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_visit_assignments_user_id_users")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_assignments_visit_id_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_assignments")),
    )
    op.create_index(op.f("ix_visit_assignments_user_id"), "visit_assignments", ["user_id"], unique=False)
    op.create_index("ix_visit_assignments_visit_id", "visit_assignments", ["visit_id", "ended_at"], unique=False)
    op.create_table(
        "referrals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field_versions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('to_do', 'in_progress', 'blocked', 'complete', 'cancelled')", name=op.f("ck_referrals_status")
        ),
        sa.CheckConstraint("(team_id IS NULL) <> (user_id IS NULL)", name=op.f("ck_referrals_team_or_person")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_referrals_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_referrals_submission_id_submissions")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_referrals_team_id_teams")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_referrals_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("op_id", name=op.f("uq_referrals_op_id")),
    )
    op.create_index(op.f("ix_referrals_case_id"), "referrals", ["case_id"], unique=False)
    op.create_index("ix_referrals_status_team_id", "referrals", ["status", "team_id"], unique=False)
    op.create_index(op.f("ix_referrals_submission_id"), "referrals", ["submission_id"], unique=False)
    op.create_table(
        "submission_reviews",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("review_state", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "review_state IN ('received', 'approved', 'has_issues', 'sent_back', 'rejected')",
            name=op.f("ck_submission_reviews_review_state"),
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_submission_reviews_owner_id_users")),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["users.id"], name=op.f("fk_submission_reviews_reviewed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_submission_reviews_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_reviews")),
    )
    op.create_index(op.f("ix_submission_reviews_submission_id"), "submission_reviews", ["submission_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_submission_reviews_submission_id"), table_name="submission_reviews")
    op.drop_table("submission_reviews")
    op.drop_index(op.f("ix_referrals_submission_id"), table_name="referrals")
    op.drop_index("ix_referrals_status_team_id", table_name="referrals")
    op.drop_index(op.f("ix_referrals_case_id"), table_name="referrals")
    op.drop_table("referrals")
    op.drop_index("ix_visit_assignments_visit_id", table_name="visit_assignments")
    op.drop_index(op.f("ix_visit_assignments_user_id"), table_name="visit_assignments")
    op.drop_table("visit_assignments")
    op.drop_index("ix_submissions_visit_id", table_name="submissions")
    op.drop_index("ix_submissions_review_state_received_at", table_name="submissions")
    op.drop_index(op.f("ix_submissions_resident_id"), table_name="submissions")
    op.drop_index(op.f("ix_submissions_form_version_id"), table_name="submissions")
    op.drop_index(op.f("ix_submissions_corrects_id"), table_name="submissions")
    op.drop_index(op.f("ix_submissions_case_id"), table_name="submissions")
    op.drop_table("submissions")
    op.drop_index(
        "uq_visits_one_undone",
        table_name="visits",
        sqlite_where=sa.text("status IN ('planned', 'assigned', 'started', 'sent_back')"),
        postgresql_where=sa.text("status IN ('planned', 'assigned', 'started', 'sent_back')"),
    )
    op.drop_index("ix_visits_status_planned_on", table_name="visits")
    op.drop_index("ix_visits_review_state", table_name="visits")
    op.drop_index(op.f("ix_visits_resident_id"), table_name="visits")
    op.drop_index("ix_visits_planned_on", table_name="visits")
    op.drop_index("ix_visits_officer_id_status_planned_on", table_name="visits")
    op.drop_index(op.f("ix_visits_case_id"), table_name="visits")
    op.drop_index(op.f("ix_visits_address_id"), table_name="visits")
    op.drop_table("visits")
    op.drop_table("form_versions")
    op.drop_table("forms")
