"""The designers' inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "inbox_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column("use", sa.String(length=8), nullable=True),
        sa.Column("reworded", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('assign', 'keep', 'reject', 'reopen')",
            name=op.f("ck_inbox_decisions_verdict"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_decisions")),
    )
    op.create_index(op.f("ix_inbox_decisions_created_at"), "inbox_decisions", ["created_at"])
    op.create_index(op.f("ix_inbox_decisions_event_id"), "inbox_decisions", ["event_id"])

    op.create_table(
        "inbox_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("named_at", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("total", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_groups")),
    )
    op.create_table(
        "inbox_new_topics",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_new_topics")),
    )
    op.create_table(
        "inbox_trials",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("patch", sa.Text(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("comparison", sa.JSON(), nullable=True),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alive_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'failed', 'cancelled')",
            name=op.f("ck_inbox_trials_state"),
        ),
        sa.CheckConstraint("slot = 1", name=op.f("ck_inbox_trials_one_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_trials")),
        sa.UniqueConstraint("slot", name=op.f("uq_inbox_trials_slot")),
    )
    op.create_index(op.f("ix_inbox_trials_created_at"), "inbox_trials", ["created_at"])

    op.create_table(
        "inbox_messages",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("conversation_id", sa.String(length=255), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("seen_as", sa.String(length=64), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column("use", sa.String(length=8), nullable=True),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('to_check', 'to_do', 'off_topic', 'relevant')",
            name=op.f("ck_inbox_messages_state"),
        ),
        sa.CheckConstraint("use IN ('example', 'test')", name=op.f("ck_inbox_messages_use")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["inbox_groups.id"], name=op.f("fk_inbox_messages_group_id")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_inbox_messages")),
    )
    op.create_index(
        op.f("ix_inbox_messages_conversation_id"), "inbox_messages", ["conversation_id"]
    )
    op.create_index(op.f("ix_inbox_messages_created_at"), "inbox_messages", ["created_at"])
    op.create_index(op.f("ix_inbox_messages_group_id"), "inbox_messages", ["group_id"])
    op.create_index(
        op.f("ix_inbox_messages_state_group_id_created_at"),
        "inbox_messages",
        ["state", "group_id", "created_at"],
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index(
        op.f("ix_inbox_messages_state_group_id_created_at"), table_name="inbox_messages"
    )
    op.drop_index(op.f("ix_inbox_messages_group_id"), table_name="inbox_messages")
    op.drop_index(op.f("ix_inbox_messages_created_at"), table_name="inbox_messages")
    op.drop_index(op.f("ix_inbox_messages_conversation_id"), table_name="inbox_messages")

    op.drop_table("inbox_messages")
    op.drop_index(op.f("ix_inbox_trials_created_at"), table_name="inbox_trials")

    op.drop_table("inbox_trials")
    op.drop_table("inbox_new_topics")
    op.drop_table("inbox_groups")
    op.drop_index(op.f("ix_inbox_decisions_event_id"), table_name="inbox_decisions")
    op.drop_index(op.f("ix_inbox_decisions_created_at"), table_name="inbox_decisions")

    op.drop_table("inbox_decisions")
