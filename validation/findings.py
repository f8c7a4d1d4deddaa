"""What is reported: a finding with its place, and the report made of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """Something to mend at `path:line`; `hint` says how.

    Line 0 stands for the whole file or folder. `also` names other files that the finding
    concerns: mending either side would do.
    """

    path: str
    line: int
    severity: Severity
    message: str
    hint: str = ""
    also: tuple[str, ...] = field(default=(), compare=False)

    def concerns(self, files: Collection[str]) -> bool:
        """Tell whether one of `files` is where it was found or could be mended."""
        return any(
            name == path or name.startswith(f"{path}/")
            for name in files
            for path in (self.path, *self.also)
        )

    def __str__(self) -> str:
        """Return the line of the report, and a second one for the hint."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        first = f"{place}  {self.severity:<7}  {self.message}"
        return f"{first}\n    → {self.hint}" if self.hint else first


def limited(findings: Iterable[Finding], files: Collection[str]) -> list[Finding]:
    """Keep what concerns `files`, everything when none is named; sorted by place, each once."""
    kept = (found for found in findings if not files or found.concerns(files))
    return sorted(set(kept))


def report(findings: Sequence[Finding], *, elsewhere: int = 0) -> str:
    """Write the findings, file by file, then one line that counts them.

    Args:
        findings: what is shown, in order.
        elsewhere: how many findings of other files were left out.
    """
    counted = Counter(found.severity for found in findings)
    summary = f"{_count(counted['error'], 'erreur')}, {_count(counted['warning'], 'avertissement')}"
    if elsewhere:
        summary += f" ; {_count(elsewhere, 'autre constat')} hors des fichiers demandés"
    return "\n".join([*_paragraphs(findings), f"validate : {summary}."])


def _paragraphs(findings: Sequence[Finding]) -> Iterable[str]:
    previous = None
    for found in findings:
        if previous not in (None, found.path):
            yield ""
        previous = found.path
        yield str(found)
    if findings:
        yield ""


def _count(number: int, name: str) -> str:
    plural = " ".join(f"{word}s" for word in name.split())
    return f"{number} {plural if number > 1 else name}"
