"""The page of `docs/` that `make evaluate` writes.

It takes figures alone of the messages that others labelled: none of their words.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from evaluation.pairs import Pair
from evaluation.report import Findings, Labelled, Row, rows
from evaluation.witnesses import Firsts

PICTURE = "images/confusion.png"
_TEMPLATE = Path(__file__).with_name("page.template")
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|"})
_NOT_HERE = "Non mesurés cette fois : ces messages manquaient quand la page a été écrite."
_LABELLED = """\
Ces messages ne sont pas dans le projet, seuls leurs chiffres sont ici. `route` est la décision
que recevrait l'usager ; `propose`, l'orchestrateur du compagnon seul, qui réunit graphe et modèle.
« Répondus » : d'emblée, sans rien demander.
« Graphe seul » et « modèle seul » : ce que chacun proposerait sans l'autre, avec les mêmes seuils.
Visé pour `route` : au moins 0,75 en tête et 0,92 parmi trois sur `routes_dev`, 0,90 de refus sur
`out_of_scope_dev`.

| Jeu | Voie | Messages | Bon sujet en tête | Parmi trois | Répondus | dont justes | Refusés |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""
_FIRSTS = """

Qui, seul, aurait mis en tête ce que `propose` met en tête :

| Jeu | Propositions | Les deux | Le graphe | Le modèle | Ni l'un ni l'autre |
| --- | --- | --- | --- | --- | --- |
"""
_WAYS = {"route": "`route`", "propose": "`propose`", "graph": "graphe seul", "model": "modèle seul"}


def page(found: Findings, titles: Mapping[str, str], today: date) -> str:
    """Return the whole page, in French.

    Args:
        titles: the title of each topic.
    """
    ours, several = found.held_out, found.several
    return _TEMPLATE.read_text(encoding="utf-8").format(
        date=f"{today:%d/%m/%Y}",
        messages=ours.messages,
        topics=ours.topics,
        foreign=ours.foreign,
        talk=ours.talk,
        seen=found.seen,
        several=several.several,
        single=several.single,
        measures="\n".join(_row(row) for row in rows(found)),
        labelled=_labelled(found.labelled) + _firsts(found.firsts),
        picture=PICTURE,
        pairs="\n".join(_pair(pair, titles) for pair in found.pairs),
    )


def _row(row: Row) -> str:
    return f"| {row.french} | {_number(row.value)} | {row.wanted} |"


def _labelled(scores: Sequence[Labelled]) -> str:
    if not scores:
        return _NOT_HERE
    return _LABELLED + "\n".join(
        f"| `{found.name}` | {_WAYS[found.way]} | {found.score.messages}"
        f" | {_number(found.score.first)} | {_number(found.score.three)}"
        f" | {_number(found.score.answered)} | {_number(found.score.precision)}"
        f" | {_number(found.score.refused)} |"
        for found in scores
    )


def _firsts(shares: Sequence[Firsts]) -> str:
    if not shares:
        return ""
    return _FIRSTS + "\n".join(
        f"| `{found.name}` | {found.proposals} | {_number(found.both)} | {_number(found.graph)}"
        f" | {_number(found.model)} | {_number(found.neither)} |"
        for found in shares
    )


def _pair(pair: Pair, titles: Mapping[str, str]) -> str:
    both = " / ".join(titles[topic] for topic in sorted(pair.topics))
    meant, read = pair.example.meant[0], pair.example.likeliest or ""
    text = pair.example.text.translate(_MARKDOWN)
    return f"| {pair.errors} | {both} | « {text} » | {titles[meant]} | {titles[read]} |"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".replace(".", ",")
