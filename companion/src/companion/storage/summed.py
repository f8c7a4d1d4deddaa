"""The daily summaries summed further, so that a page reads a year in milliseconds.

`*` in the place of a channel, an audience or a topic stands for all of them together: a row tells
what `daily_sessions` or `daily_exchanges` would, had this column not been kept apart. Whoever reads
names for each of the three a value, or `*`. Exchanges are also turned: what was a row for each
step, way of asking and approach is a column here.
"""

from collections.abc import Mapping

from sqlalchemy import Column, ColumnElement, Date, Index, Integer, String, Table, func

from companion.storage.analytics import (
    STEPS,
    DailyExchanges,
    DailySessions,
    ExchangeFact,
    SessionFact,
)
from companion.storage.models import Base

ALL = "*"
STARRED = ("channel", "audience", "topic")
_LED_BY = ("graph", "model", "both")


def _summed(name: str, measures: Mapping[str, ColumnElement[float]]) -> Table:
    return Table(
        name,
        Base.metadata,
        Column("channel", String(16), primary_key=True),
        Column("audience", String(16), primary_key=True),
        Column("day", Date, primary_key=True, index=True),
        Column("topic", String(64), primary_key=True),
        Column("team", String(32), primary_key=True),
        Column("collection", String(32), primary_key=True),
        *(
            Column(name, measure.type if name in _SECONDS else Integer, nullable=False)
            for name, measure in measures.items()
        ),
        # Topics of a stretch of days are read along the key, all the rest along this.
        Index(None, "topic", "audience", "channel", "day"),
        sqlite_with_rowid=False,
    )


_SECONDS = ("first_answer_seconds",)


def _counted(*conditions: ColumnElement[bool]) -> ColumnElement[float]:
    return func.coalesce(func.sum(DailyExchanges.exchanges).filter(*conditions), 0)


_typed = DailyExchanges.typed.is_(True)
_clicked = DailyExchanges.typed.is_(False)

SESSION_MEASURES: Mapping[str, ColumnElement[float]] = {
    column.name: func.sum(column)
    for column in DailySessions.__table__.columns
    if not column.primary_key
}
EXCHANGE_MEASURES: Mapping[str, ColumnElement[float]] = {
    "typed": _counted(_typed),
    "clicked": _counted(_clicked),
    "understood_typed": func.coalesce(func.sum(DailyExchanges.understood).filter(_typed), 0),
    "understood_clicked": func.coalesce(func.sum(DailyExchanges.understood).filter(_clicked), 0),
    "answers": _counted(DailyExchanges.step == "answer"),
    "confirmed": func.sum(DailyExchanges.confirmed),
    "refuted": func.sum(DailyExchanges.refuted),
    "ups": func.sum(DailyExchanges.ups),
    "downs": func.sum(DailyExchanges.downs),
    **{f"led_by_{approach}": _counted(DailyExchanges.led_by == approach) for approach in _LED_BY},
    **{f"typed_{step}": _counted(_typed, DailyExchanges.step == step) for step in STEPS},
}

summed_sessions = _summed("summed_sessions", SESSION_MEASURES)
summed_exchanges = _summed("summed_exchanges", EXCHANGE_MEASURES)

# What is read of the facts, since it is not summed: why people were unhappy, and where they live.
Index(
    "ix_exchange_facts_down",
    ExchangeFact.day,
    sqlite_where=ExchangeFact.rating == "down",
    postgresql_where=ExchangeFact.rating == "down",
)
# Every column that the table of places reads: a year of rows need not be looked up one by one.
Index(
    "ix_session_facts_places",
    SessionFact.day,
    SessionFact.territory,
    SessionFact.tester,
    SessionFact.outcome,
    SessionFact.ups,
    SessionFact.downs,
    SessionFact.handoff,
    SessionFact.requests_sent,
    SessionFact.channel,
    SessionFact.collection,
    SessionFact.audience,
    SessionFact.team,
    SessionFact.topic,
)
