"""What a designer fills in, brought to a decision."""

from companion.errors import ApiError
from companion.gateway.page.posted import Posted
from companion.pilotage.inbox.new_topic import TOPIC_ID
from companion.storage.inbox import Decided
from companion.storage.inbox_tables import STATE_AFTER, USES, NewTopic

_MESSAGE = "message-"
_WORDING = "phrase-"


def chosen_messages(posted: Posted) -> list[int]:
    """Return the messages that are ticked. Raises a 422 error for none."""
    found = [_number(name.removeprefix(_MESSAGE)) for name in posted.fields if _is(name, _MESSAGE)]
    if not found:
        raise ApiError(422, "nothing_chosen")
    return found


def decision(posted: Posted, topics: dict[str, str], author: str) -> Decided:
    """Return what is decided.

    Raises a 422 error for a verdict that there is not, for an assignment to no topic, and for one
    that says not whether the messages are to be learnt or kept apart.
    """
    verdict, topic, use = posted["verdict"], posted.given("topic"), posted.given("use")
    if verdict not in STATE_AFTER or (use is not None and use not in USES):
        raise ApiError(422, "invalid")
    if verdict in ("reject", "reopen"):
        return Decided(verdict=verdict, author=author)
    if topic is not None and topic not in topics:
        raise ApiError(422, "unknown_topic")
    if topic is None and (verdict == "assign" or use is not None):
        raise ApiError(422, "topic_required")
    if verdict == "assign" and use is None:
        raise ApiError(422, "use_required")
    return Decided(verdict=verdict, topic=topic, use=use, author=author)


def wordings(posted: Posted) -> dict[int, str]:
    """Return the sentences written, by message."""
    return {
        _number(name.removeprefix(_WORDING)): " ".join(text.split())
        for name, text in posted.fields.items()
        if _is(name, _WORDING)
    }


def new_topic(posted: Posted, subjects: list[str], author: str) -> NewTopic:
    """Return the topic wanted. Raises a 422 error for an id, title or subject that cannot be."""
    name, title = posted["id"].strip(), " ".join(posted["title"].split())
    if not TOPIC_ID.fullmatch(name) or len(name) > 64:
        raise ApiError(422, "topic_id")
    if not title or len(title) > 60 or not title.isprintable():
        raise ApiError(422, "topic_title")
    if posted["subject"] not in subjects:
        raise ApiError(422, "invalid")
    return NewTopic(id=name, title=title, subject=posted["subject"], author=author)


def _is(name: str, prefix: str) -> bool:
    return name.startswith(prefix) and name.removeprefix(prefix).isdecimal()


def _number(digits: str) -> int:
    # more digits than an id has are of no message
    return int(digits) if digits.isascii() and len(digits) < 19 else -1
