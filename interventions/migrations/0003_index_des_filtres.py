"""An index for each filter whose rare values would be looked for through the whole table."""

from django.db import migrations, models

from core.operations import AjouterIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("interventions", "0002_recherche_et_tris")]

    operations = [
        AjouterIndex(
            "intervention",
            models.Index(
                fields=[column, "id"],
                name=f"idx_intervention_{column.removeprefix('date_')}_id",
                condition=models.Q((f"{column}__isnull", False)),
            ),
        )
        for column in ("mode", "cause", "remede", "date_planifiee", "date_limite", "date_fin")
    ]
