"""Summed tables, and what the pages read of the facts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = ("channel", "audience", "day", "topic", "team", "collection")
SESSIONS = (
    "sessions", "asked", "typed_sessions", "pretreated", "sent", "handed_over", "dissatisfied",
    "not_understood", "redirected", "abandoned", "resolved", "handoffs", "out_of_hours", "repeated",
    "requests_sent", "answers", "ups", "downs", "answered",
)  # fmt: skip
EXCHANGES = (
    "typed", "clicked", "understood_typed", "understood_clicked", "answers", "confirmed", "refuted",
    "ups", "downs", "led_by_graph", "led_by_model", "led_by_both", "typed_answer", "typed_clarify",
    "typed_suggest", "typed_precision", "typed_request", "typed_contact", "typed_out_of_scope",
    "typed_other_form", "typed_talk", "typed_unanswered",
)  # fmt: skip

PLACES = (
    "day", "territory", "tester", "outcome", "ups", "downs", "handoff", "requests_sent", "channel",
    "collection", "audience", "team", "topic",
)  # fmt: skip


def _summed(name: str, *measures: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("collection", sa.String(length=32), nullable=False),
        *measures,
        sa.PrimaryKeyConstraint(*KEY, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(f"ix_{name}_day"), name, ["day"])
    read = ["topic", "audience", "channel", "day"]
    op.create_index(op.f(f"ix_{name}_{'_'.join(read)}"), name, read)


def _counts(names: tuple[str, ...]) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def upgrade() -> None:
    """Apply."""
    seconds: sa.Column[Any] = sa.Column("first_answer_seconds", sa.Double(), nullable=False)
    _summed("summed_sessions", *_counts(SESSIONS), seconds)
    _summed("summed_exchanges", *_counts(EXCHANGES))
    op.create_index(
        "ix_exchange_facts_down",
        "exchange_facts",
        ["day"],
        sqlite_where=sa.text("rating = 'down'"),
        postgresql_where=sa.text("rating = 'down'"),
    )
    op.create_index("ix_session_facts_places", "session_facts", list(PLACES))


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_session_facts_places", "session_facts")
    op.drop_index("ix_exchange_facts_down", "exchange_facts")
    op.drop_table("summed_exchanges")
    op.drop_table("summed_sessions")
