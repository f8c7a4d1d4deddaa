"""Every state of the widget in a real browser: axe, reflow, zoom, colours, keyboard, pictures."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.end_to_end.axe import SPACING, violations
from tests.end_to_end.conftest import SCREENSHOTS
from tests.end_to_end.widget_page import (
    ANSWER,
    GREETING,
    NOTICE,
    OUTAGE,
    QUESTION,
    Gateway,
    served_widget,
)

PICTURES = SCREENSHOTS / "states"  # too many for the documentation: they are looked at, not copied
WIDE: ViewportSize = {"width": 1280, "height": 900}
# a window of 1280 by 1024 at 200 % and at 400 %, then a small telephone
NARROW: list[ViewportSize] = [
    {"width": 640, "height": 512},
    {"width": 320, "height": 256},
    {"width": 320, "height": 640},
]
# the colours of the State's design system, as a page that loads it would define them
HOST = {
    "light": {
        "--background-default-grey": "#ffffff",
        "--background-alt-grey": "#f6f6f6",
        "--text-default-grey": "#3a3a3a",
        "--text-mention-grey": "#666666",
        "--text-action-high-blue-france": "#000091",
        "--background-action-high-blue-france-hover": "#1212ff",
        "--text-inverted-blue-france": "#f5f5fe",
        "--background-alt-blue-france": "#f5f5fe",
        "--border-default-grey": "#dddddd",
        "--border-plain-grey": "#3a3a3a",
        "--text-default-error": "#ce0500",
        "--text-inverted-error": "#ffffff",
    },
    "dark": {
        "--background-default-grey": "#161616",
        "--background-alt-grey": "#1e1e1e",
        "--text-default-grey": "#cecece",
        "--text-mention-grey": "#929292",
        "--text-action-high-blue-france": "#8585f6",
        "--background-action-high-blue-france-hover": "#b1b1f9",
        "--text-inverted-blue-france": "#000091",
        "--background-alt-blue-france": "#1b1b35",
        "--border-default-grey": "#353535",
        "--border-plain-grey": "#cecece",
        "--text-default-error": "#ff5655",
        "--text-inverted-error": "#000000",
    },
}


class Widget:
    """The page, its gateway and what a person does there."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.gateway = Gateway(page)
        self._address = address

    def open(self) -> None:
        self.page.goto(self._address)
        launcher = self.page.get_by_role("button", name="Poser une question")
        if launcher.is_visible():
            launcher.click()
        expect(self.page.get_by_label("Votre question")).to_be_visible()

    def ask(self) -> None:
        self.page.get_by_label("Votre question").fill("je ne peux pas payer")
        self.page.keyboard.press("Enter")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()


def closed(widget: Widget) -> None:
    widget.open()
    widget.press("Fermer la conversation")


def opened(widget: Widget) -> None:
    widget.open()
    expect(widget.page.get_by_role("log")).to_contain_text("Bonjour")


def answered(widget: Widget) -> None:
    widget.open()
    widget.ask()
    expect(widget.page.get_by_role("log")).to_contain_text("demander un délai")


def rated(widget: Widget) -> None:
    answered(widget)
    widget.press("Non")
    expect(widget.page.get_by_text("Merci, votre avis")).to_be_visible()
    widget.page.get_by_text("Sources et vérification").click()


def writing(widget: Widget) -> None:
    widget.open()
    widget.gateway.stays_silent()
    widget.ask()
    expect(widget.page.get_by_text("L'assistant écrit")).to_be_visible()


def correcting(widget: Widget) -> None:
    answered(widget)
    widget.press("Corriger ma question")
    expect(widget.page.get_by_text("Modifiez votre question")).to_be_visible()


def near_the_limit(widget: Widget) -> None:
    widget.open()
    widget.page.get_by_label("Votre question").fill("a" * 495)
    expect(widget.page.get_by_text("encore 5 caractères")).to_be_visible()


def options(widget: Widget) -> None:
    answered(widget)
    widget.press("Options")
    expect(widget.page.get_by_role("button", name="Télécharger")).to_be_visible()


def dictating(widget: Widget) -> None:
    # a browser's engine that hears nothing: the real one may want a network
    widget.page.add_init_script(
        "window.SpeechRecognition = class extends EventTarget { start() {} stop() {} abort() {} }"
    )
    opened(widget)
    widget.press("Options")
    widget.press("Dicter mes questions")
    widget.page.get_by_role("button", name="Dicter", exact=True).click()
    expect(widget.page.get_by_text("Le micro est ouvert")).to_be_visible()


def erasing(widget: Widget) -> None:
    answered(widget)
    widget.press("Effacer ma conversation")
    expect(widget.page.get_by_text("Effacer toute la conversation ?")).to_be_visible()


