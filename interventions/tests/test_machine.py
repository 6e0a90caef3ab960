"""The machine's status and its downtime follow the open work that stops it."""

from datetime import timedelta
from typing import Any

import pytest

from core.errors import Conflit
from equipements.models import Equipement
from equipements.services import archiver_equipement, modifier_equipement
from interventions import machine, services
from interventions.models import Indisponibilite, Intervention
from interventions.tests.chantier import LUNDI, Chantier
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db


class Parc:
    """The machine of firm A, and work opened on it."""

    def __init__(self, chantier: Chantier) -> None:
        self.chantier, self.monde = chantier, chantier.monde
        self.pk = self.monde.machine_a.pk

    @property
    def statut(self) -> str:
        return Equipement.objects.get(pk=self.pk).statut

    def ouvrir(self, *, arret: bool = True) -> Intervention:
        return services.creer(
            par=self.monde.compte("responsable"),
            equipement_id=self.pk,
            titre="Panne",
            arret_machine=arret,
        )

    def annuler(self, row: Intervention) -> None:
        services.annuler(
            intervention_id=row.pk, par=self.monde.compte("responsable"), motif="Fausse alerte"
        )

    def arrets(self) -> list[tuple[int | None, float | None]]:
        """(intervention, hours or None while open) of each downtime, oldest first."""
        rows = Indisponibilite.objects.filter(equipement_id=self.pk).order_by("id")
        hour = timedelta(hours=1)
        return [(r.intervention_id, (r.fin - r.debut) / hour if r.fin else None) for r in rows]


@pytest.fixture
def parc(chantier: Chantier) -> Parc:
    return Parc(chantier)


def test_ouvrir_avec_arret_met_en_panne(parc: Parc) -> None:
    row = parc.ouvrir()
    assert parc.statut == "panne"
    assert parc.arrets() == [(row.pk, None)]
    downtime = Indisponibilite.objects.get(equipement_id=parc.pk)
    assert (downtime.debut, downtime.cause) == (LUNDI, "panne")


def test_ouvrir_sans_arret_ne_touche_rien(parc: Parc) -> None:
    parc.ouvrir(arret=False)
    assert (parc.statut, parc.arrets()) == ("operationnel", [])


@pytest.mark.parametrize("fin", ["cloturer", "annuler"])
def test_la_fin_du_dernier_arret_remet_en_marche(parc: Parc, fin: str) -> None:
    parc.chantier.fait("modifier", champs={"arret_machine": True})
    assert parc.statut == "panne"
    parc.chantier.fait("demarrer")
    assert parc.statut == "panne"
    rest: dict[str, Any] = {"solution": "Fait"} if fin == "cloturer" else {"motif": "Doublon"}
    parc.chantier.dans(hours=3).fait(fin, **rest)
    assert parc.statut == "operationnel"
    assert parc.arrets() == [(parc.chantier.pk, 3.0)]


def test_deux_arrets_sur_une_machine(parc: Parc) -> None:
    first = parc.ouvrir()
    parc.chantier.dans(hours=1)
    second = parc.ouvrir()
    assert parc.arrets() == [(first.pk, None)]
    parc.chantier.dans(hours=1)
    parc.annuler(first)
    assert (parc.statut, parc.arrets()) == ("panne", [(first.pk, None)])
    parc.chantier.dans(hours=2)
    parc.annuler(second)
    assert (parc.statut, parc.arrets()) == ("operationnel", [(first.pk, 4.0)])


def test_un_travail_sans_arret_ne_garde_pas_la_panne(parc: Parc) -> None:
    stop = parc.ouvrir()
    parc.ouvrir(arret=False)
    parc.annuler(stop)
    assert parc.statut == "operationnel"


def test_clore_un_travail_sans_arret_ne_leve_pas_la_panne(parc: Parc) -> None:
    parc.ouvrir()
    other = parc.ouvrir(arret=False)
    parc.annuler(other)
    assert parc.statut == "panne"


def test_modifier_larret_dans_les_deux_sens(parc: Parc) -> None:
    parc.chantier.fait("modifier", champs={"arret_machine": True})
    assert (parc.statut, parc.arrets()) == ("panne", [(parc.chantier.pk, None)])
    parc.chantier.dans(hours=2).fait("modifier", champs={"arret_machine": False})
    assert (parc.statut, parc.arrets()) == ("operationnel", [(parc.chantier.pk, 2.0)])
    parc.chantier.dans(hours=1).fait("modifier", champs={"arret_machine": True})
    assert parc.arrets() == [(parc.chantier.pk, 2.0), (parc.chantier.pk, None)]


