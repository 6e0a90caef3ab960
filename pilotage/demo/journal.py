"""Plays the acts of the demo in order of time and keeps the rows that they leave behind.

It does in memory what `interventions.services` do in the database, a year's worth in a second:
which act leads where is read from `interventions.workflow`, audit rows are written by
`interventions.audit`. `pilotage/tests/test_demo_rejeu.py` holds it to what the services write.
No event is published: nobody is to be told today of what happened months ago.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from comptes.choices import Role
from core.contexte import ouvrir
from interventions import audit
from interventions.choices import (
    ActionHistorique,
    CauseAttente,
    TypeIntervention,
)
from interventions.models import Commentaire, Intervention
from interventions.visibility import CACHEES
from interventions.workflow import ACTIONS
from pilotage.demo.actes import Acte, Dossier, ordonner
from pilotage.demo.provenance import contexte_de
from pilotage.demo.temps import Arrets, Temps

_CHAMPS = {f.attname: f for f in Intervention._meta.concrete_fields}


@dataclass
class _Effet:
    """What an act says in the audit trail beside the changed columns."""

    description: str
    complements: dict[str, Any] = field(default_factory=dict)
    interne: bool = False


def _libelles(noms: Iterable[str]) -> str:
    return ", ".join(str(_CHAMPS[nom].verbose_name) for nom in noms)


@dataclass
class Journal:
    """The rows so far."""

    alea: Random
    interventions: list[Intervention] = field(default_factory=list)
    commentaires: list[Commentaire] = field(default_factory=list)
    temps: Temps = field(default_factory=Temps)
    arrets: Arrets = field(default_factory=Arrets)
    series: Counter[int] = field(default_factory=Counter)
    lignes: int = 0

    def jouer(self, dossiers: list[Dossier], jusqu: datetime) -> None:
        """Every act before `jusqu`, the earliest first; the rest has not happened yet."""
        for dossier, acte in ordonner(dossiers, jusqu):
            self._jouer(dossier, acte)

    def _jouer(self, dossier: Dossier, acte: Acte) -> None:
        if acte.nom == "creer":
            self._creer(dossier, acte)
        else:
            self._agir(dossier.intervention, acte)

    def _creer(self, dossier: Dossier, acte: Acte) -> None:
        moment = acte.moment
        year = moment.astimezone(ZoneInfo(settings.TIME_ZONE)).year
        self.series[year] += 1
        row = Intervention(
            pk=len(self.interventions) + 1,
            numero=f"INT-{year}-{self.series[year]:06d}",
            equipement=dossier.machine,
            client=dossier.machine.client,
            cree_par=acte.par,
            suite_de=dossier.suite_de.intervention if dossier.suite_de else None,
            date_creation=moment,
            date_statut=moment,
            created_at=moment,
            updated_at=moment,
            **acte.arguments,
        )
        dossier.row = row
        self.interventions.append(row)
        self._inscrire(row, acte, _Effet(f"Création sur {dossier.machine.nom}"), avant=None)
        self.arrets.suivre(row, moment)

    def _agir(self, row: Intervention, acte: Acte) -> None:
        action = ACTIONS[acte.nom]
        if row.statut not in action.de:
            raise ValueError(f"{row.numero}: {acte.nom} from {row.statut} at {acte.moment}")
        before = audit.cliche(row)
        effet: _Effet = getattr(self, f"_{acte.nom}")(row, acte, acte.arguments)
        if action.vers is not None:
            row.statut = action.vers
            row.date_statut = acte.moment
        if action.version:
            row.version += 1
            row.updated_at = acte.moment
        self._inscrire(row, acte, effet, avant=before)
        self.arrets.suivre(row, acte.moment)

    def _inscrire(
        self, row: Intervention, acte: Acte, effet: _Effet, *, avant: audit.Valeurs | None
    ) -> None:
        action = ACTIONS[acte.nom].audit if avant is not None else ActionHistorique.CREATION
        self.lignes += 1
        written = audit.Acte(
            action=action,
            description=effet.description,
            par=acte.par,
            moment=acte.moment,
            complements=effet.complements,
            interne=effet.interne,
            creation=avant is None,
        )
        with ouvrir(contexte_de(acte.par, self.alea, acte.canal)):
            audit.inscrire(row, written, avant)

    # --- The acts, as in interventions.services ------------------------------------------------
    def _modifier(self, row: Intervention, acte: Acte, champs: Mapping[str, Any]) -> _Effet:
        for nom, valeur in champs.items():
            setattr(row, nom, valeur)
        public = [n for n in champs if n not in CACHEES[Role.CLIENT]]
        return _Effet(f"Modification : {_libelles(public or champs)}")

    def _affecter(self, row: Intervention, acte: Acte, a: Mapping[str, Any]) -> _Effet:
        row.technicien = a["technicien"]
        row.date_affectation = row.date_affectation or acte.moment
        self.temps.affecter(row, acte.moment)
        return _Effet(f"Affectée à {row.technicien}")

    def _desaffecter(self, row: Intervention, acte: Acte, a: Mapping[str, Any]) -> _Effet:
        effet = _Effet(f"Retirée à {row.technicien}", {"motif": a["motif"]})
        self.temps.lacher(row, acte.moment)
        row.technicien = None
        return effet

    def _demarrer(self, row: Intervention, acte: Acte, a: Mapping[str, Any]) -> _Effet:
        self._travailler(row, acte.moment)
        return _Effet("Début du travail")

    def _reprendre(self, row: Intervention, acte: Acte, a: Mapping[str, Any]) -> _Effet:
        self._travailler(row, acte.moment)
        return _Effet("Reprise du travail")

    def _travailler(self, row: Intervention, moment: datetime) -> None:
        row.date_debut = row.date_debut or moment
        self.temps.travailler(row, moment)

    def _suspendre(self, row: Intervention, acte: Acte, a: Mapping[str, Any]) -> _Effet:
        cause, texte = CauseAttente(a["cause"]), a["texte"]
        self.temps.attendre(row, acte.moment, cause=cause, texte=texte)
        return _Effet(
            f"Mise en attente : {cause.label}", {"cause_attente": str(cause), "texte": texte}
        )

    def _cloturer(self, row: Intervention, acte: Acte, rapport: Mapping[str, Any]) -> _Effet:
        for nom, valeur in rapport.items():
            setattr(row, nom, valeur)
        self.temps.lacher(row, acte.moment)
        row.date_fin = acte.moment
        row.duree_reelle = self.temps.heures(row)
        if row.type_intervention in (TypeIntervention.PREVENTIVE, TypeIntervention.CORRECTIVE):
            row.equipement.derniere_maintenance = acte.moment
        return _Effet(f"Clôture après {str(row.duree_reelle).replace('.', ',')} h de travail")

    def _annuler(self, row: Intervention, acte: Acte, a: Mapping[str, Any]) -> _Effet:
        self.temps.lacher(row, acte.moment)
        return _Effet(f"Annulée : {a['motif']}", {"motif_annulation": a["motif"]})

    def _archiver(self, row: Intervention, acte: Acte, a: Mapping[str, Any]) -> _Effet:
        return _Effet("Archivée")

    def _rectifier(self, row: Intervention, acte: Acte, a: Mapping[str, Any]) -> _Effet:
        rapport = {nom: valeur for nom, valeur in a.items() if nom != "motif"}
        for nom, valeur in rapport.items():
            setattr(row, nom, valeur)
        return _Effet(f"Rectification : {_libelles(rapport)}", {"motif": a["motif"]})

    def _evaluer(self, row: Intervention, acte: Acte, a: Mapping[str, Any]) -> _Effet:
        row.satisfaction_client, row.commentaire_client = a["note"], a["commentaire"]
        return _Effet(f"Évaluée {a['note']} sur 5")

    def _commenter(self, row: Intervention, acte: Acte, a: Mapping[str, Any]) -> _Effet:
        visible = a["visible_client"]
        comment = Commentaire(
            pk=len(self.commentaires) + 1,
            intervention=row,
            auteur=acte.par,
            texte=a["texte"],
            visible_client=visible,
            cree_le=acte.moment,
        )
        self.commentaires.append(comment)
        words = "Commentaire" if visible else "Commentaire interne"
        return _Effet(words, {"commentaire_id": comment.pk}, interne=not visible)
