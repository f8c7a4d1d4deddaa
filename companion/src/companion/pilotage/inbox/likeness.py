"""How alike messages are: what they mean, and what the assistant half guessed of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from econtacts_core.meaning import Matrix

from companion.classifier.model import TopicModel


@dataclass(frozen=True)
class LikenessReader:
    """Turns texts into vectors whose product is how alike two of them are, at most one.

    Three views weigh the same: the sentence, its words, and the square root of the probability of
    each topic. The third makes groups far purer (docs/mesures.md): a model that is not sure still
    knows what it hesitates between.
    """

    model: TopicModel

    def read(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors: shape (texts, features), of length one at most."""
        sentences = self.model.meaning.transform(texts)
        readings = self.model.read(texts, sentences)
        words = np.stack([found.words for found in readings])
        guesses = np.sqrt([list(found.scores.values()) for found in readings])
        joined: Matrix = np.hstack([sentences, words, guesses]).astype(np.float32)
        joined /= np.float32(np.sqrt(3))
        return joined
