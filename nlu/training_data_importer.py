"""Rasa's own reading of the training files, made for ten thousand utterances.

Rasa reads the files at each step of a training, copies all utterances for each further file, and
writes every number of every feature out in words to see whether anything changed. That takes
longer than learning from them: here they are read once, shared, and compared by their bytes.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class Utterance(Message):
    """A training example whose copies share their values: components replace, they do not edit."""

    _cached_fingerprint: str | None

    def __deepcopy__(self, memo: dict[int, Any]) -> Utterance:
        """Return an utterance with members of its own."""
        return Utterance(dict(self.data), set(self.output_properties), self.time, [*self.features])

    def fingerprint(self) -> str:
        """Digest the members and the features."""
        if self._cached_fingerprint is None:
            digest = hashlib.sha1(repr(sorted(self.data.items())).encode(), usedforsecurity=False)
            for features in self.features:
                digest.update(_content(features))
            self._cached_fingerprint = digest.hexdigest()
        return self._cached_fingerprint


class TrainingDataImporter(RasaFileImporter):
    """A `RasaFileImporter` for many utterances."""

    def get_nlu_data(self, language: str | None = "fr") -> TrainingData:
        """Return the utterances, synonyms, patterns and look-ups of all files together.

        They do not depend on `language`: Rasa passes it on to formats older than YAML.
        """
        return _merged(tuple(self._nlu_files))


@lru_cache(maxsize=4)
def _merged(paths: tuple[str, ...]) -> TrainingData:
    found = [load_data(path) for path in paths]
    return TrainingData(
        training_examples=[
            Utterance(example.data) for data in found for example in data.training_examples
        ],
        entity_synonyms={
            key: value for data in found for key, value in data.entity_synonyms.items()
        },
        regex_features=[feature for data in found for feature in data.regex_features],
        lookup_tables=[table for data in found for table in data.lookup_tables],
        responses={key: value for data in found for key, value in data.responses.items()},
    )


def _content(features: Features) -> bytes:
    """Return what tells one text's features from another's."""
    if features.is_sparse():
        rows = features.features.tocsr()
        return bytes(rows.data.tobytes() + rows.indices.tobytes())
    return bytes(features.features.tobytes())
