"""The forms of the page: posted, said once, redirected; refused with what was typed."""

import asyncio

import httpx
import pytest
from browser import Browser
from companion.errors import message_of
from companion.gateway.sessions import COOKIE
from companion.gateway.texts import load_texts
from companion.storage.database import Database
from companion.storage.switch import SwitchRepository, SwitchState
from econtacts_core.knowledge import Knowledge
from fake_rasa import ADDRESS_BUTTON, DELAY_BUTTON, GREETING, FakeRasa
from page_reader import (
    LATEST,
    PAGE,
    QUESTION,
    PageReader,
    expire,
    forms_of,
    heard,
    ratings,
    typed_in,
    words_of,
)

# ---- typed text


async def test_a_message_of_the_longest_length_is_taken(reader: PageReader, rasa: FakeRasa):
    assert (await reader.say("é" * 500)).status_code == 303


async def test_a_line_end_counts_for_one_character(reader: PageReader, rasa: FakeRasa):
    assert (await reader.say("é" * 249 + "\r\n" + "é" * 250)).status_code == 303
    assert "\r" not in heard(rasa)[0]


async def test_a_text_too_long_is_given_back_with_its_reason_beside_the_field(reader: PageReader):
    await reader.open()
    refused = await reader.say("é" * 501)
    assert refused.status_code == 413
    assert typed_in(refused) == "é" * 501
    reason = "Votre message est trop long. Il compte 501 caractères ; 500 sont possibles."
    words = words_of(refused)
    assert f"Erreur : {reason}" in words
    assert words.count(reason) == 2  # at the top, as a link to the field
    assert '<a href="#question">' in refused.text
    assert "<title>Erreur" in refused.text


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty_message"), (" \n", "empty_message"), ("/start", "raw_command")]
)
async def test_what_the_chat_refuses_is_told_in_its_words(
    reader: PageReader, rasa: FakeRasa, text: str, code: str
):
    await reader.open()
    refused = await reader.say(text)
    assert refused.status_code == 422
    assert message_of(code) in words_of(refused)
    assert heard(rasa) == []


async def test_a_refused_first_question_is_given_back_in_the_conversation_it_opened(
    reader: PageReader,
):
    refused = await reader.say("é" * 501)
    assert refused.status_code == 413
    assert (await reader.post(forms_of(refused)[-1], text=QUESTION)).status_code == 303


async def test_rasa_never_receives_an_identifier(reader: PageReader, rasa: FakeRasa):
    await reader.say("mon numéro fiscal est 3023217600053")
    assert heard(rasa) == ["mon numéro fiscal est [numéro fiscal masqué]"]


# ---- once


async def test_a_form_posted_again_is_said_once(reader: PageReader, rasa: FakeRasa):
    await reader.open()
    form = await reader.composer()
    sent = [await reader.post(form, text=QUESTION) for _ in range(3)]
    assert {answer.headers["location"] for answer in sent} == {LATEST}
    assert heard(rasa) == [QUESTION]


async def test_a_form_posted_twice_at_once_is_said_once(reader: PageReader, rasa: FakeRasa):
    await reader.open()
    form = await reader.composer()
    rasa.meanwhile = lambda: asyncio.sleep(0.2)
    first, second = await asyncio.gather(*(reader.post(form, text=QUESTION) for _ in range(2)))
    assert (first.status_code, second.status_code) == (303, 303)
    assert heard(rasa) == [QUESTION]


async def test_a_choice_pressed_twice_is_chosen_once(reader: PageReader, rasa: FakeRasa):
    await reader.open()
    choices = (await reader.forms())[0]
    for _ in range(2):
        await reader.post(choices, choice=choices.buttons[0]["value"])
    assert heard(rasa) == [DELAY_BUTTON["payload"]]


async def test_another_text_from_the_same_view_is_said_too(reader: PageReader, rasa: FakeRasa):
    await reader.open()
    form = await reader.composer()
    await reader.post(form, text=QUESTION)
    await reader.post(form, text="bonjour")
    assert heard(rasa) == [QUESTION, "bonjour"]


async def test_the_same_text_from_another_view_is_said_again(reader: PageReader, rasa: FakeRasa):
    await reader.say("oui")
    await reader.say("oui")
    assert heard(rasa) == ["oui", "oui"]


# ---- choices


async def test_a_choice_reaches_rasa_as_its_payload(reader: PageReader, rasa: FakeRasa):
    await reader.open()
    choices = (await reader.forms())[0]
    chosen = await reader.post(choices, choice=choices.buttons[1]["value"])
    assert (chosen.status_code, heard(rasa)) == (303, [ADDRESS_BUTTON["payload"]])


