"""Machines; which of them stand still is decided by their open work."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Value
from django.db.models.functions import Lower, Replace

from clients.models import Site
from core.texte import plier
from equipements.choices import StatutEquipement
from equipements.models import Equipement, Famille
from reprise.enumerations import CRITICITES, STATUTS_EQUIPEMENT
from reprise.etapes.base import Etape, exiger, inserer, lire_chacune
from reprise.etapes.clients import SITE
from reprise.ligne import Ligne, Refus


def _comparable(numero: str) -> str:
    """As the unique index of serial numbers has it."""
    return numero.replace(" ", "").lower()


class Equipements(Etape):
    """`equipements`: matched by serial number within the same client."""

    table = "equipements"
    modele = Equipement
    colonnes = frozenset(
        {
            *("id", "client_id", "nom", "modele", "fabricant", "numero_serie"),
            *("date_installation", "statut", "criticite", "localisation"),
            *("specifications_techniques", "manuel_utilisation"),
            *("derniere_maintenance", "prochaine_maintenance", "created_at", "updated_at"),
        }
    )
    en_plus = frozenset({"type", "frequence_entretien"})
    requises = frozenset({"id", "client_id", "nom"})
    alias = {"type_equipement": "type", "marque": "fabricant"}

    def vue(self, ligne: Ligne) -> None:
        if STATUTS_EQUIPEMENT.lire(ligne.valeurs.get("statut") or "") == StatutEquipement.PANNE:
            self.c.pannes.add(ligne.cle)

    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        self.clients = self.nos("clients", lignes, "client_id")
        self.sites = self._sites(set(self.clients.values()))
        self.familles = {plier(row.nom): row for row in Famille.objects.all()}
        wanted = {_comparable(ligne.lu("numero_serie")) for ligne in lignes}
        bare = Lower(Replace("numero_serie", Value(" "), Value("")))
        there = Equipement.objects.alias(cle=bare).filter(cle__in=wanted)
        self.series: dict[str, Any] = {_comparable(row.numero_serie or ""): row for row in there}
        lire_chacune(lignes, self._lire)
        inserer(lignes)

    @staticmethod
    def _sites(clients: set[int]) -> dict[int, int]:
        """The first site of each client; one is made for whoever has none."""
        rows = Site.objects.filter(client_id__in=clients, archive_le__isnull=True).order_by("-pk")
        found = dict(rows.values_list("client_id", "pk"))
        made = [Site(client_id=pk, nom=SITE) for pk in sorted(clients - found.keys())]
        return found | {row.client_id: row.pk for row in Site.objects.bulk_create(made)}

    def _lire(self, ligne: Ligne) -> None:
        client_id = exiger(ligne, self.clients, "client_id")
        name, serial = ligne.texte("nom", 255), ligne.texte("numero_serie", 100) or None
        if not name:
            raise Refus("nom est vide.")
        there = self.series.get(_comparable(serial)) if serial else None
        if there is not None and there.pk is not None and there.client_id == client_id:
            ligne.objet, ligne.reconnue = there, True
            return
        if there is not None:
            ligne.noter("numero_serie", "Déjà celui d’une autre machine : laissé vide.")
            serial = None
        ligne.objet = Equipement(
            client_id=client_id,
            site_id=self.sites[client_id],
            famille=self._famille(ligne),
            nom=name,
            modele=ligne.texte("modele", 100),
            fabricant=ligne.texte("fabricant", 100),
            numero_serie=serial,
            date_installation=ligne.jour("date_installation"),
            statut=self._statut(ligne),
            criticite=ligne.choix("criticite", CRITICITES),
            localisation=ligne.texte("localisation", 255),
            specifications_techniques=ligne.texte("specifications_techniques"),
            manuel_utilisation=ligne.texte("manuel_utilisation"),
            frequence_entretien=ligne.texte("frequence_entretien", 50),
            derniere_maintenance=ligne.instant("derniere_maintenance"),
            prochaine_maintenance=ligne.jour("prochaine_maintenance"),
        )
        if serial:
            self.series[_comparable(serial)] = ligne.objet

    @staticmethod
    def _statut(ligne: Ligne) -> str:
        """A machine is `panne` here exactly while open work keeps it so: that comes later."""
        statut = ligne.choix("statut", STATUTS_EQUIPEMENT)
        return StatutEquipement.MAINTENANCE if statut == StatutEquipement.PANNE else statut

    def _famille(self, ligne: Ligne) -> Famille | None:
        name = ligne.texte("type", 100)
        if not name:
            return None
        if plier(name) not in self.familles:
            self.familles[plier(name)] = Famille.objects.create(nom=name)
        return self.familles[plier(name)]

    def terminer(self) -> Sequence[Ligne]:
        """Machines that were broken there and have no open work that says so."""
        ours = self.registre.connues(self.table, self.c.pannes)
        now = {
            row.pk: row
            for row in Equipement.objects.filter(pk__in=[c.objet_id for c in ours.values()])
        }
        found = []
        for cle, correspondance in ours.items():
            machine = now.get(correspondance.objet_id)
            mine = correspondance.reprise_id == self.registre.reprise.pk
            if machine is not None and mine and machine.statut != StatutEquipement.PANNE:
                ligne = Ligne(self.table, cle, {"statut": "panne"}, objet=machine)
                ligne.noter(
                    "statut",
                    "En panne sans intervention corrective ouverte : « en maintenance » ici.",
                )
                found.append(ligne)
        return found
