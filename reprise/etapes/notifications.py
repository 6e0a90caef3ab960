"""What people were told, and whether they read it; nothing is sent again."""

from collections.abc import Sequence

from comptes.models import Utilisateur
from interventions.models import Intervention
from notifications.models import Notification
from reprise.enumerations import CANAUX_NOTIFICATION, TYPES_NOTIFICATION
from reprise.etapes.base import Etape, chercher, exiger, inserer, lire_chacune
from reprise.ligne import Ligne, Refus


class Notifications(Etape):
    """`notifications`: not about work that their reader may not see, as for any."""

    table = "notifications"
    modele = Notification
    colonnes = frozenset(
        {
            *("id", "user_id", "titre", "message", "type_notification", "lu"),
            *("date_envoi", "date_lu", "intervention_id", "metadata"),
        }
    )
    en_plus = frozenset({"canal"})
    requises = frozenset({"id", "user_id"})
    alias = {"type": "type_notification", "contenu": "message", "read": "lu"}

    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        people = self.nos("users", lignes, "user_id")
        work = self.nos("interventions", lignes, "intervention_id")
        visible = self._visibles(lignes, people, work)

        def lire(ligne: Ligne) -> None:
            user_id = exiger(ligne, people, "user_id")
            about = chercher(ligne, work, "intervention_id")
            if about is not None and (user_id, about) not in visible:
                raise Refus("Cette personne ne voit pas cette intervention.")
            ligne.objet = self._notification(ligne, user_id, about)

        lire_chacune(lignes, lire)
        inserer(lignes)

    @staticmethod
    def _visibles(
        lignes: Sequence[Ligne], gens: dict[str, int], travail: dict[str, int]
    ) -> set[tuple[int, int]]:
        """(reader, intervention) for those that the reader may see."""
        asked: dict[int, set[int]] = {}
        for ligne in lignes:
            user_id = gens.get(str(ligne.valeurs.get("user_id")))
            about = travail.get(str(ligne.valeurs.get("intervention_id")))
            if user_id is not None and about is not None:
                asked.setdefault(user_id, set()).add(about)
        readers = Utilisateur.objects.in_bulk(asked)
        return {
            (pk, found)
            for pk, ids in asked.items()
            for found in Intervention.objects.visible_to(readers[pk])
            .filter(pk__in=ids)
            .values_list("pk", flat=True)
        }

    def _notification(
        self, ligne: Ligne, user_id: int, intervention_id: int | None
    ) -> Notification:
        message = ligne.texte("message")
        sent = ligne.instant("date_envoi") or self.c.maintenant
        read_at = ligne.instant("date_lu")
        read = ligne.booleen("lu", absent=read_at is not None)
        if read and read_at is None:
            ligne.noter("date_lu", "Lue sans date : la date d’envoi.", ancienne="")
            read_at = sent
        return Notification(
            user_id=user_id,
            titre=ligne.texte("titre", 255) or message[:255] or "Notification",
            message=message,
            type_notification=ligne.choix("type_notification", TYPES_NOTIFICATION),
            canal=ligne.choix("canal", CANAUX_NOTIFICATION),
            lu=read,
            date_envoi=sent,
            date_lu=read_at if read else None,
            intervention_id=intervention_id,
            metadata=ligne.objet_json("metadata"),
        )
