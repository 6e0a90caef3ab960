"""What the pages of a firm show, as names of columns; who sees which is `clients.visibility`."""

from django.utils.translation import gettext_lazy as _

IDENTITE = (
    "nom_entreprise",
    "secteur_activite",
    "type_client",
    "niveau_service",
    "contact_principal",
    "telephone",
    "email_commercial",
)
ADRESSE = ("adresse", "code_postal", "ville")
LEGAL = ("ice", "identifiant_fiscal", "registre_commerce")
NOTES = ("instructions_particulieres", "notes_commerciales")

# The page's facts: everything but the name, which is its title.
FAITS = (*IDENTITE[1:], *ADRESSE, *LEGAL, *NOTES, "user")

GROUPES_CLIENT = (
    (_("Entreprise"), IDENTITE),
    (_("Adresse"), ADRESSE),
    (_("Identifiants légaux"), LEGAL),
    (_("Notes"), NOTES),
)
GROUPES_SITE = ((_("Site"), ("nom", "ville", "horaires", "adresse", "acces")),)
GROUPES_CONTACT = ((_("Contact"), ("nom", "fonction", "telephone", "email", "principal")),)
