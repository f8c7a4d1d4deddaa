"""The summaries of a day, made anew from its facts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
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

from companion.pilotage.indicators.summing import sum_further
from companion.pilotage.projection.exchanges import NOT_UNDERSTOOD
from companion.storage.analytics import (
    DailyExchanges,
    DailySessions,
    DayToSum,
    ExchangeFact,
    SessionFact,
)

_OUTCOMES = (
    "sent",
    "handed_over",
    "dissatisfied",
    "not_understood",
    "redirected",
    "abandoned",
    "resolved",
)


def sum_days(session: Session, days: Sequence[date], frozen_before: date | None) -> None:
    """Replace the summaries of `days`, all but those whose conversations were purged."""
    session.execute(delete(DayToSum).where(DayToSum.day.in_(days)))
    summed = [day for day in days if frozen_before is None or day >= frozen_before]
    for table in (DailySessions, DailyExchanges):
        session.execute(delete(table).where(table.day.in_(summed)))
    for statement in (_sessions(summed), _exchanges(summed)):
        session.execute(statement)
    sum_further(session, summed)


def days_to_sum(session: Session) -> list[date]:
    """Return the days whose facts are newer than their summaries."""
    return list(session.scalars(select(DayToSum.day).order_by(DayToSum.day)))


def _count(condition: ColumnExpressionArgument[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _known(column: Any) -> ColumnElement[str]:
    return func.coalesce(column, "")


def _sessions(days: Sequence[date]) -> Insert:
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
    counted = select(*keys.values(), *figures.values()).where(facts.day.in_(days), ~facts.tester)
    return insert(DailySessions).from_select([*keys, *figures], counted.group_by(*keys.values()))


def _exchanges(days: Sequence[date]) -> Insert:
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
        .where(facts.day.in_(days), ~SessionFact.tester)
    )
    return insert(DailyExchanges).from_select([*keys, *figures], counted.group_by(*keys.values()))
