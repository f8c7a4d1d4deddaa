"""Which reports and pages there are, read from `reports.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from companion.pilotage.indicators.catalogue import load_indicators
from companion.pilotage.roles import Permission


class ChartSpecification(BaseModel):
    """How a report is drawn; no column: all of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["line", "bar"]
    columns: tuple[str, ...]
    rows: int | None = None


class Report(BaseModel):
    """A table to make."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["list", "breakdown", "season", "themes"]
    title: str
    note: str = ""
    by: str = ""
    indicators: tuple[str, ...]
    compare: tuple[str, ...] = ()
    sort: str = ""
    limit: int | None = None
    at_least: int = 0  # of the first indicator; rows with fewer are left out
    rising: bool = False  # rows that the sorting column does not say to grow are left out
    clearly_worse: bool = False  # rows where nothing got clearly worse are left out
    chart: ChartSpecification | None = None
    needs: Permission = Permission.READ_INDICATORS

    @model_validator(mode="after")
    def _knows_its_indicators(self) -> "Report":
        unknown = {*self.indicators, *self.compare} - set(load_indicators())
        if unknown:
            raise ValueError(f"{self.title}: unknown indicators {sorted(unknown)}")
        return self


@dataclass(frozen=True)
class PageSpecification:
    """A page: its name in the address, its title, its reports."""

    id: str
    title: str
    reports: tuple[str, ...]


@dataclass(frozen=True)
class Specification:
    """All reports by id, the pages in order, and the reports of a topic's page."""

    reports: Mapping[str, Report]
    pages: Mapping[str, PageSpecification]
    topic: tuple[str, ...]


@cache
def load_specification() -> Specification:
    """Read the reports and pages. Raises `ValueError` when one is not as it should be."""
    written = yaml.safe_load((files(__package__) / "reports.yml").read_text(encoding="utf-8"))
    reports = {name: Report.model_validate(entry) for name, entry in written["reports"].items()}
    pages = {
        name: PageSpecification(name, entry["title"], tuple(entry["reports"]))
        for name, entry in written["pages"].items()
    }
    topic = tuple(written["topic"]["reports"])
    unknown = {name for page in pages.values() for name in page.reports} | set(topic)
    if unknown - set(reports):
        raise ValueError(f"pages show unknown reports {sorted(unknown - set(reports))}")
    return Specification(reports, pages, topic)
