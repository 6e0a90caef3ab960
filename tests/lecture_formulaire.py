"""Reading a form out of a page as a browser does, so that tests send what a person would."""

from html.parser import HTMLParser
from typing import Any

_SANS_VALEUR = {"submit", "button", "file", "image", "reset"}


class _Lecteur(HTMLParser):
    """Collects the controls of the form whose id is wanted (any POST form if None)."""

    def __init__(self, ident: str | None) -> None:
        super().__init__()
        self.ident = ident
        self.champs: dict[str, str] = {}
        self.boutons: list[str] = []
        self._dedans = False
        self._texte: str | None = None
        self._choix: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {k: v or "" for k, v in attrs}
        if tag == "form":
            wanted = self.ident is None or found.get("id") == self.ident
            self._dedans = wanted and found.get("method", "").lower() == "post"
        elif self._dedans and found.get("name"):
            self._controle(tag, found)
        elif self._dedans and tag == "option" and self._choix and "selected" in found:
            self.champs[self._choix] = found.get("value", "")

    def _controle(self, tag: str, found: dict[str, str]) -> None:
        name = found["name"]
        if tag == "input" and found.get("type") not in _SANS_VALEUR:
            box = found.get("type") in {"checkbox", "radio"}
            if not box or "checked" in found:
                self.champs[name] = found.get("value", "on" if box else "")
        elif tag == "input":
            self.boutons.append(name)
        elif tag == "select":
            self._choix = name
            self.champs.setdefault(name, "")
        elif tag == "textarea":
            self._texte = name
            self.champs[name] = ""

    def handle_data(self, data: str) -> None:
        if self._texte is not None:
            self.champs[self._texte] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._texte is not None:
            # A browser drops the first line feed and sends CRLF.
            text = self.champs[self._texte].removeprefix("\r").removeprefix("\n")
            self.champs[self._texte] = text.replace("\r\n", "\n").replace("\n", "\r\n")
            self._texte = None
        elif tag == "select":
            self._choix = None
        elif tag == "form":
            self._dedans = False


def lire(page: Any, ident: str | None = None) -> dict[str, str]:
    """Names and values that the page's form would send as it stands."""
    reader = _Lecteur(ident)
    reader.feed(page.content.decode())
    return reader.champs
