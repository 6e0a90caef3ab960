"""Search text in its new form and its word index; an index for each sort that lists offer."""

from django.db import migrations, models

from core.operations import AjouterIndex, IndexDeRecherche, RemplirRecherche


def _index(nom: str, *colonnes: str, condition: models.Q | None = None) -> AjouterIndex:
    index = models.Index(fields=colonnes, name=f"idx_intervention_{nom}", condition=condition)
    return AjouterIndex("intervention", index)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("interventions", "0001_initial")]

    operations = [
        RemplirRecherche("interventions.intervention", ("titre", "description"), ("numero",)),
        IndexDeRecherche("interventions"),
        _index("creation_id", "date_creation", "id"),
        _index("statut_id", "statut", "id"),
        _index("client_id", "client", "id"),
        _index("equipement_id", "equipement", "id"),
        _index("technicien_id", "technicien", "id"),
        _index("sans_rapport", "id", condition=models.Q(statut="cloturee", solution="")),
    ]