def test_une_horloge_qui_recule_ne_finit_pas_avant_le_debut(parc: Parc) -> None:
    row = parc.ouvrir()
    parc.chantier.dans(hours=-1)
    machine.suivre(
        Equipement.objects.get(pk=parc.pk),
        LUNDI - timedelta(hours=1),
        par=parc.monde.responsable,
    )
    assert parc.arrets() == [(row.pk, None)]
    Intervention.objects.filter(pk=row.pk).update(statut="annulee")
    machine.suivre(
        Equipement.objects.get(pk=parc.pk),
        LUNDI - timedelta(hours=1),
        par=parc.monde.responsable,
    )
    assert parc.arrets() == [(row.pk, 0.0)]


@pytest.mark.parametrize("statut", ["maintenance", "retire"])
def test_un_statut_pose_a_la_main_reste_a_la_fin_du_travail(parc: Parc, statut: str) -> None:
    row = parc.ouvrir()
    Equipement.objects.filter(pk=parc.pk).update(statut=statut)
    parc.annuler(row)
    assert (parc.statut, parc.arrets()) == (statut, [(row.pk, 0.0)])


def test_une_panne_posee_a_la_main_reste_sans_arret(parc: Parc) -> None:
    Equipement.objects.filter(pk=parc.pk).update(statut="panne")
    parc.chantier.fait("annuler", motif="Doublon")
    assert (parc.statut, parc.arrets()) == ("panne", [])


def test_louverture_refusee_laisse_la_machine_en_marche(parc: Parc) -> None:
    before = parc.statut
    with pytest.raises(Exception, match="Il manque"):
        services.creer(
            par=parc.monde.compte("client"), equipement_id=parc.pk, titre="", arret_machine=True
        )
    assert (parc.statut, parc.arrets()) == (before, [])


# --- what is refused to those who set a status by hand -----------------------------------------


@pytest.mark.parametrize("qui", ["responsable", "technicien"])
@pytest.mark.parametrize("statut", ["operationnel", "maintenance", "retire"])
def test_un_arret_lemporte_sur_la_main(monde: Monde, *, statut: str, qui: str) -> None:
    par = monde.compte("responsable")
    row = services.creer(
        par=par, equipement_id=monde.machine_a.pk, titre="Panne", arret_machine=True
    )
    with pytest.raises(Conflit) as caught:
        modifier_equipement(
            par=monde.compte(qui), equipement_id=monde.machine_a.pk, champs={"statut": statut}
        )
    assert row.numero in caught.value.detail
    assert caught.value.etat == {"statut": "panne"}
    monde.machine_a.refresh_from_db()
    assert monde.machine_a.statut == "panne"


def test_du_travail_ouvert_empeche_le_retrait(monde: Monde) -> None:
    par = monde.compte("responsable")
    with pytest.raises(Conflit, match=monde.intervention_a.numero):
        modifier_equipement(par=par, equipement_id=monde.machine_a.pk, champs={"statut": "retire"})
    services.annuler(intervention_id=monde.intervention_a.pk, par=par, motif="Vendue")
    row = modifier_equipement(
        par=par, equipement_id=monde.machine_a.pk, champs={"statut": "retire"}
    )
    assert row.statut == "retire"


def test_un_statut_a_la_main_sans_arret(monde: Monde) -> None:
    row = modifier_equipement(
        par=monde.compte("technicien"),
        equipement_id=monde.machine_a.pk,
        champs={"statut": "maintenance"},
    )
    assert row.statut == "maintenance"


def test_du_travail_ouvert_empeche_larchivage(monde: Monde) -> None:
    par = monde.compte("admin")
    with pytest.raises(Conflit, match=monde.intervention_a.numero):
        archiver_equipement(par=par, equipement_id=monde.machine_a.pk)
    services.annuler(intervention_id=monde.intervention_a.pk, par=par, motif="Vendue")
    archiver_equipement(par=par, equipement_id=monde.machine_a.pk)
    monde.machine_a.refresh_from_db()
    assert monde.machine_a.archive_le is not None


def test_les_lignes_disent_ce_quelles_sont(parc: Parc) -> None:
    row = parc.ouvrir()
    comment: Any = parc.chantier.fait("commenter", texte="x" * 80)
    parc.chantier.fait("demarrer")
    assert str(row) == row.numero
    assert str(comment) == "x" * 60
    assert str(parc.chantier.row.affectations.get()).startswith(f"{parc.chantier.pk} / ")
    assert str(parc.chantier.row.segments.get()) == f"{parc.chantier.pk} travail"
    assert str(row.indisponibilites.get()) == f"{parc.pk} 2026-03-02"
