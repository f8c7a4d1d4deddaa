"""One session as analysts count it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from companion.pilotage.projection.beside import Beside
from companion.pilotage.projection.events import Session
from companion.pilotage.projection.exchanges import Place, Said, is_understood
from companion.pilotage.projection.reference import Reference
from companion.pilotage.projection.rows import ExchangeRow, SessionFactRow
from companion.pilotage.projection.steps import answered_topic, waits
from companion.storage.days import in_paris

# Whoever comes back sooner had not got all that was needed.
COMES_BACK_WITHIN = timedelta(days=7)
_SETTLED = ("resolved", "redirected")


class Ratings(NamedTuple):
    """What was thought of the answers of a session."""

    ups: int
    downs: int
    last: str | None


def session_facts(
    session: Session,
    said: Sequence[Said],
    exchanges: Sequence[ExchangeRow],
    place: Place,
    beside: Beside,
    reference: Reference,
    *,
    conversation_id: str,
    requests_sent: int,
) -> SessionFactRow:
    """Return the facts of one session; `repeated` is only known once the next one is."""
    events, asked = session.events, exchanges[0] if exchanges else None
    moment = in_paris(events[0].seconds)
    ratings = _ratings(said, beside)
    answers = _answers(said)
    handoff = any(row.intent == "human_handoff" for row in exchanges)
    outcome = _outcome(said, exchanges, ratings, requests_sent, handoff=handoff)
    answered = [row for row in exchanges if row.step == "answer"]
    return SessionFactRow(
        session_id=place.session_id,
        sender_id=place.sender_id,
        conversation_id=conversation_id,
        day=moment.date().isoformat(),
        started_at=events[0].at,
        ended_at=events[-1].at,
        channel=place.channel,
        collection=place.collection,
        audience=_last(row.audience for row in exchanges),
        territory=_last(row.territory for row in exchanges),
        tester=is_tester(session),
        in_hours=asked.in_hours if asked else reference.hours.include(moment),
        typed=sum(row.typed for row in exchanges),
        clicked=sum(not row.typed for row in exchanges),
        understood=sum(row.typed and is_understood(row) for row in exchanges),
        topic=answered[-1].topic if answered else None,
        team=answered[-1].team if answered else _last(row.team for row in exchanges),
        outcome=outcome,
        pretreated=outcome in _SETTLED and any(_is_question(row) for row in exchanges),
        handoff=handoff,
        other_form=any(row.step == "other_form" for row in exchanges),
        requests_sent=requests_sent,
        answers=len(answers),
        ups=ratings.ups,
        downs=ratings.downs,
        repeated=False,
        first_answer_after=answers[0] - said[0].turn.user.seconds if answers else None,
    )


def with_returns(
    facts: Sequence[SessionFactRow], sessions: Sequence[Session]
) -> list[SessionFactRow]:
    """Note on each session whether the person came back to ask something within a week."""
    noted: list[SessionFactRow] = []
    comes_back: float | None = None  # when the next session in which something was asked started
    for row, session in zip(reversed(facts), reversed(sessions), strict=True):
        ended = session.events[-1].seconds
        soon = comes_back is not None and comes_back - ended <= COMES_BACK_WITHIN.total_seconds()
        noted.append(row._replace(repeated=True) if soon and row.outcome != "empty" else row)
        if row.outcome != "empty":
            comes_back = session.events[0].seconds
    return noted[::-1]


def is_tester(session: Session) -> bool:
    """Tell whether a session is one of ours, as what opened it says (`tester: true`)."""
    opened = session.slots.get("session_started_metadata")
    noted = [opened, *(turn.user.metadata for turn in session.turns)]
    return any(isinstance(found, dict) and found.get("tester") is True for found in noted)


def _outcome(
    said: Sequence[Said],
    exchanges: Sequence[ExchangeRow],
    ratings: Ratings,
    requests_sent: int,
    *,
    handoff: bool,
) -> str:
    """Return the first of `OUTCOMES` that holds."""
    asked = [
        (found.turn, row) for found, row in zip(said, exchanges, strict=True) if row.step != "talk"
    ]
    turn, last = asked[-1] if asked else (None, None)
    answered = any(row.step == "answer" for row in exchanges)
    if requests_sent:
        return "sent"
    if handoff:
        return "handed_over"
    if ratings.last == "down":
        return "dissatisfied"
    if turn is None or last is None:
        return "empty"
    if last.step in _ENDS:
        return _ENDS[last.step]
    if last.step == "contact":
        return "handed_over" if is_understood(last) else "not_understood"
    if waits(turn):
        return "abandoned"
    return "resolved" if answered else "not_understood"


_ENDS = {"other_form": "not_understood", "out_of_scope": "redirected"}


def _is_question(row: ExchangeRow) -> bool:
    return row.typed and row.step != "talk"


def _answers(said: Sequence[Said]) -> list[float]:
    """Return when each answer was given, in seconds since 1970."""
    return [bot.seconds for found in said for bot in found.turn.bots if answered_topic(bot)]


def _ratings(said: Sequence[Said], beside: Beside) -> Ratings:
    if not beside.ratings:
        return Ratings(0, 0, None)
    bots = [bot for found in said for bot in found.turn.bots]
    values = [beside.ratings[str(bot.id)].value for bot in bots if str(bot.id) in beside.ratings]
    return Ratings(values.count("up"), values.count("down"), values[-1] if values else None)


def _last(values: Iterable[str | None]) -> str | None:
    """Return the last value that is known."""
    return next((value for value in reversed(list(values)) if value), None)
