"""When work was planned, and the technicians' time that it takes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from core.contexte import Canal
from core.temps import ANNEE_MAX, ANNEE_MIN
from equipements.models import Equipement
from interventions import audit
from interventions.choices import ActionHistorique, Statut
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention
from interventions.workflow import OUVERTES
from planning.choices import Genre
from planning.dates import plage, quand
from planning.models import Creneau, EntreePlanning, Reservation
from planning.services.creneaux import controler_dates, trace
from reprise.etapes.base import Etape, exiger, lire_chacune
from reprise.ligne import Ligne, Refus
from techniciens.models import Technicien

# technician -> (from, to, number of the work)
Agenda = defaultdict[int, list[tuple[datetime, datetime, str]]]


class Creneaux(Etape):
    """`planning`: one slot per intervention, whose planned date follows it."""

    table = "planning"
    autres_noms = ("plannings",)
    modele = Creneau
    colonnes = frozenset(
        {
            *("id", "intervention_id", "date_debut", "date_fin", "creneau"),
            *("notes_planning", "confirme"),
        }
    )
    en_plus = frozenset({"rappel_envoye", "date_creation", "date_modification"})
    requises = frozenset({"id", "intervention_id", "date_debut", "date_fin"})
    # The seed names it with its accent, and once as UTF-8 read for Latin-1.
    alias = {"créneau": "creneau", "crÃ©neau": "creneau"}

    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        work = self.nos("interventions", lignes, "intervention_id")
        self.travail = _verrouiller(work.values())
        self.planifiees = set(
            Creneau.objects.filter(intervention__in=self.travail).values_list(
                "intervention_id", flat=True
            )
        )
        self.datees = _datees_ici(self.travail)
        lire_chacune(lignes, lambda ligne: self._lire(ligne, work))
        taken = [ligne for ligne in lignes if not ligne.refus]
        if taken:
            self._ecrire(taken)

    # --- Reading --------------------------------------------------------------------------------
    def _lire(self, ligne: Ligne, travail: Mapping[str, int]) -> None:
        row = self.travail[exiger(ligne, travail, "intervention_id")]
        if row.pk in self.planifiees:
            raise Refus(f"{row.numero} a déjà un créneau ici : il reste.")
        if row.pk in self.datees:
            raise Refus(f"La date prévue de {row.numero} a été changée ici : elle reste.")
        debut, fin = _moment(ligne, "date_debut"), _moment(ligne, "date_fin")
        made = ligne.instant("date_creation") or self.c.maintenant
        slot = Creneau(
            intervention=row,
            date_debut=debut,
            date_fin=fin,
            creneau=ligne.texte("creneau", 50) or plage(debut, fin),
            notes_planning=ligne.texte("notes_planning"),
            confirme=ligne.booleen("confirme", absent=False),
            rappel_envoye=ligne.booleen("rappel_envoye", absent=False),
            date_creation=min(made, self.c.maintenant),
        )
        controler_dates(slot)
        self.planifiees.add(row.pk)
        ligne.objet = slot

    # --- Writing --------------------------------------------------------------------------------
    def _ecrire(self, lignes: Sequence[Ligne]) -> None:
        slots: list[Creneau] = [ligne.objet for ligne in lignes]
        entries = EntreePlanning.objects.bulk_create(
            [
                EntreePlanning(
                    genre=Genre.CRENEAU,
                    equipement_id=slot.intervention.equipement_id,
                    date_creation=slot.date_creation,
                    listee=slot.intervention.statut != Statut.ANNULEE,
                )
                for slot in slots
            ],
            batch_size=100,
        )
        for slot, entry in zip(slots, entries, strict=True):
            slot.entree = entry
        Creneau.objects.bulk_create(slots, batch_size=100)
        agenda = _agenda(slots)
        Reservation.objects.bulk_create(
            filter(None, (_reservation(ligne, agenda) for ligne in lignes)), batch_size=100
        )
        self._suivre(lignes)

    def _suivre(self, lignes: Sequence[Ligne]) -> None:
        """The planned date of each intervention is its slot's beginning, and its trail says so."""
        moved, acts = [], []
        for ligne in lignes:
            row: Intervention = ligne.objet.intervention
            before = audit.cliche(row)
            if row.date_planifiee != ligne.objet.date_debut:
                ligne.noter(
                    "intervention_id",
                    "La date prévue de l’intervention est devenue le début de ce créneau.",
                    ancienne=row.date_planifiee or "",
                )
                row.date_planifiee, row.updated_at = ligne.objet.date_debut, timezone.now()
                moved.append(row)
            acts.append(self._acte(ligne, before))
        columns = ["date_planifiee", "updated_at"]
        Intervention._base_manager.bulk_update(moved, columns, batch_size=100)
        audit.inscrire_reprises(acts)

    def _acte(self, ligne: Ligne, avant: audit.Valeurs) -> audit.ActeRepris:
        slot: Creneau = ligne.objet
        when = quand(slot.date_debut, slot.date_fin)
        par = self.c.options.par
        old, new = audit.difference(avant, audit.cliche(slot.intervention))
        return audit.ActeRepris(
            intervention=slot.intervention,
            action=ActionHistorique.PLANIFICATION,
            description=f"Créneau repris de l’ancien logiciel (n° {ligne.cle}), {when}",
            auteur_id=par.pk if par else None,
            moment=self.c.maintenant,
            ancienne=old,
            nouvelle=new | trace(slot),
            interne=False,
            request_id=f"reprise-{self.registre.reprise.pk}",
        )