def warned(widget: Widget) -> None:
    widget.gateway.opens([GREETING], NOTICE)
    widget.open()
    expect(widget.page.get_by_text(NOTICE["text"])).to_be_visible()


def switched_off(widget: Widget) -> None:
    widget.gateway.is_off()
    widget.open()
    expect(widget.page.get_by_text("L'assistant est interrompu")).to_be_visible()
    expect(widget.page.get_by_role("link", name="J'ai des difficultés pour payer")).to_be_visible()


def asked_for_patience(widget: Widget) -> None:
    widget.gateway.refuses(429, **{"Retry-After": "30"})
    widget.open()
    widget.ask()
    expect(widget.page.get_by_text("Réessayez dans 30 secondes")).to_be_visible()


def failed(widget: Widget) -> None:
    widget.gateway.refuses(503)
    widget.open()
    widget.ask()
    expect(widget.page.get_by_text("Message du serveur.")).to_be_visible()


def out(widget: Widget) -> None:
    widget.gateway.answers([QUESTION, OUTAGE])
    widget.open()
    widget.ask()
    expect(widget.page.get_by_text("momentanément indisponible")).to_be_visible()


def unreachable(widget: Widget) -> None:
    widget.gateway.is_unreachable()
    widget.open()
    expect(widget.page.get_by_text("momentanément indisponible")).to_be_visible()


def filling(widget: Widget) -> None:
    answered(widget)
    widget.press("Remplir cette demande ici : J'ai des difficultés pour payer")
    expect(widget.page.get_by_label("Votre demande")).to_have_value("je ne peux pas payer")


def mistaken(widget: Widget) -> None:
    filling(widget)
    widget.page.get_by_label("Montant à payer").fill("beaucoup")
    widget.press("Vérifier ma demande")
    expect(widget.page.get_by_text("Des champs sont à corriger")).to_be_visible()


def read_back(widget: Widget) -> None:
    filling(widget)
    widget.press("Vérifier ma demande")
    expect(widget.page.get_by_text("Vérifiez votre demande")).to_be_visible()


def not_sent(widget: Widget) -> None:
    widget.gateway.refuses_requests()
    read_back(widget)
    widget.press("Envoyer ma demande")
    expect(widget.page.get_by_text("Votre brouillon est gardé")).to_be_visible()


def acknowledged(widget: Widget) -> None:
    read_back(widget)
    widget.press("Envoyer ma demande")
    expect(widget.page.get_by_text("2026-AB12-CD34")).to_be_visible()


State = Callable[[Widget], None]
FORM_STATES: list[State] = [filling, mistaken, read_back, not_sent, acknowledged]
STATES: list[State] = [
    closed,
    opened,
    writing,
    answered,
    rated,
    correcting,
    near_the_limit,
    options,
    dictating,
    erasing,
    warned,
    switched_off,
    asked_for_patience,
    failed,
    out,
    unreachable,
    *FORM_STATES,
]


def states(*some: State) -> pytest.MarkDecorator:
    """Run a test in some states, named after them."""
    return pytest.mark.parametrize("reach", some, ids=lambda state: state.__name__)


every_state = states(*STATES)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served_widget() as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    # axe and styles are injected by the test: the page's own policy would refuse them
    context = browser.new_context(viewport=WIDE, bypass_csp=True, locale="fr-FR")
    yield context
    context.close()


@pytest.fixture
def widget(context: BrowserContext, address: str) -> Widget:
    return Widget(context.new_page(), address)


def wears_the_host(widget: Widget, scheme: str) -> None:
    values = "".join(f"{name}: {value};" for name, value in HOST[scheme].items())
    widget.page.add_style_tag(
        content=f":root {{ {values} }} body {{ font-family: Georgia, serif }}"
    )
    widget.page.locator("econtacts-chat").evaluate("chat => chat.setAttribute('theme', 'hote')")


