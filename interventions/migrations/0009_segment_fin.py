"""An index for the time worked in some days, built beside the traffic."""

from django.db import migrations, models

from core.operations import AjouterIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("interventions", "0008_cumuls")]

    operations = [
        AjouterIndex("segment", models.Index(fields=["fin", "technicien"], name="idx_segment_fin")),
    ]
