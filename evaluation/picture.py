"""The picture of a confusion matrix."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg  # type: ignore[import-untyped]
from matplotlib.colors import PowerNorm  # type: ignore[import-untyped]
from matplotlib.figure import Figure  # type: ignore[import-untyped]

from evaluation.confusion import Confusion

_TITLE = "Sujet lu par l'assistant (colonnes) pour chaque sujet voulu (lignes)"
_SHADE = "Part des phrases de la ligne"
# One hue from light to dark is told apart in any colour vision, and in print.
_COLOURS = "Blues"
# Errors are few: drawn in proportion, they would all be white.
_GAMMA = 0.45
_WHITE_TEXT_FROM = 0.35


def draw(confusion: Confusion, target: Path) -> None:
    """Write the matrix as a PNG, with counts in the cells and shares of each row as shades."""
    counts = np.array(confusion.counts)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = Figure(figsize=(10.5, 9.5))
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    shades = axes.imshow(shares, cmap=_COLOURS, norm=PowerNorm(_GAMMA, vmin=0, vmax=1))
    for row, column in zip(*np.nonzero(counts), strict=True):
        colour = "white" if shares[row, column] >= _WHITE_TEXT_FROM else "black"
        axes.text(column, row, counts[row, column], ha="center", va="center", color=colour)
    _name_sides(axes, confusion)
    bar = figure.colorbar(shades, ax=axes, shrink=0.7, ticks=(0, 0.01, 0.05, 0.2, 0.5, 1))
    bar.ax.set_yticklabels(("0 %", "1 %", "5 %", "20 %", "50 %", "100 %"))
    bar.set_label(_SHADE)
    target.parent.mkdir(parents=True, exist_ok=True)
    # without the name of the software, equal figures make equal files
    figure.savefig(target, dpi=110, bbox_inches="tight", metadata={"Software": None})


def _name_sides(axes: Any, confusion: Confusion) -> None:
    places = range(len(confusion.labels))
    totals = [
        f"{label} ({sum(row)})"
        for label, row in zip(confusion.labels, confusion.counts, strict=True)
    ]
    axes.set_xticks(places, confusion.labels, rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(places, totals)
    axes.set_title(_TITLE, pad=14)
