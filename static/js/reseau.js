// Says when the network is away, and keeps a page at hand that says so after a reload.
export function reseau() {
  const bandeau = document.getElementById("hors-ligne");
  const dire = () => { bandeau.hidden = navigator.onLine; };
  window.addEventListener("online", dire);
  window.addEventListener("offline", dire);
  dire();
  if ("serviceWorker" in navigator) {
    // Without it only the offline page is missing.
    navigator.serviceWorker.register("/sw.js").catch(() => {});
  }
}
