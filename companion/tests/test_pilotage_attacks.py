"""Attacks on the steering pages: guessed ids, forged cookies and forms, roles, scripts in texts."""

from datetime import timedelta

import pytest
from companion.app import create_app
from companion.errors import message_of
from companion.pilotage import paths
from companion.pilotage.access.sessions import COOKIE, StaffSessions
from companion.pilotage.roles import PERMISSIONS, Permission, Role
from companion.settings import Settings
from companion.storage.access_log import AccessLog, LogFilter
from companion.storage.database import Database, open_engine
from companion.storage.models import now
from companion.storage.staff import AccessLogEntry, Annotation, StaffSession
from companion.storage.staff_sessions import StaffSessionRepository
from conversations import project, tell_payment
from fake_rasa import FakeRasa
from fastapi import FastAPI, Response
from fastapi.routing import APIRoute
from itsdangerous import TimestampSigner
from page_reader import words_of
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"
ONE = f"{paths.CONVERSATIONS}/c1"
NOTES = f"{ONE}/annotations"
OPEN_TO_ALL = {paths.SIGN_IN, paths.DEPARTURE, paths.RETURN}
READERS = {Role.DESIGNER, Role.ANALYST}


@pytest.fixture
def record(pilotage_settings: Settings) -> FakeRasa:
    return FakeRasa(pilotage_settings.tracker_url)


def routes(application: FastAPI) -> list[tuple[str, str]]:
    """Return method and path of every page of ours."""
    routers = [getattr(part, "original_router", None) for part in application.routes]
    return [
        (method, route.path.replace("{conversation_id}", "c1"))
        for router in routers
        if router is not None
        for route in router.routes
        if isinstance(route, APIRoute) and route.path.startswith(paths.ROOT)
        for method in route.methods
    ]


async def test_no_page_but_the_sign_in_opens_without_signing_in(
    pilotage: FastAPI, new_colleague, record
):
    tell_payment(record, "c1")
    stranger = new_colleague()
    tried = [route for route in routes(pilotage) if route[1] not in OPEN_TO_ALL]
    assert len(tried) >= 6
    for method, path in tried:
        answer = await stranger.http.request(method, path)
        told = answer.status_code, answer.headers.get("location", "").partition("?")[0]
        assert told == ((303, paths.SIGN_IN) if method == "GET" else (401, "")), path
        assert "je ne peux pas payer" not in answer.text


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", [paths.CONVERSATIONS, ONE, f"{ONE}/test.yml"])
async def test_conversations_are_for_designers_and_analysts(
    new_colleague, record, role: Role, path: str
):
    tell_payment(record, "c1")
    answer = await new_colleague(role).read(path)
    assert answer.status_code == (200 if role in READERS else 403)
    if role not in READERS:
        assert message_of("forbidden") in words_of(answer)
        assert "je ne peux pas payer" not in answer.text


@pytest.mark.parametrize("role", list(Role))
async def test_the_access_log_is_for_administrators(new_colleague, role: Role):
    answer = await new_colleague(role).read(paths.ACCESS_LOG)
    assert answer.status_code == (200 if role is Role.ADMINISTRATOR else 403)


async def test_a_refused_reading_is_not_logged_as_a_reading(
    new_colleague, record, pilotage_database
):
    tell_payment(record, "c1")
    await new_colleague(Role.AGENT).read(ONE)
    assert AccessLog(pilotage_database).read(LogFilter(action="read")) == []


# ---- forged cookies


def forged(settings: Settings, key: str, salt: str = "pilotage") -> str:
    return TimestampSigner(key, salt=salt).sign("a-token-of-mine").decode()


async def test_a_cookie_that_we_did_not_sign_opens_nothing(
    new_colleague, pilotage_settings: Settings
):
    own_key = pilotage_settings.secret_key.get_secret_value()
    for cookie in (
        "",
        "x.y.z",
        forged(pilotage_settings, "k" * 32),
        forged(pilotage_settings, own_key, salt="session"),  # of the gateway
        forged(pilotage_settings, own_key),  # signed, but of no session
    ):
        colleague = new_colleague()
        colleague.http.cookies.set(COOKIE, cookie)
        assert (await colleague.read(paths.CONVERSATIONS)).status_code == 303


async def test_a_session_that_is_over_opens_nothing(new_colleague, pilotage_database):
    colleague = new_colleague(Role.ANALYST)
    assert (await colleague.read(paths.CONVERSATIONS)).status_code == 200
    with pilotage_database.transaction() as session:
        session.execute(update(StaffSession).values(expires_at=now()))
    assert (await colleague.read(paths.CONVERSATIONS)).status_code == 303


