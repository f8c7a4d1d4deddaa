"""The try page: real words to real assistants, kept out of the figures, turned into a test."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import yaml
from companion.app import create_app
from companion.pilotage.access.sessions import COOKIE
from companion.pilotage.roles import Role
from companion.pilotage.trying import addresses
from companion.settings import Settings
from companion.storage.database import Database, open_engine
from companion.storage.trials import TrialRepository
from conftest import emptied, settings_in
from fake_rasa import ADDRESS_BUTTON, DELAY_BUTTON, FakeRasa, Reply
from fastapi import FastAPI
from page_reader import words_of
from staff import Colleague, signed_in_cookie

CANNOT_PAY = "je ne peux pas payer"


@pytest.fixture(scope="module")
def try_settings(tmp_path_factory: pytest.TempPathFactory, model_path: Path) -> Settings:
    folder = tmp_path_factory.mktemp("try")
    return settings_in(
        folder,
        model_path,
        roles=frozenset({"pilotage"}),
        candidate_rasa_url="http://candidate.test",
    )


@pytest.fixture(scope="module")
def try_rasa(try_settings: Settings) -> FakeRasa:
    return FakeRasa(try_settings.tracker_url)


@pytest.fixture(scope="module")
def try_app(try_settings: Settings, try_rasa: FakeRasa) -> FastAPI:
    return create_app(try_settings, rasa_transport=try_rasa)


@pytest_asyncio.fixture
async def sign_in(
    try_app: FastAPI, try_settings: Settings, try_rasa: FakeRasa
) -> AsyncIterator[Callable[..., Colleague]]:
    """Return browsers of people with some roles; nobody has said anything yet."""
    try_rasa.reset()
    database = emptied(Database(open_engine(try_settings.database_url)))
    opened: list[httpx.AsyncClient] = []

    def make(*roles: Role) -> Colleague:
        transport = httpx.ASGITransport(app=try_app)
        opened.append(httpx.AsyncClient(transport=transport, base_url="http://pilotage.test"))
        opened[-1].cookies.set(COOKIE, signed_in_cookie(try_settings, database, *roles))
        return Colleague(opened[-1])

    yield make
    for client in opened:
        await client.aclose()


@pytest.fixture
def designer(sign_in: Callable[..., Colleague]) -> Colleague:
    return sign_in(Role.DESIGNER)


async def say(colleague: Colleague, text: str) -> httpx.Response:
    form = await colleague.form(addresses.TRY, addresses.MESSAGES)
    return await colleague.post(form, text=text)


async def shown(colleague: Colleague) -> str:
    return words_of(await colleague.read(addresses.TRY))


async def test_both_assistants_hear_the_same_masked_words_as_from_a_tester(designer, try_rasa):
    await say(designer, f"{CANNOT_PAY}, mon mail est a.b@exemple.fr")
    one, other = try_rasa.received
    assert one["message"] == other["message"]
    assert "exemple.fr" not in one["message"]
    assert one["metadata"]["tester"] is other["metadata"]["tester"] is True
    assert one["sender"] != other["sender"]


async def test_the_page_shows_what_was_understood_and_why(designer):
    await say(designer, CANNOT_PAY)
    page = await shown(designer)
    assert "Réponse du sujet « Demander un délai pour payer mon impôt »" in page
    assert "Rasa a retenu x (1,00)" in page
    assert "Règle du graphe : ne_peut_pas_payer" in page
    assert "Exemple le plus proche :" in page


async def test_without_a_trial_the_page_says_that_no_candidate_was_trained(designer):
    assert "Aucun classifieur candidat n'a été entraîné ici" in await shown(designer)


async def test_a_trained_candidate_says_what_it_would_propose(designer, try_settings, model_path):
    trials = TrialRepository(Database(open_engine(try_settings.database_url)))
    trial = trials.begin("patch", "A")
    trials.done(trial, {})
    folder = try_settings.candidates / trial
    (folder / "models").mkdir(parents=True)
    (folder / "models" / "classifier.npz").symlink_to(model_path)
    (folder / "knowledge").symlink_to(try_settings.knowledge)
    await say(designer, CANNOT_PAY)
    page = await shown(designer)
    assert "Le classifieur candidat, sur ces mots :" in page
    assert "ce n'est pas un dialogue avec lui" in page


async def test_a_choice_is_clicked_on_the_side_that_offered_it(designer, try_rasa):
    try_rasa.replies["bonjour"] = [Reply("Que voulez-vous ?", [DELAY_BUTTON, ADDRESS_BUTTON])]
    await say(designer, "bonjour")
    form = await designer.form(addresses.TRY, addresses.CHOICES)
    event = next(
        part
        for part in (await designer.read(addresses.TRY)).text.split('value="')
        if part.split('"')[0].endswith("-0")
    ).split('"')[0]
    await designer.post(form, choice=event)
    assert len(try_rasa.received) == 3
    assert try_rasa.last["message"] == DELAY_BUTTON["payload"]
    assert DELAY_BUTTON["title"] in await shown(designer)


@pytest.mark.parametrize("choice", ["1-9", "999-0", "x", "٣-0", "9" * 20 + "-0", "1-" + "9" * 5000])
async def test_what_was_not_offered_cannot_be_clicked(designer, try_rasa, choice):
    await say(designer, CANNOT_PAY)
    form = await designer.form(addresses.TRY, addresses.MESSAGES)
    data = {"token": form.fields["token"], "side": "present", "choice": choice}
    answer = await designer.http.post(addresses.CHOICES, data=data)
    assert answer.status_code == 422
    assert len(try_rasa.received) == 2


@pytest.mark.parametrize("text", ["", "  ", "/restart", "x" * 501])
async def test_what_the_chat_refuses_is_refused_here_too(designer, try_rasa, text):
    answer = await say(designer, text)
    assert answer.status_code in (413, 422)
    assert try_rasa.received == []


async def test_an_assistant_that_is_silent_is_named(designer, try_rasa):
    try_rasa.failure = httpx.ConnectError
    answer = await say(designer, CANNOT_PAY)
    assert answer.status_code == 503
    assert "L'assistant en service ne répond pas." in words_of(answer)


async def test_nobody_sees_the_dialogue_of_another(designer, sign_in):
    await say(designer, CANNOT_PAY)
    assert CANNOT_PAY not in await shown(sign_in(Role.DESIGNER))


async def test_beginning_again_erases_both_dialogues(designer, try_settings, try_rasa):
    await say(designer, CANNOT_PAY)
    await designer.post(await designer.form(addresses.TRY, addresses.OVER))
    assert CANNOT_PAY not in await shown(designer)


async def test_who_may_not_try_is_told_so(sign_in):
    assert (await sign_in(Role.ANALYST).read(addresses.TRY)).status_code == 403


async def test_the_dialogue_becomes_a_story_test(designer):
    await say(designer, CANNOT_PAY)
    answer = await designer.http.get(addresses.STORY, params={"nom": "L'usager ne peut pas payer"})
    (story,) = yaml.safe_load(answer.text)["stories"]
    assert story["story"] == "L'usager ne peut pas payer"
    assert story["steps"][0] == {"user": CANNOT_PAY, "intent": "x"}


async def test_there_is_no_story_before_a_word_is_said(designer):
    assert (await designer.read(addresses.STORY)).status_code == 404
