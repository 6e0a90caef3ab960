"""What watches the pages sees each kind of fault: planted here, one by one."""

from tests.navigateur.axe import constats, debordement, examiner
from tests.navigateur.gestes import cibles_petites, foyer
from tests.navigateur.visiteur import Visiteur

_SCRIPT_EN_LIGNE = """() => {
  const script = document.createElement("script");
  script.textContent = "window.entre = 1";
  document.body.append(script);
}"""
_IMAGE = """(source) => new Promise((done) => {
  const image = new Image();
  image.onload = image.onerror = done;
  image.alt = "";
  image.src = source;
  document.body.append(image);
})"""


def _fautes(visiteur: Visiteur, script: str, argument: str | None = None) -> str:
    """What is told once the script has run in a page."""
    page = visiteur.ouvrir(None)
    page.goto("/gestion/connexion/")
    page.evaluate(script, argument)
    page.wait_for_timeout(100)
    return "\n".join(visiteur.fermer())


def test_une_page_saine_ne_dit_rien(visiteur: Visiteur) -> None:
    assert _fautes(visiteur, "1") == ""


def test_la_console_les_exceptions_et_la_politique_se_voient(visiteur: Visiteur) -> None:
    assert "marque-a" in _fautes(visiteur, "console.error('marque-a')")
    thrown = "setTimeout(() => { throw new Error('marque-b') })"
    assert "uncaught: marque-b" in _fautes(visiteur, thrown)
    assert "Content Security Policy" in _fautes(visiteur, _SCRIPT_EN_LIGNE)


def test_un_fichier_absent_et_un_autre_hote_se_voient(visiteur: Visiteur) -> None:
    assert "404 for" in _fautes(visiteur, _IMAGE, "/static/absent.png")
    said = _fautes(visiteur, _IMAGE, "https://ailleurs.invalid/pixel.png")
    assert "Content Security Policy" in said


def test_axe_et_la_largeur_se_voient(visiteur: Visiteur) -> None:
    page = visiteur.ouvrir(None)
    page.goto("/gestion/connexion/")
    assert examiner(page, (1360, False), (390, True)) == []
    page.locator("main").evaluate(
        """main => {
          const field = document.createElement("input"), text = document.createElement("p");
          text.textContent = "Un texte que l’on ne peut pas lire";
          text.style.color = "#999";
          text.style.backgroundColor = "#aaa";
          text.style.width = "600px";
          main.append(field, text);
        }"""
    )
    rules = {found.split(":")[0] for found in constats(page)}
    assert {"label", "color-contrast"} <= rules
    assert "600" in str(debordement(page, 390)) or "Un texte" in str(debordement(page, 390))
    assert debordement(page, 1360) is None


def test_un_foyer_perdu_et_une_cible_trop_petite_se_voient(visiteur: Visiteur) -> None:
    page = visiteur.ouvrir(None, largeur=390)
    page.goto("/gestion/connexion/")
    field = page.locator("[name=username]")
    field.focus()
    assert foyer(page) == ""
    field.evaluate("e => { e.style.outline = 'none'; e.style.boxShadow = 'none'; }")
    assert "no mark" in str(foyer(page))
    field.evaluate("e => { e.style.outline = ''; e.style.boxShadow = ''; }")
    page.locator("body").evaluate(
        """body => {
          const bar = document.createElement("div");
          Object.assign(bar.style, {position: "fixed", inset: "0", background: "#fff"});
          body.append(bar);
        }"""
    )
    assert "hidden" in str(foyer(page))
    assert cibles_petites(page, 20) == []
    field.evaluate(
        "e => { e.style.height = '18px'; e.style.minHeight = '0'; e.style.padding = '0'; }"
    )
    assert "x 18" in cibles_petites(page, 20)[0]
