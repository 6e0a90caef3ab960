"""The column that the search looks in; a default kept by the database makes adding it instant."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("equipements", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="equipement",
            name="recherche",
            field=models.TextField(
                db_default="", default="", editable=False, verbose_name="recherche"
            ),
        ),
    ]
