"""Work orders with who held them, their time, their trail and what they make of the machines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F

from core.numerotation import prendre_numeros
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from interventions import audit
from interventions.choices import (
    ActionHistorique,
    CauseAttente,
    CauseIndisponibilite,
    NatureSegment,
    TypeIntervention,
)
from interventions.models import Affectation, Indisponibilite, Intervention, Segment
from interventions.workflow import OUVERTES
from reprise.enumerations import ACTIONS
from reprise.etapes.base import Contexte, Etape, chercher, exiger, lire_chacune
from reprise.etapes.historiques import Cartes, Historiques, acte_de
from reprise.fiche import ENTRETIEN, Fiche, Tenant, colonnes, lire
from reprise.ligne import Ligne
from techniciens.models import Technicien

_DEPANNAGE = frozenset({TypeIntervention.CORRECTIVE, TypeIntervention.DIAGNOSTIC})


@dataclass
class Dossier:
    """One intervention of the batch with its older trail."""

    ligne: Ligne
    fiche: Fiche
    row: Intervention
    trace: list[tuple[datetime, Ligne]] = field(default_factory=list)


class Interventions(Etape):
    """`interventions`, in order of opening, so that our numbers follow one another."""

    table = "interventions"
    modele = Intervention
    colonnes = frozenset(
        {
            *("id", "equipement_id", "technicien_id", "client_id", "type_intervention"),
            *("statut", "priorite", "urgence", "titre", "description", "diagnostic", "solution"),
            *("date_creation", "date_planifiee", "date_debut", "date_fin"),
            *("duree_estimee", "duree_reelle", "cout_estime", "cout_reel", "notes_techniques"),
            *("satisfaction_client", "created_at", "updated_at"),
        }
    )
    en_plus = frozenset({"date_limite"})
    requises = frozenset({"id", "equipement_id"})
    alias = {"type": "type_intervention", "date_cloture": "date_fin"}
    ordre = ("date_creation", "date_debut", "date_fin")

    def __init__(self, contexte: Contexte, presentes: frozenset[str]) -> None:
        super().__init__(contexte, presentes)
        self.histoire: Historiques | None = None
        self.table_histoire = ""

    def avec_histoire(self, histoire: Historiques, table: str) -> None:
        """Where the older trail is, if the source has one."""
        self.histoire, self.table_histoire = histoire, table

    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        trails = self._traces(lignes)
        self.annexes = []
        self.machines = self._machines(lignes)
        self.arretees = set(
            Indisponibilite.objects.filter(
                equipement__in=self.machines.values(), fin__isnull=True
            ).values_list("equipement_id", flat=True)
        )
        self.cles_machines = self.nos("equipements", lignes, "equipement_id")
        self.clients = self.nos("clients", lignes, "client_id")
        self.techniciens = self.nos("techniciens", lignes, "technicien_id")
        self.tenants = self._tenants()
        everything = [ligne for trail in trails.values() for ligne in trail]
        self.cartes: Cartes = self.histoire.cartes(everything) if self.histoire else {}
        files = lire_chacune(lignes, lambda li: self._dossier(li, trails.get(li.cle, [])))
        self._numeroter(files)
        self._ecrire(files)

    # --- Reading --------------------------------------------------------------------------------
    def _traces(self, lignes: Sequence[Ligne]) -> dict[str, list[Ligne]]:
        if self.histoire is None:
            return {}
        column = next(n for n, s in self.histoire.noms.items() if s == "intervention_id")
        ids = [ligne.valeurs["id"] for ligne in lignes]
        return self.histoire.classer(
            self.c.source.lire_enfants(self.table_histoire, column, ids) if ids else ()
        )

    def _machines(self, lignes: Sequence[Ligne]) -> dict[int, Equipement]:
        """The machines, locked before the series, as every act here does."""
        ids = set(self.nos("equipements", lignes, "equipement_id").values())
        rows = Equipement.objects.select_for_update(no_key=True).filter(pk__in=ids)
        return {row.pk: row for row in rows.order_by("pk")}

    def _tenants(self) -> dict[int, Tenant]:
        rows = Technicien.objects.filter(pk__in=self.techniciens.values()).select_related("user")
        return {row.pk: Tenant(row.pk, row.actif) for row in rows}

    def _dossier(self, ligne: Ligne, trace: list[Ligne]) -> Dossier:
        machine = self.machines[exiger(ligne, self.cles_machines, "equipement_id")]
        tech = chercher(ligne, self.techniciens, "technicien_id")
        told = chercher(ligne, self.clients, "client_id")
        if told is not None and told != machine.client_id:
            ligne.noter("client_id", "Ce n’est pas le client de la machine : celui-ci est retenu.")
        held = self.tenants[tech] if tech is not None else None
        fiche = lire(ligne, held, self.c.maintenant, affectation=self._affectee_le(trace))
        row = Intervention(
            equipement=machine,
            client_id=machine.client_id,
            technicien_id=fiche.technicien_id,
            statut=fiche.statut,
            date_creation=fiche.creation,
            date_affectation=fiche.affectation,
            date_debut=fiche.debut,
            date_fin=fiche.fin,
            date_statut=fiche.depuis,
            **colonnes(ligne, fiche),
        )
        dossier = Dossier(ligne, fiche, row)
        ligne.objet = row
        self._arreter(dossier, machine)
        self._dater(dossier, trace)
        return dossier

    @staticmethod
    def _affectee_le(trace: Sequence[Ligne]) -> datetime | None:
        """When the trail first says so; the rows' remarks are noted when they are written."""
        moments = [
            Ligne(li.table, li.cle, li.valeurs, li.fuseau).instant("horodatage")
            for li in trace
            if ACTIONS.lire(li.valeurs.get("action") or "") == ActionHistorique.AFFECTATION
        ]
        return min((m for m in moments if m is not None), default=None)

    def _arreter(self, dossier: Dossier, machine: Equipement) -> None:
        """The first open repair of a broken machine is what keeps it stopped."""
        row, key = dossier.row, str(dossier.ligne.valeurs["equipement_id"])
        if row.statut not in OUVERTES:
            return
        repair = row.type_intervention in _DEPANNAGE
        if repair and key in self.c.pannes and machine.pk not in self.arretees:
            row.arret_machine = True
            self.arretees.add(machine.pk)
            machine.statut = StatutEquipement.PANNE
        elif machine.statut == StatutEquipement.RETIRE:
            machine.statut = StatutEquipement.MAINTENANCE
            dossier.ligne.noter(
                "equipement_id", "Ouverte sur une machine retirée : la machine est en maintenance."
            )

    def _dater(self, dossier: Dossier, trace: Sequence[Ligne]) -> None:
        if self.histoire is None:
            return
        dated = [(self.histoire.moment(li, dossier.fiche.creation), li) for li in trace]
        dossier.trace = sorted(dated, key=lambda pair: pair[0])
        for _moment, ligne in dossier.trace:
            if ACTIONS.lire(ligne.valeurs.get("action") or "") == ActionHistorique.CREATION:
                author = self.cartes["user_id"].get(str(ligne.valeurs.get("user_id")))
                dossier.row.cree_par_id = author
                return

    # --- Writing --------------------------------------------------------------------------------
    @staticmethod
    def _numeroter(dossiers: Sequence[Dossier]) -> None:
        """A number of the year in which it was opened, in that order."""
        zone = ZoneInfo(settings.TIME_ZONE)
        years: dict[int, list[Dossier]] = {}
        for dossier in dossiers:
            year = dossier.row.date_creation.astimezone(zone).year
            years.setdefault(year, []).append(dossier)
        for year, some in sorted(years.items()):
            for dossier, numero in zip(some, prendre_numeros("INT", year, len(some)), strict=True):
                dossier.row.numero = numero

    def _ecrire(self, dossiers: Sequence[Dossier]) -> None:
        rows = [d.row for d in dossiers]
        Intervention._base_manager.bulk_create(rows, batch_size=50)
        ids = [row.pk for row in rows]
        Intervention._base_manager.filter(pk__in=ids).update(created_at=F("date_creation"))
        Affectation.objects.bulk_create(filter(None, map(_affectation, dossiers)), batch_size=100)
        Segment.objects.bulk_create(filter(None, map(_segment, dossiers)), batch_size=100)
        Indisponibilite.objects.bulk_create(
            Indisponibilite(
                equipement=row.equipement,
                debut=row.date_creation,
                cause=CauseIndisponibilite.PANNE,
                intervention=row,
            )
            for row in rows
            if row.arret_machine
        )
        self._etablir_machines(rows)
        self._inscrire(dossiers)

    def _etablir_machines(self, rows: Iterable[Intervention]) -> None:
        """Status as set above, and the last upkeep that the work tells of."""
        for row in rows:
            machine = self.machines[row.equipement_id]
            if row.date_fin is not None and row.type_intervention in ENTRETIEN:
                known = machine.derniere_maintenance or row.date_fin
                machine.derniere_maintenance = max(known, row.date_fin)
        columns = ["statut", "derniere_maintenance"]
        Equipement._base_manager.bulk_update(self.machines.values(), columns, batch_size=100)

    def _inscrire(self, dossiers: Sequence[Dossier]) -> None:
        """The older trail of each, then our row that says where it comes from."""
        acts: list[audit.ActeRepris] = []
        trails: list[Ligne | None] = []
        for dossier in dossiers:
            for act, ligne in self._actes(dossier):
                acts.append(act)
                trails.append(ligne)
        written = audit.inscrire_reprises(acts)
        kept = []
        for pk, ligne in zip(written, trails, strict=True):
            if ligne is not None:
                ligne.objet = Historiques.modele(history_id=pk)
                kept.append(ligne)
        self.registre.inscrire(Historiques.modele, kept)
        self.annexes = kept

    def _actes(self, dossier: Dossier) -> Iterable[tuple[audit.ActeRepris, Ligne | None]]:
        row, told = dossier.row, set[str]()
        first = dossier.trace[0] if dossier.trace else None
        if first and ACTIONS.lire(first[1].valeurs.get("action") or "") != "creation":
            moment = min(row.date_creation, first[0])
            yield self._notre(row, "Création dans l’ancien logiciel", moment), None
        for moment, ligne in dossier.trace:
            act = acte_de(row, ligne, moment=moment, cartes=self.cartes)
            told |= act.nouvelle.keys()
            yield act, ligne
        now = audit.difference({}, audit.cliche(row))[1]
        values = {nom: v for nom, v in now.items() if v != "" or nom in told}
        values |= {nom: None for nom in told - values.keys() if nom != "ancien"}
        words = f"Reprise de l’ancien logiciel (intervention n° {dossier.ligne.cle})"
        par = self.c.options.par
        taken = self._notre(row, words, self.c.maintenant, auteur_id=par.pk if par else None)
        taken.nouvelle.update(values)
        yield taken, None

    def _notre(
        self, row: Intervention, texte: str, moment: datetime, *, auteur_id: int | None = None
    ) -> audit.ActeRepris:
        return audit.ActeRepris(
            intervention=row,
            action=ActionHistorique.CREATION,
            description=texte,
            auteur_id=auteur_id,
            moment=moment,
            interne=False,
            request_id=f"reprise-{self.registre.reprise.pk}",
        )


def _affectation(dossier: Dossier) -> Affectation | None:
    span, technicien_id = dossier.fiche.tenue(), dossier.fiche.technicien_id
    if span is None or technicien_id is None:
        return None
    return Affectation(
        intervention=dossier.row,
        technicien_id=technicien_id,
        debut=span[0],
        fin=span[1],
    )


def _segment(dossier: Dossier) -> Segment | None:
    span = dossier.fiche.segment(dossier.row.duree_reelle)
    technicien_id = dossier.fiche.technicien_id
    if span is None or technicien_id is None:
        return None
    nature, debut, fin = span
    pause = nature == NatureSegment.PAUSE
    return Segment(
        intervention=dossier.row,
        technicien_id=technicien_id,
        debut=debut,
        fin=fin,
        nature=nature,
        cause=CauseAttente.AUTRE if pause else "",
        texte="Repris de l’ancien logiciel" if pause else "",
    )
