"""What the companion counts of itself: figures, never what people wrote."""

import httpx
import pytest
from browser import error_code
from prometheus_client.parser import text_string_to_metric_families

SURE = "je ne peux pas payer mes impôts, mon téléphone est le 06 12 34 56 78"


async def counted(http: httpx.AsyncClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Read the metrics as Prometheus would: values by name and labels."""
    answered = await http.get("/metrics")
    assert answered.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answered.text)
        for sample in family.samples
    }


def key(name: str, **labels: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    return name, tuple(sorted(labels.items()))


async def propose(http: httpx.AsyncClient, text: str) -> httpx.Response:
    return await http.post("/v1/proposals", json={"text": text, "channel": "mail"})


@pytest.mark.parametrize(
    ("text", "decision", "first_by"),
    [
        (SURE, "answer", "both"),
        ("quelle est la recette de la tarte", "abstain", "nobody"),
    ],
)
async def test_a_proposal_is_counted_by_what_was_decided_and_by_whom(
    actions: httpx.AsyncClient, text: str, decision: str, first_by: str
):
    wanted = key(
        "econtacts_proposals_total",
        collection="impots",
        channel="mail",
        decision=decision,
        first_by=first_by,
    )
    before = (await counted(actions)).get(wanted, 0)
    await propose(actions, text)
    assert (await counted(actions))[wanted] == before + 1


async def test_kinds_of_personal_data_are_counted_and_not_shown(actions: httpx.AsyncClient):
    wanted = key("econtacts_masked_total", kind="phone")
    before = (await counted(actions)).get(wanted, 0)
    await propose(actions, SURE)
    assert (await counted(actions))[wanted] == before + 1
    assert "06 12" not in (await actions.get("/metrics")).text


async def test_feedback_is_counted(actions: httpx.AsyncClient):
    wanted = key("econtacts_feedback_total", outcome="rejected")
    before = (await counted(actions)).get(wanted, 0)
    proposal = (await propose(actions, SURE)).json()["proposal_id"]
    await actions.post(f"/v1/proposals/{proposal}/feedback", json={"outcome": "rejected"})
    assert (await counted(actions))[wanted] == before + 1


async def test_requests_are_timed_by_their_route_and_not_by_their_ids(actions: httpx.AsyncClient):
    await actions.post("/v1/proposals/nobody/feedback", json={"outcome": "rejected"})
    wanted = key(
        "econtacts_request_seconds_count",
        method="POST",
        route="/v1/proposals/{proposal_id}/feedback",
        status="404",
    )
    assert (await counted(actions))[wanted] >= 1


async def test_pages_that_do_not_exist_make_one_series(actions: httpx.AsyncClient):
    for place in range(3):
        await actions.get(f"/nothing/{place}")
    routes = {dict(labels).get("route") for _, labels in await counted(actions)}
    assert not any(route and route.startswith("/nothing") for route in routes)


async def test_without_the_token_nothing_is_counted_out_loud(stranger: httpx.AsyncClient):
    refused = await stranger.get("/metrics")
    assert (refused.status_code, error_code(refused)) == (401, "unauthorised")
