"""Whatever is sent to either contract, no answer is a failure of ours or breaks the contract."""

import asyncio
import os

import httpx
import pytest
import schemathesis
import yaml
from browser import Browser
from companion.gateway.sessions import COOKIE
from conftest import ROOT, TOKEN
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from starlette.types import Receive, Scope, Send

CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]
# Of each operation; `make fuzz` tries many more.
EXAMPLES = int(os.environ.get("FUZZED_EXAMPLES", "8"))
LIMITED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class LateApp:
    """Stands for an application that a fixture builds after the contract was read."""

    app: FastAPI

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":  # the fixture decides when the application ends
            while True:
                event = await receive()
                await send({"type": f"{event['type']}.complete"})
                if event["type"] == "lifespan.shutdown":
                    return
        await self.app(scope, receive, send)


def contract(name: str) -> schemathesis.BaseSchema:
    """Return a contract, to be kept by the application that a fixture will build."""
    file = ROOT / "contracts" / f"{name}.openapi.yml"
    schema = schemathesis.openapi.from_dict(
        yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    )
    schema.app = LateApp()
    return schema


CLASSIFIER_CONTRACT = contract("classifier")
GATEWAY_CONTRACT = contract("gateway")


@pytest.fixture(autouse=True)
def applications(gateway: FastAPI, classifier: FastAPI) -> None:
    GATEWAY_CONTRACT.app.app = gateway
    CLASSIFIER_CONTRACT.app.app = classifier


async def new_session(gateway: FastAPI) -> str:
    """Open a conversation and return its cookie."""
    transport = httpx.ASGITransport(app=gateway)
    async with httpx.AsyncClient(transport=transport, base_url="http://assistant.test") as http:
        await Browser(http).open()
        return http.cookies[COOKIE]


@CLASSIFIER_CONTRACT.parametrize()
@LIMITED
def test_the_classifier_keeps_its_contract(case: Case):
    case.call_and_validate(headers={"authorization": f"Bearer {TOKEN}"}, checks=CHECKS)


# A stream ends only with its session: those that are opened are tried in test_push*.py.
@GATEWAY_CONTRACT.exclude(method="GET", path="/api/v1/events").parametrize()
@LIMITED
def test_the_gateway_keeps_its_contract_with_a_session(case: Case, gateway: FastAPI):
    session = asyncio.run(new_session(gateway))
    case.call_and_validate(cookies={COOKIE: session}, checks=CHECKS)


@GATEWAY_CONTRACT.parametrize()
@LIMITED
def test_the_gateway_keeps_its_contract_without_a_session(case: Case):
    case.call_and_validate(checks=CHECKS)
