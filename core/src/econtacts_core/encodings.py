"""Sentence vectors kept from one training to the next: only new texts are encoded.

Encoding is the longest step of a training, and both environments train on the same texts: the
first to read a text spares the other its milliseconds.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import BadZipFile

import numpy as np

from econtacts_core.meaning import Matrix, encoder_fingerprint, sentence_encoder


class EncodedTexts:
    """The sentence encoder with a memory, in the file `path`; without a path, no memory.

    A file that cannot be read, or that another encoder filled, counts for nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return what `SentenceEncoder.encode` does, and keep what was new.

        Raises:
            OSError: the file cannot be written.
        """
        if self._path is None:
            return sentence_encoder().encode(texts)
        known = self._read(self._path)
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            vectors = sentence_encoder().encode(list(new.values()))
            known.update(zip(new, vectors, strict=True))
            self._write(self._path, known)
        return np.stack([known[key] for key in keys])

    @staticmethod
    def _read(path: Path) -> dict[str, Matrix]:
        try:
            # opened here: numpy leaves open what it cannot read
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                if str(stored["encoder"]) != encoder_fingerprint():
                    return {}
                return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
        except (FileNotFoundError, BadZipFile, KeyError, ValueError, EOFError):
            return {}

    @staticmethod
    def _write(path: Path, known: dict[str, Matrix]) -> None:
        """Replace the file at once: two trainings may run together, and each reads a whole one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".draft", delete=False) as draft:
            np.savez(
                draft,
                encoder=np.array(encoder_fingerprint()),
                keys=np.array(list(known)),
                vectors=np.stack(list(known.values())),
            )
        Path(draft.name).replace(path)
