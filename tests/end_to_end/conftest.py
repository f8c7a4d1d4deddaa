"""One product and one browser for all the end-to-end tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.end_to_end.chromium import FLAGS, NoChromium, chromium_path
from tests.end_to_end.product import Product, running_product

SCREENSHOTS = Path("results/screenshots")
LOCAL_PASSWORD = "of-the-local-account"


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run the product for the session."""
    # a short path: supervisord's socket does not like long ones
    settings = {"COMPANION_LOCAL_PASSWORD": LOCAL_PASSWORD, "COMPANION_PROJECTION_SECONDS": "0.5"}
    with running_product(tmp_path_factory.mktemp("var"), **settings) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run a headless Chromium; skip with the reason where there is none, fail in CI."""
    try:
        path = chromium_path()
    except NoChromium as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, product: Product) -> Iterator[Page]:
    """Open the chat page in a browser that nobody used before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    opened = context.new_page()
    opened.goto(product.page)
    yield opened
    context.close()


@pytest.fixture(scope="session", autouse=True)
def _screenshots_folder() -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
