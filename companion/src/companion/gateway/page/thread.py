"""A conversation as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from companion.gateway.messages import Message


@dataclass(frozen=True)
class Thread:
    """What was said, and where the last answer begins."""

    messages: Sequence[Message]

    @property
    def questions(self) -> int:
        """How often the citizen wrote or chose."""
        return sum(message.kind == "citizen" for message in self.messages)

    @property
    def answered(self) -> bool:
        """Whether the assistant spoke last."""
        return bool(self.messages) and self.messages[-1].kind != "citizen"

    @property
    def latest(self) -> int:
        """The place of the first message after the citizen's last one."""
        places = [place for place, said in enumerate(self.messages) if said.kind == "citizen"]
        return places[-1] + 1 if places else 0
