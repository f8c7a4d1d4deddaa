"""The conversation without JavaScript: pages, forms, post and redirect."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest
from browser import Browser
from companion.errors import message_of
from companion.gateway.page.text_blocks import text_blocks
from companion.gateway.sessions import COOKIE
from companion.gateway.texts import load_texts
from companion.storage.database import Database
from companion.storage.models import Conversation, Rating, now
from econtacts_core.knowledge import Knowledge
from fake_rasa import ADDRESS_BUTTON, DELAY_BUTTON, GREETING, FakeRasa, Reply
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings, strategies
from page_reader import PAGE, PageReader, forms_of, typed_in, words_of
from sqlalchemy import select, update

LATEST = f"{PAGE}#dernier-message"
QUESTION = "je ne peux pas payer"
POSTS = [PAGE, f"{PAGE}/avis", f"{PAGE}/effacer"]


@pytest.fixture
def new_reader(new_browser: Callable[[], Browser]) -> Callable[[], PageReader]:
    """Return readers that share nothing but the gateway."""
    return lambda: PageReader(new_browser().http)


@pytest.fixture
def reader(new_reader: Callable[[], PageReader]) -> PageReader:
    return new_reader()


def heard(rasa: FakeRasa) -> list[str]:
    """Return what Rasa received but for the opening."""
    return [said["message"] for said in rasa.received if not said["message"].startswith("/start")]


def expire(database: Database) -> None:
    """Have every session end."""
    with database.transaction() as session:
        session.execute(update(Conversation).values(expires_at=now() - timedelta(seconds=1)))


def ratings(database: Database) -> list[tuple[str, str | None, str | None]]:
    """Return value, reason and comment of each rating."""
    with database.transaction() as session:
        return [(row.value, row.reason, row.comment) for row in session.scalars(select(Rating))]


# ---- opening


async def test_reading_the_page_opens_nothing(reader: PageReader, rasa: FakeRasa):
    page = await reader.read()
    assert (page.status_code, rasa.received) == (200, [])
    assert "set-cookie" not in page.headers


async def test_the_page_says_first_that_one_talks_to_a_machine(reader: PageReader):
    words = words_of(await reader.read())
    machine = words.index("Vous parlez à un assistant automatique")
    assert machine < words.index("N'écrivez aucune donnée de santé") < words.index("Votre question")


async def test_a_first_question_opens_a_conversation_and_leads_to_its_answer(
    reader: PageReader, rasa: FakeRasa
):
    sent = await reader.say(QUESTION)
    assert (sent.status_code, sent.headers["location"]) == (303, LATEST)
    assert [said["message"] for said in rasa.received] == ["/start", QUESTION]


async def test_frequent_questions_are_offered_without_a_question(reader: PageReader):
    opened = await reader.open()
    assert opened.status_code == 303
    words = words_of(await reader.read())
    assert GREETING.text in words
    assert DELAY_BUTTON["title"] in words


async def test_the_audience_of_a_link_is_told_at_the_opening(reader: PageReader, rasa: FakeRasa):
    (composer, _) = await reader.forms(f"{PAGE}?audience=professionnel")
    await reader.post(composer, text=QUESTION)
    assert rasa.received[0]["message"] == '/start{"audience": "professionnel"}'


async def test_an_unknown_audience_is_no_audience(reader: PageReader, rasa: FakeRasa):
    (composer, _) = await reader.forms(f"{PAGE}?audience=martien")
    await reader.post(composer, text=QUESTION)
    assert rasa.received[0]["message"] == "/start"


@pytest.mark.parametrize("attribute", ["HttpOnly", "SameSite=strict", "Path=/"])
async def test_the_session_is_the_one_of_the_widget(reader: PageReader, attribute: str):
    cookie = (await reader.say(QUESTION)).headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert attribute in [part.strip() for part in cookie.split(";")]


async def test_the_widget_and_the_page_show_the_same_conversation(reader: PageReader):
    await reader.say(QUESTION)
    messages = (await Browser(reader.http).history()).json()["messages"]
    words = words_of(await reader.read())
    assert [message["text"] for message in messages if message["text"] not in words] == []


# ---- what is shown


async def test_who_speaks_is_said_in_words(reader: PageReader):
    await reader.say(QUESTION)
    words = words_of(await reader.read())
    assert f"Vous {QUESTION}" in words
    assert "Assistant automatique Écrivez par la messagerie" in words


async def test_a_card_says_what_it_is_and_where_it_leads(reader: PageReader):
    await reader.say(QUESTION)
    words = words_of(await reader.read())
    assert "Formulaire J'ai des difficultés pour payer Demander un délai." in words
    assert "Chemin : Espace particulier › Écrire" in words
    assert "Ouvrir « J'ai des difficultés pour payer » sur www.impots.gouv.fr" in words


async def test_an_answer_bears_its_sources_and_dates(reader: PageReader):
    await reader.say(QUESTION)
    words = words_of(await reader.read())
    assert "Délai de paiement, 19/06/2024" in words
    assert "Vérifié le 21/11/2026." in words


async def test_the_anchor_stands_at_the_last_answer_alone(reader: PageReader):
    await reader.say(QUESTION)
    await reader.say("bonjour")
    page = (await reader.read()).text
    assert page.count('id="dernier-message"') == 1
    assert page.index('id="dernier-message"') > page.rindex("bonjour")


async def test_the_title_says_that_there_is_an_answer(reader: PageReader):
    await reader.say(QUESTION)
    assert "<title>Réponse à votre message n° 1 – Assistant" in (await reader.read()).text


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</textarea><b>x"]
)
async def test_html_in_a_message_is_shown_as_text(reader: PageReader, typed: str):
    await reader.say(typed)
    page = await reader.read()
    assert typed not in page.text
    assert " ".join(typed.split()) in words_of(page)


async def test_html_in_a_reply_is_shown_as_text(reader: PageReader, rasa: FakeRasa):
    rasa.replies["bonjour"] = [Reply("<b>gras</b>", [{"title": "<i>", "payload": "/x"}])]
    await reader.say("bonjour")
    page = (await reader.read()).text
    assert "&lt;b&gt;gras" in page
    assert "<i>" not in page


async def test_html_in_a_refused_text_is_given_back_as_text(reader: PageReader):
    typed = "</textarea><script>" * 50
    refused = await reader.say(typed)
    assert typed_in(refused) == typed
    assert "<script>" not in refused.text


async def test_a_link_that_is_not_of_the_web_is_not_a_link(reader: PageReader, rasa: FakeRasa):
    card = {
        "kind": "elsewhere",
        "title": "Piège",
        "path": [],
        "href": "javascript:alert(1)",
        "purpose": "",
        "demonstration": True,
    }
    rasa.replies["bonjour"] = [Reply("Voici.", custom={"cards": [card]})]
    await reader.say("bonjour")
    page = await reader.read()
    assert "javascript:" not in page.text
    assert "Piège Intitulé de démonstration" in words_of(page)


async def test_a_page_bears_no_script_and_no_style_of_its_own(reader: PageReader):
    await reader.say(QUESTION)
    for path in (PAGE, f"{PAGE}/effacer", f"{PAGE}/formulaires"):
        page = await reader.read(path)
        assert not [found for found in ("<script", "<style", " style=") if found in page.text]
        assert "unsafe" not in page.headers["content-security-policy"]


async def test_the_style_is_served(reader: PageReader):
    style = await reader.read(f"{PAGE}/style/page.css")
    assert (style.status_code, style.headers["content-type"]) == (200, "text/css; charset=utf-8")


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/effacer", f"{PAGE}/formulaires"])
async def test_no_cache_keeps_a_page(reader: PageReader, path: str):
    await reader.say(QUESTION)
    assert (await reader.read(path)).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("un\ndeux", [(False, ("un", "deux"))]),
        ("un\n\ndeux", [(False, ("un",)), (False, ("deux",))]),
        ("un :\n- a\n- b\ntrois", [(False, ("un :",)), (True, ("a", "b")), (False, ("trois",))]),
        ("un\r\n \t\r\n-deux", [(False, ("un",)), (False, ("-deux",))]),
        ("", []),
        ("\n\n\n", []),
    ],
)
def test_a_text_is_cut_in_paragraphs_and_lists(text: str, blocks: list[object]):
    assert [(block.is_list, block.lines) for block in text_blocks(text)] == blocks


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


# ---- forms and services


async def test_every_form_and_service_is_listed_for_each_of_its_audiences(
    reader: PageReader, knowledge: Knowledge
):
    words = words_of(await reader.read(f"{PAGE}/formulaires"))
    for found in knowledge.destinations.values():
        assert words.count(f"Ouvrir « {found.title} » sur") >= len(found.audience), found.id


async def test_the_labels_that_are_ours_are_marked_in_the_list(
    reader: PageReader, knowledge: Knowledge
):
    page = await reader.read(f"{PAGE}/formulaires")
    ours = [found for found in knowledge.destinations.values() if not found.confirmed]
    marks = page.text.count('class="demonstration"')
    assert marks == sum(len(found.audience) for found in ours) > 0


async def test_the_list_bears_the_telephone_and_other_administrations(
    reader: PageReader, knowledge: Knowledge, rasa: FakeRasa
):
    words = words_of(await reader.read(f"{PAGE}/formulaires"))
    for fact in (knowledge.contact.phone, knowledge.contact.hours, knowledge.elsewhere[0].name):
        assert fact in words
    assert rasa.received == []


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
