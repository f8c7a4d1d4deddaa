"""Noting how a conversation or a message stands: what a form posts, checked."""

from companion.classifier.masking import mask
from companion.contract import COMMENT_LENGTH
from companion.errors import ApiError
from companion.gateway.page.posted import Posted
from companion.pilotage.browser.reading import Reading
from companion.pilotage.person import Person
from companion.storage.staff import ANNOTATION_REASONS, STATES, Annotation


def annotation_of(posted: Posted, reading: Reading, person: Person) -> Annotation:
    """Return the note posted on a conversation; the author is who is signed in, whatever it says.

    Raises:
        ApiError: 404 for a message of another conversation, 413 for too long a comment, 422 for a
            state or a reason that does not exist.
    """
    message_id = posted.given("message")
    known = {message.id for turn in reading.turns for message in turn.messages}
    if message_id is not None and message_id not in known:
        raise ApiError(404, "unknown_message")
    state, reason = posted["state"], posted.given("reason")
    if state not in STATES or (reason is not None and reason not in ANNOTATION_REASONS):
        raise ApiError(422, "invalid")
    comment = posted.given("comment")
    if comment is not None and len(comment) > COMMENT_LENGTH:
        raise ApiError(413, "comment_too_long")
    return Annotation(
        conversation_id=reading.id,
        message_id=message_id,
        state=state,
        reason=reason,
        comment=comment and mask(comment).text,
        subject=person.subject,
        name=person.name,
    )
