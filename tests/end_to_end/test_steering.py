"""The pages of figures in a real browser: what an analyst finds there, and for everybody."""

import re
from collections.abc import Iterator

import pytest
from companion.pilotage.reports.specification import load_specification
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.end_to_end.axe import violations
from tests.end_to_end.conftest import SCREENSHOTS
from tests.end_to_end.steering import FALLEN, PASSWORD, STEADY, THEME, Steering, served_steering

PAGES = (*load_specification().pages, f"sujets/{FALLEN}", "definitions", "exports")
LOOKS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 700}, "color_scheme": "light"},
}
FIRST = "/pilotage/vue-d-ensemble"


@pytest.fixture(scope="module")
def steering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steering]:
    with served_steering(tmp_path_factory.mktemp("steering")) as served:
        yield served


def signed_in(browser: Browser, steering: Steering, **look: object) -> BrowserContext:
    context = browser.new_context(base_url=steering.address, locale="fr-FR", **look)
    page = context.new_page()
    page.goto(FIRST)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(f"**{FIRST}")
    page.close()
    return context


@pytest.fixture
def analyst(browser: Browser, steering: Steering) -> Iterator[Page]:
    context = signed_in(browser, steering, **LOOKS["light"])
    page = context.new_page()
    page.goto(FIRST)
    yield page
    context.close()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_page(browser: Browser, steering: Steering, look: str):
    context = signed_in(browser, steering, bypass_csp=True, **LOOKS[look])
    page = context.new_page()
    found = {}
    for name in PAGES:
        page.goto(f"/pilotage/{name}")
        found[name] = violations(page)
        if look == "narrow":
            width = page.evaluate("document.documentElement.scrollWidth")
            assert (name, width) == (name, 320)
    context.close()
    assert found == {name: [] for name in PAGES}


def test_the_analyst_finds_why_satisfaction_fell_in_two_clicks(analyst: Page):
    falling = analyst.get_by_role("region", name="Sujets dont la satisfaction baisse", exact=True)
    topics = falling.locator("tbody th a")
    expect(topics).to_have_count(1)
    analyst.screenshot(path=SCREENSHOTS / "pilotage-vue-d-ensemble.png", full_page=True)
    topics.first.click()
    reasons = analyst.get_by_role("region", name=re.compile("^Raisons des avis.*tableau$"))
    worst = reasons.locator("tbody tr").first
    expect(worst.locator("th")).to_have_text("La réponse est incomplète")
    expect(worst.locator("td").first).to_have_text("60")
    analyst.screenshot(path=SCREENSHOTS / "pilotage-sujet.png", full_page=True)
    worst.locator("td a").first.click()
    for part in (f"sujet={FALLEN}", "avis=down", "raison=incomplete"):
        assert part in analyst.url
    expect(analyst.locator("main")).to_contain_text("60")


def test_a_new_theme_opens_its_conversations(analyst: Page):
    shown = analyst.get_by_role("region", name="Thèmes nouveaux ou en hausse, tableau")
    theme = shown.locator("tbody tr").first
    expect(theme.locator("th")).to_have_text(THEME)
    expect(theme).to_contain_text("nouveau")
    theme.get_by_role("link", name="30").click()
    expect(analyst.get_by_label("Thème")).to_contain_text(THEME)
    expect(analyst.get_by_role("row")).to_have_count(26)  # a page of them, and the headings


def test_charts_are_drawn_under_the_strict_policy_and_their_tables_say_the_same(analyst: Page):
    complaints: list[str] = []
    analyst.on("console", lambda message: complaints.append(message.text))
    analyst.on("pageerror", lambda error: complaints.append(str(error)))
    analyst.goto("/pilotage/satisfaction")
    expect(analyst.locator("figure canvas").first).to_be_visible()
    charts = analyst.locator("figure[data-chart]").count()
    assert analyst.locator("figure canvas").count() == charts == 2
    inked = analyst.evaluate(
        """() => [...document.querySelectorAll("figure canvas")].map(canvas => {
            const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return pixels.data.some(value => value !== 0);
        })"""
    )
    assert inked == [True, True]
    assert complaints == []
    analyst.screenshot(path=SCREENSHOTS / "pilotage-satisfaction.png", full_page=True)


def test_the_pages_say_as_much_without_javascript(browser: Browser, steering: Steering):
    context = signed_in(browser, steering, java_script_enabled=False, **LOOKS["light"])
    page = context.new_page()
    page.goto("/pilotage/satisfaction")
    page.get_by_text("Tableau : Satisfaction dans le temps").click()
    rows = page.get_by_role("region", name="Satisfaction dans le temps, tableau").locator(
        "tbody tr"
    )
    expect(rows).to_have_count(30)
    context.close()


def test_filters_are_in_the_address_and_stay_from_page_to_page(analyst: Page):
    analyst.get_by_label("Sujet", exact=True).select_option(STEADY)
    analyst.get_by_role("button", name="Appliquer").click()
    assert f"sujet={STEADY}" in analyst.url
    conversations = analyst.get_by_role("row", name=re.compile("^Conversations "))
    expect(conversations.locator("td").first).to_have_text("90")
    analyst.reload()
    expect(conversations.locator("td").first).to_have_text("90")
    expect(analyst.get_by_label("Sujet", exact=True)).to_have_value(STEADY)


def test_a_table_is_sorted_by_its_headings(analyst: Page):
    analyst.goto("/pilotage/sujets")
    table = analyst.get_by_role("region", name="Les sujets, tableau")
    table.get_by_role("link", name="Satisfaction", exact=True).click()
    heading = table.get_by_role("columnheader", name=re.compile("^Satisfaction ▼"))
    expect(heading).to_have_attribute("aria-sort", "descending")
    first = table.locator("tbody th a").first
    expect(first).to_have_attribute("href", re.compile(STEADY))
    analyst.screenshot(path=SCREENSHOTS / "pilotage-sujets.png", full_page=True)


def test_what_is_wrong_in_the_address_is_told_beside_its_field(analyst: Page):
    analyst.goto("/pilotage/sujets?du=hier")
    alert = analyst.get_by_role("alert")
    expect(alert).to_contain_text("« hier » n'est pas une date. Écrivez-la comme 2026-01-31.")
    alert.get_by_role("link").click()
    expect(analyst.get_by_label("Du", exact=True)).to_be_focused()


def test_what_is_printed_shows_every_table_and_no_form(analyst: Page):
    analyst.goto("/pilotage/satisfaction?impression=1")
    analyst.emulate_media(media="print")
    assert analyst.locator("details:not([open])").count() == 0
    assert analyst.get_by_role("form").count() == 0


def test_a_table_is_downloaded_as_a_file(analyst: Page):
    analyst.goto("/pilotage/sujets")
    with analyst.expect_download() as downloading:
        analyst.get_by_role("link", name="CSV, sujets").click()
    file = downloading.value
    assert re.fullmatch(r"sujets-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv", file.suggested_filename)
    assert file.path().read_text(encoding="utf-8").startswith("topic,topic_label,conversations,")
