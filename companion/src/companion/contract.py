"""What both HTTP contracts share: strict JSON objects, and the closed lists."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

COMMENT_LENGTH = 500  # characters, of what a rating says more

Audience = Literal["particulier", "professionnel"]
Channel = Literal["chat", "mail", "phone"]
RatingValue = Literal["up", "down"]
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\w-]+$")]
Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=COMMENT_LENGTH)]


class Body(BaseModel):
    """A request or a response: a JSON object with these members and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)
