"""The public contract, through HTTP: conversations opened, read again, erased."""

import httpx
import pytest
from browser import Browser, error_code, offered
from companion.reasons import RatingReason
from fake_rasa import ADDRESS_BUTTON, DELAY_BUTTON, GREETING, FakeRasa, Reply, bot_event

# ---- opening and resuming


async def test_opening_greets(browser: Browser):
    opened = await browser.open()
    assert opened.status_code == 201
    assert [message["text"] for message in opened.json()["messages"]] == [GREETING.text]


async def test_opening_says_how_long_a_message_may_be(browser: Browser, settings):
    assert (await browser.open()).json()["message_length"] == settings.message_length


async def test_opening_lists_every_rating_reason_with_a_label(browser: Browser):
    reasons = (await browser.open()).json()["rating_reasons"]
    assert [reason["id"] for reason in reasons if reason["label"]] == list(RatingReason)


async def test_the_greeting_offers_its_choices_without_their_payload(browser: Browser):
    (greeting,) = (await browser.open()).json()["messages"]
    assert greeting["choices"] == [
        {"id": f"{greeting['id']}-0", "title": DELAY_BUTTON["title"]},
        {"id": f"{greeting['id']}-1", "title": ADDRESS_BUTTON["title"]},
    ]


@pytest.mark.parametrize("attribute", ["HttpOnly", "SameSite=strict", "Path=/", "Max-Age=43200"])
async def test_the_session_cookie_is_kept_from_scripts_and_other_sites(
    browser: Browser, attribute: str
):
    cookie = (await browser.open()).headers["set-cookie"]
    assert attribute in [part.strip() for part in cookie.split(";")]


async def test_opening_again_resumes_with_the_history(browser: Browser):
    await browser.open()
    await browser.say("je ne peux pas payer")
    resumed = await browser.open()
    assert resumed.status_code == 200
    assert resumed.json()["messages"] == (await browser.history()).json()["messages"]


async def test_resuming_does_not_greet_again(browser: Browser, rasa: FakeRasa):
    await browser.open()
    await browser.open()
    assert len(rasa.received) == 1


async def test_an_unknown_collection_opens_nothing(browser: Browser, rasa: FakeRasa):
    refused = await browser.open(collection="douanes")
    assert (refused.status_code, error_code(refused)) == (404, "unknown_collection")
    assert rasa.received == []


async def test_an_unknown_audience_is_refused(browser: Browser):
    refused = await browser.open(audience="martien")
    assert (refused.status_code, error_code(refused)) == (422, "invalid")


# ---- history


async def test_history_hides_the_opening_command(browser: Browser):
    await browser.open()
    messages = (await browser.history()).json()["messages"]
    assert [(message["kind"], message["text"]) for message in messages] == [("text", GREETING.text)]


async def test_history_shows_the_title_that_was_clicked(browser: Browser):
    await browser.choose((await offered(browser))[0])
    messages = (await browser.history()).json()["messages"]
    assert [message["text"] for message in messages if message["kind"] == "citizen"] == [
        DELAY_BUTTON["title"]
    ]


async def test_history_shows_no_payload(browser: Browser):
    await browser.choose((await offered(browser))[0])
    assert "choose_topic" not in (await browser.history()).text


async def test_history_is_what_was_shown_live(browser: Browser):
    live = (await browser.open()).json()["messages"]
    live += (await browser.say("je ne peux pas payer")).json()["messages"]
    assert (await browser.history()).json()["messages"] == live


async def test_history_without_a_session_is_refused(browser: Browser):
    refused = await browser.history()
    assert (refused.status_code, error_code(refused)) == (401, "session_required")


# ---- erasing


async def test_erasing_leaves_nothing_of_the_conversation(browser: Browser, rasa, tracker):
    await browser.open()
    await browser.say("je ne peux pas payer")
    erased = await browser.erase()
    assert (erased.status_code, erased.content) == (204, b"")
    assert tracker.spoken(rasa.last["sender"]) == []


async def test_erasing_takes_the_cookie_back(browser: Browser):
    await browser.open()
    await browser.erase()
    assert "econtacts_session" not in browser.http.cookies


async def test_erasing_without_a_session_is_refused(browser: Browser):
    assert error_code(await browser.erase()) == "session_required"


async def test_after_erasing_a_new_conversation_can_be_opened(browser: Browser):
    await browser.open()
    await browser.erase()
    assert (await browser.open()).status_code == 201


# ---- forms


async def test_forms_can_be_had_without_a_session(browser: Browser, knowledge):
    cards = (await browser.http.get("/api/v1/forms")).json()["cards"]
    assert cards[0]["title"] == knowledge.contact.phone


async def test_every_form_is_listed_once(browser: Browser):
    cards = (await browser.http.get("/api/v1/forms")).json()["cards"]
    titles = [(card["kind"], card["title"], *card["path"]) for card in cards]
    assert len(titles) == len(set(titles)) > 5


async def test_the_page_of_the_widget_is_served(browser: Browser):
    assert "<title>Assistant</title>" in (await browser.http.get("/")).text


async def test_a_bot_event_of_another_shape_is_shown_as_text(browser: Browser, rasa: FakeRasa):
    await browser.open()
    event = bot_event(Reply(None))
    rasa.add_event(rasa.last["sender"], {**event, "data": None})
    last = (await browser.history()).json()["messages"][-1]
    assert (last["kind"], last["text"], last["choices"]) == ("text", "", [])


async def test_the_greeting_needs_one_message_to_rasa(browser: Browser, rasa: FakeRasa):
    await browser.open()
    assert [message["message"] for message in rasa.received] == ["/start"]


async def test_a_client_without_cookies_cannot_write(browser: Browser, rasa: FakeRasa):
    await browser.open()
    browser.http.cookies.clear()
    refused: httpx.Response = await browser.say("bonjour")
    assert (refused.status_code, error_code(refused)) == (401, "session_required")
    assert len(rasa.received) == 1
