"""The internal contract `/v1`: for the action server and the desk, never for the internet."""

from typing import Annotated, Literal

from econtacts_core.collection import MAIN_COLLECTION
from econtacts_core.offices import Level, Situation
from econtacts_core.territories import Department
from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints

from companion.bearer import requires_token
from companion.classifier.library import Library
from companion.classifier.masking import mask
from companion.classifier.orchestrator import Candidate, Decision
from companion.classifier.service import Analysis, ClassifierService, UnknownTopic
from companion.contract import (
    Audience,
    Body,
    Channel,
    Comment,
    Identifier,
    RatingValue,
)
from companion.errors import ApiError, error_documentation
from companion.reasons import RatingReason
from companion.storage.proposals import Origin
from companion.storage.ratings import RatedAnswer, RatingRepository


class ProposalRequest(Body):
    """A message as a person wrote it, and the topics offered for it that the person refused."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
    audience: Audience | None = None
    collection: Identifier = MAIN_COLLECTION
    channel: Channel
    conversation_id: Identifier | None = None
    refused: Annotated[tuple[Identifier, ...], Field(max_length=50)] = ()


class Scores(Body):
    """What each approach thought, each in [0, 1]."""

    graph: float
    model: float


class Explanation(Body):
    """Why a topic was proposed.

    The concepts of the graph's rule with the words read; the model's strongest stems; the known
    question whose words mean nearly the same, None for a topic that the model does not know.
    """

    rule: list[str]
    words: dict[str, str]
    terms: list[str]
    nearest: str | None


class CandidateResponse(Body):
    """One topic proposed."""

    topic: str
    score: float
    scores: Scores
    explanation: Explanation


class Urgency(Body):
    """The most urgent situation that the message shows; `situation` is its id."""

    level: Level
    situation: str
    label: str


class Territory(Body):
    """The department that the message comes from, by its official code."""

    code: str
    name: str


class ProposalResponse(Body):
    """What the orchestrator decided, best candidate first.

    `language`: an ISO 639-1 code, None where too little is written to tell.
    """

    proposal_id: str
    decision: Decision
    candidates: list[CandidateResponse]
    team: str | None
    urgency: Urgency | None
    territory: Territory | None
    language: str | None
    masked: list[str]


class FeedbackRequest(Body):
    """What became of a proposal: the topic chosen in the end, the text sent in the end."""

    outcome: Literal["accepted", "edited", "rejected"]
    topic: Identifier | None = None
    text: Annotated[str, StringConstraints(max_length=20_000)] | None = None


class InternalRating(Body):
    """A rating from another channel than the web chat."""

    conversation_id: Identifier
    message_id: Identifier
    topic: Identifier
    channel: Channel
    value: RatingValue
    reason: RatingReason | None = None
    comment: Comment | None = None


class Stored(Body):
    """Acknowledges that something was stored."""

    stored: Literal[True] = True


def classifier_routes(
    service: ClassifierService, library: Library, ratings: RatingRepository, token: str
) -> APIRouter:
    """Return the routes of `/v1`; every one asks for the bearer `token`."""
    router = APIRouter(
        prefix="/v1",
        tags=["classifier"],
        dependencies=[Depends(requires_token(token))],
        responses=error_documentation(401, 422, 503),
    )

    @router.post("/proposals", responses=error_documentation(404))
    def propose(body: ProposalRequest) -> ProposalResponse:
        if body.collection not in library:
            raise ApiError(404, "unknown_collection")
        origin = Origin(
            channel=body.channel,
            collection=body.collection,
            audience=body.audience,
            conversation_id=body.conversation_id,
        )
        return _response(service.propose(body.text, origin, body.refused))

    @router.post("/proposals/{proposal_id}/feedback", responses=error_documentation(404))
    def feedback(proposal_id: str, body: FeedbackRequest) -> Stored:
        try:
            known = service.feedback(proposal_id, body.outcome, body.topic, body.text)
        except UnknownTopic as error:
            raise ApiError(422, "unknown_topic") from error
        if not known:
            raise ApiError(404, "unknown_proposal")
        return Stored()

    @router.post("/ratings")
    def rate(body: InternalRating) -> Stored:
        answer = RatedAnswer(
            conversation_id=body.conversation_id,
            message_id=body.message_id,
            topic=body.topic,
            channel=body.channel,
        )
        comment = None if body.comment is None else mask(body.comment).text
        ratings.rate(answer, body.value, body.reason, comment)
        return Stored()

    return router


def _response(analysis: Analysis) -> ProposalResponse:
    verdict = analysis.verdict
    return ProposalResponse(
        proposal_id=analysis.proposal_id,
        decision=verdict.decision,
        candidates=[_candidate(candidate) for candidate in verdict.candidates],
        team=verdict.team,
        urgency=_urgency(verdict.urgency),
        territory=_territory(analysis.territory),
        language=analysis.language,
        masked=list(analysis.masked.kinds),
    )


def _urgency(found: Situation | None) -> Urgency | None:
    if found is None:
        return None
    return Urgency(level=found.level, situation=found.id, label=found.label)


def _territory(found: Department | None) -> Territory | None:
    return None if found is None else Territory(code=found.code, name=found.name)


def _candidate(candidate: Candidate) -> CandidateResponse:
    return CandidateResponse(
        topic=candidate.topic,
        score=candidate.score,
        scores=Scores(graph=candidate.graph, model=candidate.model),
        explanation=Explanation(
            rule=list(candidate.rule),
            words=dict(candidate.words),
            terms=list(candidate.terms),
            nearest=candidate.nearest,
        ),
    )
