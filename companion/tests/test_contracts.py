"""The contracts are what the code serves, and their examples keep them, on the real application."""

import json
from functools import lru_cache
from typing import Any

import httpx
import jsonschema
import pytest
import yaml
from companion.openapi import openapi_text
from companion.settings import Role
from conftest import ROOT, TOKEN

CONTRACTS = ROOT / "contracts"
Example = dict[str, Any]


def examples(role: Role) -> list[Any]:
    text = (CONTRACTS / "examples" / f"{role}.json").read_text(encoding="utf-8")
    return [pytest.param(role, example, id=example["name"]) for example in json.loads(text)]


@lru_cache
def document(role: Role) -> dict[str, Any]:
    """Read a contract, once: it takes seconds."""
    path = CONTRACTS / f"{role}.openapi.yml"
    read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return read


def operation(role: Role, example: Example) -> dict[str, Any]:
    """Return the contract's entry for the example's method and path."""
    wanted = example["request"]["path"].split("/")
    for path, methods in document(role)["paths"].items():
        steps = path.split("/")
        pairs = zip(steps, wanted, strict=False)
        if len(steps) == len(wanted) and all(a == b or a.startswith("{") for a, b in pairs):
            found: dict[str, Any] = methods[example["request"]["method"].lower()]
            return found
    raise AssertionError(f"no such path in the contract: {example['request']['path']}")


def check(role: Role, described: dict[str, Any], body: object) -> None:
    """Fail unless `body` is what the contract describes."""
    schema = {**described["content"]["application/json"]["schema"]}
    schema["components"] = document(role)["components"]
    jsonschema.validate(body, schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("role", ["gateway", "classifier"])
def test_the_contract_is_what_the_code_serves(role: Role, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    written = (CONTRACTS / f"{role}.openapi.yml").read_text(encoding="utf-8")
    assert written == openapi_text(role), "the contract has changed: run `make contracts`"


@pytest.mark.parametrize(("role", "example"), [*examples("gateway"), *examples("classifier")])
def test_a_request_of_the_examples_keeps_the_contract(role: Role, example: Example):
    body = example["request"].get("body")
    if body is None:
        assert "requestBody" not in operation(role, example)
    else:
        check(role, operation(role, example)["requestBody"], body)


@pytest.mark.parametrize(("role", "example"), [*examples("gateway"), *examples("classifier")])
def test_a_response_of_the_examples_keeps_the_contract(role: Role, example: Example):
    response = example["response"]
    described = operation(role, example)["responses"][str(response["status"])]
    if response.get("body") is None:
        assert "content" not in described
    else:
        check(role, described, response["body"])


@pytest.mark.parametrize(("role", "example"), examples("classifier"))
async def test_the_classifier_answers_its_examples_as_written(
    stranger: httpx.AsyncClient, role: Role, example: Example
):
    request, response = example["request"], example["response"]
    headers = {} if response["status"] == 401 else {"authorization": f"Bearer {TOKEN}"}
    path = request["path"]
    if response["status"] in {200, 422} and path.endswith("/feedback"):
        path = f"/v1/proposals/{await new_proposal(stranger, headers)}/feedback"
    if path == "/v1/requests":
        await send_before(stranger, headers, example)
    body = request.get("body")
    answered = await stranger.request(request["method"], path, json=body, headers=headers)
    assert answered.status_code == response["status"]
    for member in ("decision", "masked", "team", "urgency", "territory", "stored"):
        assert answered.json().get(member) == response["body"].get(member)
    assert set(answered.json()) == set(response["body"])
    assert error(answered.json()) == error(response["body"])
    assert topics(answered.json()) == topics(response["body"])


async def new_proposal(client: httpx.AsyncClient, headers: dict[str, str]) -> str:
    body = {"text": "je ne peux pas payer mes impôts", "channel": "mail"}
    answered = await client.post("/v1/proposals", json=body, headers=headers)
    return str(answered.json()["proposal_id"])


async def send_before(client: httpx.AsyncClient, headers: dict[str, str], example: Example) -> None:
    """Send what an example of a request sent again supposes to have been sent."""
    first = example["request"]["body"]
    if example["response"]["status"] == 409:
        first = {**first, "fields": {"street": "ailleurs"}}
    if example["response"]["status"] in {200, 409}:
        await client.post("/v1/requests", json=first, headers=headers)


def error(body: dict[str, Any]) -> tuple[str, str] | None:
    """Return the code and the message of an error, None when the body is none."""
    found = body.get("error")
    return found and (found["code"], found["message"])


def topics(body: dict[str, Any]) -> tuple[list[str], set[str]]:
    """Return the first topic, and those after it, whose order a thousandth may change."""
    found = [candidate["topic"] for candidate in body.get("candidates", [])]
    return found[:1], set(found[1:])