@every_state
def test_no_state_has_a_fault_that_axe_sees_light_or_dark(widget: Widget, reach: State):
    widget.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    reach(widget)
    widget.page.screenshot(path=PICTURES / f"{reach.__name__}.png")
    assert violations(widget.page) == []
    widget.page.emulate_media(color_scheme="dark")
    assert violations(widget.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@states(rated, failed, asked_for_patience, mistaken)
def test_the_hosts_colours_have_no_fault_that_axe_sees(widget: Widget, reach: State, scheme: str):
    widget.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    reach(widget)
    wears_the_host(widget, scheme)
    widget.page.screenshot(path=PICTURES / f"host_theme_{scheme}.png")
    panel = widget.page.locator("#panel")
    expect(panel).to_have_css("font-family", "Georgia, serif")
    assert violations(widget.page) == []


@every_state
def test_zoom_and_small_screens_hide_nothing_and_do_not_scroll_sideways(
    widget: Widget, reach: State
):
    reach(widget)
    for size in NARROW:
        widget.page.set_viewport_size(size)
        assert sideways(widget.page) == []
        if reach is not closed:
            # where there is no room for both, the form takes the place of the conversation
            name = "#request .primary, #request h2" if reach in FORM_STATES else "#question"
            control = widget.page.locator(name).last
            control.scroll_into_view_if_needed()
            expect(control).to_be_in_viewport()


@states(rated, correcting, options, erasing, failed, switched_off, mistaken, read_back)
def test_wider_text_spacing_cuts_nothing(widget: Widget, reach: State):
    reach(widget)
    widget.page.locator("econtacts-chat").evaluate(
        """(chat, css) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            chat.shadowRoot.adoptedStyleSheets.push(sheet);
        }""",
        SPACING,
    )
    assert sideways(widget.page) == []
    cut = widget.page.locator("button:visible, p:visible, label:visible").evaluate_all(
        "found => found.filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1)"
        ".map(e => e.textContent)"
    )
    assert cut == []


@every_state
def test_every_target_is_at_least_24_pixels(widget: Widget, reach: State):
    reach(widget)
    # the label of a radio button is pressed as well, and is larger
    small = widget.page.locator(
        "econtacts-chat :is(button, summary, textarea, input:not([type=radio]), .reason, select, a)"
        ":visible"
    ).evaluate_all(
        """found => found
            .map(e => [e.textContent.trim(), e.getBoundingClientRect()])
            .filter(([, box]) => Math.min(box.width, box.height) < 24)
            .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
    )
    assert small == []


@states(dictating, erasing, failed, warned)
def test_whatever_unfolds_the_send_button_stays_in_sight(widget: Widget, reach: State):
    reach(widget)
    send = widget.page.get_by_role("button", name="Envoyer", exact=True)
    expect(send).to_be_in_viewport(ratio=1)
    below = widget.page.locator("#panel").evaluate("e => e.scrollHeight - e.clientHeight")
    assert below == 0


@states(closed, answered, options, filling)
def test_what_a_control_shows_begins_its_accessible_name(widget: Widget, reach: State):
    reach(widget)
    named = widget.page.locator("button[aria-label]:visible").evaluate_all(
        "found => found.map(e => [e.innerText.trim(), e.getAttribute('aria-label')])"
    )
    assert [pair for pair in named if not pair[1].startswith(pair[0])] == []


@states(answered, rated, options, erasing, failed, switched_off, mistaken, read_back)
def test_forced_colours_leave_an_edge_to_every_control(widget: Widget, reach: State):
    widget.page.emulate_media(forced_colors="active")
    reach(widget)
    lost = widget.page.locator(
        "econtacts-chat :is(button, textarea, input:not([type=radio]), select):visible"
    ).evaluate_all(
        """found => found
            .filter(e => parseFloat(getComputedStyle(e).borderTopWidth) < 1
                || getComputedStyle(e).borderTopStyle === 'none')
            .map(e => e.textContent)"""
    )
    assert lost == []


def test_forced_colours_keep_what_is_chosen_apart(widget: Widget):
    widget.page.emulate_media(forced_colors="active")
    answered(widget)
    widget.press("Non")
    widget.page.screenshot(path=PICTURES / "forced_colours.png")
    width = "e => parseFloat(getComputedStyle(e).borderTopWidth)"
    pressed = widget.page.get_by_role("button", name="Non").evaluate(width)
    other = widget.page.get_by_role("button", name="Oui").evaluate(width)
    assert pressed > other


def test_reduced_motion_stops_every_movement(widget: Widget):
    widget.page.emulate_media(reduced_motion="reduce")
    writing(widget)
    assert widget.page.evaluate("document.getAnimations().length") == 0
    assert widget.page.locator(".status").evaluate("e => getComputedStyle(e).animationName") == (
        "none"
    )


def test_tab_goes_through_the_panel_and_out_of_it(widget: Widget):
    opened(widget)
    widget.page.get_by_label("Votre question").focus()
    inside = "document.activeElement === document.querySelector('econtacts-chat')"
    for _ in range(12):
        widget.page.keyboard.press("Tab")
        if not widget.page.evaluate(inside):
            return
    pytest.fail("the focus never left the panel")


def test_a_message_never_moves_the_focus(widget: Widget):
    opened(widget)
    choice = widget.page.get_by_role("button", name="Je change d'adresse")
    choice.focus()
    widget.page.keyboard.press("Enter")
    expect(widget.page.get_by_role("log")).to_contain_text("demander un délai")
    expect(choice).to_be_focused()
    expect(choice).to_have_attribute("aria-disabled", "true")


def test_the_text_not_sent_is_there_again_after_a_reload(widget: Widget):
    opened(widget)
    widget.page.get_by_label("Votre question").fill("ma question")
    opened(widget)
    expect(widget.page.get_by_label("Votre question")).to_have_value("ma question")


def test_a_second_tab_shows_the_history(widget: Widget, context: BrowserContext, address: str):
    answered(widget)
    second = Widget(context.new_page(), address)
    second.gateway.opens([GREETING, QUESTION, ANSWER])
    second.open()
    expect(second.page.get_by_role("log")).to_contain_text("demander un délai")
    elsewhere = {**GREETING, "id": "9", "text": "Ailleurs."}
    widget.gateway.answers([GREETING, QUESTION, ANSWER, elsewhere])
    widget.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(widget.page.get_by_role("log")).to_contain_text("Ailleurs.")


def test_the_conversation_is_downloaded_as_text(widget: Widget):
    options(widget)
    with widget.page.expect_download() as download:
        widget.press("Télécharger la conversation")
    assert download.value.suggested_filename.startswith("conversation-")
    content = download.value.path().read_text(encoding="utf-8-sig")
    assert "Vous :" in content
    assert "J'ai des difficultés pour payer" in content


@pytest.mark.parametrize(("position", "side"), [("gauche", "left"), (None, "right")])
def test_the_panel_stands_on_the_side_that_the_page_chose(
    widget: Widget, position: str | None, side: str
):
    opened(widget)
    if position:
        widget.page.locator("econtacts-chat").evaluate(
            "(chat, position) => chat.setAttribute('position', position)", position
        )
    box = widget.page.locator("#panel").bounding_box()
    assert box is not None
    assert (box["x"] < WIDE["width"] / 2) == (side == "left")


def test_in_the_flow_of_the_page_the_panel_covers_nothing(widget: Widget):
    opened(widget)
    widget.page.locator("econtacts-chat").evaluate("chat => chat.setAttribute('position', 'page')")
    widget.page.set_viewport_size({"width": 320, "height": 900})
    chat = widget.page.locator("econtacts-chat .chat")
    expect(chat).to_have_css("position", "static")
    expect(widget.page.locator("#panel")).to_have_css("position", "static")
    expect(widget.page.get_by_role("region", name="Assistant")).to_be_visible()
    assert violations(widget.page) == []


def test_an_english_page_speaks_english_around_french_answers(widget: Widget):
    answered(widget)
    widget.page.locator("econtacts-chat").evaluate("chat => chat.setAttribute('lang', 'en')")
    expect(widget.page.get_by_role("button", name="Erase my conversation")).to_be_visible()
    widget.page.screenshot(path=PICTURES / "english.png")
    assert violations(widget.page) == []


def test_whatever_the_server_says_no_markup_appears_and_no_script_runs(widget: Widget):
    # without the page's policy, which this test goes round: the widget's own care alone
    widget.gateway.is_hostile()
    widget.open()
    widget.ask()
    log = widget.page.get_by_role("log")
    expect(log).to_contain_text("3<img src=x")
    widget.page.get_by_text("Sources et vérification").click()
    widget.press("Non")
    widget.page.get_by_role("button", name="Remplir cette demande ici").first.click()
    expect(widget.page.locator("#request")).to_contain_text("libellé<img src=x")
    assert widget.page.evaluate("window.ran") is None
    root = "document.querySelector('econtacts-chat').shadowRoot"
    markup = "img, script, iframe, a[href^=javascript i]"
    assert widget.page.evaluate(f"{root}.querySelectorAll('{markup}').length") == 0


def test_the_widget_lives_with_the_strict_policy(browser: Browser, address: str):
    context = browser.new_context(viewport=WIDE, locale="fr-FR")
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    widget = Widget(page, address)
    rated(widget)
    widget.press("Options")
    with page.expect_download():
        widget.press("Télécharger la conversation")
    context.close()
    # this gateway refuses to be followed live, which the browser notes
    assert [told for told in refused if "429" not in told] == []


def test_the_accessibility_statement_has_no_fault_that_axe_sees(widget: Widget, address: str):
    widget.page.goto(address)
    widget.page.get_by_role("link", name="Déclaration d'accessibilité").click()
    expect(widget.page.get_by_role("heading", level=1)).to_have_text("Déclaration d'accessibilité")
    assert violations(widget.page) == []


def sideways(page: Page) -> list[str]:
    """Return what is wider than the room that it has."""
    return list(
        page.evaluate(
            """() => {
                const root = document.querySelector('econtacts-chat').shadowRoot;
                const scrolled = root.querySelectorAll('.panel, .log, .options');
                const boxes = [document.documentElement, ...scrolled];
                return boxes
                    .filter(box => box.clientWidth > 0 && box.scrollWidth > box.clientWidth + 1)
                    .map(box => `${box.className || box.localName}: ${box.scrollWidth}`);
            }"""
        )
    )
