"""Our held-out utterances, and what the trained assistant made of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from econtacts_core.text import normalise

# The gate's own reader: both must count the same utterances.
from tests.utterances import Utterance, read_utterances

TRAINING = Path("data/nlu")
HELD_OUT = Path("tests/nlu")
SEVERAL = HELD_OUT / "several_requests.yml"
# The ladder puts its step before the intents in the ranking; it is no reading of the text.
STEPS = ("nlu_clarify", "nlu_fallback")
OTHER_REQUEST = "other_request"
OUT_OF_SCOPE = "out_of_scope"
REFUSALS = (OUT_OF_SCOPE, "other_form")


@dataclass(frozen=True)
class Message:
    """A text and what its author wants, in the author's order: one intent, or several topics."""

    text: str
    meant: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """A message, what was read in it, and what its author would get."""

    text: str
    meant: tuple[str, ...]
    ranking: tuple[tuple[str, float], ...]  # intents before the ladder, likeliest first
    intent: str | None  # after the ladder
    requests: tuple[str, ...]  # the topics to be answered one after the other; one or none if whole
    decision: str
    offered: tuple[str, ...]  # the topics of the decision: the answer's own, then the choices

    @property
    def likeliest(self) -> str | None:
        """The first intent of the ranking, None when nothing was read."""
        return self.ranking[0][0] if self.ranking else None

    @property
    def confidence(self) -> float:
        """The probability of the likeliest intent."""
        return self.ranking[0][1] if self.ranking else 0.0

    @property
    def refused(self) -> bool:
        """Whether its author is sent away, or left to the general form."""
        return self.decision in REFUSALS


def read_held_out() -> tuple[list[Message], int]:
    """Return the utterances that training has not, and how many it has word for word.

    Everybody types « mot de passe oublié »; the figures speak of the unseen alone.
    """
    seen = {normalise(utterance.text) for utterance in read_utterances(TRAINING, "*.yml")}
    return unseen(read_utterances(HELD_OUT, "held_out_*.yml"), seen)


def unseen(utterances: Sequence[Utterance], seen: Iterable[str]) -> tuple[list[Message], int]:
    """Leave out the utterances whose normalised text is in `seen`, and count these."""
    known = set(seen)
    kept = [found for found in utterances if normalise(found.text) not in known]
    return [Message(found.text, (found.intent,)) for found in kept], len(utterances) - len(kept)


def read_several(path: Path = SEVERAL) -> list[Message]:
    """Return the messages with several requests, and the long ones with one."""
    messages = yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]
    return [Message(message["text"], tuple(message["topics"])) for message in messages]


def reading(message: Message, parsed: Mapping[str, Any], routed: Mapping[str, Any]) -> Reading:
    """Set what `message` means beside Rasa's parse of it and the decision of `make route`."""
    intent = parsed["intent"]["name"]
    others = [found["value"] for found in parsed["entities"] if found["entity"] == OTHER_REQUEST]
    topics = (routed, *routed["alternatives"])
    return Reading(
        text=message.text,
        meant=message.meant,
        ranking=tuple(
            (found["name"], found["confidence"])
            for found in parsed["intent_ranking"]
            if found["name"] is not None and found["name"] not in STEPS
        ),
        intent=intent,
        requests=(intent, *others),
        decision=routed["decision"],
        offered=tuple(topic["topic"] for topic in topics if topic["topic"] is not None),
    )
