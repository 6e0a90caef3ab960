"""Mails that wait to be handed over. A nullable column; its index is built beside the traffic."""

from django.db import migrations, models

from core.operations import AjouterIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("notifications", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="courriel_des",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="courriel à remettre dès"
            ),
        ),
        AjouterIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("courriel_des__isnull", False)),
                fields=["courriel_des"],
                name="idx_notification_a_remettre",
            ),
        ),
    ]
