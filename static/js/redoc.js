// ReDoc over the API's document; the page names its address.
const place = document.getElementById("api");

// Its foot shows a logo from the maker's own host, set as attribute and as property: no picture from
// elsewhere is asked for.
const images = HTMLImageElement.prototype;
const source = Object.getOwnPropertyDescriptor(images, "src");
images.setAttribute = function (nom, valeur) {
  if (nom !== "src" || new URL(valeur, location.href).host === location.host) {
    Element.prototype.setAttribute.call(this, nom, valeur);
  }
};
Object.defineProperty(images, "src", {
  ...source,
  set(valeur) {
    this.setAttribute("src", valeur);
  },
});

const lettres = { fontFamily: "sans-serif", headings: { fontFamily: "sans-serif" } };
window.Redoc.init(place.dataset.document, { theme: { typography: lettres } }, place);
