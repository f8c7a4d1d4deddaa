"""Conversations few enough to be counted by hand: a week of March 2026, and a day before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from companion.pilotage.projection.summaries import sum_days
from companion.storage.analytics import ExchangeFact, SessionFact
from companion.storage.database import Database
from companion.storage.inbox_tables import InboxGroup, InboxMessage
from sqlalchemy.orm import Session

WEEK = (date(2026, 3, 2), date(2026, 3, 8))
ADDRESS, PAYMENT, CENSUS = "changer_adresse", "payer_impot", "obligation_de_repondre"
TEAMS = {ADDRESS: "sip", PAYMENT: "recouvrement", CENSUS: "insee"}


@dataclass(frozen=True)
class Turn:
    """One exchange; an intent of None is a message that Rasa never read."""

    typed: bool
    step: str
    topic: str | None = None
    intent: str | None = "some_intent"
    led_by: str | None = None
    confirmed: bool | None = None
    rating: str | None = None
    reason: str | None = None
    theme: str | None = None  # the group of the inbox that its message is in


@dataclass(frozen=True)
class Talk:
    """One session."""

    day: date
    outcome: str
    turns: Sequence[Turn] = ()
    topic: str | None = None
    channel: str = "chat"
    collection: str = "impots"
    audience: str | None = "particulier"
    territory: str | None = None
    first: float | None = None  # seconds to the first answer
    pretreated: bool = False
    handoff: bool = False
    in_hours: bool = True
    repeated: bool = False
    sent: int = 0
    tester: bool = False


def typed(step: str, topic: str | None = None, **more: object) -> Turn:
    return Turn(typed=True, step=step, topic=topic, **more)  # type: ignore[arg-type]


def clicked(step: str, topic: str | None = None, **more: object) -> Turn:
    return Turn(typed=False, step=step, topic=topic, **more)  # type: ignore[arg-type]


def march(day: int) -> date:
    return date(2026, 3, day)


A, B, C = ADDRESS, PAYMENT, CENSUS
UP = {"rating": "up", "confirmed": True}
INCOMPLETE = {"rating": "down", "reason": "incomplete"}

TALKS: tuple[Talk, ...] = (
    # 1, 2
    Talk(march(2), "resolved", [typed("answer", A, led_by="both", **UP)], A, territory="44",
         first=2, pretreated=True),
    Talk(march(2), "dissatisfied", [typed("answer", A, led_by="graph", **INCOMPLETE)], A,
         territory="44", first=4),
    # 3: hesitates, then the person chooses
    Talk(march(2), "resolved",
         [typed("clarify", B, intent="nlu_clarify", led_by="model"), clicked("answer", B, **UP)],
         B, audience="professionnel", first=10, pretreated=True),
    # 4: by mail, the wrong topic
    Talk(march(3), "dissatisfied",
         [typed("answer", B, led_by="model", confirmed=False, rating="down", reason="pas_mon_cas")],
         B, channel="mail", territory="75", first=3),
    # 5: nothing found, nobody knows who asks
    Talk(march(3), "not_understood", [typed("other_form", intent="nlu_fallback", theme="chien")],
         audience=None),
    # 6: asks for somebody
    Talk(march(3), "handed_over", [typed("answer", A, led_by="both"), typed("contact")], A,
         territory="44", first=2, handoff=True),
    # 7, 8: in the evening; the first by clicks alone, the second leaves a question unanswered
    Talk(march(4), "resolved", [clicked("answer", A)], A, territory="13", first=1, in_hours=False),
    Talk(march(4), "abandoned", [typed("precision", B, led_by="model")], B,
         audience="professionnel", in_hours=False),
    # 9: sends a request
    Talk(march(4), "sent", [typed("answer", A, led_by="both"), clicked("request", A)], A,
         territory="44", first=2, pretreated=True, sent=1),
    # 10: another administration
    Talk(march(5), "redirected", [typed("out_of_scope", intent="out_of_scope")], audience=None),
    # 11, 12: opened, nothing asked
    Talk(march(5), "empty", audience=None),
    Talk(march(5), "empty", audience=None),
    # 13, 14: the census
    Talk(march(5), "resolved", [typed("answer", C, led_by="model", **UP)], C,
         collection="recensement", territory="2A", first=5, pretreated=True),
    Talk(march(6), "resolved",
         [typed("suggest", C, intent="nlu_fallback", led_by="graph", theme="chien"),
          clicked("answer", C, confirmed=True)],
         C, collection="recensement", first=8, pretreated=True),
    # 15: not helped, then helped
    Talk(march(6), "resolved",
         [typed("talk", intent="greet"), typed("answer", B, led_by="both", **INCOMPLETE),
          typed("answer", B, led_by="both", **UP)],
         B, audience="professionnel", first=6, pretreated=True),
    # 16, 17: by telephone; the second when nothing answered
    Talk(march(6), "resolved", [typed("answer", B, led_by="graph")], B, channel="phone", first=2,
         pretreated=True, repeated=True),
    Talk(march(7), "not_understood", [typed("unanswered", intent=None)], channel="phone"),
    # 18: on Saturday, unhappy without a reason, comes back
    Talk(march(7), "dissatisfied", [typed("answer", A, led_by="model", rating="down")], A, first=3,
         in_hours=False, repeated=True),
    # 19, 20
    Talk(march(8), "handed_over", [clicked("answer", B), clicked("contact")], B,
         audience="professionnel", first=2, handoff=True),
    Talk(march(8), "resolved", [typed("answer", A, led_by="both", **UP)], A, audience=None, first=2,
         pretreated=True),
    # 21: one of our own people trying
    Talk(march(5), "resolved", [typed("answer", A, led_by="both", **INCOMPLETE)], A, first=2,
         pretreated=True, tester=True),
    # 22: the week before
    Talk(date(2026, 2, 25), "resolved", [typed("answer", A, led_by="both", **UP)], A, first=2,
         pretreated=True),
)  # fmt: skip


def fill(database: Database, talks: Sequence[Talk] = TALKS) -> None:
    """Write the facts, and sum them as the projection does."""
    with database.transaction() as session:
        for number, talk in enumerate(talks):
            session.add(_session(number, talk))
            session.add_all(
                _exchange(number, place, talk, turn) for place, turn in enumerate(talk.turns)
            )
        session.flush()
        _group(session, talks)
        sum_days(session, sorted({talk.day for talk in talks}), None)


def _group(session: Session, talks: Sequence[Talk]) -> None:
    """Put messages in the inbox's groups."""
    groups: dict[str, InboxGroup] = {}
    for number, talk in enumerate(talks):
        for place, turn in enumerate(talk.turns):
            if turn.theme is None:
                continue
            if turn.theme not in groups:
                groups[turn.theme] = InboxGroup(name=turn.theme, named_at=1, size=1, total=b"")
                session.add(groups[turn.theme])
                session.flush()
            session.add(
                InboxMessage(
                    event_id=100 * number + place,
                    conversation_id=f"conversation-{number}",
                    text=turn.theme,
                    reasons=["not_understood"],
                    group_id=groups[turn.theme].id,
                    created_at=_began(talk),
                )
            )


