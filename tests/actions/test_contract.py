"""Our side of the classifier's contract: the written examples, replayed."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from actions.classifier import ClassifierClient
from actions.requests_client import RequestsClient
from tests.actions.fakes import Companion

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples" / "classifier.json"
WRITTEN = json.loads(EXAMPLES.read_text(encoding="utf-8"))
PROPOSALS = [found for found in WRITTEN if found["request"]["path"] == "/v1/proposals"]
FEEDBACK = [found for found in WRITTEN if found["request"]["path"].endswith("/feedback")]
REQUESTS = [found for found in WRITTEN if found["request"]["path"] == "/v1/requests"]


def by_name(example: dict[str, Any]) -> str:
    return str(example["name"])


@pytest.fixture
def client(companion: Companion) -> ClassifierClient:
    return ClassifierClient(companion.url, "jeton")


@pytest.mark.parametrize("example", PROPOSALS, ids=by_name)
def test_a_proposal_is_asked_and_understood_as_written(
    example: dict[str, Any], companion: Companion, client: ClassifierClient
):
    written = example["response"]
    companion.reply(written["status"], written["body"])
    understood = asyncio.run(client.propose(**example["request"]["body"]))
    assert companion.requests[0].body == example["request"]["body"]
    assert understood == (written["body"] if written["status"] == 200 else None)


@pytest.mark.parametrize("example", FEEDBACK, ids=by_name)
def test_feedback_is_given_as_written(
    example: dict[str, Any], companion: Companion, client: ClassifierClient
):
    companion.reply(example["response"]["status"], example["response"]["body"])
    proposal_id = example["request"]["path"].split("/")[-2]
    asyncio.run(client.feedback(proposal_id, **example["request"]["body"]))
    assert companion.requests[0].path == example["request"]["path"]
    assert companion.requests[0].body == example["request"]["body"]


@pytest.mark.parametrize("example", REQUESTS, ids=by_name)
def test_a_request_is_sent_and_acknowledged_as_written(
    example: dict[str, Any], companion: Companion
):
    written = example["response"]
    companion.reply(written["status"], written["body"])
    client = RequestsClient(companion.url, "jeton")
    number = asyncio.run(client.send_request(**example["request"]["body"]))
    assert companion.requests[0].path == example["request"]["path"]
    assert companion.requests[0].body == example["request"]["body"]
    assert number == written["body"].get("number")


@pytest.mark.parametrize("status", [200, 201, 404, 409, 422])
def test_every_outcome_of_a_request_has_its_example(status: int):
    assert status in {found["response"]["status"] for found in REQUESTS}


@pytest.mark.parametrize("decision", ["answer", "suggest", "abstain"])
def test_every_decision_has_its_example(decision: str):
    assert decision in {found["response"]["body"].get("decision") for found in PROPOSALS}
