"""Opens pages as a role on a device, and notes whatever a page does wrong meanwhile."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request
from playwright.sync_api import Response as Reponse

from tests.navigateur.serveur import Serveur

HAUTEURS = {320: 640, 390: 844, 1360: 900}
# Refusals that a fragment, or the board's data, answers on purpose, shown where it stands.
REFUS_MONTRES = (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)
DELAI = 15_000.0


class Ouvrir(Protocol):
    """Give a page in a browser of its own, signed in as this demo account, or as nobody."""

    def __call__(
        self, compte: str | None, *, largeur: int = 1360, sombre: bool = False, js: bool = True
    ) -> Page: ...


@dataclass
class Veille:
    """Faults that a person would not see: console, policy, other hosts, missing or broken files."""

    url: str
    fautes: list[str] = field(default_factory=list)

    def suivre(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", self._erreur)
        page.on("request", self._demande)
        page.on("response", self._reponse)
        page.on("requestfailed", self._echec)

    def _console(self, message: ConsoleMessage) -> None:
        # A file that fails to load is told with its status by `_reponse`.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.fautes.append(f"console on {message.page and message.page.url}: {message.text}")

    def _erreur(self, erreur: Error) -> None:
        self.fautes.append(f"uncaught: {erreur}")

    def _demande(self, demande: Request) -> None:
        if not demande.url.startswith((self.url, "data:", "blob:", "about:")):
            self.fautes.append(f"another host: {demande.url}")

    def _reponse(self, reponse: Reponse) -> None:
        sent = reponse.request.headers
        asks = "hx-request" in sent or sent.get("accept") == "application/json"
        shown = asks and reponse.status in REFUS_MONTRES
        wanted = reponse.request.is_navigation_request() or shown
        limit = HTTPStatus.INTERNAL_SERVER_ERROR if wanted else HTTPStatus.BAD_REQUEST
        if reponse.status >= limit:
            self.fautes.append(f"{reponse.status} for {reponse.url}")

    def _echec(self, demande: Request) -> None:
        # Leaving a page stops what it was still fetching.
        if demande.failure not in (None, "net::ERR_ABORTED"):
            self.fautes.append(f"{demande.failure} for {demande.url}")


class Visiteur:
    """One browser for the session; each account signs in once, each test has its own windows."""

    def __init__(self, browser: Browser, serveur: Serveur) -> None:
        self.browser, self.serveur = browser, serveur
        self._sessions: dict[str, Any] = {}
        self._ouvertes: list[BrowserContext] = []
        self.veille = Veille(serveur.url)

    def ouvrir(
        self, compte: str | None, *, largeur: int = 1360, sombre: bool = False, js: bool = True
    ) -> Page:
        context = self.contexte(largeur=largeur, sombre=sombre, js=js, compte=compte)
        page = context.new_page()
        page.set_default_timeout(DELAI)
        self.veille.suivre(page)
        return page

    def contexte(self, *, compte: str | None, **options: Any) -> BrowserContext:
        width = options.pop("largeur", 1360)
        context = self.browser.new_context(
            base_url=self.serveur.url,
            viewport={"width": width, "height": HAUTEURS[width]},
            color_scheme="dark" if options.pop("sombre", False) else "light",
            java_script_enabled=options.pop("js", True),
            # What moves is caught half-way by a measure of contrast.
            reduced_motion="reduce",
            storage_state=self._session(compte) if compte else None,
            locale="fr-FR",
            timezone_id="Africa/Casablanca",
            service_workers=options.pop("service_workers", "block"),
            **options,
        )
        self._ouvertes.append(context)
        return context

    def _session(self, compte: str) -> Any:
        """The cookies of an account, from the sign-in page itself."""
        if compte not in self._sessions:
            context = self.browser.new_context(base_url=self.serveur.url)
            page = context.new_page()
            connecter(page, compte)
            self._sessions[compte] = context.storage_state()
            context.close()
        return self._sessions[compte]

    def fermer(self) -> list[str]:
        """Close the windows of one test; what went wrong in them."""
        for context in self._ouvertes:
            context.close()
        faults, self._ouvertes, self.veille = self.veille.fautes, [], Veille(self.serveur.url)
        return faults


def connecter(page: Page, compte: str) -> None:
    """Sign in as a person does, with the demo password."""
    page.goto("/gestion/connexion/")
    page.locator("[name=username]").fill(compte)
    page.locator("[name=password]").fill(f"{compte}123")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/connexion/" not in url)
