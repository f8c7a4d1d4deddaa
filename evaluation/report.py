"""What `make evaluate` has found, and the table that it prints."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.measures import Measures, SeveralMeasures
from evaluation.pairs import Pair
from evaluation.score import Score
from evaluation.witnesses import Firsts


@dataclass(frozen=True)
class Row:
    """One line of the page's first table; `wanted` is what the project aims at."""

    english: str
    french: str
    value: float
    wanted: str = ""


@dataclass(frozen=True)
class Labelled:
    """The score of one set that others labelled, on one way; `graph` and `model` are alone."""

    name: str
    way: str
    score: Score


@dataclass(frozen=True)
class Findings:
    """All that one run has measured; `labelled` and `firsts` are empty without those messages."""

    held_out: Measures
    seen: int
    several: SeveralMeasures
    pairs: Sequence[Pair]
    labelled: Sequence[Labelled]
    firsts: Sequence[Firsts]


def rows(found: Findings) -> list[Row]:
    """Return the figures of our own utterances, in the order in which they are told."""
    ours, several = found.held_out, found.several
    return [
        Row("right topic first", "bon sujet en tête", ours.first, "≥ 0,95"),
        Row("right topic in three", "bon sujet parmi les trois premiers", ours.three),
        Row("macro-F1 of topics", "macro-F1 des sujets", ours.macro_f1),
        Row("answered, right", "réponse immédiate, juste", ours.answered_right),
        Row("answered, wrong", "réponse immédiate, à côté", ours.answered_wrong),
        Row("right among choices", "bon sujet parmi les choix proposés", ours.offered_right),
        Row("ours refused", "question fiscale refusée à tort", ours.refused, "≤ 0,03"),
        Row("ours split", "question unique coupée à tort en plusieurs", ours.split),
        Row("foreign refused", "texte étranger refusé", ours.foreign_refused),
        Row("foreign answered", "texte étranger qui reçoit une réponse", ours.foreign_answered),
        Row("talk acts right", "acte de conversation reconnu", ours.talk_right),
        Row("calibration error", "erreur de calibration", ours.calibration_error, "≤ 0,05"),
        Row("several detected", "plusieurs demandes : détectées", several.detected),
        Row("several, exactly right", "plusieurs demandes : exactement les bonnes", several.exact),
        Row("long single ones split", "long message unique coupé à tort", several.split),
    ]


def terminal(found: Findings) -> str:
    """Return the table for the terminal."""
    ours, several = found.held_out, found.several
    lines = [
        f"held out: {ours.messages} messages ({ours.topics} on topics, {ours.foreign} foreign,"
        f" {ours.talk} talk); {found.seen} that training has were left out",
        f"several requests: {several.several} messages, and {several.single} long single ones",
    ]
    lines += [f"  {row.english:23} {row.value:.3f}" for row in rows(found)]
    lines += ["worst pairs of topics"]
    return "\n".join(
        [
            *lines,
            *(f"  {p.errors:3}  {' / '.join(sorted(p.topics))}" for p in found.pairs),
            *_ways(found),
        ]
    )


def _ways(found: Findings) -> list[str]:
    if not found.labelled:
        return []
    return [
        "labelled messages        set               first  three  answered  right  refused",
        *(
            f"  {each.way:23}{each.name:18}{_share(each.score.first)}  {_share(each.score.three)}"
            f"  {_share(each.score.answered):>8}  {_share(each.score.precision)}"
            f"  {_share(each.score.refused)}"
            for each in found.labelled
        ),
        "first proposals, put first alone by",
        *(
            f"  {each.name:23}both {each.both:.3f}, graph {each.graph:.3f}, model {each.model:.3f},"
            f" neither {each.neither:.3f} ({each.proposals} proposals)"
            for each in found.firsts
        ),
    ]


def _share(value: float | None) -> str:
    return "    –" if value is None else f"{value:.3f}"
