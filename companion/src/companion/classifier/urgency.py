"""How soon a message must be read: the situations of the knowledge, shown by its concepts."""

from collections.abc import Mapping, Sequence

from econtacts_core.keyword_graph import Mention, fires
from econtacts_core.offices import Situation


def most_urgent(situations: Sequence[Situation], found: Mapping[str, Mention]) -> Situation | None:
    """Return the first of `situations` that the concepts `found` show, None when none is shown.

    Args:
        situations: the most urgent first.
        found: the concepts of a message, each with how it speaks of them.
    """
    return next(
        (
            situation
            for situation in situations
            if any(fires(sign, found) for sign in situation.signs)
        ),
        None,
    )
