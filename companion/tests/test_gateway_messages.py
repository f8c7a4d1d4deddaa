"""What a citizen sends through the public contract: typed text and choices."""

import re

import pytest
from browser import Browser, error_code, offered
from fake_rasa import ADDRESS_BUTTON, DELAY_BUTTON, FakeRasa, Reply

# ---- typed text


async def test_typed_text_comes_back_with_the_answer(browser: Browser):
    await browser.open()
    messages = (await browser.say("je ne peux pas payer")).json()["messages"]
    assert [message["kind"] for message in messages] == ["citizen", "answer"]


async def test_an_answer_bears_its_topic_cards_sources_and_dates(browser: Browser):
    await browser.open()
    answer = (await browser.say("je ne peux pas payer")).json()["messages"][1]
    assert answer["topic"] == "demander_delai_paiement"
    assert answer["cards"][0]["title"] == "J'ai des difficultés pour payer"
    assert answer["sources"] == [{"title": "Délai de paiement", "href": None, "date": "2024-06-19"}]
    assert (answer["reviewed_on"], answer["valid_until"]) == ("2026-11-21", None)


async def test_cards_without_a_topic_are_no_answer(browser: Browser, rasa: FakeRasa):
    rasa.replies["autre"] = [Reply("Voici le formulaire général.", custom={"cards": []})]
    await browser.open()
    assert (await browser.say("autre")).json()["messages"][1]["kind"] == "text"


async def test_several_replies_come_in_their_order(browser: Browser, rasa: FakeRasa):
    rasa.replies["deux"] = [Reply("un"), Reply("deux")]
    await browser.open()
    messages = (await browser.say("deux")).json()["messages"]
    assert [message["text"] for message in messages[1:]] == ["un", "deux"]


async def test_the_time_of_a_message_is_told_in_utc(browser: Browser):
    (greeting,) = (await browser.open()).json()["messages"]
    assert greeting["at"].endswith("Z")


IDENTIFIERS = [
    "3023217600053",
    "30 23 217 600 053",
    "FR76 3000 4000 0312 3456 7890 143",
    "06 12 34 56 78",
    "jeanne.martin@exemple.fr",
    "1 84 12 75 116 042 82",
    "4111 1111 1111 1111",
]


@pytest.mark.parametrize("identifier", IDENTIFIERS)
async def test_rasa_never_receives_an_identifier(browser: Browser, rasa: FakeRasa, identifier: str):
    await browser.open()
    await browser.say(f"bonjour, voici {identifier} merci")
    assert re.fullmatch(r"bonjour, voici \[[^\d\]]+ masquée?\] merci", rasa.last["message"])


async def test_typed_text_comes_back_masked(browser: Browser):
    await browser.open()
    citizen = (await browser.say("mon numéro fiscal est 3023217600053")).json()["messages"][0]
    assert citizen["text"] == "mon numéro fiscal est [numéro fiscal masqué]"


def requested(slot: str | None) -> dict[str, str | None]:
    """Return how Rasa records that a form asks for `slot`."""
    return {"event": "slot", "name": "requested_slot", "value": slot}


async def test_an_address_is_masked_when_nobody_asked_for_it(browser: Browser, rasa: FakeRasa):
    await browser.open()
    await browser.say("j'habite 12 rue des Lilas 35000 Rennes")
    assert rasa.last["message"] == "j'habite [adresse postale masquée]"


@pytest.mark.parametrize("slot", ["street", "town"])
async def test_an_address_that_a_form_asks_for_reaches_it(
    browser: Browser, rasa: FakeRasa, slot: str
):
    await browser.open()
    rasa.add_event(rasa.last["sender"], requested(slot))
    await browser.say("12 rue des Lilas 35000 Rennes, tel 06 12 34 56 78")
    kept = "12 rue des Lilas 35000 Rennes, tel [numéro de téléphone masqué]"
    assert rasa.last["message"] == kept


@pytest.mark.parametrize("slot", ["move_date", None])
async def test_an_address_is_masked_again_once_the_form_asks_for_something_else(
    browser: Browser, rasa: FakeRasa, slot: str | None
):
    await browser.open()
    rasa.add_event(rasa.last["sender"], requested("street"))
    rasa.add_event(rasa.last["sender"], requested(slot))
    await browser.say("12 rue des Lilas")
    assert rasa.last["message"] == "[adresse postale masquée]"


async def test_rasa_is_told_the_channel_and_the_collection(browser: Browser, rasa: FakeRasa):
    await browser.open()
    await browser.say("bonjour")
    told = {name: rasa.last["metadata"][name] for name in ("channel", "collection")}
    assert told == {"channel": "chat", "collection": "impots"}


