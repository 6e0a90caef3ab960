#!/usr/bin/env python3
"""The main job over HTTP, step by step, with the demo accounts: `histoire.py [BASE]`.

Standard library only, so that it also shows how any program may call the API. It asserts each
answer and stops at the first that is not as promised.
"""
# ruff: noqa: T201  (run at a terminal, to which it talks)

import http.client
import json
import sys
from typing import Any
from urllib.parse import urlencode, urlsplit

BASE = "http://127.0.0.1:8000"
COMPTES = {
    "admin": ("admin", "admin123"),
    "responsable": ("responsable", "responsable123"),
    "technicien": ("technicien", "technicien123"),
    "client": ("client@mif.ma", "client123"),
}


class Ecart(Exception):
    """The server did not answer as promised."""


def exiger(vrai: object, attendu: str) -> None:
    if not vrai:
        raise Ecart(attendu)


class Porte:
    """The API at one address, as one account."""

    def __init__(self, base: str) -> None:
        self.adresse = urlsplit(base)
        self.jeton = ""

    def demander(
        self, methode: str, chemin: str, corps: Any = None, *, attendu: int = 200, **entetes: str
    ) -> Any:
        """The JSON answer; anything but the status `attendu` ends the story."""
        classe = (
            http.client.HTTPSConnection
            if self.adresse.scheme == "https"
            else http.client.HTTPConnection
        )
        connection = classe(self.adresse.hostname or "", self.adresse.port, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in entetes.items()}
        if self.jeton:
            headers["Authorization"] = f"Bearer {self.jeton}"
        body = None
        if isinstance(corps, str):
            body = corps
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif corps is not None:
            body = json.dumps(corps)
            headers["Content-Type"] = "application/json"
        try:
            connection.request(methode, f"/api/v1/{chemin}", body, headers)
            answer = connection.getresponse()
            content = answer.read().decode()
        finally:
            connection.close()
        exiger(
            answer.status == attendu,
            f"{methode} {chemin} : {attendu} attendu, {answer.status} reçu : {content[:400]}",
        )
        return json.loads(content) if content else None

    def entrer(self, nom: str, secret: str) -> None:
        """Sign in, as the older front-end does: a form, not JSON."""
        form = urlencode({"username": nom, "password": secret})
        found = self.demander("POST", "auth/login", form)
        exiger("bearer" in found.values(), "un jeton « bearer »")
        self.jeton = found["access_token"]


