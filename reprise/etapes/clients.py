"""Client firms, each with a first site at its own address."""

from collections.abc import Sequence

from django.db.models.functions import Lower

from clients.models import Client, Site
from comptes.choices import Role
from comptes.models import Utilisateur
from reprise.enumerations import NIVEAUX_SERVICE, TYPES_CLIENT
from reprise.etapes.base import Etape, chercher, inserer, lire_chacune
from reprise.ligne import Ligne, Refus

SITE = "Site principal"


class Clients(Etape):
    """`clients`: matched by account alone; one of the same name is only pointed out."""

    table = "clients"
    modele = Client
    colonnes = frozenset(
        {
            *("id", "user_id", "nom_entreprise", "secteur_activite", "type_client"),
            *("niveau_service", "adresse", "ville", "code_postal", "telephone"),
            *("email_commercial", "contact_principal", "notes_commerciales"),
            *("instructions_particulieres", "created_at", "updated_at"),
        }
    )
    requises = frozenset({"id", "nom_entreprise"})
    alias = {"nom": "nom_entreprise", "email": "email_commercial"}

    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        self.comptes = self.nos("users", lignes, "user_id")
        ids = set(self.comptes.values())
        self.roles = dict(Utilisateur.objects.filter(pk__in=ids).values_list("pk", "role"))
        self.connus = {row.user_id: row for row in Client.objects.filter(user_id__in=ids)}
        names = {ligne.lu("nom_entreprise").lower() for ligne in lignes}
        same = Client.objects.alias(cle=Lower("nom_entreprise")).filter(cle__in=names)
        self.homonymes = {nom.lower(): pk for nom, pk in same.values_list("nom_entreprise", "pk")}
        lire_chacune(lignes, self._lire)
        inserer(lignes)
        fresh = [li.objet for li in lignes if li.objet is not None and not li.reconnue]
        Site.objects.bulk_create(
            [Site(client=row, nom=SITE, adresse=row.adresse, ville=row.ville) for row in fresh]
        )

    def _lire(self, ligne: Ligne) -> None:
        user_id = self._compte(ligne)
        if user_id in self.connus:
            ligne.objet, ligne.reconnue = self.connus[user_id], True
            return
        name = ligne.texte("nom_entreprise", 255)
        if not name:
            raise Refus("nom_entreprise est vide.")
        if name.lower() in self.homonymes:
            there = self.homonymes[name.lower()]
            ligne.noter("nom_entreprise", f"Le client n° {there} porte ce nom : créé à part.")
        ligne.objet = Client(
            user_id=user_id,
            nom_entreprise=name,
            secteur_activite=ligne.texte("secteur_activite", 100),
            type_client=ligne.choix("type_client", TYPES_CLIENT),
            niveau_service=ligne.choix("niveau_service", NIVEAUX_SERVICE),
            adresse=ligne.texte("adresse"),
            ville=ligne.texte("ville", 100),
            code_postal=ligne.texte("code_postal", 20),
            telephone=ligne.texte("telephone", 50),
            email_commercial=ligne.courriel("email_commercial"),
            contact_principal=ligne.texte("contact_principal", 255),
            notes_commerciales=ligne.texte("notes_commerciales"),
            instructions_particulieres=ligne.texte("instructions_particulieres"),
        )
        if user_id is not None:
            self.connus[user_id] = ligne.objet

    def _compte(self, ligne: Ligne) -> int | None:
        user_id = chercher(ligne, self.comptes, "user_id")
        if user_id is not None and self.roles[user_id] != Role.CLIENT:
            role = self.roles[user_id]
            ligne.noter("user_id", f"Compte de rôle « {role} » : l’entreprise n’a pas de compte.")
            return None
        return user_id
