"""The pages without JavaScript in English, around an assistant that speaks French."""

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any

import pytest
from companion.gateway.page.paths import ENGLISH, FRENCH
from companion.gateway.page.words import load_words
from fake_rasa import ANSWER, FakeRasa, Reply
from page_reader import PAGE, PageReader, forms_of, words_of

HOME = ENGLISH.page
QUESTION = "je ne peux pas payer"


def flat(words: Mapping[str, Any], above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in words.items():
        name = above + key
        found.update(flat(value, f"{name}.") if isinstance(value, Mapping) else {name: value})
    return found


def filled_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same_things():
    french, english = flat(load_words("fr")), flat(load_words("en"))
    assert french.keys() == english.keys()
    different = [key for key in french if filled_in(french[key]) != filled_in(english[key])]
    assert different == []


def test_every_word_is_a_text():
    for language in ("fr", "en"):
        assert all(isinstance(text, str) for text in flat(load_words(language)).values())


async def english(reader: PageReader) -> PageReader:
    """Open a conversation in the English pages."""
    composer = next(form for form in forms_of(await reader.read(HOME)) if "text" in form.fields)
    assert composer.action == HOME
    answered = await reader.post(composer, text=QUESTION)
    assert (answered.status_code, answered.headers["location"]) == (303, f"{HOME}#dernier-message")
    return reader


async def test_the_page_is_marked_and_written_in_english(reader: PageReader):
    page = await reader.read(HOME)
    assert '<html lang="en">' in page.text
    assert "You are talking to an automated assistant" in words_of(page)
    assert "answers in French only" in words_of(page)


async def test_each_language_leads_to_the_other(reader: PageReader):
    french, english = (await reader.read(PAGE)).text, (await reader.read(HOME)).text
    assert f'<a href="{HOME}" lang="en" hreflang="en">English</a>' in french
    assert f'<a href="{PAGE}" lang="fr" hreflang="fr">Français</a>' in english


async def test_the_conversation_is_the_same_in_both(reader: PageReader):
    await english(reader)
    assert str(ANSWER.text) in words_of(await reader.read(HOME))
    assert str(ANSWER.text) in words_of(await reader.read(PAGE))


async def test_what_the_assistant_says_is_marked_as_french(reader: PageReader):
    page = (await (await english(reader)).read(HOME)).text
    assert re.search(rf'<div lang="fr">\s*<p>{re.escape(str(ANSWER.text))}', page)
    assert '<p class="card-title" lang="fr">' in page


async def test_a_french_page_marks_no_language_but_its_own(reader: PageReader):
    await reader.say(QUESTION)
    assert re.findall(r'lang="(\w+)"', (await reader.read(PAGE)).text).count("fr") == 1


async def test_no_page_in_english_leads_back_to_french(reader: PageReader):
    await english(reader)
    form = f"{ENGLISH.destinations}/F02a"
    for path in (HOME, ENGLISH.erasure, ENGLISH.erased, ENGLISH.destinations, form):
        page = await reader.read(path)
        assert page.status_code == 200, path
        led = re.findall(r'(?:href|action)="(/sans-javascript[^"#]*)"', page.text)
        strays = {link for link in led if not link.startswith((HOME, "/sans-javascript/style/"))}
        assert strays == {FRENCH.page}, path


async def test_an_opinion_stays_in_english(reader: PageReader):
    await english(reader)
    rating = next(
        form for form in forms_of(await reader.read(HOME)) if form.action == ENGLISH.rating
    )
    rated = await reader.post(rating, value="down")
    assert rated.headers["location"].startswith(f"{HOME}#avis-")
    assert "your rating is recorded: no. You can change it." in words_of(await reader.read(HOME))


async def test_an_erasure_ends_on_an_english_page(reader: PageReader):
    await english(reader)
    [form] = forms_of(await reader.read(ENGLISH.erasure))
    assert (await reader.post(form)).headers["location"] == ENGLISH.erased


async def test_an_error_is_told_in_english_with_the_servers_words_marked(
    reader: PageReader, rasa: FakeRasa
):
    await english(reader)
    composer = next(form for form in forms_of(await reader.read(HOME)) if "text" in form.fields)
    refused = await reader.post(composer, text="é" * 501)
    assert "It has 501 characters; 500 are possible." in words_of(refused)
    assert '<span lang="fr">Votre message est trop long.</span>' in refused.text


@pytest.mark.parametrize("page", [HOME, PAGE])
async def test_what_was_masked_is_shown_with_its_reason(reader: PageReader, page: str):
    await english(reader)
    composer = next(form for form in forms_of(await reader.read(page)) if "text" in form.fields)
    await reader.post(composer, text="appelez-moi au 06 12 34 56 78")
    shown = words_of(await reader.read(page))
    assert "masqué" in shown
    assert ("were masked before" if page == HOME else "ont été masquées avant") in shown


async def test_without_anything_masked_nothing_is_said_of_it(reader: PageReader, rasa: FakeRasa):
    rasa.replies["bonjour"] = [Reply("Un [mot] entre crochets.")]
    await reader.say("bonjour")
    assert "ont été masquées" not in words_of(await reader.read(PAGE))
