"""The picture, in the environment that has matplotlib: the assistant's."""

from pathlib import Path

import pytest

from evaluation.confusion import Confusion

pytest.importorskip("matplotlib")
SMALL = Confusion(("Paiement", "Coordonnées"), ((3, 1), (0, 0)))


def test_a_picture_is_written_even_for_a_subject_without_messages(tmp_path: Path):
    from evaluation.picture import draw

    draw(SMALL, tmp_path / "images" / "confusion.png")
    assert (tmp_path / "images" / "confusion.png").read_bytes().startswith(b"\x89PNG")


def test_equal_figures_make_equal_pictures(tmp_path: Path):
    from evaluation.picture import draw

    for name in ("a.png", "b.png"):
        draw(SMALL, tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
