"""The share of personal data that the masking finds in messages as people write them."""

import pytest

from benchmarks.masking import HALVES, Tally, messages, tally

STRUCTURED = (
    "birth_date",
    "card",
    "email",
    "fiscal_number",
    "iban",
    "nir",
    "notice_reference",
    "phone",
    "plate",
    "siren",
    "siret",
)


@pytest.fixture(scope="module", params=HALVES)
def found(request: pytest.FixtureRequest) -> Tally:
    return tally(messages(request.param))


def test_the_set_is_large_enough_to_count():
    whole = messages()
    assert sum(bool(message.expected) for message in whole) >= 150
    assert sum(not message.expected for message in whole) >= 60


def test_each_half_holds_every_kind(found: Tally):
    assert {kind for kind, count in found.wanted.items() if count >= 2} == {
        *STRUCTURED,
        "name",
        "address",
    }


def test_structured_identifiers_are_found(found: Tally):
    assert found.recall(*STRUCTURED) >= 0.99


@pytest.mark.parametrize("kind", ["name", "address"])
def test_names_and_addresses_are_found(found: Tally, kind: str):
    assert found.recall(kind) >= 0.90


def test_little_is_masked_that_is_nobodys(found: Tally):
    assert found.precision() >= 0.95
