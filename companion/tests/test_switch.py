"""The operator turns the assistant off and on, and says something above every conversation."""

import pytest
from browser import Browser
from companion.__main__ import NOTICE_LENGTH, main
from companion.gateway.texts import load_texts
from companion.settings import Settings
from companion.storage.database import Database
from companion.storage.switch import SwitchRepository, SwitchState
from fake_rasa import FakeRasa

NOTICE = "L'assistant est interrompu jusqu'à 14 h."


@pytest.fixture
def switch(database: Database) -> SwitchRepository:
    """Return a switch in the hands of another process than the gateway."""
    return SwitchRepository(Database(database.engine))


async def test_without_an_operators_word_there_is_no_notice(browser: Browser):
    told = [await browser.open(), await browser.say("bonjour"), await browser.history()]
    assert [response.json()["notice"] for response in told] == [None] * 3


async def test_a_notice_stands_in_every_exchange_while_the_assistant_answers(
    browser: Browser, switch: SwitchRepository
):
    switch.set(SwitchState(notice=NOTICE))
    told = [await browser.open(), await browser.say("bonjour"), await browser.history()]
    wanted = {"text": NOTICE, "assistant_off": False}
    assert [response.json()["notice"] for response in told] == [wanted] * 3
    assert told[1].json()["messages"][-1]["kind"] == "text"


async def test_off_no_message_reaches_rasa(
    browser: Browser, switch: SwitchRepository, rasa: FakeRasa
):
    opened = (await browser.open()).json()["messages"]
    switch.set(SwitchState(off=True))
    await browser.say("je ne peux pas payer")
    await browser.choose(opened[0]["choices"][0]["id"])
    await browser.open()
    assert len(rasa.received) == 1


@pytest.mark.parametrize("notice", [None, NOTICE])
async def test_off_the_citizen_is_told_and_led_to_the_forms(
    browser: Browser, switch: SwitchRepository, notice: str | None
):
    await browser.open()
    switch.set(SwitchState(off=True, notice=notice))
    told = (await browser.say("je ne peux pas payer")).json()
    text = notice or load_texts().assistant_off
    assert told["notice"] == {"text": text, "assistant_off": True}
    (message,) = told["messages"]
    assert (message["kind"], message["text"]) == ("outage", text)
    assert message["cards"] == (await browser.http.get("/api/v1/forms")).json()["cards"]


async def test_off_the_telephone_and_its_hours_are_shown(
    browser: Browser, switch: SwitchRepository, knowledge
):
    switch.set(SwitchState(off=True))
    (message,) = (await browser.open()).json()["messages"]
    assert message["cards"][0]["title"] == knowledge.contact.phone
    assert message["cards"][0]["purpose"]


async def test_off_a_conversation_keeps_its_history(browser: Browser, switch: SwitchRepository):
    await browser.open()
    await browser.say("je ne peux pas payer")
    before = (await browser.history()).json()["messages"]
    switch.set(SwitchState(off=True))
    await browser.say("bonjour")
    assert (await browser.history()).json()["messages"] == before
    assert (await browser.open()).json()["messages"] == before


async def test_off_an_answer_can_still_be_rated_and_a_conversation_erased(
    browser: Browser, switch: SwitchRepository
):
    await browser.open()
    answer = (await browser.say("je ne peux pas payer")).json()["messages"][1]
    switch.set(SwitchState(off=True))
    assert (await browser.rate(answer["id"], "up")).status_code == 200
    assert (await browser.erase()).status_code == 204


async def test_back_on_the_same_conversation_goes_on(browser: Browser, switch: SwitchRepository):
    await browser.open()
    switch.set(SwitchState(off=True, notice=NOTICE))
    await browser.say("je ne peux pas payer")
    switch.set(SwitchState())
    told = (await browser.say("je ne peux pas payer")).json()
    assert [message["kind"] for message in told["messages"]] == ["citizen", "answer"]
    assert told["notice"] is None


async def test_who_arrived_while_the_assistant_was_off_is_greeted_afterwards(
    browser: Browser, switch: SwitchRepository
):
    switch.set(SwitchState(off=True))
    await browser.open()
    switch.set(SwitchState())
    resumed = (await browser.open()).json()["messages"]
    assert [message["kind"] for message in resumed] == ["text"]


# ---- the command


@pytest.fixture
def command(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> pytest.MonkeyPatch:
    """Have the command line act on the gateway's database."""
    monkeypatch.setenv("COMPANION_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("COMPANION_SECRET_KEY", "x" * 32)
    monkeypatch.setenv("COMPANION_CLASSIFIER_TOKEN", "x" * 32)
    return monkeypatch


def run(command: pytest.MonkeyPatch, *words: str) -> int:
    command.setattr("sys.argv", ["companion", "switch", *words])
    return main()


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (["off"], SwitchState(off=True)),
        (["off", "--notice", NOTICE], SwitchState(off=True, notice=NOTICE)),
        (["on", "--notice", NOTICE], SwitchState(notice=NOTICE)),
        (["on", "--notice", ""], SwitchState()),
        (["off", "--notice", "  deux\n lignes "], SwitchState(off=True, notice="deux lignes")),
    ],
)
def test_the_command_sets_the_whole_state(
    command, switch: SwitchRepository, words: list[str], state: SwitchState
):
    assert run(command, *words) == 0
    assert switch.read() == state


def test_on_removes_what_was_said_before(command, switch: SwitchRepository):
    run(command, "off", "--notice", NOTICE)
    run(command, "on")
    assert switch.read() == SwitchState()


def test_a_notice_too_long_for_a_telephone_is_refused(
    command, switch: SwitchRepository, capsys: pytest.CaptureFixture[str]
):
    assert run(command, "off", "--notice", "x" * (NOTICE_LENGTH + 1)) == 2
    assert "at most" in capsys.readouterr().err
    assert switch.read() == SwitchState()


async def test_the_running_gateway_obeys_the_command_at_once(command, browser: Browser):
    await browser.open()
    run(command, "off")
    assert (await browser.say("bonjour")).json()["notice"]["assistant_off"] is True
