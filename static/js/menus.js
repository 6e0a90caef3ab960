// Drop-down menus are <details>: here they also close on Escape and on a click elsewhere.
const ouverts = () => document.querySelectorAll("details.deroulant[open]");

export function menus() {
  document.addEventListener("click", (evenement) => {
    for (const menu of ouverts()) {
      if (!menu.contains(evenement.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (evenement) => {
    if (evenement.key !== "Escape") return;
    for (const menu of ouverts()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
