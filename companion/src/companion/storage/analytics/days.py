"""Facts summed by day, so that a year reads as fast as a day; testers are left out."""

from datetime import date

from sqlalchemy import Boolean, String
from sqlalchemy.orm import Mapped, mapped_column

from companion.storage.models import Base


class DailySessions(Base):
    """Sessions of one day."""

    __tablename__ = "daily_sessions"

    day: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    collection: Mapped[str] = mapped_column(String(32), primary_key=True)
    # Of what is not known, the empty string: a key has no null.
    audience: Mapped[str] = mapped_column(String(16), primary_key=True)
    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
    sessions: Mapped[int]
    asked: Mapped[int]  # sessions that are not empty
    typed_sessions: Mapped[int]  # sessions with a typed question
    pretreated: Mapped[int]
    sent: Mapped[int]
    handed_over: Mapped[int]
    dissatisfied: Mapped[int]
    not_understood: Mapped[int]
    redirected: Mapped[int]
    abandoned: Mapped[int]
    resolved: Mapped[int]
    handoffs: Mapped[int]
    out_of_hours: Mapped[int]
    repeated: Mapped[int]
    requests_sent: Mapped[int]
    answers: Mapped[int]
    ups: Mapped[int]
    downs: Mapped[int]
    answered: Mapped[int]  # sessions with a first answer
    first_answer_seconds: Mapped[float]  # summed over them


class DailyExchanges(Base):
    """Turns of one day."""

    __tablename__ = "daily_exchanges"

    day: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    collection: Mapped[str] = mapped_column(String(32), primary_key=True)
    audience: Mapped[str] = mapped_column(String(16), primary_key=True)
    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
    step: Mapped[str] = mapped_column(String(16), primary_key=True)
    typed: Mapped[bool] = mapped_column(Boolean, primary_key=True)
    led_by: Mapped[str] = mapped_column(String(5), primary_key=True)
    exchanges: Mapped[int]
    understood: Mapped[int]
    confirmed: Mapped[int]
    refuted: Mapped[int]
    ups: Mapped[int]
    downs: Mapped[int]


class DayToSum(Base):
    """A day whose summaries are older than its facts."""

    __tablename__ = "days_to_sum"

    day: Mapped[date] = mapped_column(primary_key=True)
