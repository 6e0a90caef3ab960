"""/interventions/: filters, search and sorting over HTTP."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interventions import services
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from tests.api import Porte, lire, refus
from tests.donnees import demandes_hostiles
from tests.fixtures import Monde
from tests.parts import part

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]


@pytest.fixture
def chiffree(monde: Monde) -> Intervention:
    """`intervention_a`, late and with costs."""
    return services.modifier(
        intervention_id=monde.intervention_a.pk,
        par=monde.responsable,
        champs={
            "titre": "Pompe d’étage bloquée",
            "cout_estime": 100,
            "date_limite": timezone.now() - timedelta(hours=1),
        },
    )


FILTRES: dict[str, tuple[str, ...]] = {
    "a": (
        "statut=affectee&client_id={client}",
        "equipement_id={machine}",
        "technicien_id={technicien}",
        "site_id={site}",
        "client_id={client}&type=corrective&priorite=normale",
        "client_id={client}&type_intervention=corrective&urgence=false",
        "en_retard=true",
        "date_limite_max={maintenant}",
        "client_id={client}&ouvertes=true&sans_technicien=false&arret_machine=0",
        "search={numero}",
        "search=ETAGE {numero}",
    ),
    "": (
        "statut=cloturee",
        "urgence=true",
        "type=preventive",
        "type=preventive&type_intervention=corrective",
        "ouvertes=false",
        "sans_technicien=true",
        "compte_rendu_manquant=true",
        "client_id=99999",
        "date_creation_max=2020-01-01T00:00Z",
        "date_planifiee_min=2020-01-01T00:00Z",
        "search=introuvable",
        "suite_de_id=1",
    ),
    "ab": (
        "",
        "statut=&type=&technicien_id=&urgence=",
        "compte_rendu_manquant=false",
        "date_creation_min=2020-01-01T00:00Z",
        "ouvertes=1",
        "inconnu=1&technicien__user__password__startswith=a",
    ),
}


def test_filters(api: Portes, monde: Monde, chiffree: Intervention) -> None:
    by_id = {monde.intervention_a.pk: "a", monde.intervention_b.pk: "b"}
    known = {
        "client": monde.client_a.pk,
        "machine": monde.machine_a.pk,
        "technicien": monde.technicien_a.pk,
        "site": monde.machine_a.site_id,
        "maintenant": timezone.now().strftime("%Y-%m-%dT%H:%MZ"),
        "numero": chiffree.numero,
    }
    for expected, queries in FILTRES.items():
        for query in queries:
            rows = lire(api["responsable"].get(f"filters/interventions?{query.format(**known)}"))
            assert "".join(sorted(by_id[row["id"]] for row in rows)) == expected, query


REFUSEES = (
    *demandes_hostiles.REQUETES_DE_LISTE_REFUSEES,
    "statut=inconnu",
    "statut=OUVERTE",
    "statut=ouverte,affectee",
    "type=x",
    "urgence=oui",
    "technicien_id=abc",
    "technicien_id=1.0",
    "client_id=9223372036854775808",
    "date_creation_min=hier",
    "date_creation_min=2025-02-23T02:30",
    "compte_rendu_manquant=peut-etre",
    "ordering=titre",
    "ordering=cout_reel",
    "ordering=client__user__password",
)


@pytest.mark.part
def test_wrong_query_values_are_422(api: Portes) -> None:
    for query in part(REFUSEES):
        refus(api["responsable"].get(f"interventions/?{query}"), 422)


def test_a_filter_given_twice_is_400(api: Portes) -> None:
    refus(api["responsable"].get("interventions/?statut=ouverte&statut=affectee"), 400)


def test_ordering_by_allowed_names(api: Portes, monde: Monde) -> None:
    a, b = monde.intervention_a.pk, monde.intervention_b.pk
    for name in ("id", "numero", "date_creation", "client_id", "equipement_id", "technicien_id"):
        rows = lire(api["responsable"].get(f"interventions/?ordering={name}"))
        assert [row["id"] for row in rows] == [a, b], name
        rows = lire(api["responsable"].get(f"interventions/?ordering=-{name}"))
        assert [row["id"] for row in rows] == [b, a], name


def test_client_finds_its_work_by_words_whatever_the_accents(api: Portes, monde: Monde) -> None:
    row = InterventionFactory(
        equipement=monde.machine_a, par=monde.user_a, titre="Fuite d’huile à l’étage"
    )
    found = lire(api["client"].get("interventions/?search=HUILE ETAGE"))
    assert [r["id"] for r in found] == [row.pk]
    assert lire(api["autre_client"].get("interventions/?search=HUILE ETAGE")) == []


CACHES = {
    "technicien": ("cout_reel", "cout_estime"),
    "client": ("cout_reel", "notes_techniques", "duree_estimee", "cree_par_id", "recherche"),
}


@pytest.mark.parametrize("role", CACHES)
def test_hidden_columns_are_no_filter_and_no_order(
    api: Portes, chiffree: Intervention, role: str
) -> None:
    whole = lire(api[role].get("interventions/"))
    for column in CACHES[role]:
        for suffix in ("", "_min", "__gte", "__startswith"):
            assert lire(api[role].get(f"interventions/?{column}{suffix}=1")) == whole
        told = refus(api[role].get(f"interventions/?ordering={column}"), 422)
        unknown = refus(api[role].get("interventions/?ordering=inconnu"), 422)
        assert told == unknown


def test_the_past_of_a_machine_is_not_searched_by_what_it_does_not_show(
    api: Portes, monde: Monde
) -> None:
    other = InterventionFactory(
        equipement=monde.machine_a,
        technicien=monde.technicien_b,
        par=monde.responsable,
        titre="Secret du titre",
        etat="cloturee",
    )
    path = f"equipements/{monde.machine_a.pk}/historique"
    assert [row["id"] for row in lire(api["technicien"].get(path))] == [other.pk]
    for query in ("search=introuvable", "client_id=9", "technicien_id=9", "statut=ouverte"):
        assert len(lire(api["technicien"].get(f"{path}?{query}"))) == 1, query
    for column in ("statut", "client_id", "technicien_id", "titre"):
        refus(api["technicien"].get(f"{path}?ordering={column}"), 422)
    assert lire(api["technicien"].get(f"{path}?type=preventive")) == []
    assert len(lire(api["technicien"].get(f"{path}?ordering=-date_creation&type=corrective"))) == 1
