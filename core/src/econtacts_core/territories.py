"""The departments, and which of them a postcode belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from econtacts_core.documents import check_known, read_document


@dataclass(frozen=True)
class Department:
    """A department, or an overseas collectivity that has postcodes."""

    code: str  # official: "01", "2A", "974"
    name: str


@dataclass(frozen=True)
class Territories:
    """The departments by their code, and by how their postcodes begin."""

    departments: Mapping[str, Department]
    prefixes: Mapping[str, Department]

    def of_postcode(self, postcode: str) -> Department | None:
        """Return the department of five digits, None when no postcode begins like them."""
        starts = (postcode[:length] for length in range(len(postcode), 1, -1))
        return next((self.prefixes[start] for start in starts if start in self.prefixes), None)


def load_territories(path: Path) -> Territories:
    """Read the departments and the postcodes that do not begin with a department's code.

    Raises:
        KnowledgeError: for what its schema refuses, or a postcode of an unknown department.
    """
    content = read_document(path, "territories")
    departments = {code: Department(code, name) for code, name in content["departments"].items()}
    check_known(
        f"{path} : postcodes", "département inconnu", content["postcodes"].values(), departments
    )
    elsewhere = {start: departments[code] for start, code in content["postcodes"].items()}
    return Territories(departments, {**departments, **elsewhere})
