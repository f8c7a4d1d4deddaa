"""The patch's pages: its sentences, its lines, and what it would change."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import PlainTextResponse

from companion.errors import ApiError
from companion.learning.designers_files import NoFiles
from companion.learning.texts import texts as comparison_texts
from companion.learning.utterance_files import UnfitFile
from companion.pilotage.access.permits import Submission
from companion.pilotage.inbox import addresses
from companion.pilotage.inbox.decisions import wordings
from companion.pilotage.inbox.patch import Patch
from companion.pilotage.inbox.room import InboxRoom
from companion.pilotage.inbox.texts import texts
from companion.pilotage.person import Person
from companion.pilotage.roles import Permission
from companion.pilotage.steering import redirected
from companion.storage.trials import TrialRunning


def patch_routes(room: InboxRoom) -> APIRouter:
    """Return the routes of the patch and of its trial."""
    steering, inbox = room.steering, room.inbox
    router, pages = steering.page_router(), steering.pages
    Designer = Annotated[  # noqa: N806, a type
        Person, Depends(steering.permits.requires(Permission.IMPROVE))
    ]
    Filled = Annotated[  # noqa: N806, a type
        Submission, Depends(steering.permits.takes(Permission.IMPROVE))
    ]

    def show(template: str, person: Person, **values: object) -> str:
        return pages.render(
            f"inbox/{template}.html",
            person,
            here=addresses.INBOX,
            at=addresses,
            words=texts(),
            **values,
        )

    @router.get(addresses.PATCH)
    def show_patch(person: Designer) -> str:
        known = steering.knowledge.topics
        new = [topic for topic in inbox.new_topics().values() if topic.id not in known]
        patch = _written(room)
        accepted = inbox.accepted()
        steering.record(person, "search", detail=f"modification, {len(accepted)} messages")
        return show(
            "patch",
            person,
            accepted=accepted,
            patch=patch,
            refusals={refusal.sentence.event_id: refusal for refusal in patch.refused},
            titles=room.titles(),
            new_topics=new,
        )

    @router.post(addresses.WORDINGS)
    def reword(filled: Filled, response: Response) -> str:
        accepted = {found.event_id for found in inbox.accepted()}
        for event_id, wording in wordings(filled.posted).items():
            if event_id in accepted:
                inbox.reword(event_id, wording or None, filled.person.name)
        return redirected(response, addresses.PATCH)

    @router.get(addresses.DOWNLOAD)
    def download(person: Designer) -> PlainTextResponse:
        return PlainTextResponse(
            _written(room).diff,
            headers={
                "content-disposition": 'attachment; filename="a-verifier.patch"',
                "cache-control": "no-store",
            },
        )

    @router.get(addresses.TRIAL)
    def show_trial(person: Designer) -> str:
        return show(
            "trial",
            person,
            trial=room.runner.latest(),
            titles=room.titles(),
            figures=comparison_texts()["figures"],
        )

    @router.post(addresses.TRIAL)
    def start_trial(filled: Filled, response: Response) -> str:
        diff = _written(room, without_new_topics=True).diff
        if not diff:
            raise ApiError(422, "nothing_to_try")
        try:
            room.runner.start(diff, filled.person.name)
        except TrialRunning as error:
            raise ApiError(409, "trial_running") from error
        return redirected(response, addresses.TRIAL)

    @router.post(addresses.CANCEL)
    def cancel_trial(filled: Filled, response: Response) -> str:
        room.runner.cancel(filled.posted["trial"])
        return redirected(response, addresses.TRIAL)

    return router


def _written(room: InboxRoom, *, without_new_topics: bool = False) -> Patch:
    try:
        return room.writer.write(without_new_topics=without_new_topics)
    except (NoFiles, UnfitFile) as error:
        raise ApiError(503, "no_files") from error
