"""An index by which the dashboard counts machines by state."""

from django.db import migrations, models

from core.operations import AjouterIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("equipements", "0004_compteurs")]

    operations = [
        AjouterIndex(
            "equipement",
            models.Index(
                fields=["statut"],
                name="idx_equipement_en_service",
                condition=models.Q(archive_le__isnull=True),
            ),
        ),
    ]
