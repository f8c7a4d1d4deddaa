"""The summaries of a day, made anew from its facts."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Delete,
    Insert,
    and_,
    case,
    delete,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.orm import Session

from companion.pilotage.indicators.summing import DAYS, further_statements
from companion.pilotage.projection.exchanges import NOT_UNDERSTOOD
from companion.storage.analytics import (
    OUTCOMES,
    DailyExchanges,
    DailySessions,
    DayToSum,
    ExchangeFact,
    SessionFact,
)
from companion.storage.models import Base

# As tables, not as objects: of an insertion of objects, SQLAlchemy would take the days for values.
_daily_sessions, _daily_exchanges = (
    Base.metadata.tables[daily.__tablename__] for daily in (DailySessions, DailyExchanges)
)
_OUTCOMES = tuple(outcome for outcome in OUTCOMES if outcome != "empty")


def sum_days(session: Session, days: Sequence[date], frozen_before: date | None) -> None:
    """Replace the summaries of `days`, all but those whose conversations were purged."""
    session.execute(delete(DayToSum).where(DayToSum.day.in_(days)))
    summed = [day for day in days if frozen_before is None or day >= frozen_before]
    for statement in (*_statements(), *further_statements()):
        session.execute(statement, {"days": summed})


def days_to_sum(session: Session) -> list[date]:
    """Return the days whose facts are newer than their summaries."""
    return list(session.scalars(select(DayToSum.day).order_by(DayToSum.day)))


@cache
def _statements() -> tuple[Delete | Insert, ...]:
    """Return what sums the `DAYS` anew; made once, since that takes longer than to run it."""
    tables = (_daily_sessions, _daily_exchanges)
    old = [delete(table).where(table.c.day.in_(DAYS)) for table in tables]
    return *old, _sessions(), _exchanges()


def _count(condition: ColumnExpressionArgument[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _known(column: Any) -> ColumnElement[str]:
    return func.coalesce(column, "")


def _sessions() -> Insert:
    facts = SessionFact
    asked = facts.outcome != "empty"
    keys = {
        "day": facts.day,
        "channel": facts.channel,
        "collection": facts.collection,
        "audience": _known(facts.audience),
        "team": _known(facts.team),
        "topic": _known(facts.topic),
    }
    figures = {
        "sessions": func.count(),
        "asked": _count(asked),
        "typed_sessions": _count(facts.typed > 0),
        "pretreated": _count(facts.pretreated),
        **{outcome: _count(facts.outcome == outcome) for outcome in _OUTCOMES},
        "handoffs": _count(facts.handoff),
        "out_of_hours": _count(and_(asked, ~facts.in_hours)),
        "repeated": _count(facts.repeated),
        "requests_sent": func.sum(facts.requests_sent),
        "answers": func.sum(facts.answers),
        "ups": func.sum(facts.ups),
        "downs": func.sum(facts.downs),
        "answered": func.count(facts.first_answer_after),
        "first_answer_seconds": func.coalesce(func.sum(facts.first_answer_after), 0.0),
    }
    counted = select(*keys.values(), *figures.values()).where(facts.day.in_(DAYS), ~facts.tester)
    return insert(_daily_sessions).from_select([*keys, *figures], counted.group_by(*keys.values()))


def _exchanges() -> Insert:
    facts = ExchangeFact
    recognised = tuple(intent for intent in NOT_UNDERSTOOD if intent is not None)
    understood = or_(
        facts.step.in_(("answer", "precision", "request")),
        and_(facts.intent.is_not(None), facts.intent.not_in(recognised)),
    )
    keys = {
        "day": facts.day,
        "channel": facts.channel,
        "collection": facts.collection,
        "audience": _known(facts.audience),
        "team": _known(facts.team),
        "topic": _known(facts.topic),
        "step": facts.step,
        "typed": facts.typed,
        "led_by": _known(facts.led_by),
    }
    figures = {
        "exchanges": func.count(),
        "understood": _count(understood),
        "confirmed": _count(facts.confirmed.is_(True)),
        "refuted": _count(facts.confirmed.is_(False)),
        "ups": _count(facts.rating == "up"),
        "downs": _count(facts.rating == "down"),
    }
    counted = (
        select(*keys.values(), *figures.values())
        .join(SessionFact, SessionFact.session_id == facts.session_id)
        .where(facts.day.in_(DAYS), ~SessionFact.tester)
    )
    return insert(_daily_exchanges).from_select([*keys, *figures], counted.group_by(*keys.values()))
