"""Language of a message."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""

    # In place: see 0003.
    op.add_column("proposals", sa.Column("language", sa.String(length=2), nullable=True))


def downgrade() -> None:
    """Undo."""

    op.drop_column("proposals", "language")
