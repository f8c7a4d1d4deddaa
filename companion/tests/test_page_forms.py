"""A form as pages: filled, corrected, read back, sent once, acknowledged at its own address."""

import asyncio
from collections.abc import Callable
from typing import Any

import documents
import httpx
import pytest
from companion.storage.database import Database
from companion.storage.models import Conversation, FormRequest, RequestAttachment
from fake_rasa import FakeRasa
from page_reader import PAGE, FoundForm, PageReader, expire, forms_of, words_of
from sqlalchemy import select

FREE = f"{PAGE}/formulaires/F06"
FILLED = {"champ-subject": "Avis non reçu", "champ-message": "Où est mon avis ?\nMerci."}


def stored(database: Database) -> list[FormRequest]:
    with database.transaction() as session:
        return list(session.scalars(select(FormRequest)))


def form_in(page: httpx.Response) -> FoundForm:
    return next(form for form in forms_of(page) if form.action.startswith(f"{PAGE}/formulaires/"))


async def recapitulation(reader: PageReader, **changed: str) -> httpx.Response:
    form = form_in(await reader.read(FREE))
    return await reader.post(form, step="verifier", **{**FILLED, **changed})


async def send(
    reader: PageReader, page: httpx.Response, *files: Any, **more: str
) -> httpx.Response:
    """Press « Envoyer ma demande », as a browser does: in parts."""
    form = form_in(page)
    data = {**form.fields, "step": "envoyer", **more}
    joined = [("attachments", file) for file in files or (("", b""),)]
    return await reader.http.post(form.action, data=data, files=joined)


# ---- shown


async def test_a_card_leads_to_the_page_of_its_form(reader: PageReader):
    page = await reader.read(f"{PAGE}/formulaires")
    assert f'<a href="{FREE}">Remplir cette demande ici : Autres questions</a>' in page.text


async def test_a_form_begins_with_what_was_asked(reader: PageReader):
    await reader.say("je n'ai pas reçu mon avis")
    fields = form_in(await reader.read(FREE)).fields
    assert fields["champ-message"] == "je n'ai pas reçu mon avis"


@pytest.mark.parametrize(
    ("form", "status"), [("F99", 404), ("é%0A", 404), ("F07", 422), ("mon_profil", 422)]
)
async def test_a_form_that_cannot_be_filled_is_told_by_a_page(
    reader: PageReader, form: str, status: int
):
    page = await reader.read(f"{PAGE}/formulaires/{form}")
    assert page.status_code == status
    assert "formulaire" in words_of(page)


# ---- sent


async def test_a_form_is_read_back_sent_and_acknowledged(reader: PageReader, database: Database):
    back = await recapitulation(reader)
    assert "Où est mon avis ?" in words_of(back)
    assert stored(database) == []
    sent = await send(reader, back)
    assert sent.status_code == 303
    (kept,) = stored(database)
    assert kept.fields == {"subject": "Avis non reçu", "message": "Où est mon avis ?\nMerci."}
    page = await reader.read(sent.headers["location"])
    assert kept.number in words_of(page)


async def test_the_conversation_is_told(reader: PageReader, rasa: FakeRasa):
    await send(reader, await recapitulation(reader))
    assert rasa.last["message"].startswith("/request_sent")


async def test_sent_twice_it_is_stored_once(reader: PageReader, database: Database):
    back = await recapitulation(reader)
    first, second = await asyncio.gather(send(reader, back), send(reader, back))
    assert first.headers["location"] == second.headers["location"]
    assert len(stored(database)) == 1


async def test_files_are_joined_when_it_is_read_back(reader: PageReader, database: Database):
    back = await recapitulation(reader)
    sent = await send(
        reader, back, ("avis.pdf", documents.pdf()), ("a.png", documents.image("PNG"))
    )
    assert sent.status_code == 303
    with database.transaction() as session:
        names = list(session.scalars(select(RequestAttachment.name)))
    assert names == ["avis.pdf", "a.png"]
    assert "avis.pdf, a.png" in words_of(await reader.read(sent.headers["location"]))


# ---- corrected


async def test_a_mistake_is_told_above_and_beside_its_field(reader: PageReader):
    page = await recapitulation(reader, **{"champ-subject": " "})
    assert page.status_code == 422
    assert words_of(page).count("Remplissez ce champ.") == 2
    assert '<a href="#champ-subject">Objet de votre demande</a>' in page.text
    assert 'aria-describedby="aide-subject erreur-subject" aria-invalid="true"' in page.text
    assert form_in(page).fields["champ-message"] == FILLED["champ-message"]


async def test_what_was_read_back_can_be_corrected(reader: PageReader, database: Database):
    back = form_in(await recapitulation(reader))
    page = await reader.post(back, step="corriger")
    assert form_in(page).fields["champ-subject"] == "Avis non reçu"
    assert stored(database) == []


async def test_a_refused_file_is_told_where_another_can_be_chosen(
    reader: PageReader, database: Database
):
    page = await send(reader, await recapitulation(reader), ("virus.pdf", b"MZ"))
    assert page.status_code == 422
    assert "« virus.pdf » n'est pas d'un type accepté" in words_of(page)
    assert stored(database) == []
    assert (await send(reader, page)).status_code == 303


async def test_a_choice_that_does_not_exist_is_told(reader: PageReader):
    form = form_in(await reader.read(f"{PAGE}/formulaires/F02"))
    fields = {"champ-tax": "licorne", "champ-message": "x", "step": "verifier"}
    page = await reader.post(form, **fields)
    assert "Choisissez une des réponses proposées." in words_of(page)


async def test_what_is_changed_behind_the_recapitulation_is_checked_again(
    reader: PageReader, database: Database
):
    page = await send(reader, await recapitulation(reader), **{"champ-subject": ""})
    assert (page.status_code, stored(database)) == (422, [])


# ---- protected


async def test_an_acknowledgement_is_shown_to_its_author_alone(
    reader: PageReader, new_reader: Callable[[], PageReader]
):
    address = (await send(reader, await recapitulation(reader))).headers["location"]
    assert (await new_reader().read(address)).status_code == 401
    other = new_reader()
    await other.open()
    assert (await other.read(address)).status_code == 404


async def test_a_form_of_another_conversation_sends_nothing(
    reader: PageReader, new_reader: Callable[[], PageReader], database: Database
):
    back = await recapitulation(reader)
    other = new_reader()
    await other.open()
    page = await send(other, back)
    assert (page.status_code, stored(database)) == (403, [])
    assert form_in(page).fields["champ-subject"] == "Avis non reçu"


async def test_a_session_that_ended_keeps_what_was_typed(reader: PageReader, database: Database):
    back = await recapitulation(reader)
    expire(database)
    page = await send(reader, back)
    assert page.status_code == 401
    again = await reader.post(form_in(page), step="verifier")
    assert (await send(reader, again)).status_code == 303


async def test_a_script_is_shown_as_words(reader: PageReader):
    page = await recapitulation(reader, **{"champ-subject": '"><script>alert(1)</script>'})
    assert "<script>" not in page.text


async def test_another_site_posts_nothing(reader: PageReader, database: Database):
    back = await recapitulation(reader)
    reader.http.headers["sec-fetch-site"] = "cross-site"
    assert (await send(reader, back)).status_code == 403
    assert stored(database) == []


async def test_reading_a_form_opens_no_conversation(reader: PageReader, database: Database):
    await reader.read(FREE)
    await recapitulation(reader, **{"champ-subject": ""})
    with database.transaction() as session:
        assert list(session.scalars(select(Conversation))) == []
