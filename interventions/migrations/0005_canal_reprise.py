"""Audit rows that come from another program say so: one more door."""

from django.db import migrations, models

from core.operations import RemplacerControle

CANAUX = [
    ("page", "Page"),
    ("api", "API"),
    ("admin", "Administration"),
    ("commande", "Commande"),
    ("tache", "Tâche planifiée"),
    ("reprise", "Reprise d’un autre logiciel"),
]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("interventions", "0004_index_des_listes")]

    operations = [
        migrations.AlterField(
            "historiqueintervention",
            "canal",
            models.CharField(choices=CANAUX, max_length=20, verbose_name="canal"),
        ),
        RemplacerControle(
            "historiqueintervention",
            models.CheckConstraint(
                condition=models.Q(("canal__in", [code for code, _label in CANAUX])),
                name="historique_canal",
            ),
        ),
    ]
