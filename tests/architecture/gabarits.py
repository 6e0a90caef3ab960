"""What the linters do not see in a template: inline code, untranslated text, forms without CSRF."""

import re
from html.parser import HTMLParser

COMMENTAIRES = re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL)
TRADUITS = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
# Blocks that the parent puts into a class attribute, ours by their name and the admin's: no text.
CLASSES = re.compile(
    r"{%\s*block\s+(?:classe\w*|coltype|bodyclass)\s*%}.*?{%\s*endblock\b.*?%}", re.DOTALL
)
BALISES = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
FORMULAIRES = re.compile(r"<form\b.*?</form\s*>", re.DOTALL | re.IGNORECASE)
POST = re.compile(r"method\s*=\s*[\"']?post", re.IGNORECASE)
JETON = re.compile(r"{%\s*csrf_token\s*%}")
NON_ECHAPPE = re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off|\|\s*safeseq\b")
LETTRES = re.compile(r"[^\W\d_]{2,}")

ATTRIBUTS_LUS = {
    "alt",
    "title",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-roledescription",
}
ATTRIBUTS_CHARGES = {"src", "href", "action", "formaction", "poster", "data", "srcset"}
AILLEURS = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
JAVASCRIPT = re.compile(r"^\s*javascript:", re.IGNORECASE)
# Not words of a sentence: the product's name, units and formats that no language changes.
MOTS_PERMIS = {"MIF", "Maroc", "ERP", "JSON", "CSV", "MAD", "QR"}


class Lecture(HTMLParser):
    """Walks one template's HTML, its Django tags already blanked out, and collects faults."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fautes: list[str] = []
        self._brut: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        donnees = dict(attrs)
        for nom, valeur in attrs:
            self._attribut(tag, nom, valeur or "")
        if tag == "style":
            self.fautes.append("<style> in the page: styles belong to static/")
        if tag in {"script", "style"}:
            self._brut = donnees.get("type") or "text/javascript"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._brut = None

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._brut = None

    def handle_data(self, data: str) -> None:
        if self._brut is not None:
            if data.strip() and self._brut != "application/json":
                self.fautes.append("<script> in the page: code belongs to static/")
        elif mot := _mot_nu(data):
            self.fautes.append(f"text without translation: {mot!r}")

    def _attribut(self, balise: str, nom: str, valeur: str) -> None:
        if nom.startswith(("on", "hx-on")):
            self.fautes.append(f"<{balise} {nom}>: inline code, refused by our policy")
        elif nom == "style":
            self.fautes.append(f"<{balise} style>: inline style, refused by our policy")
        elif nom in ATTRIBUTS_CHARGES and JAVASCRIPT.match(valeur):
            self.fautes.append(f"<{balise} {nom}>: inline code, refused by our policy")
        elif nom in ATTRIBUTS_CHARGES and balise != "a" and AILLEURS.match(valeur):
            self.fautes.append(f"<{balise} {nom}>: loaded from another host")
        elif nom in ATTRIBUTS_LUS and _mot_nu(valeur):
            self.fautes.append(f"<{balise} {nom}>: text without translation: {valeur!r}")


def _mot_nu(texte: str) -> str | None:
    """The first word that a reader would see untranslated."""
    return next((mot for mot in LETTRES.findall(texte) if mot not in MOTS_PERMIS), None)


def fautes(source: str) -> list[str]:
    """Everything wrong with one template."""
    texte = COMMENTAIRES.sub("", source)
    trouvees = []
    if NON_ECHAPPE.search(texte):
        trouvees.append("escaping switched off")
    for formulaire in FORMULAIRES.findall(texte):
        ouverture = formulaire[: formulaire.index(">") + 1]
        if POST.search(ouverture) and not JETON.search(formulaire):
            trouvees.append("form with method=post and no csrf_token")
    lecture = Lecture()
    # A blank keeps words apart; digits would be read as text by nobody, and fill attributes.
    for motif in (TRADUITS, CLASSES, BALISES):
        texte = motif.sub(" 0 ", texte)
    lecture.feed(texte)
    lecture.close()
    return trouvees + lecture.fautes
