"""The bell's count from its index; built beside the traffic."""

from django.db import migrations, models

from core.operations import AjouterIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("notifications", "0003_avis"),
    ]

    operations = [
        AjouterIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("lu", False)),
                fields=["user"],
                name="idx_notification_non_lues",
            ),
        ),
    ]
