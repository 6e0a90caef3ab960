"""Indexes from which a filtered list is counted and sorted without reading the rows themselves."""

from django.db import migrations, models

from core.operations import AjouterIndex


def _index(nom: str, *colonnes: str, condition: models.Q | None = None) -> AjouterIndex:
    index = models.Index(fields=colonnes, name=f"idx_intervention_{nom}", condition=condition)
    return AjouterIndex("intervention", index)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("interventions", "0003_index_des_filtres")]

    operations = [
        _index("statut_cree", "statut", "date_creation", "id"),
        _index("statut_num", "statut", "numero", "id"),
        _index("finie_statut", "statut", "id", condition=models.Q(date_fin__isnull=False)),
        _index(
            "ouverte_id",
            *("technicien", "date_limite", "id"),
            condition=models.Q(statut__in=["ouverte", "affectee", "en_cours", "en_attente"]),
        ),
        _index("type_id", "type_intervention", "id", "technicien"),
        _index("priorite_id", "priorite", "id", "technicien"),
        _index("urgence_id", "id", "technicien", condition=models.Q(urgence=True)),
        _index("arret_id", "id", "technicien", condition=models.Q(arret_machine=True)),
        *(
            _index(
                f"{code}_statut",
                *(code, "statut", "id", "technicien", "client", "equipement"),
                *("date_creation", "numero"),
                condition=models.Q((f"{code}__isnull", False)),
            )
            for code in ("mode", "cause", "remede")
        ),
    ]
