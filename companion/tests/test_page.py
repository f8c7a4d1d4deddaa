"""The pages of the conversation without JavaScript: what is read there."""

import pytest
from browser import Browser
from companion.gateway.page.text_blocks import text_blocks
from companion.gateway.sessions import COOKIE
from econtacts_core.knowledge import Knowledge
from fake_rasa import DELAY_BUTTON, GREETING, FakeRasa, Reply
from page_reader import LATEST, PAGE, QUESTION, PageReader, typed_in, words_of

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