async def test_the_database_does_not_hold_what_opens_a_session(new_colleague, pilotage_database):
    colleague = new_colleague(Role.ANALYST)
    token = colleague.http.cookies[COOKIE].split(".")[0]
    with pilotage_database.transaction() as session:
        (row,) = session.scalars(select(StaffSession))
        assert token not in repr(vars(row))


async def test_a_role_that_is_no_more_gives_nothing(new_colleague, pilotage_database):
    colleague = new_colleague(Role.ANALYST)
    with pilotage_database.transaction() as session:
        session.execute(update(StaffSession).values(roles=["owner", "root"]))
    assert (await colleague.read(paths.CONVERSATIONS)).status_code == 403


async def test_roles_in_the_address_or_in_headers_change_nothing(new_colleague):
    agent = new_colleague(Role.AGENT)
    answer = await agent.http.get(
        f"{paths.CONVERSATIONS}?role=analyst&roles=analyst&permission=read_conversations",
        headers={"x-role": "analyst", "x-forwarded-user": "admin"},
    )
    assert answer.status_code == 403


async def test_behind_https_the_cookie_does_not_travel_in_clear(pilotage_settings: Settings):

    sessions = StaffSessions(
        StaffSessionRepository(Database(open_engine(pilotage_settings.database_url))),
        "k" * 32,
        lifetime=timedelta(hours=1),
        secure=True,
    )
    response = Response()
    sessions.open(response, subject="s", name="n", roles=frozenset({Role.AGENT}))
    assert "; secure" in response.headers["set-cookie"].lower()


# ---- forged forms


async def test_a_form_without_our_token_changes_nothing_and_gives_the_comment_back(
    new_colleague, record, pilotage_database
):
    tell_payment(record, "c1")
    analyst = new_colleague(Role.ANALYST)
    for token in ("", "forged", "of.another.session"):
        data = {"token": token, "state": "traite", "comment": "ma remarque"}
        answer = await analyst.http.post(NOTES, data=data)
        assert answer.status_code == 403
        assert "ma remarque" in answer.text
    with pilotage_database.transaction() as session:
        assert session.scalars(select(Annotation)).all() == []


async def test_the_token_of_a_colleague_is_not_ones_own(new_colleague, record):
    tell_payment(record, "c1")
    theirs = await new_colleague(Role.ANALYST).form(ONE, NOTES)
    answer = await new_colleague(Role.ANALYST).post(theirs, state="traite")
    assert answer.status_code == 403


async def test_a_form_from_another_site_is_refused_even_with_a_token(new_colleague, record):
    tell_payment(record, "c1")
    analyst = new_colleague(Role.ANALYST)
    form = await analyst.form(ONE, NOTES)
    analyst.http.headers["sec-fetch-site"] = "cross-site"
    assert (await analyst.post(form, state="traite")).status_code == 403


async def test_an_annotation_is_signed_by_who_is_signed_in_whatever_is_posted(
    new_colleague, record, pilotage_database
):
    tell_payment(record, "c1")
    analyst = new_colleague(Role.ANALYST)
    form = await analyst.form(ONE, NOTES)
    more = {"name": "Quelqu'un d'autre", "subject": "admin", "conversation_id": "c2", "id": "1"}
    await analyst.post(form, state="traite", **more)
    with pilotage_database.transaction() as session:
        (note,) = session.scalars(select(Annotation))
    assert (note.subject, note.name, note.conversation_id) == ("camille test", "Camille Test", "c1")


async def test_an_agent_cannot_annotate(new_colleague, record, pilotage_database):
    tell_payment(record, "c1")
    agent = new_colleague(Role.AGENT)
    page = await agent.read(paths.CONVERSATIONS)
    token = page.text.split('name="token" value="')[1].split('"')[0]
    answer = await agent.http.post(NOTES, data={"token": token, "state": "traite"})
    assert answer.status_code == 403
    with pilotage_database.transaction() as session:
        assert session.scalars(select(Annotation)).all() == []


# ---- scripts


