// The board's rows as a table, for phone and paper: fetched when one of them asks for it.
export const LARGE = window.matchMedia("(min-width: 768px)");

export function table(cadre) {
  const boite = cadre.querySelector("[data-table]");
  const adresse = boite.dataset.table;
  let perimee = true;

  function suivre() {
    if (!perimee || LARGE.matches) return;
    perimee = false;
    window.htmx.ajax("GET", adresse, { target: boite, swap: "innerHTML" });
  }
  LARGE.addEventListener("change", suivre);
  suivre();

  // Printing waits for no promise, so this one request is not asynchronous.
  window.addEventListener("beforeprint", () => {
    if (!perimee) return;
    const demande = new XMLHttpRequest();
    demande.open("GET", adresse, false);
    demande.setRequestHeader("HX-Request", "true");
    try {
      demande.send();
    } catch {
      return; // offline: the banner says so
    }
    if (demande.status !== 200) return;
    boite.innerHTML = demande.responseText;
    perimee = false;
  });

  return {
    // What it shows has changed since.
    perimer() {
      perimee = true;
    },
  };
}
