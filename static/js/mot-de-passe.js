// « Afficher » beside each password field; without this file the fields just stay hidden.
for (const champ of document.querySelectorAll("input[type=password]")) {
  const bouton = document.createElement("button");
  bouton.type = "button";
  bouton.className = "btn btn-lien voir-mot-de-passe";
  bouton.setAttribute("aria-controls", champ.id);
  const dire = () => {
    const visible = champ.type === "text";
    bouton.textContent = visible ? "Masquer le mot de passe" : "Afficher le mot de passe";
  };
  bouton.addEventListener("click", () => {
    champ.type = champ.type === "text" ? "password" : "text";
    dire();
  });
  // A password in clear must not be kept by the browser as an ordinary value.
  champ.form.addEventListener("submit", () => {
    champ.type = "password";
  });
  dire();
  champ.after(bouton);
}