async def test_scripts_in_texts_and_annotations_are_text(new_colleague, record, pilotage_database):
    question = tell_payment(record, "c1", SCRIPT)
    project(pilotage_database, "c1", 0, SCRIPT)
    analyst = new_colleague(Role.ANALYST)
    form = await analyst.form(ONE, NOTES)
    await analyst.post(form, state="traite", comment=SCRIPT)
    assert question
    listed = f"{paths.CONVERSATIONS}?texte=alert&sujet=%22%3E%3Cscript%3E"
    for page in (await analyst.read(ONE), await analyst.read(listed)):
        assert "&lt;script&gt;" in page.text
        assert "<script" not in page.text
        assert "<img" not in page.text
        assert "{{7*7}}" in page.text
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


async def test_a_name_given_by_the_provider_is_text(
    pilotage_settings, pilotage_database, new_colleague
):
    AccessLog(pilotage_database).add(subject=SCRIPT, name=SCRIPT, action="sign_in", detail=SCRIPT)
    page = await new_colleague(Role.ADMINISTRATOR).read(paths.ACCESS_LOG)
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text


# ---- the log itself


async def test_who_read_which_conversation_and_by_which_way_is_logged(
    new_colleague, record, pilotage_database
):
    tell_payment(record, "c1")
    analyst = new_colleague(Role.ANALYST)
    await analyst.read(f"{paths.CONVERSATIONS}?texte=impots&sujet=payer_cfe")
    found = f"http://pilotage.test{paths.CONVERSATIONS}?texte=impots&sujet=payer_cfe"
    await analyst.http.get(ONE, headers={"referer": found})
    await analyst.read(ONE)
    await analyst.read(f"{ONE}/test.yml")
    entries = AccessLog(pilotage_database).read(LogFilter(subject="camille test"))
    told = [(entry.action, entry.conversation_id, entry.detail) for entry in entries]
    assert told == [
        ("export", "c1", "story"),
        ("read", "c1", "link"),
        ("read", "c1", "search:texte,sujet"),
        ("search", None, "list:texte,sujet"),
    ]


async def test_the_log_holds_no_word_of_a_search_nor_of_a_conversation(
    new_colleague, record, pilotage_database
):
    tell_payment(record, "c1", "je m'appelle Zébulon")
    analyst = new_colleague(Role.ANALYST)
    await analyst.read(f"{paths.CONVERSATIONS}?texte=Zebulon")
    await analyst.post(await analyst.form(ONE, NOTES), state="traite", comment="Zébulon encore")
    with pilotage_database.transaction() as session:
        for entry in session.scalars(select(AccessLogEntry)):
            assert "bulon" not in repr(vars(entry)).lower()


async def test_what_cannot_be_logged_is_not_shown(
    new_colleague, record, pilotage: FastAPI, monkeypatch: pytest.MonkeyPatch
):
    tell_payment(record, "c1")
    analyst = new_colleague(Role.ANALYST)

    def full(self, **entry: object) -> None:

        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(AccessLog, "add", full)
    answer = await analyst.read(ONE)
    assert answer.status_code == 503
    assert "je ne peux pas payer" not in answer.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("action=read", ["read"]),
        ("personne=a", ["read", "search"]),
        ("conversation=c9", ["read"]),
        ("du=2100-01-01", []),
        ("au=2001-01-01", []),
        ("du=demain", ["read", "search", "sign_in"]),
        ("avant=x", ["read", "search", "sign_in"]),
    ],
)
async def test_the_log_is_filtered(new_colleague, pilotage_database, query: str, shown: list[str]):
    log = AccessLog(pilotage_database)
    log.add(subject="b", name="B", action="sign_in")
    log.add(subject="a", name="A", action="search")
    log.add(subject="a", name="A", action="read", conversation_id="c9")
    page = await new_colleague(Role.ADMINISTRATOR).read(f"{paths.ACCESS_LOG}?{query}")
    labels = {"read": "Lecture", "search": "Liste de", "sign_in": "Connexion</td>"}
    body = page.text.split("<tbody>")[1] if "<tbody>" in page.text else ""
    assert [action for action in labels if labels[action] in body] == shown


def test_old_entries_are_purged_and_new_ones_stay(pilotage_database):
    log = AccessLog(pilotage_database)
    log.add(subject="a", name="A", action="read", conversation_id="c1")
    assert log.forget_before(now().replace(year=2020)) == 0
    assert log.forget_before(now()) == 1


def test_every_permission_is_given_to_somebody():

    given = frozenset[Permission]().union(*PERMISSIONS.values())
    assert given == set(Permission)


def test_the_pages_are_served_only_where_the_role_is(settings: Settings):
    assert routes(create_app(settings)) == []  # of a gateway alone
