"""Files of interventions: each goes through the same checks and into the same store as any."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files import File

from documents import stockage
from documents.models import Document
from documents.services import reprendre
from interventions.audit import ActeRepris, inscrire_reprises
from interventions.choices import ActionHistorique
from interventions.models import Intervention
from reprise.enumerations import TYPES_DOCUMENT
from reprise.etapes.base import Contexte, Etape, exiger, inserer, lire_chacune
from reprise.ligne import Ligne, Refus


def trouver(dossier: Path, chemin: str) -> Path | None:
    """The file that `chemin` names under `dossier`, wherever the older backend stood.

    `/app/uploads/2024/a.pdf` is looked for whole, then without its first parts; what leads out of
    the folder, be it by a link, is not found.
    """
    root = dossier.resolve()
    parts = [p for p in PurePosixPath(chemin.replace("\\", "/")).parts if p not in ("/", ".")]
    for start in range(len(parts)):
        place = root.joinpath(*parts[start:]).resolve()
        if place.is_relative_to(root) and place.is_file():
            return place
    return None


class Documents(Etape):
    """`documents`: without its file, a row is not taken over."""

    table = "documents"
    modele = Document
    lot = 5  # files are read inside the transaction, which may not idle for 30 s
    colonnes = frozenset(
        {
            *("id", "intervention_id", "nom_fichier", "chemin", "type_document", "taille"),
            *("description", "date_upload", "uploaded_by"),
        }
    )
    requises = frozenset({"id", "intervention_id", "chemin"})
    alias = {"filename": "nom_fichier", "path": "chemin", "uploaded_by_id": "uploaded_by"}

    def __init__(self, contexte: Contexte, presentes: frozenset[str]) -> None:
        super().__init__(contexte, presentes)
        self.ecrits: list[str] = []

    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        self.ecrits = []
        work = self.nos("interventions", lignes, "intervention_id")
        people = self.nos("users", lignes, "uploaded_by")

        def lire(ligne: Ligne) -> None:
            intervention_id = exiger(ligne, work, "intervention_id")
            author = people.get(str(ligne.valeurs.get("uploaded_by")))
            ligne.objet = self._document(ligne, intervention_id, self._auteur(ligne, author))

        lire_chacune(lignes, lire)
        inserer(lignes)
        self._inscrire([ligne.objet for ligne in lignes if ligne.objet is not None])

    def defaire(self) -> None:
        super().defaire()
        for where in self.ecrits:
            stockage.effacer(where)

    def _auteur(self, ligne: Ligne, auteur: int | None) -> int:
        if auteur is not None:
            return auteur
        par = self.c.options.par
        if par is None:
            raise Refus("Personne ne l’a déposé : relancez avec --par pour le mettre à un nom.")
        ligne.noter("uploaded_by", f"Déposé par personne : mis au nom de « {par.username} ».")
        return par.pk

    def _document(self, ligne: Ligne, intervention_id: int, auteur_id: int) -> Document:
        folder = self.c.options.fichiers
        if folder is None:
            raise Refus("Fichier non lu : donnez le dossier des fichiers (--fichiers).")
        path = trouver(folder, ligne.texte("chemin"))
        if path is None:
            raise Refus(f"Fichier introuvable : {ligne.texte('chemin')}")
        moment = ligne.instant("date_upload") or self.c.maintenant
        with path.open("rb") as opened:
            return reprendre(
                fichier=File(opened, name=ligne.texte("nom_fichier") or path.name),
                ecrire=self._ecrire,
                intervention_id=intervention_id,
                uploaded_by_id=auteur_id,
                date_upload=min(moment, self.c.maintenant),
                type_document=ligne.choix("type_document", TYPES_DOCUMENT),
                description=ligne.texte("description"),
            )

    def _ecrire(self, octets: bytes) -> str:
        """A trial names a place and leaves it empty."""
        if self.c.options.essai:
            return stockage.nouveau_chemin()
        where = stockage.ecrire(octets)
        self.ecrits.append(where)
        return where

    def _inscrire(self, rows: Sequence[Any]) -> None:
        """As for any document, one row of the trail."""
        work = Intervention.objects.in_bulk({row.intervention_id for row in rows})
        par = self.c.options.par
        inscrire_reprises(
            [
                ActeRepris(
                    intervention=work[row.intervention_id],
                    action=ActionHistorique.UPLOAD_DOCUMENT,
                    description=f"Document repris : {row.nom_fichier}",
                    auteur_id=par.pk if par else None,
                    moment=max(self.c.maintenant, work[row.intervention_id].date_statut),
                    nouvelle={"document_id": row.pk},
                    interne=False,
                    request_id=f"reprise-{self.registre.reprise.pk}",
                )
                for row in rows
            ]
        )
