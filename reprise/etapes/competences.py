"""Skills, and who has them."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.texte import plier
from reprise.enumerations import NIVEAUX
from reprise.etapes.base import Etape, exiger, inserer, lire_chacune
from reprise.ligne import Ligne, Refus
from techniciens.models import Competence, CompetenceTechnicien


class Competences(Etape):
    """`competences`: matched by name without regard to case and accents."""

    table = "competences"
    modele = Competence
    colonnes = frozenset({"id", "nom", "description", "niveau_requis", "certification"})
    requises = frozenset({"id", "nom"})

    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        known = {plier(row.nom): row for row in Competence.objects.all()}

        def lire(ligne: Ligne) -> None:
            name = ligne.texte("nom", 100)
            if not name:
                raise Refus("nom est vide.")
            if plier(name) in known:
                ligne.objet, ligne.reconnue = known[plier(name)], True
                return
            known[plier(name)] = ligne.objet = Competence(
                nom=name,
                description=ligne.texte("description", 255),
                niveau_requis=ligne.choix("niveau_requis", NIVEAUX),
                certification=ligne.texte("certification", 150),
            )

        lire_chacune(lignes, lire)
        inserer(lignes)


class NiveauxDesTechniciens(Etape):
    """`technicien_competences`: without a level, as the seed's table is, the lowest."""

    table = "technicien_competences"
    autres_noms = ("techniciens_competences", "technicien_competence")
    modele = CompetenceTechnicien
    colonnes = frozenset({"technicien_id", "competence_id"})
    en_plus = frozenset({"id", "niveau", "certification_expire_le"})
    requises = frozenset({"technicien_id", "competence_id"})
    ordre = ("technicien_id", "competence_id")

    def cle(self, valeurs: Mapping[str, Any]) -> str:
        return f"{valeurs['technicien_id']}:{valeurs['competence_id']}"

    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        people = self.nos("techniciens", lignes, "technicien_id")
        skills = self.nos("competences", lignes, "competence_id")
        known = {
            (row.technicien_id, row.competence_id): row
            for row in CompetenceTechnicien.objects.filter(technicien_id__in=people.values())
        }

        def lire(ligne: Ligne) -> None:
            pair = (
                exiger(ligne, people, "technicien_id"),
                exiger(ligne, skills, "competence_id"),
            )
            if pair in known:
                ligne.objet, ligne.reconnue = known[pair], True
                return
            known[pair] = ligne.objet = CompetenceTechnicien(
                technicien_id=pair[0],
                competence_id=pair[1],
                niveau=ligne.choix("niveau", NIVEAUX),
                certification_expire_le=ligne.jour("certification_expire_le"),
            )

        lire_chacune(lignes, lire)
        inserer(lignes)
