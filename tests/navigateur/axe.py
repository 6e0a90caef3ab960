"""axe-core in a page: WCAG 2.2 A and AA, and what a narrow or dark screen changes."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from scripts.processus import RACINE
from tests.navigateur.visiteur import HAUTEURS

ETIQUETTES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_EXAMINER = """async ([tags, most]) => {
  const result = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  return result.violations.flatMap((violation) => {
    const said = violation.nodes.slice(0, most).map((node) =>
      `${violation.id}: ${node.target.join(" ")}\\n    ${node.html}\\n    ${node.failureSummary}`);
    const more = violation.nodes.length - most;
    return more > 0 ? [...said, `${violation.id}: and ${more} more`] : said;
  });
}"""
HAUTEUR_MAX = 15_000
NOEUDS_MAX = 3  # of one rule: fifty rows of a table say the same
# What sticks out to the inline end, by its outermost element.
_DEBORDE = """() => {
  const page = document.scrollingElement, width = document.documentElement.clientWidth;
  if (page.scrollWidth <= width) return null;
  const wide = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > width + 1 || box.left < -1);
  });
  const names = wide.slice(0, 5).map((e) => e.outerHTML.slice(0, 120));
  return `${page.scrollWidth} px in ${width} px: ${names.join(" | ")}`;
}"""


@cache
def _source() -> str:
    return (RACINE / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def constats(page: Page) -> list[str]:
    """What axe finds on the page as it stands; the policy forbids a script tag, not the tester."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found: list[str] = page.evaluate(_EXAMINER, [ETIQUETTES, NOEUDS_MAX])
    return found


def mettre(page: Page, *, largeur: int, sombre: bool) -> None:
    """Another screen for the same page, which is quicker than loading it again.

    As tall as the page: what a bar covers until one scrolls is no finding.
    """
    page.set_viewport_size({"width": largeur, "height": HAUTEURS[largeur]})
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": largeur, "height": min(tall, HAUTEUR_MAX)})
    page.emulate_media(color_scheme="dark" if sombre else "light")
    page.locator(f"html[data-bs-theme={'dark' if sombre else 'light'}]").wait_for()


def debordement(page: Page, largeur: int) -> str | None:
    """What makes the page scroll sideways at this width."""
    page.set_viewport_size({"width": largeur, "height": HAUTEURS[largeur]})
    found: Any = page.evaluate(_DEBORDE)
    return f"wider than {largeur} px: {found}" if found else None


def examiner(page: Page, *ecrans: tuple[int, bool]) -> list[str]:
    """Every finding on each (width, dark) screen, and what scrolls sideways on narrow ones."""
    faults = []
    for largeur, sombre in ecrans:
        mettre(page, largeur=largeur, sombre=sombre)
        faults += [f"[{largeur} {'dark' if sombre else 'light'}] {f}" for f in constats(page)]
    faults += [said for width in (390, 320) if (said := debordement(page, width))]
    return faults