def _verrouiller(ids: Iterable[int]) -> dict[int, Intervention]:
    """The interventions, their machines locked first, as every act here does."""
    rows = Intervention.objects.filter(pk__in=set(ids))
    machines = Equipement.objects.filter(pk__in=rows.values("equipement_id")).order_by("pk")
    list(machines.select_for_update(no_key=True).values_list("pk"))
    locked = rows.select_for_update(no_key=True, of=("self",))
    return {row.pk: row for row in locked.select_related("technicien__user").order_by("pk")}


def _datees_ici(ids: Collection[int]) -> set[int]:
    """Those whose planned date somebody changed here since they were taken over."""
    rows = HistoriqueIntervention.objects.filter(
        id__in=ids, nouvelle_valeur__has_key="date_planifiee"
    )
    return set(rows.exclude(canal=Canal.REPRISE).values_list("id", flat=True))


def _moment(ligne: Ligne, nom: str) -> datetime:
    moment = ligne.instant(nom)
    if moment is None:
        raise Refus(f"{nom} est vide, illisible ou hors de {ANNEE_MIN}-{ANNEE_MAX}.")
    return moment


def _agenda(slots: Sequence[Creneau]) -> Agenda:
    """What is taken around these slots; their technicians are locked, as by `reserver`."""
    holders = (slot.intervention.technicien_id for slot in slots)
    people = {pk for pk in holders if pk is not None}
    staff = Technicien.objects.filter(pk__in=people).order_by("pk")
    list(staff.select_for_update(no_key=True).values_list("pk"))
    rows = Reservation.objects.filter(
        technicien__in=people,
        debut__lt=max(slot.date_fin for slot in slots),
        fin__gt=min(slot.date_debut for slot in slots),
    )
    found: Agenda = defaultdict(list)
    columns = ("technicien_id", "debut", "fin", "planning__intervention__numero")
    for technicien_id, debut, fin, numero in rows.values_list(*columns):
        found[technicien_id].append((debut, fin, numero))
    return found


def _reservation(ligne: Ligne, agenda: Agenda) -> Reservation | None:
    """The technician's time, until the work ended; none if other work has it already."""
    slot: Creneau = ligne.objet
    row, end = slot.intervention, slot.date_fin
    if row.statut not in OUVERTES:
        end = min(end, row.date_fin or row.date_statut)
    if row.technicien_id is None or end <= slot.date_debut:
        return None
    spans = agenda[row.technicien_id]
    other = next((s for s in spans if s[0] < end and s[1] > slot.date_debut), None)
    if other is not None:
        ligne.noter(
            "date_debut",
            f"Temps non réservé : {row.technicien} est pris par {other[2]} "
            f"{quand(other[0], other[1])}.",
        )
        return None
    spans.append((slot.date_debut, end, row.numero))
    return Reservation(
        planning=slot, technicien_id=row.technicien_id, debut=slot.date_debut, fin=end
    )
