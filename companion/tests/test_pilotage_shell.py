"""The shell of the steering pages: who comes in, the menu, forms that only we can post."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from companion.pilotage import paths
from companion.pilotage.access.sessions import COOKIE
from companion.pilotage.navigation import Entry, Navigation, load_entries
from companion.pilotage.person import Person
from companion.pilotage.roles import PERMISSIONS, Permission, Role, roles_among
from conftest import PASSWORD
from page_reader import words_of
from staff import Colleague


async def sign_in(colleague: Colleague, password: str = PASSWORD, **more: str) -> httpx.Response:
    form = await colleague.form(paths.SIGN_IN, paths.SIGN_IN)
    return await colleague.post(form, password=password, **more)


async def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back(new_colleague):
    answer = await new_colleague().read(f"{paths.ROOT}?jour=1&fin=2")
    assert answer.status_code == 303
    target = urlsplit(answer.headers["location"])
    assert target.path == paths.SIGN_IN
    assert parse_qs(target.query) == {"suite": [f"{paths.ROOT}?jour=1&fin=2"]}


async def test_the_local_account_opens_a_session_that_scripts_and_other_sites_cannot_use(
    new_colleague,
):
    answer = await sign_in(new_colleague())
    assert (answer.status_code, answer.headers["location"]) == (303, paths.ROOT)
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=lax", f"path={paths.ROOT}"))


async def test_a_wrong_password_opens_nothing(new_colleague):
    colleague = new_colleague()
    answer = await sign_in(colleague, "guessed")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "La connexion a été refusée." in words_of(answer)


async def test_signing_out_ends_the_session_even_for_a_copied_cookie(new_colleague):
    colleague = new_colleague(Role.ANALYST)
    copied = colleague.http.cookies[COOKIE]
    page = await colleague.read(paths.CONVERSATIONS)
    token = page.text.split('name="token" value="')[1].split('"')[0]
    left = await colleague.http.post(paths.SIGN_OUT, data={"token": token})
    assert left.headers["location"] == paths.SIGN_IN
    thief = new_colleague()
    thief.http.cookies.set(COOKIE, copied)
    assert (await thief.read(paths.ROOT)).headers["location"].startswith(paths.SIGN_IN)


async def test_a_sign_out_without_our_token_is_refused(new_colleague):
    colleague = new_colleague(Role.ANALYST)
    answer = await colleague.http.post(paths.SIGN_OUT, data={"token": "forged"})
    assert answer.status_code == 403
    assert (await colleague.read(paths.CONVERSATIONS)).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/pilotage",
        "/\\evil.example",
        "/pilotage\\@evil.example",
        "javascript:alert(1)",
        "/pilotage-autre",
        "/pilotage/\r\nset-cookie: a=b",
        "",
    ],
)
def test_nobody_is_led_elsewhere_after_the_sign_in(address: str):
    assert paths.own_path(address) == paths.ROOT


def test_a_page_of_ours_is_come_back_to_with_its_filters():
    address = "/pilotage/conversations?texte=a%2Fb&page=2"
    assert paths.own_path(address) == address


def test_the_menu_shows_what_is_served_and_what_the_person_may_open():
    navigation = Navigation()
    navigation.serve(["/pilotage/conversations", "/pilotage/journal-acces"])
    analyst = Person("a", "A", frozenset({Role.ANALYST}), "s")
    assert [entry.label for entry in navigation.of(analyst)] == ["Conversations"]


def test_every_entry_of_the_menu_is_open_to_some_role():
    open_to_all = frozenset[Permission]().union(*PERMISSIONS.values())
    assert all(isinstance(entry, Entry) and entry.needs in open_to_all for entry in load_entries())


def test_every_role_has_its_row_and_a_citizen_may_nothing():
    assert set(PERMISSIONS) == set(Role)
    assert PERMISSIONS[Role.CITIZEN] == frozenset()


def test_a_role_that_does_not_exist_is_nothing():
    assert roles_among(["analyst", "root", 3, None]) == {Role.ANALYST}


@pytest.mark.parametrize(
    ("secure", "asked", "admitted"),
    [(False, None, True), (True, None, False), (True, True, True), (False, False, False)],
)
def test_the_local_account_is_not_for_https_unless_it_is_asked_for(
    pilotage_settings, secure, asked, admitted
):
    settings = pilotage_settings.model_copy(
        update={"secure_cookies": secure, "local_account": asked}
    )
    assert (settings.admitted_local_password() == PASSWORD) is admitted
