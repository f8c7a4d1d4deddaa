"""protections of the gateway."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""

    # Columns are added in place: see 0003.
    op.add_column(
        "conversations",
        sa.Column("answering_until", sa.DateTime(timezone=True), nullable=True),
    )
    op.add_column(
        "conversations",
        sa.Column("previous_digest", sa.String(length=64), nullable=True),
    )
    op.add_column(
        "conversations",
        sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index(
        op.f("ix_conversations_previous_digest"), "conversations", ["previous_digest"]
    )
    op.create_table(
        "assistant_switch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assistant_off", sa.Boolean(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_assistant_switch_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistant_switch")),
    )


def downgrade() -> None:
    """Undo."""

    op.drop_table("assistant_switch")
    op.drop_index(op.f("ix_conversations_previous_digest"), table_name="conversations")
    op.drop_column("conversations", "previous_until")
    op.drop_column("conversations", "previous_digest")
    op.drop_column("conversations", "answering_until")
