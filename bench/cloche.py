"""A headless Chromium that looks at its bell, and says when the number there was redrawn."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, sync_playwright

from scripts import chromium

# The clock is the machine's own: `Date.now()` and `time.time()` agree.
_GUETTER = """() => {
    const bell = document.querySelector(".cloche-nombre");
    window.vue = new Promise(oui => new MutationObserver((_, guet) => {
        guet.disconnect();
        requestAnimationFrame(() => oui([Date.now(), bell.textContent.trim()]));
    }).observe(bell, { childList: true, characterData: true, subtree: true }));
}"""


class Cloche:
    """The bell of a page that is open."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def guetter(self) -> None:
        """From now on the next change counts."""
        self._page.evaluate(_GUETTER)

    def vue(self) -> tuple[float, str]:
        """When it came, in seconds since the epoch, and the number that it shows."""
        moment, text = self._page.evaluate("window.vue")
        return moment / 1000, text


@contextmanager
def navigateur(url: str, temoin: str) -> Iterator[Cloche]:
    """The start page with an open socket, signed in by that cookie (`name=value`)."""
    name, _equals, value = temoin.partition("=")
    cookie: Any = {"name": name, "value": value, "url": url}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.exiger_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        context = browser.new_context()
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{url}/gestion/")
        page.locator("[data-direct][data-etat=direct]").wait_for(state="attached")
        yield Cloche(page)
        browser.close()
