"""How people want to be told, what was announced, and what a message is about. Additive."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_rappels"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Annonce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cle", models.CharField(max_length=100, unique=True, verbose_name="clé")),
                (
                    "cree_le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="annoncé le"
                    ),
                ),
            ],
            options={
                "verbose_name": "annonce",
                "verbose_name_plural": "annonces",
                "db_table": "annonces",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Preferences",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("choix", models.JSONField(blank=True, default=dict, verbose_name="choix")),
                (
                    "rythme",
                    models.CharField(
                        choices=[
                            ("immediat", "Aussitôt"),
                            ("horaire", "Un résumé par heure"),
                            ("quotidien", "Un résumé par jour, à 7 h"),
                        ],
                        db_default="immediat",
                        default="immediat",
                        max_length=10,
                        verbose_name="courriels",
                    ),
                ),
                (
                    "silence_debut",
                    models.TimeField(blank=True, null=True, verbose_name="silence à partir de"),
                ),
                (
                    "silence_fin",
                    models.TimeField(blank=True, null=True, verbose_name="silence jusqu’à"),
                ),
            ],
            options={
                "verbose_name": "préférences de notification",
                "verbose_name_plural": "préférences de notification",
                "db_table": "preferences_notifications",
            },
        ),
        migrations.AddField(
            model_name="notification",
            name="sujet",
            field=models.CharField(
                blank=True,
                choices=[
                    ("demande", "Nouvelles demandes"),
                    ("affectation", "Travail confié ou retiré"),
                    ("statut", "Avancement d’une intervention"),
                    ("commentaire", "Commentaires"),
                    ("document", "Documents ajoutés"),
                    ("planning", "Rendez-vous fixés, déplacés ou retirés"),
                    ("rappel", "Rappels de la veille"),
                    ("echeance", "Échéances proches ou dépassées"),
                    ("equipement", "Machines en panne"),
                    ("certification", "Certifications qui expirent"),
                ],
                db_default="",
                default="",
                max_length=20,
                verbose_name="sujet",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sujet__in",
                        [
                            "demande",
                            "affectation",
                            "statut",
                            "commentaire",
                            "document",
                            "planning",
                            "rappel",
                            "echeance",
                            "equipement",
                            "certification",
                            "",
                        ],
                    )
                ),
                name="notification_sujet",
            ),
        ),
        migrations.AddField(
            model_name="preferences",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="preferences_notifications",
                to=settings.AUTH_USER_MODEL,
                verbose_name="compte",
            ),
        ),
        migrations.AddConstraint(
            model_name="preferences",
            constraint=models.CheckConstraint(
                condition=models.Q(("rythme__in", ["immediat", "horaire", "quotidien"])),
                name="preferences_rythme",
            ),
        ),
        migrations.AddConstraint(
            model_name="preferences",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("silence_debut__isnull", True), ("silence_fin__isnull", True)),
                    models.Q(("silence_debut__isnull", False), ("silence_fin__isnull", False)),
                    _connector="OR",
                ),
                name="preferences_silence_entier",
            ),
        ),
    ]
