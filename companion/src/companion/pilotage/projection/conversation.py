"""One conversation, whole: events in, every row out. No web, no database, no clock."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from econtacts_core.collection import MAIN_COLLECTION

from companion.pilotage.masks import Veil
from companion.pilotage.projection.beside import Beside, Proposed, Sent
from companion.pilotage.projection.documented import Documented
from companion.pilotage.projection.events import Event, Session, Turn, read_event, sessions_of
from companion.pilotage.projection.exchanges import Place, Said, exchange
from companion.pilotage.projection.reference import Reference
from companion.pilotage.projection.rows import Rows, SessionFactRow
from companion.pilotage.projection.session_facts import session_facts, with_returns
from companion.storage.tracker import StoredEvent


def project(
    conversation_id: str,
    stored: Iterable[StoredEvent],
    beside: Beside,
    reference: Reference,
) -> Rows:
    """Return every row that a conversation gives: the same for the same events, always.

    Args:
        stored: all its events, in order, at least one.
    """
    events = [read_event(event) for event in stored]
    rows = Rows()
    sender, channel = events[0].key, _noted(events, "channel") or _input_channel(events)
    documented = Documented(rows, Veil(reference.masks, events), sender, channel)
    documented.add_sender(conversation_id, events)
    sessions = sessions_of(events)
    for session in sessions:
        documented.add_session(session)
    _add_facts(
        rows, conversation_id, sessions, Place("", sender, channel[:16], ""), beside, reference
    )
    return rows


def _add_facts(
    rows: Rows,
    conversation_id: str,
    sessions: Sequence[Session],
    place: Place,
    beside: Beside,
    reference: Reference,
) -> None:
    """Add what analysts count of each turn and of each session."""
    turns = [turn for session in sessions for turn in session.turns]
    proposals = _by_turn(turns, beside.proposals)
    forms = _by_turn(turns, beside.requests)
    facts: list[SessionFactRow] = []
    for session in sessions:
        here = place._replace(
            session_id=session.events[0].key,
            collection=(_noted(session.events, "collection") or MAIN_COLLECTION)[:32],
        )
        said = _said(session, proposals, forms)
        exchanges = [exchange(found, here, beside, reference) for found in said]
        sent = sum(len(forms.get(turn.user.id, ())) for turn in session.turns)
        rows.exchanges.extend(exchanges)
        facts.append(
            session_facts(
                session,
                said,
                exchanges,
                here,
                beside,
                reference,
                conversation_id=conversation_id,
                requests_sent=sent,
            )
        )
    rows.session_facts.extend(with_returns(facts, sessions))


def _said(
    session: Session,
    proposals: Mapping[int, Sequence[Proposed]],
    sent: Mapping[int, Sequence[Sent]],
) -> list[Said]:
    """Return what a person said or clicked in a session; the page's opening is nobody's word."""
    turns = [turn for turn in session.turns if not turn.is_opening]
    return [
        Said(turn, _latest(turn, proposals), _form(turn, sent), following)
        for turn, following in zip_longest(turns, turns[1:])
    ]


def _latest(turn: Turn, proposals: Mapping[int, Sequence[Proposed]]) -> Proposed | None:
    made = proposals.get(turn.user.id)
    return made[-1] if made else None


def _form(turn: Turn, sent: Mapping[int, Sequence[Sent]]) -> str | None:
    found = sent.get(turn.user.id)
    return found[-1].form if found else None


def _by_turn[Timed: (Proposed, Sent)](
    turns: Sequence[Turn], found: Sequence[Timed]
) -> dict[int, list[Timed]]:
    """Give each thing to the turn in which it came about, by the event that began the turn.

    It bears no event's number: the companion made it while Rasa was answering, so it is younger
    than the message and older than the next one.
    """
    given: dict[int, list[Timed]] = {}
    if turns and found:
        starts = [turn.user.seconds for turn in turns]
        for one in found:
            turn = turns[max(bisect_right(starts, one.seconds) - 1, 0)]
            given.setdefault(turn.user.id, []).append(one)
    return given


def _noted(events: Sequence[Event], name: str) -> str | None:
    """Return what the gateway noted beside the first message that says it."""
    noted = (event.metadata.get(name) for event in events if event.kind == "user")
    return next((value for value in noted if isinstance(value, str)), None)


def _input_channel(events: Sequence[Event]) -> str:
    """Return Rasa's own channel, for conversations that did not come through the gateway."""
    channels = (event.data.get("input_channel") for event in events if event.kind == "user")
    return next((channel for channel in channels if channel), "")
