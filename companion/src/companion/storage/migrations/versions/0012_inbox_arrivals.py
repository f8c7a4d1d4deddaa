"""When the inbox took messages in; exchanges found by their message."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "inbox_arrivals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(length=32), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_inbox_arrivals_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_arrivals")),
    )
    op.create_index(op.f("ix_exchange_facts_event_id"), "exchange_facts", ["event_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f("ix_exchange_facts_event_id"), table_name="exchange_facts")
    op.drop_table("inbox_arrivals")
