"""Fill the search text of the rows there are, then index its words."""

from django.db import migrations

from core.operations import IndexDeRecherche, RemplirRecherche


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("equipements", "0002_recherche")]

    operations = [
        RemplirRecherche(
            "equipements.equipement",
            ("nom", "modele", "fabricant", "localisation"),
            ("numero_serie", "code"),
        ),
        IndexDeRecherche("equipements"),
    ]