async def test_a_choice_is_shown_by_its_title(reader: PageReader):
    await reader.open()
    choices = (await reader.forms())[0]
    await reader.post(choices, choice=choices.buttons[0]["value"])
    assert f"Vous {DELAY_BUTTON['title']}" in words_of(await reader.read())


async def test_only_the_last_choices_can_be_taken(reader: PageReader):
    await reader.open()
    await reader.say(QUESTION)
    buttons = [button.get("name") for form in await reader.forms() for button in form.buttons]
    assert "choice" not in buttons


@pytest.mark.parametrize("forged", ["0-0", "1-9", "1--1", "x", "/start", "9" * 5000, "é-0", " "])
async def test_a_choice_that_was_never_offered_is_refused(
    reader: PageReader, rasa: FakeRasa, forged: str
):
    await reader.open()
    refused = await reader.post(await reader.composer(), choice=forged)
    assert (refused.status_code, heard(rasa)) == (422, [])
    assert message_of("unknown_choice") in words_of(refused)


# ---- ratings


async def test_an_answer_is_rated_and_the_page_returns_to_it(
    reader: PageReader, database: Database
):
    await reader.say(QUESTION)
    form = await reader.rating()
    rated = await reader.post(form, value="up")
    assert rated.headers["location"] == f"{PAGE}#avis-{form.fields['answer']}"
    assert ratings(database) == [("up", None, None)]
    assert "Merci, votre avis est enregistré : oui." in words_of(await reader.read())


async def test_after_a_no_the_reason_and_a_masked_comment_are_kept(
    reader: PageReader, database: Database
):
    await reader.say(QUESTION)
    await reader.post(await reader.rating(), value="down")
    details = await reader.rating()
    await reader.post(details, reason="incomplete", comment="appelez le 06 12 34 56 78")
    assert ratings(database) == [("down", "incomplete", "appelez le [numéro de téléphone masqué]")]
    assert "(La réponse est incomplète)" in words_of(await reader.read())


async def test_a_comment_too_long_is_given_back_with_its_reason(
    reader: PageReader, database: Database
):
    await reader.say(QUESTION)
    await reader.post(await reader.rating(), value="down")
    details = await reader.rating()
    refused = await reader.post(details, reason="autre", comment="é" * 501)
    assert refused.status_code == 413
    place = f"precisions-{details.fields['answer']}"
    assert f'<a href="#{place}">' in refused.text
    assert f'id="{place}"' in refused.text
    assert [form.fields.get("comment") for form in forms_of(refused)].count("é" * 501) == 1
    assert ratings(database) == [("down", None, None)]


@pytest.mark.parametrize(
    "forged", [{"value": "peut-être"}, {"value": "down", "reason": "forgée"}, {"answer": "/"}]
)
async def test_a_rating_that_is_none_is_refused(
    reader: PageReader, database: Database, forged: dict[str, str]
):
    await reader.say(QUESTION)
    refused = await reader.post(await reader.rating(), **forged)
    assert (refused.status_code, ratings(database)) == (422, [])


async def test_an_address_of_a_form_that_is_only_read_leads_to_the_page(reader: PageReader):
    assert (await reader.read(f"{PAGE}/avis")).headers["location"] == PAGE


# ---- erasing


async def test_erasing_asks_first(reader: PageReader):
    await reader.say(QUESTION)
    assert "Effacer toute la conversation ?" in words_of(await reader.read(f"{PAGE}/effacer"))
    assert QUESTION in words_of(await reader.read())


async def test_erasing_leaves_nothing_of_the_conversation(reader: PageReader, rasa, tracker):
    await reader.say(QUESTION)
    (form,) = await reader.forms(f"{PAGE}/effacer")
    erased = await reader.post(form)
    assert erased.status_code == 303
    assert COOKIE not in reader.http.cookies
    assert tracker.spoken(rasa.last["sender"]) == []
    done = await reader.read(erased.headers["location"])
    assert "Votre conversation est effacée" in words_of(done)


async def test_erasing_twice_says_that_the_conversation_is_over(reader: PageReader):
    await reader.say(QUESTION)
    (form,) = await reader.forms(f"{PAGE}/effacer")
    await reader.post(form)
    again = await reader.post(form)
    assert again.status_code == 401
    assert message_of("session_required") in words_of(again)


