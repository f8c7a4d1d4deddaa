"""Two sessions never read or write each other's conversation."""

import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
import pytest_asyncio
from browser import Browser, error_code
from companion.gateway.sessions import COOKIE
from companion.storage.database import Database
from companion.storage.models import Conversation, Rating, now
from conftest import SECRET_KEY
from fake_rasa import FakeRasa
from itsdangerous import TimestampSigner
from sqlalchemy import update

SECRET = "je suis la victime"


class LateSigner(TimestampSigner):
    """Signs as if it were another day."""

    seconds_ago = 0

    def get_timestamp(self) -> int:
        return super().get_timestamp() - self.seconds_ago


def signer(key: str = SECRET_KEY, salt: str = "session") -> LateSigner:
    """Return a signer that makes the cookies of the gateway when the key and salt are right."""
    return LateSigner(key, salt=salt, digest_method=hashlib.sha256)


@pytest_asyncio.fixture
async def victim(new_browser: Callable[[], Browser]) -> AsyncIterator[Browser]:
    """Somebody with a conversation: a secret, an answer."""
    browser = new_browser()
    await browser.open()
    await browser.say(SECRET)
    yield browser


@pytest_asyncio.fixture
async def attacker(
    victim: Browser, new_browser: Callable[[], Browser], rasa: FakeRasa
) -> AsyncIterator[Browser]:
    """Somebody else, with a conversation too."""
    browser = new_browser()
    await browser.open()
    yield browser


def conversation_of(rasa: FakeRasa, text: str) -> str:
    """Return the id of the conversation in which `text` was said."""
    return next(message["sender"] for message in rasa.received if message["message"] == text)


async def answer_of(victim: Browser) -> str:
    """Have the victim get an answer; return its id."""
    messages = (await victim.say("je ne peux pas payer")).json()["messages"]
    return str(messages[1]["id"])


async def refused_everywhere(browser: Browser) -> bool:
    """Tell whether nothing can be read, written, rated or erased with this cookie."""
    tried = [
        await browser.history(),
        await browser.say("bonjour"),
        await browser.choose("1-0"),
        await browser.rate("1", "up"),
        await browser.erase(),
    ]
    return all(
        response.status_code == 401 and error_code(response) == "session_required"
        for response in tried
    )


def pretend(browser: Browser, cookie: str) -> Browser:
    """Have a browser send this cookie alone."""
    browser.http.cookies.clear()
    browser.http.headers["cookie"] = f"{COOKIE}={cookie}"
    return browser


async def test_the_real_cookie_opens(victim: Browser, new_browser: Callable[[], Browser]):
    borrowed = pretend(new_browser(), victim.http.cookies[COOKIE])
    assert SECRET in (await borrowed.history()).text


async def test_another_session_reads_its_own_conversation_alone(attacker: Browser):
    assert SECRET not in (await attacker.history()).text


async def test_opening_with_another_session_does_not_show_the_victims_words(attacker: Browser):
    assert SECRET not in (await attacker.open()).text


async def test_the_id_of_a_conversation_opens_nothing(attacker: Browser, rasa: FakeRasa):
    assert await refused_everywhere(pretend(attacker, conversation_of(rasa, SECRET)))


async def test_the_id_of_a_conversation_signed_with_the_right_key_opens_nothing(
    attacker: Browser, rasa: FakeRasa
):
    signed = signer().sign(conversation_of(rasa, SECRET)).decode()
    assert await refused_everywhere(pretend(attacker, signed))


async def test_the_digest_in_the_database_opens_nothing(victim: Browser, attacker: Browser):
    token = signer().unsign(victim.http.cookies[COOKIE])
    stolen = signer().sign(hashlib.sha256(token).hexdigest()).decode()
    assert await refused_everywhere(pretend(attacker, stolen))


async def test_a_guessed_token_opens_nothing(attacker: Browser):
    assert await refused_everywhere(pretend(attacker, signer().sign("x" * 43).decode()))


@pytest.mark.parametrize(
    "tampered",
    [
        lambda cookie: cookie[:-1] + ("A" if cookie[-1] != "A" else "Q"),
        lambda cookie: ("A" if cookie[0] != "A" else "B") + cookie[1:],
        lambda cookie: cookie.rpartition(".")[0],
        lambda cookie: cookie.split(".")[0],
        lambda cookie: cookie + "x",
        lambda cookie: cookie.replace(".", "", 1),
        lambda cookie: "",
        lambda cookie: "..",
        lambda cookie: "\u00e9.\u00e9.\u00e9",
    ],
    ids=[
        "signature changed",
        "token changed",
        "signature cut off",
        "token alone",
        "signature prolonged",
        "date glued to the token",
        "empty",
        "dots",
        "accents",
    ],
)
async def test_a_tampered_cookie_opens_nothing(
    victim: Browser, attacker: Browser, tampered: Callable[[str], str]
):
    cookie = tampered(victim.http.cookies[COOKIE])
    assert await refused_everywhere(pretend(attacker, cookie))


