"""One turn as analysts count it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from companion.pilotage.projection.beside import Beside, Proposed, Rated
from companion.pilotage.projection.events import Turn
from companion.pilotage.projection.reference import Reference
from companion.pilotage.projection.rows import ExchangeRow
from companion.pilotage.projection.steps import (
    answered_topic,
    cards,
    is_foreign,
    offered_topics,
    step_of,
)
from companion.pilotage.projection.values import shortened
from companion.reasons import RatingReason
from companion.storage.days import in_paris

# What the ladder says in place of an intent when it is not sure of one.
NOT_UNDERSTOOD = frozenset({None, "nlu_fallback", "nlu_clarify"})
_OFFERING = ("clarify", "suggest")
# What these reasons blame is not the topic.
_RIGHT_TOPIC = frozenset(
    {RatingReason.INCOMPLETE, RatingReason.TROP_COMPLIQUEE, RatingReason.LIEN_INTROUVABLE}
)


class Place(NamedTuple):
    """Where an exchange stands: its session, and what all its exchanges share."""

    session_id: str
    sender_id: str
    channel: str
    collection: str


class Said(NamedTuple):
    """A turn with what belongs to it beside its events, and the turn after it."""

    turn: Turn
    proposal: Proposed | None
    form_sent: str | None
    next: Turn | None


def exchange(said: Said, place: Place, beside: Beside, reference: Reference) -> ExchangeRow:
    """Return the facts of one turn."""
    turn, proposal = said.turn, said.proposal
    step, moment = step_of(turn), in_paris(turn.user.seconds)
    topic, rated = _topic(turn, step), _rated(turn, beside.ratings)
    return ExchangeRow(
        turn_id=turn.user.key,
        session_id=place.session_id,
        sender_id=place.sender_id,
        event_id=turn.user.id,
        day=moment.date().isoformat(),
        at=turn.user.at,
        channel=place.channel,
        collection=place.collection,
        audience=_text(turn.audience, 16),
        territory=proposal.territory if proposal else None,
        in_hours=reference.hours.include(moment),
        typed=turn.is_typed,
        intent=_intent(turn),
        confidence=(turn.parsed.get("intent") or {}).get("confidence"),
        step=step,
        topic=topic,
        form=shortened(said.form_sent or _first_of(cards(turn), reference.destination), 64),
        team=_team(topic, proposal, reference),
        proposal_id=proposal.id if proposal else None,
        decision=proposal.decision if proposal else None,
        led_by=proposal.led_by if proposal else None,
        confirmed=_confirmed(said, step, topic, rated),
        rating=rated.value if rated else None,
        reason=rated.reason if rated else None,
        answered_after=turn.bots[-1].seconds - turn.user.seconds if turn.bots else None,
    )


def is_understood(row: ExchangeRow) -> bool:
    """Tell whether a message found a topic, a talk act, a foreign matter or its form's field."""
    return row.step in ("answer", "precision", "request") or row.intent not in NOT_UNDERSTOOD


def _intent(turn: Turn) -> str | None:
    """Return what Rasa read; in a language that it has not learnt, that means nothing."""
    return None if is_foreign(turn) else _text(turn.intent, 64)


def _topic(turn: Turn, step: str) -> str | None:
    """Return the topic answered, else the first offered, else the one under way."""
    if step == "answer":
        return _text(_first_of(turn.bots, answered_topic), 64)
    if step in _OFFERING:
        return shortened(next(offered_topics(turn), None), 64)
    return _text(turn.topic, 64) if step in ("precision", "request") else None


def _team(topic: str | None, proposal: Proposed | None, reference: Reference) -> str | None:
    office = reference.offices.get(topic) if topic else None
    return office or (proposal.team if proposal else None)


def _rated(turn: Turn, ratings: Mapping[str, Rated]) -> Rated | None:
    """Return the last rating of an answer of this turn."""
    return _first_of(reversed(turn.bots), lambda bot: ratings.get(str(bot.id))) if ratings else None


def _confirmed(said: Said, step: str, topic: str | None, rated: Rated | None) -> bool | None:
    if topic is None:
        return None
    by_rating = _confirmed_by_rating(rated) if rated else None
    if by_rating is not None:
        return by_rating
    return _confirmed_by_choice(said.next, step, topic) if said.next else None


def _confirmed_by_rating(rated: Rated) -> bool | None:
    if rated.value == "up" or rated.reason in _RIGHT_TOPIC:
        return True
    return False if rated.reason == RatingReason.HORS_SUJET else None


def _confirmed_by_choice(following: Turn, step: str, topic: str) -> bool | None:
    """Read what was chosen of what was offered, or that the answer was not the right one."""
    intent = following.intent
    if step in _OFFERING and intent == "choose_topic":
        return chosen_topic(following) == topic
    refused = "none_of_these" if step in _OFFERING else "correct_previous"
    return False if intent == refused else None


def chosen_topic(turn: Turn) -> str | None:
    """Return the topic that a click chose."""
    entities: Sequence[Mapping[str, str]] = turn.parsed.get("entities") or ()
    return next((found["value"] for found in entities if found.get("entity") == "topic"), None)


def _text(value: object, length: int) -> str | None:
    return shortened(value, length) if isinstance(value, str) else None


def _first_of[Item, Found](
    items: Iterable[Item], read: Callable[[Item], Found | None]
) -> Found | None:
    """Return the first thing that `read` finds."""
    return next((found for item in items if (found := read(item)) is not None), None)
