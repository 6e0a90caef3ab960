"""Technicians' profiles."""

from collections.abc import Sequence

from comptes.choices import Role
from comptes.models import Utilisateur
from reprise.enumerations import DISPONIBILITES
from reprise.etapes.base import Etape, exiger, inserer, lire_chacune
from reprise.ligne import Ligne
from techniciens.models import Technicien


class Techniciens(Etape):
    """`techniciens`: matched by account; the profile of one who is none here is put away."""

    table = "techniciens"
    modele = Technicien
    colonnes = frozenset(
        {
            *("id", "user_id", "specialite", "disponibilite", "equipe", "zone_geographique"),
            *("notes_competences", "date_embauche", "created_at", "updated_at"),
        }
    )
    requises = frozenset({"id", "user_id"})
    alias = {"zone": "zone_geographique"}

    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        accounts = self.nos("users", lignes, "user_id")
        ids = set(accounts.values())
        roles = dict(Utilisateur.objects.filter(pk__in=ids).values_list("pk", "role"))
        known = {row.user_id: row for row in Technicien.objects.filter(user_id__in=ids)}

        def lire(ligne: Ligne) -> None:
            user_id = exiger(ligne, accounts, "user_id")
            if user_id in known:
                ligne.objet, ligne.reconnue = known[user_id], True
                return
            row = Technicien(
                user_id=user_id,
                specialite=ligne.texte("specialite", 100),
                disponibilite=ligne.choix("disponibilite", DISPONIBILITES),
                equipe=ligne.texte("equipe", 100),
                zone_geographique=ligne.texte("zone_geographique", 100),
                notes_competences=ligne.texte("notes_competences"),
                date_embauche=ligne.jour("date_embauche"),
            )
            if roles[user_id] != Role.TECHNICIEN:
                row.archive_le = self.c.maintenant
                ligne.noter("user_id", f"Compte de rôle « {roles[user_id]} » : profil archivé.")
            known[user_id] = ligne.objet = row

        lire_chacune(lignes, lire)
        inserer(lignes)
