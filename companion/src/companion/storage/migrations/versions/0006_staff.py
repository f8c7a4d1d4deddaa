"""Those who work with the conversations, and the search of words in them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_BROWSED = (
    (
        "ix_exchange_facts_step_session_id_topic",
        "exchange_facts",
        ["step", "session_id", "topic"],
    ),
    (
        "ix_exchange_facts_rating_session_id_reason_topic",
        "exchange_facts",
        ["rating", "session_id", "reason", "topic"],
    ),
    (
        "ix_exchange_facts_confidence_session_id_topic",
        "exchange_facts",
        ["confidence", "session_id", "topic"],
    ),
    (
        "ix_session_facts_browsed",
        "session_facts",
        [
            "started_at", "session_id", "outcome", "topic", "channel", "collection", "audience",
            "tester", "team", "territory",
        ],
    ),
)  # fmt: skip
# What is clicked begins with "/": nobody searches for it. Without the places of words (detail),
# the index tells which message has a word, and does not let anybody read the message.
_ADD = """INSERT INTO message_words (rowid, text)
    SELECT new.sequence_number, new.text WHERE new.text NOT LIKE '/%'"""
_TAKE = """INSERT INTO message_words (message_words, rowid, text)
    SELECT 'delete', old.sequence_number, old.text WHERE old.text NOT LIKE '/%'"""
_WORDS = {
    "sqlite": (
        """CREATE VIRTUAL TABLE message_words USING fts5(
            text, content='rasa_user_message', content_rowid='sequence_number', detail='none',
            tokenize='unicode61 remove_diacritics 2')""",
        f"""CREATE TRIGGER message_words_added AFTER INSERT ON rasa_user_message
            BEGIN {_ADD}; END""",
        f"""CREATE TRIGGER message_words_removed AFTER DELETE ON rasa_user_message
            BEGIN {_TAKE}; END""",
        f"""CREATE TRIGGER message_words_changed AFTER UPDATE ON rasa_user_message
            BEGIN {_TAKE}; {_ADD}; END""",
        """INSERT INTO message_words (rowid, text)
            SELECT sequence_number, text FROM rasa_user_message WHERE text NOT LIKE '/%'""",
    ),
    "postgresql": (
        """CREATE FUNCTION message_words(text text) RETURNS tsvector LANGUAGE sql IMMUTABLE
            PARALLEL SAFE RETURN to_tsvector('simple', translate(lower(text),
            'àâäçéèêëîïôöùûüÿñ', 'aaaceeeeiioouuuyn'))""",
        """CREATE INDEX ix_rasa_user_message_words ON rasa_user_message
            USING gin (message_words(text)) WHERE text NOT LIKE '/%'""",
    ),
}
_NO_WORDS = {
    "sqlite": (
        "DROP TRIGGER message_words_added",
        "DROP TRIGGER message_words_removed",
        "DROP TRIGGER message_words_changed",
        "DROP TABLE message_words",
    ),
    "postgresql": (
        "DROP INDEX ix_rasa_user_message_words",
        "DROP FUNCTION message_words(text)",
    ),
}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sessions")),
        sa.UniqueConstraint("digest", name=op.f("uq_staff_sessions_digest")),
    )
    op.create_index(op.f("ix_staff_sessions_expires_at"), "staff_sessions", ["expires_at"])
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("conversation_id", sa.String(length=255), nullable=True),
        sa.Column("detail", sa.String(length=255), nullable=True),
        sa.CheckConstraint(
            "action IN ('sign_in', 'sign_in_refused', 'sign_out', 'search', 'read', 'annotate',"
            " 'export')",
            name=op.f("ck_access_log_action"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index(op.f("ix_access_log_at"), "access_log", ["at"])
    for column in ("subject", "action", "conversation_id"):
        op.create_index(op.f(f"ix_access_log_{column}_id"), "access_log", [column, "id"])
    op.create_table(
        "annotations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=255), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('a_traiter', 'traite', 'sans_suite')", name=op.f("ck_annotations_state")
        ),
        sa.CheckConstraint(
            "reason IN ('mauvais_sujet', 'reponse_incomplete', 'reponse_perimee', 'mal_dite',"
            " 'message_mal_compris', 'hors_sujet')",
            name=op.f("ck_annotations_reason"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotations")),
    )
    op.create_index(op.f("ix_annotations_created_at"), "annotations", ["created_at"])
    op.create_index(
        op.f("ix_annotations_conversation_id_id"), "annotations", ["conversation_id", "id"]
    )
    op.create_index(
        op.f("ix_rasa_user_message_sequence_number"), "rasa_user_message", ["sequence_number"]
    )
    for name, table, columns in _BROWSED:
        op.create_index(op.f(name), table, columns)
    for statement in _WORDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for statement in _NO_WORDS[op.get_bind().dialect.name]:
        op.execute(statement)
    for name, table, _ in _BROWSED:
        op.drop_index(op.f(name), table_name=table)
    op.drop_index(
        op.f("ix_rasa_user_message_sequence_number"), table_name="rasa_user_message"
    )
    op.drop_table("annotations")
    op.drop_table("access_log")
    op.drop_table("staff_sessions")
