"""How firms, sites and contacts are sent and shown."""

from typing import Any

from clients.models import Client, Contact, Site
from clients.services import CHAMPS_CLIENT, CHAMPS_CONTACT, CHAMPS_SITE
from core.api.champs import Courriel, MotDePasse, Texte
from core.api.entrees import EntreeModele
from core.api.serialiseurs import SerialiseurSortie, SerialiseurStrict


class ClientEntree(EntreeModele[Client]):
    class Meta:
        model = Client
        fields = sorted(CHAMPS_CLIENT)


class SiteEntree(EntreeModele[Site]):
    class Meta:
        model = Site
        fields = sorted(CHAMPS_SITE)


class ContactEntree(EntreeModele[Contact]):
    class Meta:
        model = Contact
        fields = sorted(CHAMPS_CONTACT)


class CompteEntree(SerialiseurStrict):
    """A login for the firm."""

    username = Texte(max_length=100)
    email = Courriel()
    full_name = Texte(max_length=255, required=False, allow_blank=True)
    password = MotDePasse()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {"full_name": "", **attrs}


class ClientSortie(SerialiseurSortie[Client]):
    class Meta:
        model = Client
        fields = (
            "id",
            "user_id",
            "nom_entreprise",
            "secteur_activite",
            "type_client",
            "niveau_service",
            "adresse",
            "ville",
            "code_postal",
            "telephone",
            "email_commercial",
            "contact_principal",
            "notes_commerciales",
            "instructions_particulieres",
            "ice",
            "identifiant_fiscal",
            "registre_commerce",
            "archive_le",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields


class SiteSortie(SerialiseurSortie[Site]):
    class Meta:
        model = Site
        fields = (
            "id",
            "client_id",
            "nom",
            "adresse",
            "ville",
            "acces",
            "horaires",
            "archive_le",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields


class ContactSortie(SerialiseurSortie[Contact]):
    class Meta:
        model = Contact
        fields = (
            "id",
            "client_id",
            "user_id",
            "nom",
            "fonction",
            "telephone",
            "email",
            "principal",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields
