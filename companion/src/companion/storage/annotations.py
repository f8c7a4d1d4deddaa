"""What people note on conversations: always added, never changed."""

from collections.abc import Sequence

from sqlalchemy import select

from companion.storage.database import Database
from companion.storage.staff import Annotation


class AnnotationRepository:
    """Keeps every note; comments must be masked before."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, annotation: Annotation) -> None:
        """Store one more note."""
        with self._database.transaction() as session:
            session.add(annotation)

    def of_conversation(self, conversation_id: str) -> Sequence[Annotation]:
        """Return the notes of a conversation, oldest first."""
        theirs = select(Annotation).filter_by(conversation_id=conversation_id)
        with self._database.transaction() as session:
            return session.scalars(theirs.order_by(Annotation.id)).all()
