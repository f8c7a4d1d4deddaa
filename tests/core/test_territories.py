"""The departments, and the postcodes that lead to them."""

import pytest
from econtacts_core.knowledge import Knowledge

OVERSEAS = {"971", "972", "973", "974", "976"}
COLLECTIVITIES = {"975", "977", "978", "986", "987", "988"}


def test_the_hundred_and_one_departments_are_there(known: Knowledge):
    metropolitan = {f"{number:02}" for number in range(1, 96)} - {"20"} | {"2A", "2B"}
    departments = known.territories.departments
    assert set(departments) == metropolitan | OVERSEAS | COLLECTIVITIES
    assert len(departments) - len(COLLECTIVITIES) == 101


def test_no_two_departments_have_one_name(known: Knowledge):
    names = [department.name for department in known.territories.departments.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("postcode", "code"),
    [
        ("01000", "01"),
        ("44000", "44"),
        ("75116", "75"),
        ("20000", "2A"),
        ("20190", "2A"),
        ("20200", "2B"),
        ("20620", "2B"),
        ("97110", "971"),
        ("97133", "977"),
        ("97150", "978"),
        ("97490", "974"),
        ("97500", "975"),
        ("98714", "987"),
    ],
)
def test_a_postcode_leads_to_its_department(known: Knowledge, postcode: str, code: str):
    department = known.territories.of_postcode(postcode)
    assert department is not None
    assert department.code == code


@pytest.mark.parametrize("postcode", ["00000", "20500", "96000", "97900", "98000", "99999"])
def test_what_no_postcode_begins_with_leads_nowhere(known: Knowledge, postcode: str):
    assert known.territories.of_postcode(postcode) is None
