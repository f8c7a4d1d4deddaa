"""Rasa's own reading of the training files, with the utterances read and merged once.

Rasa reads them at each step of a training and copies all of them for each further file: with ten
thousand utterances in twenty files that takes longer than learning from them.
"""

from functools import lru_cache

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.training_data import TrainingData


class TrainingDataImporter(RasaFileImporter):
    """A `RasaFileImporter` for many utterances."""

    def get_nlu_data(self, language: str | None = "fr") -> TrainingData:
        """Return the utterances, synonyms, patterns and look-ups of all files together."""
        return _merged(tuple(self._nlu_files), language)


@lru_cache(maxsize=4)
def _merged(paths: tuple[str, ...], language: str | None) -> TrainingData:
    found = [load_data(path, language) for path in paths]
    return TrainingData(
        training_examples=[example for data in found for example in data.training_examples],
        entity_synonyms={
            key: value for data in found for key, value in data.entity_synonyms.items()
        },
        regex_features=[feature for data in found for feature in data.regex_features],
        lookup_tables=[table for data in found for table in data.lookup_tables],
        responses={key: value for data in found for key, value in data.responses.items()},
    )
