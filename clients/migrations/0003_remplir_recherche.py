"""Fill the search text of the rows there are, then index its words."""

from django.db import migrations

from core.operations import IndexDeRecherche, RemplirRecherche


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("clients", "0002_recherche")]

    operations = [
        RemplirRecherche(
            "clients.client",
            ("nom_entreprise", "ville", "secteur_activite", "contact_principal"),
        ),
        RemplirRecherche("clients.site", ("nom", "ville")),
        IndexDeRecherche("clients"),
        IndexDeRecherche("sites"),
    ]
