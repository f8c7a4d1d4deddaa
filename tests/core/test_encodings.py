"""Texts encoded once stay encoded, whatever happens to the file that keeps them."""

from pathlib import Path

import numpy as np
import pytest
from econtacts_core import encodings
from econtacts_core.encodings import EncodedTexts
from econtacts_core.meaning import Matrix, SentenceEncoder, SentenceMeaning, sentence_encoder

TEXTS = ["je déménage", "où payer mes impôts", "je déménage"]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tell which texts the encoder had to read."""
    seen: list[str] = []
    encode = SentenceEncoder.encode

    def watched(encoder: SentenceEncoder, texts: list[str]) -> Matrix:
        seen.extend(texts)
        return encode(encoder, texts)

    monkeypatch.setattr(SentenceEncoder, "encode", watched)
    return seen


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "encodings.npz"


def test_a_text_is_read_once_and_found_again(path: Path, read: list[str]):
    first = EncodedTexts(path).encode(TEXTS)
    again = EncodedTexts(path).encode(["mon taux a changé", *TEXTS])
    assert read == ["je déménage", "où payer mes impôts", "mon taux a changé"]
    assert np.array_equal(again[1:], first)
    assert np.array_equal(first[0], first[2])


def test_vectors_are_the_encoders_own(path: Path):
    EncodedTexts(path).encode(TEXTS)
    kept = EncodedTexts(path).encode(TEXTS)
    assert np.allclose(kept, sentence_encoder().encode(TEXTS), atol=0.02)
    assert np.allclose(EncodedTexts(None).encode(TEXTS), kept, atol=0.02)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x93NUMPY", b"plain text"])
def test_a_broken_file_counts_for_nothing(path: Path, read: list[str], content: bytes):
    path.write_bytes(content)
    assert EncodedTexts(path).encode(TEXTS).shape == (3, 512)
    EncodedTexts(path).encode(TEXTS)
    assert read == ["je déménage", "où payer mes impôts"]


def test_vectors_of_another_encoder_count_for_nothing(
    path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
):
    EncodedTexts(path).encode(TEXTS[:1])
    monkeypatch.setattr(encodings, "encoder_fingerprint", lambda: "another")
    EncodedTexts(path).encode(TEXTS[:1])
    assert read == TEXTS[:1] * 2


def test_without_a_path_nothing_is_kept(tmp_path: Path):
    EncodedTexts(None).encode(TEXTS)
    assert not list(tmp_path.iterdir())


def test_what_is_learnt_from_encoded_texts_reads_new_ones_alike():
    encoded = sentence_encoder().encode(TEXTS)
    meaning, vectors = SentenceMeaning.fit_encoded(encoded)
    assert np.allclose(meaning.transform(TEXTS), vectors, atol=0.05)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
