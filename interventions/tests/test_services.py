"""What each act demands before it does anything, and the kernel that they share."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from core.errors import Introuvable, Invalide
from equipements.models import Equipement
from interventions import services
from interventions.models import Affectation
from interventions.services import passage
from interventions.tests.chantier import LUNDI, Chantier
from interventions.tests.releve import dernier_evenement, derniere_ligne, nombre_de_lignes
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db


EXIGENCES = [
    ("affecter", "affectee", "technicien_id", {}),
    ("desaffecter", "affectee", "motif", {}),
    ("suspendre", "en_cours", "cause", {"texte": "Joint"}),
    ("suspendre", "en_cours", "texte", {"cause": "pieces"}),
    ("annuler", "en_cours", "motif", {}),
    ("cloturer", "en_cours", "solution", {}),
    ("rectifier", "cloturee", "motif", {"diagnostic": "Autre"}),
    ("evaluer", "cloturee", "note", {}),
    ("commenter", "cloturee", "texte", {}),
]


@pytest.mark.parametrize("vide", [None, "", "  \n"])
@pytest.mark.parametrize(("acte", "etat", "champ", "reste"), EXIGENCES)
def test_ce_que_lacte_exige(
    chantier: Chantier, *, acte: str, etat: str, champ: str, reste: dict[str, str], vide: Any
) -> None:
    if etat != "affectee":
        chantier.fait("demarrer")
    if etat == "cloturee":
        chantier.fait("cloturer", solution="Fait")
    qui = "client" if acte == "evaluer" else "responsable"
    error = chantier.refuse(acte, qui=qui, **reste, **{champ: vide})
    assert isinstance(error, Invalide)
    assert list(error.errors) == [champ]


def test_cause_dattente_inconnue(chantier: Chantier) -> None:
    error = chantier.refuse("suspendre", cause="flemme", texte="Bof")
    assert list(error.errors) == ["cause"]


@pytest.mark.parametrize("cause", ["pieces", "acces", "client", "securite", "autre"])
def test_les_cinq_causes_dattente(chantier: Chantier, cause: str) -> None:
    chantier.fait("suspendre", cause=cause, texte="Voilà")
    assert chantier.segments() == [("pause", cause, None)]


@pytest.mark.parametrize("acte", ["demarrer", "modifier", "cloturer", "commenter"])
def test_une_intervention_inconnue(monde: Monde, acte: str) -> None:
    rest: dict[str, dict[str, Any]] = {"modifier": {"champs": {}}, "commenter": {"texte": "Allô"}}
    with pytest.raises(Introuvable):
        getattr(services, acte)(
            intervention_id=10**12, par=monde.compte("admin"), **rest.get(acte, {})
        )


def test_une_horloge_qui_recule_ne_fait_finir_rien_avant_son_debut(chantier: Chantier) -> None:
    chantier.fait("demarrer")
    chantier.dans(hours=-2).fait("cloturer", solution="Fait")
    row = chantier.row
    assert row.date_fin == row.date_debut == LUNDI
    assert row.duree_reelle == 0


def test_la_trace_est_en_francais_dans_toute_langue(chantier: Chantier) -> None:
    with translation.override("ar"):
        chantier.fait("demarrer")
    assert derniere_ligne(chantier.row).description_acte == "Début du travail"


def test_levenement_dit_de_et_vers(chantier: Chantier) -> None:
    chantier.fait("demarrer", qui="technicien")
    event = dernier_evenement()
    assert (event.type, event.version_schema) == ("intervention.statut", 1)
    assert event.donnees == {
        "intervention_id": chantier.pk,
        "version": 3,
        "par_id": chantier.monde.technicien_a.user_id,
        "de": "affectee",
        "vers": "en_cours",
    }


def test_un_acte_une_ligne(chantier: Chantier) -> None:
    lines = nombre_de_lignes(chantier.row)
    for acte in ("demarrer", "cloturer", "archiver"):
        chantier.fait(acte, **({"solution": "Fait"} if acte == "cloturer" else {}))
    assert nombre_de_lignes(chantier.row) == lines + 3


def test_qui_perd_la_ligne_en_attendant_le_verrou_est_un_etranger(
    chantier: Chantier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Visibility is asked again once the locks are held."""
    rows = Affectation.objects.filter(intervention_id=chantier.pk)

    class Verrou:
        def select_for_update(self, **_: Any) -> Any:
            rows.delete()
            return Equipement.objects.all()

    monkeypatch.setattr(passage, "Equipement", SimpleNamespace(objects=Verrou()))
    with pytest.raises(Introuvable), transaction.atomic():
        chantier.fait("demarrer", qui="technicien")
    assert chantier.row.statut == "affectee"
