"""What is known of conversations beside their events: ratings, proposals, requests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, bindparam, select

from companion.storage.models import Feedback, FormRequest, Proposal, ProposalCandidate, Rating

_AT_ONCE = 500  # conversations asked for in one query


class Rated(NamedTuple):
    """What its author thinks of an answer."""

    value: str
    reason: str | None


class Proposed(NamedTuple):
    """A proposal; `seconds` is since 1970, `feedback` is (outcome, topic) or None."""

    id: str
    seconds: float
    decision: str
    team: str | None
    territory: str | None
    led_by: str | None
    feedback: tuple[str, str | None] | None


class Sent(NamedTuple):
    """A request that was sent."""

    seconds: float
    form: str


@dataclass(slots=True)
class Beside:
    """What stands beside one conversation, in the order of time; ratings by message."""

    ratings: dict[str, Rated] = field(default_factory=dict)
    proposals: list[Proposed] = field(default_factory=list)
    requests: list[Sent] = field(default_factory=list)


class Scores(NamedTuple):
    """One candidate of a proposal, best first."""

    topic: str
    graph: float
    model: float


def led_by(candidates: Sequence[Scores]) -> str | None:
    """Return which approach would have put the first candidate first: graph, model or both.

    None without candidate, or when each alone would have put another one first.

    >>> led_by([Scores("payer_cfe", 0.5, 0.1), Scores("payer_impot", 0.0, 0.3)])
    'graph'
    """
    if not candidates:
        return None
    first = candidates[0]
    graph = first.graph > 0 and first.graph >= max(found.graph for found in candidates)
    model = first.model > 0 and first.model >= max(found.model for found in candidates)
    if graph and model:
        return "both"
    return "graph" if graph else "model" if model else None


def read_beside(connection: Connection, conversations: Iterable[str]) -> dict[str, Beside]:
    """Return what stands beside each conversation that has anything."""
    found: dict[str, Beside] = {}
    for some in batched(conversations, _AT_ONCE):
        for part in (_ratings, _proposals, _requests):
            part(connection, some, found)
    return found


def _of(found: dict[str, Beside], conversation_id: str) -> Beside:
    return found.setdefault(conversation_id, Beside())


_RATINGS = select(Rating.conversation_id, Rating.message_id, Rating.value, Rating.reason).where(
    Rating.conversation_id.in_(bindparam("ids", expanding=True))
)


def _ratings(connection: Connection, ids: Sequence[str], found: dict[str, Beside]) -> None:
    for conversation_id, message_id, value, reason in connection.execute(_RATINGS, {"ids": ids}):
        _of(found, conversation_id).ratings[message_id] = Rated(value, reason)


_REQUESTS = (
    select(FormRequest.conversation_id, FormRequest.created_at, FormRequest.form)
    .where(FormRequest.conversation_id.in_(bindparam("ids", expanding=True)))
    .order_by(FormRequest.created_at)
)


def _requests(connection: Connection, ids: Sequence[str], found: dict[str, Beside]) -> None:
    for conversation_id, created_at, form in connection.execute(_REQUESTS, {"ids": ids}):
        _of(found, conversation_id).requests.append(Sent(created_at.timestamp(), form))


_PROPOSALS = (
    select(
        Proposal.conversation_id,
        Proposal.id,
        Proposal.created_at,
        Proposal.decision,
        Proposal.team,
        Proposal.territory,
    )
    .where(Proposal.conversation_id.in_(bindparam("ids", expanding=True)))
    .order_by(Proposal.created_at)
)
_CANDIDATES = (
    select(
        ProposalCandidate.proposal_id,
        ProposalCandidate.topic,
        ProposalCandidate.graph,
        ProposalCandidate.model,
    )
    .join(Proposal, Proposal.id == ProposalCandidate.proposal_id)
    .where(Proposal.conversation_id.in_(bindparam("ids", expanding=True)))
    .order_by(ProposalCandidate.proposal_id, ProposalCandidate.rank)
)
_FEEDBACK = (
    select(Feedback.proposal_id, Feedback.outcome, Feedback.topic)
    .join(Proposal, Proposal.id == Feedback.proposal_id)
    .where(Proposal.conversation_id.in_(bindparam("ids", expanding=True)))
    .order_by(Feedback.id)
)


def _proposals(connection: Connection, ids: Sequence[str], found: dict[str, Beside]) -> None:
    proposals = connection.execute(_PROPOSALS, {"ids": ids}).mappings().all()
    if not proposals:
        return
    candidates = _grouped(connection.execute(_CANDIDATES, {"ids": ids}))
    feedback = _grouped(connection.execute(_FEEDBACK, {"ids": ids}))
    for proposal in proposals:
        _of(found, proposal["conversation_id"]).proposals.append(
            _proposed(proposal, candidates, feedback)
        )


def _proposed(
    proposal: RowMapping,
    candidates: Mapping[str, list[tuple[Any, ...]]],
    feedback: Mapping[str, list[tuple[Any, ...]]],
) -> Proposed:
    key = proposal["id"]
    said = feedback.get(key)
    return Proposed(
        id=key,
        seconds=proposal["created_at"].timestamp(),
        decision=proposal["decision"],
        team=proposal["team"],
        territory=proposal["territory"],
        led_by=led_by([Scores(*scores) for scores in candidates.get(key, ())]),
        feedback=(said[-1][0], said[-1][1]) if said else None,
    )


def _grouped(rows: Iterable[Any]) -> dict[str, list[tuple[Any, ...]]]:
    """Gather rows by their first column."""
    grouped: dict[str, list[tuple[Any, ...]]] = {}
    for key, *rest in rows:
        grouped.setdefault(key, []).append(tuple(rest))
    return grouped
