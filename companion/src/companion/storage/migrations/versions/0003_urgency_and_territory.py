"""urgency and territory."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""

    # Not by a batch, which on SQLite makes the table anew: dropping the old one would erase, by
    # their foreign keys, the candidates and the feedback of every proposal.
    op.execute(
        "ALTER TABLE proposals ADD COLUMN urgency VARCHAR(9)"
        " CONSTRAINT ck_proposals_urgency CHECK (urgency IN ('immediate', 'soon'))"
    )
    op.add_column(
        "proposals", sa.Column("territory", sa.String(length=3), nullable=True)
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposals_urgency_created_at"),
            ["urgency", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_proposals_territory"), ["territory"], unique=False
        )


def downgrade() -> None:
    """Undo."""

    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposals_territory"))
        batch_op.drop_index(batch_op.f("ix_proposals_urgency_created_at"))

    op.drop_column("proposals", "territory")
    op.drop_column("proposals", "urgency")