def _began(talk: Talk) -> datetime:
    return datetime(talk.day.year, talk.day.month, talk.day.day, 10, tzinfo=UTC)


def _session(number: int, talk: Talk) -> SessionFact:
    began, turns = _began(talk), talk.turns
    return SessionFact(
        session_id=f"session-{number}",
        sender_id=f"sender-{number}",
        conversation_id=f"conversation-{number}",
        day=talk.day,
        started_at=began,
        ended_at=began + timedelta(minutes=5),
        channel=talk.channel,
        collection=talk.collection,
        audience=talk.audience,
        territory=talk.territory,
        tester=talk.tester,
        in_hours=talk.in_hours,
        typed=sum(turn.typed for turn in turns),
        clicked=sum(not turn.typed for turn in turns),
        understood=0,
        topic=talk.topic,
        team=TEAMS.get(talk.topic or ""),
        outcome=talk.outcome,
        pretreated=talk.pretreated,
        handoff=talk.handoff,
        other_form=any(turn.step == "other_form" for turn in turns),
        requests_sent=talk.sent,
        answers=sum(turn.step == "answer" for turn in turns),
        ups=sum(turn.rating == "up" for turn in turns),
        downs=sum(turn.rating == "down" for turn in turns),
        repeated=talk.repeated,
        first_answer_after=talk.first,
    )


def _exchange(number: int, place: int, talk: Talk, turn: Turn) -> ExchangeFact:
    began = datetime(talk.day.year, talk.day.month, talk.day.day, 10, place, tzinfo=UTC)
    return ExchangeFact(
        turn_id=f"turn-{number}-{place}",
        session_id=f"session-{number}",
        sender_id=f"sender-{number}",
        event_id=100 * number + place,
        day=talk.day,
        at=began,
        channel=talk.channel,
        collection=talk.collection,
        audience=talk.audience,
        territory=talk.territory,
        in_hours=talk.in_hours,
        typed=turn.typed,
        intent=turn.intent,
        step=turn.step,
        topic=turn.topic,
        team=TEAMS.get(turn.topic or ""),
        led_by=turn.led_by,
        confirmed=turn.confirmed,
        rating=turn.rating,
        reason=turn.reason,
    )
