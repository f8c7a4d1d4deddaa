"""Forged forms, other sites, other sessions and odd bodies do nothing, and are no failure."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlencode

import httpx
import pytest
from companion.errors import message_of
from companion.storage.database import Database
from fake_rasa import FakeRasa
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings, strategies
from page_reader import (
    PAGE,
    QUESTION,
    PageReader,
    forms_of,
    heard,
    ratings,
    typed_in,
    words_of,
)

POSTS = [PAGE, f"{PAGE}/avis", f"{PAGE}/effacer"]


# ---- tokens and other sites


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("token", ["", "forgé", "a.b.c"])
async def test_a_form_without_our_token_does_nothing(
    reader: PageReader, rasa: FakeRasa, database: Database, path: str, token: str
):
    await reader.say(QUESTION)
    fields = {"token": token, "text": "bonjour", "answer": "3", "value": "up"}
    refused = await reader.http.post(path, data=fields)
    assert refused.status_code == 403
    assert typed_in(refused) == "bonjour"
    assert (heard(rasa), ratings(database)) == ([QUESTION], [])
    assert QUESTION in words_of(await reader.read())


async def test_a_token_of_another_conversation_does_nothing(
    new_reader: Callable[[], PageReader], rasa: FakeRasa
):
    victim, attacker = new_reader(), new_reader()
    await victim.open()
    await attacker.open()
    stolen = await attacker.composer()
    refused = await victim.post(stolen, text="bonjour")
    assert (refused.status_code, heard(rasa)) == (403, [])


async def test_a_token_from_before_the_conversation_does_nothing_in_it(
    reader: PageReader, new_reader: Callable[[], PageReader], rasa: FakeRasa
):
    await reader.open()
    stranger = await new_reader().composer()
    assert (await reader.post(stranger, text="bonjour")).status_code == 403
    assert heard(rasa) == []


async def test_after_a_form_out_of_date_the_text_can_be_sent(reader: PageReader, rasa: FakeRasa):
    await reader.open()
    refused = await reader.http.post(PAGE, data={"text": QUESTION})
    form = next(form for form in forms_of(refused) if "text" in form.fields)
    assert (await reader.post(form)).status_code == 303
    assert heard(rasa) == [QUESTION]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", POSTS)
async def test_a_post_on_behalf_of_another_site_is_refused_by_a_page(
    reader: PageReader, rasa: FakeRasa, path: str, site: str
):
    await reader.say(QUESTION)
    form = await reader.composer()
    reader.http.headers["sec-fetch-site"] = site
    refused = await reader.http.post(path, data={**form.fields, "text": "bonjour"})
    assert refused.status_code == 403
    assert message_of("cross_site") in words_of(refused)
    assert heard(rasa) == [QUESTION]


async def test_a_link_on_another_site_leads_to_the_page(reader: PageReader):
    reader.http.headers["sec-fetch-site"] = "cross-site"
    assert (await reader.read()).status_code == 200


async def test_another_session_does_not_see_the_conversation(
    new_reader: Callable[[], PageReader],
):
    await new_reader().say("je suis la victime")
    attacker = new_reader()
    await attacker.open()
    for path in (PAGE, f"{PAGE}/effacer"):
        assert "victime" not in (await attacker.read(path)).text


async def test_the_answer_of_another_conversation_cannot_be_rated(
    new_reader: Callable[[], PageReader], database: Database
):
    victim, attacker = new_reader(), new_reader()
    await victim.say(QUESTION)
    await attacker.say(QUESTION)
    theirs, own = await victim.rating(), await attacker.rating()
    refused = await attacker.post(own, answer=theirs.fields["answer"], value="down")
    assert (refused.status_code, ratings(database)) == (404, [])


# ---- whatever is posted

FIELDS = ["token", "text", "choice", "opening", "audience", "answer", "value", "reason", "comment"]
LIMITED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("path", POSTS)
@given(
    body=strategies.binary(max_size=300)
    | strategies.dictionaries(strategies.sampled_from(FIELDS), strategies.text()).map(
        lambda fields: urlencode(fields, errors="replace").encode()
    ),
    signed=strategies.booleans(),
)
@LIMITED
def test_no_body_is_a_failure_of_ours(gateway: FastAPI, path: str, body: bytes, *, signed: bool):
    async def post() -> int:
        transport = httpx.ASGITransport(app=gateway)
        async with httpx.AsyncClient(transport=transport, base_url="http://assistant.test") as http:
            reader = PageReader(http)
            await reader.open()
            token = (await reader.composer()).fields["token"]
            content = body + b"&" + urlencode({"token": token}).encode() if signed else body
            return (await http.post(path, content=content)).status_code

    assert asyncio.run(post()) < 500


async def test_a_body_with_too_many_fields_is_refused_by_a_page(reader: PageReader):
    refused = await reader.http.post(PAGE, content=b"&".join([b"text=x"] * 21))
    assert refused.status_code == 400
    assert message_of("bad_request") in words_of(refused)


async def test_a_body_too_long_is_refused_by_a_page(reader: PageReader):
    refused = await reader.http.post(PAGE, data={"text": "x" * 300_000})
    assert refused.status_code == 413
    assert message_of("too_long") in words_of(refused)
