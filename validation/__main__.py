"""`make validate`: read everything that designers write, and say what to mend, where and how."""

import argparse
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

from validation.concepts import concepts
from validation.findings import Finding, limited, report
from validation.freshness import freshness
from validation.graph import graph
from validation.keywords import keywords
from validation.loader import loader
from validation.precisions import precisions
from validation.project import Project, read_project
from validation.rasas_own import rasas_own
from validation.references import references
from validation.responses import responses
from validation.texts import texts
from validation.utterances import utterances
from validation.vocabulary import vocabulary

CHECKS: tuple[Callable[[Project], Iterable[Finding]], ...] = (
    vocabulary,
    precisions,
    references,
    responses,
    texts,
    utterances,
    concepts,
    keywords,
    graph,
    loader,
)
UNSOUND = "Des fichiers ne se lisent pas : corrigez-les d'abord, les autres contrôles attendent."


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; return 1 when it holds an error."""
    parser = argparse.ArgumentParser(prog="validate", description=__doc__)
    parser.add_argument("files", nargs="*", help="report only what concerns these files")
    parser.add_argument("--root", type=Path, default=Path())
    parser.add_argument("--near", action="store_true", help="compare the sentences of topics")
    options = parser.parse_args(arguments)
    files = {Path(name).as_posix() for name in options.files}
    project, found, sound = read_project(options.root)
    if not sound:
        # one missing bracket would make every other file look wrong
        print(f"{UNSOUND}\n")
    elif options.near:
        return _near(project)
    else:
        found += checked(project, date.today())
        found += _rasas(options.root) if _concern_rasa(files) else ()
    shown = limited(found, files)
    print(report(shown, elsewhere=len(set(found)) - len(shown)))
    return int(any(finding.severity == "error" for finding in shown))


def checked(project: Project, today: date) -> list[Finding]:
    """Return what our own checks find in a project whose files can be relied on."""
    found = [finding for check in CHECKS for finding in check(project)]
    return [*found, *freshness(project, today)]


def _rasas(root: Path) -> list[Finding]:
    found = list(rasas_own(root))
    print("Rasa : des reproches, ci-dessous.\n" if found else "Rasa n'a rien à redire.\n")
    return found


def _concern_rasa(files: Collection[str]) -> bool:
    # Rasa takes ten seconds to start and never reads the knowledge
    return not files or any(not name.startswith("knowledge/") for name in files)


def _near(project: Project) -> int:
    # the encoder and its libraries, for this alone
    from validation.neighbours import neighbours

    print(neighbours(project))
    return 0


if __name__ == "__main__":
    sys.exit(main())