@pytest.mark.parametrize(
    ("key", "salt"), [("another-key-of-thirty-two-characters", "session"), (SECRET_KEY, "other")]
)
async def test_a_cookie_signed_with_another_key_opens_nothing(
    victim: Browser, attacker: Browser, key: str, salt: str
):
    token = signer().unsign(victim.http.cookies[COOKIE]).decode()
    assert await refused_everywhere(pretend(attacker, signer(key, salt).sign(token).decode()))


async def test_a_cookie_signed_too_long_ago_opens_nothing(
    victim: Browser, attacker: Browser, settings
):
    late = signer()
    late.seconds_ago = settings.session_seconds + 1
    token = signer().unsign(victim.http.cookies[COOKIE]).decode()
    assert await refused_everywhere(pretend(attacker, late.sign(token).decode()))


async def test_a_cookie_signed_within_its_time_opens(victim: Browser, settings):
    late = signer()
    late.seconds_ago = settings.session_seconds - 60
    token = signer().unsign(victim.http.cookies[COOKIE]).decode()
    borrowed = pretend(victim, late.sign(token).decode())
    assert (await borrowed.history()).status_code == 200


async def test_a_session_that_expired_on_the_server_opens_nothing(
    victim: Browser, database: Database
):
    with database.transaction() as session:
        session.execute(update(Conversation).values(expires_at=now() - timedelta(seconds=1)))
    assert await refused_everywhere(victim)


async def test_after_an_expired_session_a_new_conversation_is_opened(
    victim: Browser, database: Database
):
    with database.transaction() as session:
        session.execute(update(Conversation).values(expires_at=now() - timedelta(seconds=1)))
    opened = await victim.open()
    assert opened.status_code == 201
    assert SECRET not in opened.text


async def test_the_cookie_of_an_erased_conversation_opens_nothing(victim: Browser):
    cookie = victim.http.cookies[COOKIE]
    await victim.erase()
    assert await refused_everywhere(pretend(victim, cookie))


async def test_a_closed_session_opens_a_new_conversation(victim: Browser):
    cookie = victim.http.cookies[COOKIE]
    await victim.erase()
    assert (await pretend(victim, cookie).open()).status_code == 201


async def test_the_answer_of_another_conversation_cannot_be_rated(
    victim: Browser, attacker: Browser
):
    refused = await attacker.rate(await answer_of(victim), "down")
    assert (refused.status_code, error_code(refused)) == (404, "unknown_message")


async def test_a_refused_rating_of_anothers_answer_leaves_no_trace(
    victim: Browser, attacker: Browser, database: Database
):
    await attacker.rate(await answer_of(victim), "down")
    with database.transaction() as session:
        assert session.query(Rating).count() == 0


async def test_the_choice_of_another_conversation_is_refused(victim: Browser, attacker: Browser):
    greeting = (await victim.history()).json()["messages"][0]
    refused = await attacker.choose(greeting["choices"][0]["id"])
    assert (refused.status_code, error_code(refused)) == (422, "unknown_choice")


async def test_erasing_ones_own_conversation_leaves_the_other(victim: Browser, attacker: Browser):
    await attacker.erase()
    assert SECRET in (await victim.history()).text


async def test_a_citizen_cannot_choose_the_conversation_in_the_body(
    attacker: Browser, rasa: FakeRasa
):
    body = {"text": "bonjour", "conversation_id": conversation_of(rasa, SECRET)}
    refused = await attacker.http.post("/api/v1/messages", json=body)
    assert (refused.status_code, error_code(refused)) == (422, "invalid")


async def test_the_conversation_id_is_never_told(victim: Browser, rasa: FakeRasa):
    told = [await victim.open(), await victim.history(), await victim.say("bonjour")]
    secret = conversation_of(rasa, SECRET)
    assert not any(secret in f"{response.text}{response.headers}" for response in told)


async def test_the_token_of_a_session_is_not_stored(victim: Browser, database: Database):
    token = signer().unsign(victim.http.cookies[COOKIE]).decode()
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM conversations").all()
    assert token not in repr(rows)
