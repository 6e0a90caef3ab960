"""Indexes that hold what the home pages count and rank of open work, and what a month has ended."""

from django.db import migrations, models

from core.operations import AjouterIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("interventions", "0006_vocabulaire")]

    operations = [
        AjouterIndex(
            "intervention",
            models.Index(
                fields=[
                    "statut",
                    "technicien",
                    "urgence",
                    "priorite",
                    "date_limite",
                    "date_planifiee",
                    "arret_machine",
                    "id",
                ],
                name="idx_intervention_en_main",
                condition=models.Q(statut__in=["ouverte", "affectee", "en_cours", "en_attente"]),
            ),
        ),
        AjouterIndex(
            "intervention",
            models.Index(
                fields=["date_fin"],
                name="idx_intervention_finies",
                condition=models.Q(statut__in=["cloturee", "archivee"]),
            ),
        ),
    ]
