"""Analytics tables."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "conversations_to_project",
        sa.Column("conversation_id", sa.String(length=255), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_conversations_to_project")),
    )
    op.create_table(
        "daily_exchanges",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("collection", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("typed", sa.Boolean(), nullable=False),
        sa.Column("led_by", sa.String(length=5), nullable=False),
        sa.Column("exchanges", sa.Integer(), nullable=False),
        sa.Column("understood", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("refuted", sa.Integer(), nullable=False),
        sa.Column("ups", sa.Integer(), nullable=False),
        sa.Column("downs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day",
            "channel",
            "collection",
            "audience",
            "team",
            "topic",
            "step",
            "typed",
            "led_by",
            name=op.f("pk_daily_exchanges"),
        ),
    )
    op.create_table(
        "daily_sessions",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("collection", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("typed_sessions", sa.Integer(), nullable=False),
        sa.Column("pretreated", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("handed_over", sa.Integer(), nullable=False),
        sa.Column("dissatisfied", sa.Integer(), nullable=False),
        sa.Column("not_understood", sa.Integer(), nullable=False),
        sa.Column("redirected", sa.Integer(), nullable=False),
        sa.Column("abandoned", sa.Integer(), nullable=False),
        sa.Column("resolved", sa.Integer(), nullable=False),
        sa.Column("handoffs", sa.Integer(), nullable=False),
        sa.Column("out_of_hours", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("requests_sent", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("ups", sa.Integer(), nullable=False),
        sa.Column("downs", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("first_answer_seconds", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day",
            "channel",
            "collection",
            "audience",
            "team",
            "topic",
            name=op.f("pk_daily_sessions"),
        ),
    )
    op.create_table(
        "days_to_sum",
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_days_to_sum")),
    )
    op.create_table(
        "exchange_facts",
        sa.Column("turn_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("collection", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=True),
        sa.Column("territory", sa.String(length=3), nullable=True),
        sa.Column("in_hours", sa.Boolean(), nullable=False),
        sa.Column("typed", sa.Boolean(), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column("form", sa.String(length=64), nullable=True),
        sa.Column("team", sa.String(length=32), nullable=True),
        sa.Column("proposal_id", sa.String(length=32), nullable=True),
        sa.Column("decision", sa.String(length=8), nullable=True),
        sa.Column("led_by", sa.String(length=5), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("rating", sa.String(length=4), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("answered_after", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "led_by IN ('graph', 'model', 'both')", name=op.f("ck_exchange_facts_led_by")
        ),
        sa.CheckConstraint(
            "step IN ('answer', 'clarify', 'suggest', 'precision', 'request', 'contact', 'out_of_scope', 'other_form', 'talk', 'unanswered')",
            name=op.f("ck_exchange_facts_step"),
        ),
        sa.PrimaryKeyConstraint("turn_id", name=op.f("pk_exchange_facts")),
    )
    with op.batch_alter_table("exchange_facts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exchange_facts_day_step"), ["day", "step"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_exchange_facts_session_id"), ["session_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_exchange_facts_topic_day"), ["topic", "day"], unique=False
        )

    op.create_table(
        "projection_gaps",
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("first", name=op.f("pk_projection_gaps")),
    )
    op.create_table(
        "projection_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watermark", sa.Integer(), nullable=False),
        sa.Column("watermark_seconds", sa.Double(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.String(length=32), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_before", sa.Date(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_projection_progress_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projection_progress")),
    )
    op.create_table(
        "rasa_action",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("policy", sa.String(length=255), nullable=True),
        sa.Column("timestamp", sa.DateTime(), nullable=False),
        sa.Column("model_id", sa.String(length=255), nullable=True),
        sa.Column("sequence_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rasa_action")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("rasa_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rasa_action_session_id"), ["session_id"], unique=False)

    op.create_table(
        "rasa_bot_message",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("timestamp", sa.DateTime(), nullable=False),
        sa.Column("template_name", sa.String(length=255), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("model_id", sa.String(length=255), nullable=True),
        sa.Column("sequence_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rasa_bot_message")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("rasa_bot_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rasa_bot_message_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "rasa_event",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("timestamp", sa.DateTime(), nullable=False),
        sa.Column("event_type", sa.String(length=255), nullable=False),
        sa.Column("model_id", sa.String(length=255), nullable=True),
        sa.Column("environment", sa.String(length=255), nullable=True),
        sa.Column("sequence_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rasa_event")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("rasa_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rasa_event_session_id"), ["session_id"], unique=False)

    op.create_table(
        "rasa_sender",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("sender_key", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=255), nullable=False),
        sa.Column("first_seen", sa.DateTime(), nullable=False),
        sa.Column("last_seen", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rasa_sender")),
        sa.UniqueConstraint("sender_key", name=op.f("uq_rasa_sender_sender_key")),
    )
    op.create_table(
        "rasa_session",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=False),
        sa.Column("timestamp", sa.DateTime(), nullable=False),
        sa.Column("start_sequence_number", sa.Integer(), nullable=False),
        sa.Column("end_sequence_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rasa_session")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("rasa_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rasa_session_sender_id"), ["sender_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rasa_session_timestamp"), ["timestamp"], unique=False)

    op.create_table(
        "rasa_session_slot_state",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("timestamp", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rasa_session_slot_state")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("rasa_session_slot_state", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rasa_session_slot_state_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "rasa_slot",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("slot_path", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("timestamp", sa.DateTime(), nullable=False),
        sa.Column("sequence_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rasa_slot")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("rasa_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rasa_slot_session_id"), ["session_id"], unique=False)

    op.create_table(
        "rasa_turn",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("start_sequence_number", sa.Integer(), nullable=False),
        sa.Column("end_sequence_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rasa_turn")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("rasa_turn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rasa_turn_session_id"), ["session_id"], unique=False)

    op.create_table(
        "rasa_user_message",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=255), nullable=False),
        sa.Column("intent", sa.String(length=255), nullable=True),
        sa.Column("retrieval_intent", sa.String(length=255), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("timestamp", sa.DateTime(), nullable=False),
        sa.Column("model_id", sa.String(length=255), nullable=True),
        sa.Column("sequence_number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rasa_user_message")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("rasa_user_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rasa_user_message_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "session_facts",
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=255), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("collection", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=True),
        sa.Column("territory", sa.String(length=3), nullable=True),
        sa.Column("tester", sa.Boolean(), nullable=False),
        sa.Column("in_hours", sa.Boolean(), nullable=False),
        sa.Column("typed", sa.Integer(), nullable=False),
        sa.Column("clicked", sa.Integer(), nullable=False),
        sa.Column("understood", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column("team", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("pretreated", sa.Boolean(), nullable=False),
        sa.Column("handoff", sa.Boolean(), nullable=False),
        sa.Column("other_form", sa.Boolean(), nullable=False),
        sa.Column("requests_sent", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("ups", sa.Integer(), nullable=False),
        sa.Column("downs", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("first_answer_after", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('sent', 'handed_over', 'dissatisfied', 'not_understood', 'redirected', 'abandoned', 'resolved', 'empty')",
            name=op.f("ck_session_facts_outcome"),
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_session_facts")),
    )
    with op.batch_alter_table("session_facts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_facts_conversation_id"), ["conversation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_session_facts_day_outcome"), ["day", "outcome"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_session_facts_started_at"), ["started_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_session_facts_territory"), ["territory"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_session_facts_topic_day"), ["topic", "day"], unique=False
        )


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("session_facts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_facts_topic_day"))
        batch_op.drop_index(batch_op.f("ix_session_facts_territory"))
        batch_op.drop_index(batch_op.f("ix_session_facts_started_at"))
        batch_op.drop_index(batch_op.f("ix_session_facts_day_outcome"))
        batch_op.drop_index(batch_op.f("ix_session_facts_conversation_id"))

    op.drop_table("session_facts")
    with op.batch_alter_table("rasa_user_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rasa_user_message_session_id"))

    op.drop_table("rasa_user_message")
    with op.batch_alter_table("rasa_turn", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rasa_turn_session_id"))

    op.drop_table("rasa_turn")
    with op.batch_alter_table("rasa_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rasa_slot_session_id"))

    op.drop_table("rasa_slot")
    with op.batch_alter_table("rasa_session_slot_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rasa_session_slot_state_session_id"))

    op.drop_table("rasa_session_slot_state")
    with op.batch_alter_table("rasa_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rasa_session_timestamp"))
        batch_op.drop_index(batch_op.f("ix_rasa_session_sender_id"))

    op.drop_table("rasa_session")
    op.drop_table("rasa_sender")
    with op.batch_alter_table("rasa_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rasa_event_session_id"))

    op.drop_table("rasa_event")
    with op.batch_alter_table("rasa_bot_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rasa_bot_message_session_id"))

    op.drop_table("rasa_bot_message")
    with op.batch_alter_table("rasa_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rasa_action_session_id"))

    op.drop_table("rasa_action")
    op.drop_table("projection_progress")
    op.drop_table("projection_gaps")
    with op.batch_alter_table("exchange_facts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exchange_facts_topic_day"))
        batch_op.drop_index(batch_op.f("ix_exchange_facts_session_id"))
        batch_op.drop_index(batch_op.f("ix_exchange_facts_day_step"))

    op.drop_table("exchange_facts")
    op.drop_table("days_to_sum")
    op.drop_table("daily_sessions")
    op.drop_table("daily_exchanges")
    op.drop_table("conversations_to_project")
