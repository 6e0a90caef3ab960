"""What fingers and keys need of a page: a focus that is seen, targets that are hit."""

from playwright.sync_api import Page

# The focused element: is it marked, and does nothing lie over it?
_FOYER = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const said = element.outerHTML.slice(0, 140);
  const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== "none";
  if (!marked) return `no mark of focus on ${said}`;
  if (box.width === 0 || box.height === 0) return `focus on what is not shown: ${said}`;
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const points = [0.2, 0.5, 0.8].map((part) => box.top + box.height * part);
  const free = points.some((y) => {
    const top = document.elementFromPoint(x, y);
    return top && (element.contains(top) || top.contains(element)
      || [...(element.labels || [])].some((label) => label.contains(top)));
  });
  return free ? "" : `focus is hidden: ${said}`;
}"""
# What a finger aims at; of a box to tick, its label is part.
_CIBLES = """(least) => {
  const found = [];
  const kinds = "a.btn, button, summary, select, textarea, input:not([type=hidden])";
  for (const element of document.querySelectorAll(`main :is(${kinds}), nav.bas a`)) {
    if (!element.checkVisibility({checkVisibilityCSS: true})) continue;
    const labels = /^(radio|checkbox)$/.test(element.type) ? [...element.labels] : [];
    const boxes = [element, ...labels].map((e) => e.getBoundingClientRect());
    const width = Math.max(...boxes.map((b) => b.right)) - Math.min(...boxes.map((b) => b.left));
    const height = Math.max(...boxes.map((b) => b.bottom)) - Math.min(...boxes.map((b) => b.top));
    if (Math.round(width) < least || Math.round(height) < least) {
      const size = `${Math.round(width)} x ${Math.round(height)}`;
      found.push(`${size}: ${element.outerHTML.slice(0, 140)}`);
    }
  }
  return found;
}"""


def foyer(page: Page) -> str | None:
    """What is wrong with the focus; "" when nothing is, None when it left the page."""
    said: str | None = page.evaluate(_FOYER)
    return said


def cibles_petites(page: Page, cote: int) -> list[str]:
    """Buttons and fields that a finger would miss."""
    found: list[str] = page.evaluate(_CIBLES, cote)
    return found
