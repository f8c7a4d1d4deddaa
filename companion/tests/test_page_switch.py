"""With the assistant off, the page without JavaScript says so and leads elsewhere at once."""

import pytest
from companion.storage.database import Database
from companion.storage.switch import SwitchRepository, SwitchState
from page_reader import PageReader

CARDS = "Téléphone, services en ligne et formulaires"


@pytest.fixture
def switch(database: Database) -> SwitchRepository:
    return SwitchRepository(database)


async def test_who_arrives_is_led_to_the_forms_and_asked_nothing(
    reader: PageReader, switch: SwitchRepository
):
    switch.set(SwitchState(off=True))
    page = (await reader.http.get("/sans-javascript")).text
    assert CARDS in page
    assert "0 809 401 401" in page
    assert 'type="submit">Envoyer' not in page
    assert "Voir les questions fréquentes" not in page


async def test_who_has_a_conversation_keeps_it_and_is_told_why_the_field_is_closed(
    reader: PageReader, switch: SwitchRepository
):
    await reader.http.post("/api/v1/conversations", json={})
    await reader.http.post("/api/v1/messages", json={"text": "je ne peux pas payer"})
    switch.set(SwitchState(off=True))
    page = (await reader.http.get("/sans-javascript")).text
    assert "je ne peux pas payer" in page
    assert CARDS in page
    assert "readonly" in page
    assert "il ne peut pas recevoir de question" in page


async def test_a_notice_alone_closes_nothing(reader: PageReader, switch: SwitchRepository):
    switch.set(SwitchState(notice="Forte affluence."))
    page = (await reader.http.get("/sans-javascript")).text
    assert "Forte affluence." in page
    assert 'type="submit">Envoyer' in page
    assert CARDS not in page
