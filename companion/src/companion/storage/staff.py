"""Tables of those who work with the conversations: who is signed in."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from companion.storage.models import Base, UtcDateTime, new_id, now


class StaffSession(Base):
    """One sign-in to the steering pages; the roles are those given then."""

    __tablename__ = "staff_sessions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the session's token
    subject: Mapped[str] = mapped_column(String(255))  # the identity provider's name for them
    name: Mapped[str] = mapped_column(String(255))
    roles: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