class Histoire:
    """The doors of the four accounts, and what they speak about."""

    def __init__(self, base: str) -> None:
        self.anonyme = Porte(base)
        self.portes = {nom: Porte(base) for nom in COMPTES}
        self.pas = 0
        self.machine: dict[str, Any] = {}
        self.chemin = ""

    def dire(self, texte: str) -> None:
        self.pas += 1
        print(f"{self.pas:2}. {texte}")

    def agir(self, role: str, nom: str, corps: Any = None, *, attendu: int = 200) -> Any:
        """One act of the workflow."""
        path = f"{self.chemin}/actions/{nom}"
        return self.portes[role].demander("POST", path, corps or {}, attendu=attendu)

    def lire(self, role: str, chemin: str = "", *, attendu: int = 200) -> Any:
        return self.portes[role].demander("GET", chemin or self.chemin, attendu=attendu)

    # --- The chapters ---------------------------------------------------------------------------
    def connexions(self) -> None:
        self.anonyme.demander("GET", "interventions/", attendu=401)
        for nom, (identifiant, secret) in COMPTES.items():
            self.portes[nom].entrer(identifiant, secret)
            moi = self.lire(nom, "auth/me")
            exiger(moi["role"] == nom, f"le rôle {nom}")
        self.dire("Les quatre comptes entrent ; sans jeton la liste répond 401.")

    def signalement(self) -> None:
        machines = self.lire("client", "equipements/?statut=operationnel")
        exiger(machines, "une machine en marche chez le client")
        self.machine = machines[0]
        sent = {
            "titre": "Fuite d’huile sous le compresseur",
            "description": "Flaque depuis ce matin, la machine est arrêtée.",
            "type": "corrective",
            "urgence": True,
            "arret_machine": True,
            "contact_nom": "Chef d’atelier",
            "equipement_id": self.machine["id"],
        }
        client = self.portes["client"]
        refused = client.demander(
            "POST", "interventions/", sent | {"priorite": "urgente"}, attendu=422
        )
        exiger("priorite" in refused["errors"], "le champ « priorite » nommé dans le refus")
        opened = client.demander("POST", "interventions/", sent, attendu=201)
        self.chemin = f"interventions/{opened['id']}"
        exiger(opened["statut"] == "ouverte", "une intervention ouverte")
        machine = self.lire("client", f"equipements/{self.machine['id']}")
        exiger(machine["statut"] == "panne", "la machine en panne")
        self.dire(
            f"Le client signale {opened['numero']} sur « {self.machine['nom']} » (machine en "
            "panne) ; choisir lui-même la priorité lui est refusé (422)."
        )

    def affectation(self) -> None:
        seen = self.lire(
            "responsable", f"interventions/?statut=ouverte&equipement_id={self.machine['id']}"
        )
        row = seen[0]
        exiger(self.chemin.endswith(f"/{row['id']}"), "le signalement en tête de liste")
        self.lire("technicien", attendu=404)
        door = self.portes["responsable"]
        change = {"priorite": "haute", "cout_estime": 1850.5, "version": row["version"]}
        changed = door.demander("PATCH", self.chemin, change)
        exiger(changed["priorite"] == "haute", "la priorité haute")
        stale = door.demander("PATCH", self.chemin, change | {"priorite": "basse"}, attendu=409)
        exiger(stale["version"] == changed["version"], "la version d’aujourd’hui dans le refus")
        self.dire(
            "Le responsable le voit aussitôt et fixe la priorité ; la même version envoyée deux "
            "fois est refusée (409). Le technicien ne voit encore rien (404)."
        )
        technicien = next(
            t
            for t in self.lire("responsable", "techniciens/")
            if t["user"]["username"] == "technicien"
        )
        self.agir("responsable", "affecter", attendu=422)
        assigned = self.agir("responsable", "affecter", {"technicien_id": technicien["id"]})
        exiger(assigned["statut"] == "affectee", "l’état affectée")
        warnings = " ".join(assigned["avertissements"]) or "aucun avertissement"
        self.dire(f"Il affecte {assigned['technicien_nom']} ({warnings}).")

    def travail(self) -> None:
        mine = self.lire("technicien", "interventions/?statut=affectee")
        exiger(
            any(self.chemin.endswith(f"/{r['id']}") for r in mine), "l’affectation dans sa liste"
        )
        row = self.lire("technicien")
        exiger("cout_estime" not in row, "aucun coût pour le technicien")
        exiger("demarrer" in row["actions_possibles"], "« démarrer » parmi les actions")
        self.agir("client", "demarrer", attendu=403)
        self.agir("technicien", "reprendre", attendu=409)
        self.agir("technicien", "demarrer")
        self.dire(
            "Le technicien démarre ; le client ne le peut pas (403), reprendre non plus (409)."
        )
        lacks = self.agir("technicien", "suspendre", {"cause": "pieces"}, attendu=422)
        exiger("texte" in lacks["errors"], "le texte manquant nommé")
        self.agir("technicien", "suspendre", {"cause": "pieces", "texte": "Joint à commander"})
        self.agir("technicien", "reprendre")
        self.dire("Il attend une pièce, en disant pourquoi (sinon 422), puis reprend.")
        door = self.portes["technicien"]
        tag = f'W/"{row["id"]}-{self.lire("technicien")["version"]}"'
        report = {"diagnostic": "Joint spi usé", "notes_techniques": "Prévoir le palier"}
        door.demander("PATCH", self.chemin, report, If_Match=tag)
        door.demander("PATCH", self.chemin, report, attendu=412, If_Match=tag)
        door.demander("PATCH", self.chemin, {"cout_reel": 1}, attendu=422)
        done = self.agir(
            "technicien",
            "cloturer",
            {"solution": "Joint remplacé", "mode": "fuite", "cause": "usure", "remede": "remplace"},
        )
        exiger(done["statut"] == "cloturee", "l’état clôturée")
        exiger(done["date_cloture"] and not done["compte_rendu_manquant"], "un compte rendu daté")
        self.agir("technicien", "reprendre", attendu=409)
        self.dire("Il écrit (If-Match périmé : 412 ; un coût : 422) et clôture ; rouvrir : 409.")

    def lecture(self) -> None:
        row = self.lire("client")
        exiger(row["solution"] == "Joint remplacé", "le résultat chez le client")
        hidden = {"cout_estime", "cout_reel", "notes_techniques", "duree_estimee"}
        exiger(not hidden & set(row), "rien d’interne chez le client")
        machine = self.lire("client", f"equipements/{self.machine['id']}")
        exiger(machine["statut"] == "operationnel", "la machine en marche")
        mark = {"note": 5, "commentaire": "Rapide et propre"}
        rated = self.agir("client", "evaluer", mark)
        exiger(rated["satisfaction_client"] == mark["note"], "la note")
        self.agir("client", "evaluer", {"note": 1}, attendu=409)
        self.agir("responsable", "evaluer", {"note": 1}, attendu=403)
        self.dire("Le client lit le résultat et note 5 ; une seule fois (409), et lui seul (403).")

    def historique(self) -> None:
        rows = {nom: self.lire(nom, f"{self.chemin}/historique") for nom in COMPTES}
        acts = [r["action"] for r in reversed(rows["admin"])]
        exiger(acts[0] == "creation" and "fin_intervention" in acts, "tous les actes, dans l’ordre")
        exiger(rows["admin"][0]["adresse_ip"], "l’adresse pour l’administrateur")
        for nom in ("responsable", "technicien", "client"):
            exiger(all("adresse_ip" not in r for r in rows[nom]), f"aucune adresse pour {nom}")
        exiger("cout_estime" not in json.dumps(rows["technicien"]), "aucun coût au technicien")
        texts = json.dumps(rows["client"], ensure_ascii=False)
        exiger("Prévoir le palier" not in texts and "cout" not in texts, "rien d’interne au client")
        for r in reversed(rows["admin"]):
            print(f"      {r['horodatage'][:19]}  {r['utilisateur']:<24} {r['description']}")
        counts = ", ".join(f"{nom} {len(found)}" for nom, found in rows.items())
        self.dire(f"L’historique, selon ce que chacun peut lire (lignes : {counts}).")

    def etrangers(self) -> None:
        own = self.lire("client")["client_id"]
        others = [r for r in self.lire("admin", "interventions/") if r["client_id"] != own]
        exiger(others, "un autre client dans la démonstration")
        other = others[0]
        for path in ("", "/historique", "/commentaires"):
            self.lire("client", f"interventions/{other['id']}{path}", attendu=404)
        self.lire("client", "interventions/INT-001", attendu=404)
        people = self.lire("client", "users/")
        exiger([p["role"] for p in people] == ["client"], "personne d’autre que soi")
        self.lire("client", "interventions/?ordering=cout_reel", attendu=422)
        self.dire(
            "Le client ne voit ni les autres clients (404), ni les comptes, ni un tri par coût."
        )


def raconter(base: str) -> None:
    """The whole story."""
    story = Histoire(base)
    story.connexions()
    story.signalement()
    story.affectation()
    story.travail()
    story.lecture()
    story.historique()
    story.etrangers()


def main() -> int:
    base = sys.argv[1] if len(sys.argv) > 1 else BASE
    try:
        raconter(base)
    except Ecart as ecart:
        print(f"ÉCART : {ecart}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{base} ne répond pas : {error}", file=sys.stderr)
        return 1
    print("Tout est comme promis.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