async def test_a_conversation_erased_while_rasa_answers_is_over(reader: PageReader, rasa: FakeRasa):
    await reader.open()
    form = await reader.composer()
    rasa.meanwhile = Browser(reader.http).erase
    refused = await reader.post(form, text=QUESTION)
    assert (refused.status_code, typed_in(refused)) == (401, QUESTION)


# ---- sessions that are over


async def test_after_a_session_expired_the_text_is_kept_and_opens_a_new_conversation(
    reader: PageReader, rasa: FakeRasa, database: Database
):
    await reader.open()
    form = await reader.composer()
    expire(database)
    refused = await reader.post(form, text=QUESTION)
    assert (refused.status_code, typed_in(refused)) == (401, QUESTION)
    assert "envoyez-le pour ouvrir une nouvelle conversation" in words_of(refused)
    assert (await reader.post(forms_of(refused)[0])).status_code == 303
    assert heard(rasa) == [QUESTION]


async def test_reading_the_page_after_a_session_expired_says_so(
    reader: PageReader, database: Database
):
    await reader.open()
    expire(database)
    assert "Votre conversation précédente est terminée" in words_of(await reader.read())


# ---- out of order


async def test_without_rasa_the_text_is_kept_and_other_ways_are_shown(
    reader: PageReader, rasa: FakeRasa, knowledge: Knowledge
):
    await reader.open()
    rasa.failure = httpx.ConnectError
    told = await reader.say(QUESTION)
    assert (told.status_code, typed_in(told)) == (503, QUESTION)
    words = words_of(told)
    assert " ".join(load_texts().outage.split()) in words
    for fact in (knowledge.contact.phone, knowledge.contact.hours, "J'ai des difficultés pour"):
        assert fact in words


async def test_a_reload_once_rasa_is_back_sends_what_was_kept(reader: PageReader, rasa: FakeRasa):
    await reader.open()
    form = await reader.composer()
    rasa.failure = httpx.ConnectError
    await reader.post(form, text=QUESTION)
    rasa.failure = None
    assert (await reader.post(form, text=QUESTION)).status_code == 303
    assert heard(rasa) == [QUESTION]


async def test_who_arrived_during_an_outage_can_try_again(reader: PageReader, rasa: FakeRasa):
    rasa.failure = httpx.ConnectError
    assert (await reader.open()).status_code == 503
    retry = next(form for form in await reader.forms() if form.buttons[0].get("name") == "opening")
    rasa.failure = None
    assert (await reader.post(retry, opening="1")).status_code == 303
    assert GREETING.text in words_of(await reader.read())


async def test_a_message_that_nobody_answered_is_followed_by_the_outage(
    reader: PageReader, rasa: FakeRasa
):
    rasa.replies["bonjour"] = []
    assert (await reader.say("bonjour")).headers["location"] == LATEST
    assert "Vous bonjour L'assistant ne répond pas" in words_of(await reader.read())


async def test_an_exchange_that_was_not_recorded_is_told_and_the_text_kept(
    reader: PageReader, rasa: FakeRasa
):
    await reader.open()
    rasa.records = False
    refused = await reader.say(QUESTION)
    assert (refused.status_code, typed_in(refused)) == (503, QUESTION)
    assert message_of("storage") in words_of(refused)


async def test_a_database_out_of_order_is_told_by_a_page_that_keeps_the_text(
    reader: PageReader, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
):
    await reader.open()
    form = await reader.composer()
    with monkeypatch.context() as broken:
        broken.setattr("companion.storage.tracker._SPOKEN", (object(),))
        refused = await reader.post(form, text=QUESTION)
    assert (refused.status_code, typed_in(refused)) == (503, QUESTION)
    assert (await reader.post(forms_of(refused)[0])).status_code == 303
    assert heard(rasa) == [QUESTION]


async def test_the_operators_notice_stands_above_the_conversation(
    reader: PageReader, database: Database
):
    SwitchRepository(database).set(SwitchState(off=False, notice="Travaux <ce soir>."))
    before = await reader.read()
    await reader.open()
    for page in (before, await reader.read()):
        words = words_of(page)
        assert words.index("Travaux <ce soir>.") < words.index("Vous parlez à un assistant")


async def test_an_assistant_turned_off_says_so_and_keeps_the_text(
    reader: PageReader, rasa: FakeRasa, database: Database
):
    await reader.open()
    SwitchRepository(database).set(SwitchState(off=True, notice="Fermé jusqu'à lundi."))
    told = await reader.say(QUESTION)
    assert (told.status_code, typed_in(told), heard(rasa)) == (503, QUESTION, [])
    assert "L'assistant ne répond pas Fermé jusqu'à lundi." in words_of(told)
