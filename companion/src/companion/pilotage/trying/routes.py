"""The try page: the same words to the assistant in service and to the candidate."""

from dataclasses import dataclass, field
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Response
from fastapi.responses import PlainTextResponse

from companion.classifier.orchestrator import Orchestrator
from companion.errors import ApiError
from companion.pilotage.access.permits import Submission
from companion.pilotage.browser.story import story_of
from companion.pilotage.inbox.present import Present
from companion.pilotage.person import Person
from companion.pilotage.roles import Permission
from companion.pilotage.steering import Steering, redirected
from companion.pilotage.trials.runner import TrialRunner
from companion.pilotage.trials.trial import Candidate
from companion.pilotage.trying import addresses
from companion.pilotage.trying.dialogues import Dialogues, Side
from companion.pilotage.trying.exchanges import Exchange, exchanges, readings


@dataclass
class TryRoom:
    """The dialogues, the model in service, and the candidate's, loaded when it is new."""

    steering: Steering
    dialogues: Dialogues
    present: Present
    runner: TrialRunner
    _loaded: tuple[Candidate, Orchestrator] | None = field(default=None, init=False)

    def candidate(self) -> Orchestrator | None:
        """Return the judge that the last trial trained, None when there was none here."""
        found = self.runner.candidate()
        if found is None:
            return None
        if self._loaded is None or self._loaded[0] != found:
            self._loaded = found, found.orchestrator()
        return self._loaded[1]

    def said(self, person: Person, side: Side) -> list[Exchange]:
        """Return the exchanges with one assistant."""
        conversation = self.dialogues.of(person.session, side)
        tracker = self.steering.tracker
        return exchanges(tracker.spoken(conversation.id)) if conversation else []


def try_routes(room: TryRoom) -> APIRouter:
    """Return the routes of the try page."""
    steering, dialogues = room.steering, room.dialogues
    router, pages = steering.page_router(), steering.pages
    Trier = Annotated[Person, Depends(steering.permits.requires(Permission.TRY))]  # noqa: N806
    Filled = Annotated[  # noqa: N806, a type
        Submission, Depends(steering.permits.takes(Permission.TRY))
    ]

    @router.get(addresses.TRY)
    def show(person: Trier) -> str:
        present, candidate = room.said(person, "present"), room.said(person, "candidate")
        judge = room.candidate()
        return pages.render(
            "trying/try.html",
            person,
            here=addresses.TRY,
            at=addresses,
            present=present,
            candidate=candidate,
            readings=readings(present, room.present.orchestrator, judge),
            two=dialogues.candidate is not None,
            trained=judge is not None,
            titles={topic.id: topic.title for topic in steering.knowledge.topics.values()},
            length=dialogues.length,
        )

    @router.post(addresses.MESSAGES)
    async def say(filled: Filled, response: Response) -> str:
        await dialogues.say(filled.person.session, filled.posted["text"])
        return redirected(response, f"{addresses.TRY}#fin")

    @router.post(addresses.CHOICES)
    async def choose(filled: Filled, response: Response) -> str:
        side: Side = "candidate" if filled.posted["side"] == "candidate" else "present"
        await dialogues.choose(filled.person.session, side, filled.posted["choice"])
        return redirected(response, f"{addresses.TRY}#fin")

    @router.post(addresses.OVER)
    async def begin_again(filled: Filled, response: Response) -> str:
        await run_sync(dialogues.forget, filled.person.session)
        return redirected(response, addresses.TRY)

    @router.get(addresses.STORY)
    def take_story(person: Trier, nom: str = "") -> PlainTextResponse:
        conversation = dialogues.of(person.session, "present")
        if conversation is None:
            raise ApiError(404, "not_found")
        name = " ".join(nom.split())[:200] or "L'usager"
        story = story_of(name, steering.tracker.lived(conversation.id))
        return PlainTextResponse(
            story,
            headers={
                "content-disposition": 'attachment; filename="histoire.yml"',
                "cache-control": "no-store",
            },
        )

    return router