@pytest.mark.parametrize(
    "command",
    [
        "/start",
        " /start",
        "\n\t/restart",
        "\u00a0/start",
        '/choose_topic{"topic": "changer_adresse"}',
        "/intent@0.9",
        "/",
    ],
)
async def test_a_raw_command_is_refused(browser: Browser, rasa: FakeRasa, command: str):
    await browser.open()
    refused = await browser.say(command)
    assert (refused.status_code, error_code(refused)) == (422, "raw_command")
    assert len(rasa.received) == 1


# Rasa takes for a command what begins with "/" once Python's `strip` has passed: these do not.
@pytest.mark.parametrize("text", ["\u200b/start", "et/ou", "1/2 part", "(/start)", "／start"])
async def test_a_slash_elsewhere_is_ordinary_text(browser: Browser, rasa: FakeRasa, text: str):
    await browser.open()
    await browser.say(text)
    assert rasa.last["message"] == text


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u00a0"])
async def test_an_empty_message_is_refused(browser: Browser, text: str):
    await browser.open()
    refused = await browser.say(text)
    assert (refused.status_code, error_code(refused)) == (422, "empty_message")


async def test_a_message_of_the_longest_length_is_taken(browser: Browser, settings):
    await browser.open()
    assert (await browser.say("é" * settings.message_length)).status_code == 200


async def test_a_message_that_is_too_long_is_refused(browser: Browser, rasa: FakeRasa, settings):
    await browser.open()
    refused = await browser.say("é" * (settings.message_length + 1))
    assert (refused.status_code, error_code(refused)) == (413, "too_long")
    assert len(rasa.received) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "bonjour", "choice": "1-0"},
        {"text": None},
        {"text": 3},
        {"text": "bonjour", "sender": "autre"},
        {"text": "bonjour", "metadata": {"title": "x"}},
        {"choice": "/start"},
        {"choice": ""},
        ["bonjour"],
        "bonjour",
        None,
    ],
)
async def test_a_malformed_message_is_refused(browser: Browser, body: object):
    await browser.open()
    refused = await browser.http.post("/api/v1/messages", json=body)
    assert (refused.status_code, error_code(refused)) == (422, "invalid")


@pytest.mark.parametrize("content", [b"{", b'{"text": "\\ud800"}', b"\xff", b""])
async def test_an_unreadable_body_is_refused(browser: Browser, content: bytes):
    await browser.open()
    json_type = {"content-type": "application/json"}
    refused = await browser.http.post("/api/v1/messages", content=content, headers=json_type)
    assert (refused.status_code, error_code(refused)) in {(422, "invalid"), (400, "bad_request")}


# ---- choices


@pytest.mark.parametrize(("place", "button"), [(0, DELAY_BUTTON), (1, ADDRESS_BUTTON)])
async def test_a_choice_reaches_rasa_as_its_payload(
    browser: Browser, rasa: FakeRasa, place: int, button: dict[str, str]
):
    await browser.choose((await offered(browser))[place])
    assert rasa.last["message"] == button["payload"]


async def test_a_choice_reaches_rasa_with_the_title_clicked(browser: Browser, rasa: FakeRasa):
    await browser.choose((await offered(browser))[1])
    assert rasa.last["metadata"]["title"] == ADDRESS_BUTTON["title"]


async def test_a_click_is_shown_by_its_title(browser: Browser):
    clicked = await browser.choose((await offered(browser))[0])
    assert clicked.json()["messages"][0]["text"] == DELAY_BUTTON["title"]


async def test_a_choice_stays_open_after_other_messages(browser: Browser, rasa: FakeRasa):
    choices = await offered(browser)
    await browser.say("bonjour")
    await browser.choose(choices[0])
    assert rasa.last["message"] == DELAY_BUTTON["payload"]


@pytest.mark.parametrize(
    "forged",
    [
        "{id}-2",
        "{id}-99999999999999999999999999",
        "{id}--1",
        "{id}-",
        "{id}",
        "-0",
        "0-0",
        "99999999999999999999999999-0",
        "2147483648-0",
        "x-0",
        "{id}-0-0",
        "{id}-a",
    ],
)
async def test_a_choice_that_was_never_offered_is_refused(
    browser: Browser, rasa: FakeRasa, forged: str
):
    event = (await offered(browser))[0].partition("-")[0]
    refused = await browser.choose(forged.format(id=event))
    assert (refused.status_code, error_code(refused)) == (422, "unknown_choice")
    assert len(rasa.received) == 1


async def test_a_citizens_own_message_offers_no_choice(browser: Browser):
    await browser.open()
    citizen = (await browser.say("bonjour")).json()["messages"][0]
    refused = await browser.choose(f"{citizen['id']}-0")
    assert error_code(refused) == "unknown_choice"
