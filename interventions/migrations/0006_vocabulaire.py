"""The words of the search text: two beginnings of words are then found as fast as two words."""

from django.db import migrations

from core.operations import Vocabulaire


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("interventions", "0005_canal_reprise")]

    operations = [Vocabulaire("interventions")]
