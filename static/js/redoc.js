// ReDoc over the API's document; the page names its address.
const place = document.getElementById("api");

window.Redoc.init(
  place.dataset.document,
  { hideDownloadButton: false, theme: { typography: { fontFamily: "sans-serif", headings: { fontFamily: "sans-serif" } } } },
  place,
);
