"""Which known sentence a new one nearly repeats."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from econtacts_core.encodings import EncodedTexts
from econtacts_core.meaning import Matrix

from companion.classifier.model import TopicModel

# Of so many sentences that mean nearly the same, the writing is compared too.
_COMPARED = 8


@dataclass(frozen=True)
class Neighbour:
    """A known sentence, its intent, and how alike it is: at most one."""

    text: str
    intent: str
    likeness: float


class Neighbourhood:
    """Sentences among which a new one is looked for, as `make duplicates` compares them.

    Writing (characters and terms), words and the whole sentence count alike.
    """

    def __init__(
        self, model: TopicModel, texts: Sequence[str], intents: Sequence[str], meant: Matrix
    ) -> None:
        self._model, self._texts, self._intents, self._meant = model, texts, intents, meant
        # the same page is read again and again while a patch is being written
        self._found: dict[str, Neighbour] = {}

    @classmethod
    def of(
        cls,
        model: TopicModel,
        labelled: Sequence[tuple[str, str]],
        encodings: Path | None = None,
    ) -> "Neighbourhood":
        """Read sentences given as (text, intent).

        They cost milliseconds each, unless the file `encodings` keeps their vectors.
        """
        texts, intents = [text for text, _ in labelled], [intent for _, intent in labelled]
        if not texts:
            return cls(model, texts, intents, np.zeros((0, 1), np.float32))
        sentences = EncodedTexts(encodings).encode(texts) - model.meaning.centre
        sentences /= np.maximum(np.linalg.norm(sentences, axis=1, keepdims=True), 1e-9)
        meant = np.hstack([model.vectoriser.words.transform(texts), sentences])
        return cls(model, texts, intents, meant)

    @classmethod
    def taught(cls, model: TopicModel) -> "Neighbourhood":
        """Return the sentences that the model learnt, whose vectors it keeps."""
        known = model.classifier
        intents = [known.classes[place] for place in model.taught]
        return cls(model, model.examples, intents, np.hstack([known.words, known.sentences]))

    def nearest(self, text: str) -> Neighbour | None:
        """Return the known sentence most like `text`, None when there is none at all."""
        if not self._texts:
            return None
        if text not in self._found:
            self._found[text] = self._nearest(text)
        return self._found[text]

    def _nearest(self, text: str) -> Neighbour:
        meant = self._meant @ _meant(self._model, [text]).T
        places = np.argsort(-meant[:, 0])[:_COMPARED]
        written = self._model.vectoriser.written([text, *(self._texts[at] for at in places)])
        # two parts each, of length one
        likeness = (meant[places, 0] + (written[1:] @ written[0].T).toarray()[:, 0]) / 4
        best = int(likeness.argmax())
        at = int(places[best])
        return Neighbour(self._texts[at], self._intents[at], float(likeness[best]))


def _meant(model: TopicModel, texts: Sequence[str]) -> Matrix:
    read: Matrix = np.hstack(
        [model.vectoriser.words.transform(texts), model.meaning.transform(texts)]
    )
    return read
