// On a phone the tabs scroll sideways: the current one is brought into view.
export function onglets() {
  const courant = document.querySelector(".onglets [aria-current]");
  if (courant) courant.scrollIntoView({ inline: "center", block: "nearest" });
}
