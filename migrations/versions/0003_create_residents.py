"""Create residents.

Why: a resident is kept as received and as the council corrected it, beside addresses, markers, holds and merges.
There is no release before this one, so nothing older has to run on it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "addresses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("uprn", sa.Text(), nullable=True),
        sa.Column("match_key", sa.Text(), nullable=False),
        sa.Column("lines", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("ward", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
        sa.UniqueConstraint("uprn", name=op.f("uq_addresses_uprn")),
    )
    op.create_index(op.f("ix_addresses_match_key"), "addresses", ["match_key"], unique=False)
    op.create_index(op.f("ix_addresses_postcode"), "addresses", ["postcode"], unique=False)
    op.create_index(op.f("ix_addresses_ward"), "addresses", ["ward"], unique=False)
    op.create_table(
        "gazetteer_entries",
        sa.Column("uprn", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("ward", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("uprn", name=op.f("pk_gazetteer_entries")),
    )
    op.create_index(op.f("ix_gazetteer_entries_postcode"), "gazetteer_entries", ["postcode"], unique=False)
    op.create_table(
        "programmes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("code", name=op.f("uq_programmes_code")),
    )
    op.create_table(
        "code_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("entries", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_code_lists_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_lists")),
        sa.UniqueConstraint("programme_id", "name", name=op.f("uq_code_lists_programme_id_name")),
    )
    op.create_table(
        "residents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nhs_number", sa.Text(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("middle_name", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("address_id", sa.Uuid(), nullable=True),
        sa.Column("mobile", sa.Text(), nullable=True),
        sa.Column("landline", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("lives_alone", sa.Boolean(), nullable=True),
        sa.Column("access_needs", sa.Text(), nullable=True),
        sa.Column("communication_needs", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("corrected_fields", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("on_hold", sa.Boolean(), nullable=False),
        sa.Column("recent_outcomes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field_versions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name=op.f("fk_residents_address_id_addresses")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["residents.id"], name=op.f("fk_residents_merged_into_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residents")),
        sa.UniqueConstraint("nhs_number", name=op.f("uq_residents_nhs_number")),
    )
    op.create_index(op.f("ix_residents_address_id"), "residents", ["address_id"], unique=False)
    op.create_index(op.f("ix_residents_date_of_birth"), "residents", ["date_of_birth"], unique=False)
    op.create_index("ix_residents_last_name_first_name", "residents", ["last_name", "first_name"], unique=False)
    op.create_index(op.f("ix_residents_merged_into_id"), "residents", ["merged_into_id"], unique=False)
    op.create_table(
        "contact_preferences",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("call", sa.Boolean(), nullable=True),
        sa.Column("text", sa.Boolean(), nullable=True),
        sa.Column("email", sa.Boolean(), nullable=True),
        sa.Column("visit", sa.Boolean(), nullable=True),
        sa.Column("safe_to_leave_message", sa.Boolean(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_contact_preferences_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("resident_id", name=op.f("pk_contact_preferences")),
    )
    op.create_table(
        "holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('death_reported', 'legal')", name=op.f("ck_holds_kind")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["users.id"], name=op.f("fk_holds_confirmed_by_id_users")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["users.id"], name=op.f("fk_holds_lifted_by_id_users")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["users.id"], name=op.f("fk_holds_placed_by_id_users")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_holds_resident_id_residents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index("ix_holds_resident_id_open", "holds", ["resident_id", "lifted_at"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("personalisation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("notify_id", sa.Text(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel IN ('sms', 'email')", name=op.f("ck_messages_channel")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_messages_resident_id_residents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("notify_id", name=op.f("uq_messages_notify_id")),
    )
    op.create_index(op.f("ix_messages_resident_id"), "messages", ["resident_id"], unique=False)
    op.create_index("ix_messages_status_queued_at", "messages", ["status", "queued_at"], unique=False)
    op.create_table(
        "resident_merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("merged_by_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_resident_merges_two_people")),
        sa.ForeignKeyConstraint(["kept_id"], ["residents.id"], name=op.f("fk_resident_merges_kept_id_residents")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["users.id"], name=op.f("fk_resident_merges_merged_by_id_users")),
        sa.ForeignKeyConstraint(["merged_id"], ["residents.id"], name=op.f("fk_resident_merges_merged_id_residents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_merges")),
    )
    op.create_index(op.f("ix_resident_merges_kept_id"), "resident_merges", ["kept_id"], unique=False)
    op.create_index(op.f("ix_resident_merges_merged_by_id"), "resident_merges", ["merged_by_id"], unique=False)
    op.create_index(op.f("ix_resident_merges_merged_id"), "resident_merges", ["merged_id"], unique=False)
    op.create_table(
        "warning_markers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("address_id", sa.Uuid(), nullable=True),
        sa.Column("instruction", sa.Text(), nullable=False),
        sa.Column("needs_pair", sa.Boolean(), nullable=False),
        sa.Column("incident_on", sa.Date(), nullable=False),
        sa.Column("incident", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_told_reason", sa.Text(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field_versions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('proposed', 'approved', 'refused', 'ended')", name=op.f("ck_warning_markers_status")
        ),
        sa.CheckConstraint(
            "(resident_id IS NULL) <> (address_id IS NULL)", name=op.f("ck_warning_markers_person_or_address")
        ),
        sa.CheckConstraint(
            "approved_at IS NULL OR told_at IS NOT NULL OR not_told_reason IS NOT NULL",
            name=op.f("ck_warning_markers_told_or_why"),
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> proposed_by_id", name=op.f("ck_warning_markers_two_people")
        ),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name=op.f("fk_warning_markers_address_id_addresses")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["users.id"], name=op.f("fk_warning_markers_approved_by_id_users")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["users.id"], name=op.f("fk_warning_markers_proposed_by_id_users")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_warning_markers_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_markers")),
    )
    op.create_index(op.f("ix_warning_markers_address_id"), "warning_markers", ["address_id"], unique=False)
    op.create_index(op.f("ix_warning_markers_resident_id"), "warning_markers", ["resident_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_warning_markers_resident_id"), table_name="warning_markers")
    op.drop_index(op.f("ix_warning_markers_address_id"), table_name="warning_markers")
    op.drop_table("warning_markers")
    op.drop_index(op.f("ix_resident_merges_merged_id"), table_name="resident_merges")
    op.drop_index(op.f("ix_resident_merges_merged_by_id"), table_name="resident_merges")
    op.drop_index(op.f("ix_resident_merges_kept_id"), table_name="resident_merges")
    op.drop_table("resident_merges")
    op.drop_index("ix_messages_status_queued_at", table_name="messages")
    op.drop_index(op.f("ix_messages_resident_id"), table_name="messages")
    op.drop_table("messages")
    op.drop_index("ix_holds_resident_id_open", table_name="holds")
    op.drop_table("holds")
    op.drop_table("contact_preferences")
    op.drop_index(op.f("ix_residents_merged_into_id"), table_name="residents")
    op.drop_index("ix_residents_last_name_first_name", table_name="residents")
    op.drop_index(op.f("ix_residents_date_of_birth"), table_name="residents")
    op.drop_index(op.f("ix_residents_address_id"), table_name="residents")
    op.drop_table("residents")
    op.drop_table("code_lists")
    op.drop_table("programmes")
    op.drop_index(op.f("ix_gazetteer_entries_postcode"), table_name="gazetteer_entries")
    op.drop_table("gazetteer_entries")
    op.drop_index(op.f("ix_addresses_ward"), table_name="addresses")
    op.drop_index(op.f("ix_addresses_postcode"), table_name="addresses")
    op.drop_index(op.f("ix_addresses_match_key"), table_name="addresses")
    op.drop_table("addresses")
