#!/usr/bin/env python3
"""The main job over HTTP, step by step, with the demo accounts: `histoire.py [BASE]`.

Standard library only, so that it also shows how any program may call the API. It asserts each
answer and stops at the first that is not as promised.
"""
# ruff: noqa: T201  (run at a terminal, to which it talks)

import http.client
import json
import sys
import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

BASE = "http://127.0.0.1:8000"
MOIS = 12
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


@dataclass(frozen=True)
class Reponse:
    statut: int
    entetes: dict[str, str]
    octets: bytes


class Porte:
    """The API at one address, as one account."""

    def __init__(self, base: str) -> None:
        self.adresse = urlsplit(base)
        self.jeton = self.renouvellement = ""

    def demander(
        self, methode: str, chemin: str, corps: Any = None, *, attendu: int = 200, **entetes: str
    ) -> Any:
        """The JSON answer; anything but the status `attendu` ends the story."""
        answer = self.envoyer(methode, f"/api/v1/{chemin}", corps, **entetes)
        content = answer.octets.decode()
        exiger(
            answer.statut == attendu,
            f"{methode} {chemin} : {attendu} attendu, {answer.statut} reçu : {content[:400]}",
        )
        return json.loads(content) if content else None

    def envoyer(self, methode: str, adresse: str, corps: Any = None, **entetes: str) -> Reponse:
        """The answer as it came; a text is sent as a form, bytes as they are, the rest as JSON."""
        classe = (
            http.client.HTTPSConnection
            if self.adresse.scheme == "https"
            else http.client.HTTPConnection
        )
        connection = classe(self.adresse.hostname or "", self.adresse.port, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in entetes.items()}
        if self.jeton:
            headers["Authorization"] = f"Bearer {self.jeton}"
        body: str | bytes | None = None
        if isinstance(corps, str):
            body = corps
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif isinstance(corps, bytes):
            body = corps
        elif corps is not None:
            body = json.dumps(corps)
            headers["Content-Type"] = "application/json"
        try:
            connection.request(methode, adresse, body, headers)
            answer = connection.getresponse()
            return Reponse(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def deposer(self, chemin: str, nom: str, octets: bytes, **champs: str) -> Any:
        """A file and the texts beside it, as a browser's form sends them."""
        fields = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
            for name, text in champs.items()
        )
        head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{nom}"\r\n\r\n'
        body = (fields + head).encode() + octets + b"\r\n--b--\r\n"
        kind = "multipart/form-data; boundary=b"
        return self.demander("POST", chemin, body, attendu=201, Content_Type=kind)

    def entrer(self, nom: str, secret: str) -> None:
        """Sign in, as the older front-end does: a form, not JSON."""
        form = urlencode({"username": nom, "password": secret})
        found = self.demander("POST", "auth/login", form)
        exiger("bearer" in found.values(), "un jeton « bearer »")
        self.jeton, self.renouvellement = found["access_token"], found["refresh_token"]


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

    # --- The other groups of routes -------------------------------------------------------------
    def fichiers(self) -> None:
        door, own = self.portes["technicien"], self.chemin.rsplit("/", 1)[1]
        note = "Relevé du compresseur : 7,2 bar".encode()
        kept = door.deposer(
            f"documents/?intervention_id={own}", "relevé.txt", note, description="Pression"
        )
        exiger(kept["filename"] == "relevé.txt" and kept["uploaded_by"], "le fichier et son auteur")
        exiger(kept["mime"].startswith("text/plain"), "le type lu dans les octets")
        listed = self.lire("client", f"documents/{own}")
        exiger(kept["id"] in [d["id"] for d in listed], "le document chez le client")
        path = next(d["path"] for d in listed if d["id"] == kept["id"])
        # As an <img> or an <iframe> asks: without a token.
        for place, shown in (("iframe", "inline"), ("document", "attachment")):
            answer = self.anonyme.envoyer("GET", path, Sec_Fetch_Dest=place)
            exiger(answer.octets == note, "les octets déposés")
            exiger(answer.entetes["Content-Disposition"].startswith(shown), f"{shown} ({place})")
        forged = self.anonyme.envoyer("GET", path[:-4] + "AAAA")
        exiger(forged.statut == http.HTTPStatus.NOT_FOUND, "un lien faux refusé")
        door.demander("DELETE", f"documents/{kept['id']}", attendu=204)
        exiger(kept["id"] not in [d["id"] for d in self.lire("client", f"documents/{own}")], "rien")
        self.dire("Un fichier déposé, lu sans jeton par son lien signé (faux : 404), puis retiré.")

    def _annonces(self) -> list[Any]:
        """What the technician was told of this work; the relay tells it a moment after the act."""
        for _essai in range(100):
            mine = self.lire("technicien", "notifications/user/me?limit=20&offset=0")
            about = [n for n in mine if self.chemin.endswith(f"/{n['intervention_id']}")]
            if about:
                return about
            time.sleep(0.1)
        return []

    def messages(self) -> None:
        about = self._annonces()
        exiger(about and not about[0]["lu"], "l’affectation annoncée au technicien")
        door = self.portes["technicien"]
        read = door.demander("PUT", f"notifications/{about[0]['id']}/read")
        exiger(read["lu"] and read["read"], "le message lu")
        self.portes["client"].demander("PUT", f"notifications/{about[0]['id']}/read", attendu=404)
        sent = {"user_id": read["user_id"], "type": "information", "canal": "in-app"}
        chief = self.portes["responsable"]
        told = chief.demander("POST", "notifications/", sent, attendu=201)
        exiger((told["type"], told["canal"]) == ("info", "in-app"), "l’ancien mot « information »")
        chief.demander("DELETE", f"notifications/{told['id']}", attendu=204)
        self.lire("client", "notifications/", attendu=403)
        self.dire("Le technicien lit l’annonce de son affectation ; personne d’autre ne la marque.")

    def personnes(self) -> None:
        door, mark = self.portes["admin"], uuid.uuid4().hex[:12]
        secret = f"Phrase-{uuid.uuid4().hex}"
        sent = {
            "username": f"essai-{mark}",
            "full_name": "Compte d’essai",
            "email": f"essai-{mark}@exemple.ma",
            "role": "technicien",
            "password": secret,
        }
        opened = door.demander("POST", "users/", sent, attendu=201, Idempotency_Key=mark)
        again = door.demander("POST", "users/", sent, attendu=201, Idempotency_Key=mark)
        exiger(opened == again, "la même réponse à la même demande")
        other = sent | {"email": "autre@exemple.ma"}
        door.demander("POST", "users/", other, attendu=422, Idempotency_Key=mark)
        path = f"users/{opened['id']}"
        profile = {"user_id": opened["id"], "equipe": "Nord"}
        chief = self.portes["responsable"]
        made = chief.demander("POST", "techniciens/", profile, attendu=201)
        changed = chief.demander("PUT", f"techniciens/{made['id']}", {"disponibilite": "conge"})
        exiger((changed["disponibilite"], changed["equipe"]) == ("conge", "Nord"), "un PUT partiel")
        chief.demander("GET", "techniciens/competences")
        guest = Porte(self.anonyme.adresse.geturl())
        guest.entrer(sent["email"], secret)
        guest.demander("PUT", "users/update", {"full_name": "Nom choisi"})
        guest.demander("POST", "users/", sent, attendu=403)
        door.demander("DELETE", path, attendu=204)
        guest.demander("GET", "auth/me", attendu=401)
        exiger(not self.lire("admin", path)["is_active"], "un compte fermé, jamais effacé")
        exiger(door.demander("PATCH", f"{path}/activate")["is_active"], "le compte rouvert")
        door.demander("DELETE", path, attendu=204)
        self.dire("Un compte ouvert une fois malgré deux envois ; fermé, son jeton ne vaut plus.")

    def parc(self) -> None:
        door, mark = self.portes["responsable"], uuid.uuid4().hex[:12]
        firm = door.demander("POST", "clients/", {"nom_entreprise": f"Essai {mark}"}, attendu=201)
        exiger(self.lire("responsable", f"clients/{firm['id']}/sites"), "un premier site")
        self.lire("client", f"clients/{firm['id']}", attendu=404)
        sent = {"nom": f"Pompe {mark}", "type": "Pompe", "localisation": "Toit"}
        sent["frequence_entretien"] = "monthly"
        machine = door.demander("POST", "equipements/", sent, attendu=201)
        exiger(machine["client_nom"] and machine["type"] == "Pompe", "un client par défaut")
        path = f"equipements/{machine['id']}"
        moved = door.demander("PUT", path, {"localisation": "Cave"})
        exiger((moved["nom"], moved["localisation"]) == (sent["nom"], "Cave"), "un PUT partiel")
        order = {"titre": "Essai", "type": "diagnostic", "equipement_id": machine["id"]}
        work = door.demander("POST", "interventions/", order, attendu=201)
        door.demander("DELETE", path, attendu=409)
        people = self.lire("responsable", "techniciens/")
        worker = next(t["id"] for t in people if t["user"]["username"] == "technicien")
        route = f"interventions/{work['id']}/statut"
        door.demander("PATCH", f"{route}?statut=affectee", attendu=422)
        door.demander("PATCH", f"{route}?statut=affectee&technicien_id={worker}")
        door.demander("PATCH", route, {"statut": "en_cours"})
        closed = door.demander("PATCH", f"{route}?statut=cloturee")
        exiger(closed["compte_rendu_manquant"], "un compte rendu manquant")
        door.demander("PATCH", f"{route}?statut=cloturee", attendu=409)
        found = self.lire("responsable", f"filters/interventions?equipement_id={machine['id']}")
        exiger([r["id"] for r in found] == [work["id"]], "l’intervention par le filtre")
        door.demander("DELETE", path, attendu=204)
        door.demander("DELETE", f"clients/{firm['id']}", attendu=204)
        self.dire("Client, machine et travail ; l’ancienne route d’état ; tout archivé à la fin.")

    def tableau(self) -> None:
        for nom in COMPTES:
            found = self.lire(nom, "dashboard/stats")
            exiger(len(found["evolution_mensuelle"]) == MOIS, "douze mois")
            exiger(isinstance(found["taux_resolution"], int | float), "un taux en nombre")
            exiger({"ouverte", "terminees"} <= found["interventions"].keys(), "les états")
        health = self.anonyme.envoyer("GET", "/health/database")
        exiger(json.loads(health.octets) == {"status": "ok"}, "une base qui répond")
        self.dire("Le tableau de bord de chacun, et la santé sans un mot de plus.")

    def planification(self) -> None:
        """A plan, its next date moved, stopped."""
        door = self.portes["responsable"]
        own = self.machine["id"]
        sent = {"equipement_id": own, "frequence": "monthly"}
        sent["prochaine_date"] = "2199-06-01T23:00:00.000Z"
        plan = door.demander("POST", "planning/", sent, attendu=201)
        path = f"planning/{plan['id']}"
        exiger(plan["equipement_id"] == own and plan["prochaine_date"], "un plan et son échéance")
        door.demander("POST", "planning/", {}, attendu=422)
        exiger(self.lire("client", path)["id"] == plan["id"], "le plan chez le client")
        moved = door.demander("PATCH", f"{path}/dates?nouvelle_date=2199-07-01T23:00:00.000Z")
        exiger(moved["prochaine_date"] != plan["prochaine_date"], "une autre échéance")
        exiger(plan["id"] in [e["id"] for e in self.lire("responsable", "planning/")], "la liste")
        self.lire("responsable", f"plans/{plan['id']}")
        self.lire("responsable", f"creneaux/{plan['id']}", attendu=404)
        door.demander("DELETE", path, attendu=204)
        self.dire("Un plan d’entretien posé, déplacé d’un jour choisi, puis arrêté.")

    def sorties(self) -> None:
        door = self.portes["client"]
        sent = {"refresh_token": door.renouvellement}
        fresh = self.anonyme.demander("POST", "auth/refresh", sent)
        self.lire("client", "auth/me")
        self.anonyme.demander("POST", "auth/refresh", sent, attendu=401)
        self.lire("client", "auth/me", attendu=401)
        spent = {"refresh_token": fresh["refresh_token"]}
        self.anonyme.demander("POST", "auth/refresh", spent, attendu=401)
        for nom in ("technicien", "responsable", "admin"):
            exiger(any(s["actuelle"] for s in self.lire(nom, "auth/sessions")), "sa session")
            self.portes[nom].demander("POST", "auth/logout", attendu=204)
            self.lire(nom, "auth/me", attendu=401)
        self.dire("Un jeton de renouvellement rejoué finit la session ; chacun sort (401 ensuite).")


def raconter(base: str) -> None:
    """The whole story."""
    story = Histoire(base)
    story.connexions()
    story.signalement()
    story.affectation()
    story.fichiers()
    story.messages()
    story.travail()
    story.lecture()
    story.historique()
    story.etrangers()
    story.personnes()
    story.parc()
    story.planification()
    story.tableau()
    story.sorties()


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
