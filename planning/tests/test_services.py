"""Planning work: the slot, the time it takes, what the trail says, and what is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.errors import Conflit, Interdit, Introuvable, Invalide, VersionPerimee
from core.models import Evenement
from interventions import services as interventions
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.visibility import HistoriqueIntervention
from planning import services
from planning.models import Creneau, EntreePlanning, Reservation
from planning.tests.factories import DEBUT, HEURE, AbsenceFactory, CreneauFactory
from tests.fixtures import Monde
from tests.photo import relever

pytestmark = pytest.mark.django_db


def _planifier(monde: Monde, qui: str = "responsable", **champs: Any) -> Creneau:
    row = champs.pop("intervention", monde.intervention_a)
    debut = champs.pop("debut", DEBUT)
    return services.planifier(
        par=monde.compte(qui),
        intervention_id=row.pk,
        date_debut=debut,
        date_fin=debut + champs.pop("duree", 3 * HEURE),
        **champs,
    )


def _ligne(row: Intervention) -> Any:
    return HistoriqueIntervention.objects.filter(id=row.pk).latest("history_id")


def test_planifier(monde: Monde) -> None:
    before = Intervention.objects.get(pk=monde.intervention_a.pk)
    slot = _planifier(monde, notes_planning="Clé au gardien")
    slot.refresh_from_db()
    assert (slot.creneau, slot.confirme, slot.version) == ("09:00-12:00", False, 1)
    assert EntreePlanning.objects.get().pk == slot.pk
    assert slot.entree.equipement_id == before.equipement_id
    [taken] = Reservation.objects.all()
    assert (taken.technicien_id, taken.debut, taken.fin) == (
        before.technicien_id,
        slot.date_debut,
        slot.date_fin,
    )
    after = Intervention.objects.get(pk=before.pk)
    assert (after.date_planifiee, after.version) == (DEBUT, before.version)
    line = _ligne(before)
    assert (line.action, line.interne) == ("planification", False)
    assert line.description_acte == "Planifiée le 02/06/2027 09:00-12:00"
    assert line.ancienne_valeur == {"date_planifiee": None}
    assert line.nouvelle_valeur == {
        "date_planifiee": DEBUT.isoformat(),
        "creneau_id": slot.pk,
        "creneau_debut": DEBUT.isoformat(),
        "creneau_fin": (DEBUT + 3 * HEURE).isoformat(),
    }
    assert Evenement.objects.filter(type="intervention.planifiee").count() == 1


def test_planifier_une_ouverte_avec_un_technicien_laffecte(monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a)
    slot = _planifier(monde, intervention=row, technicien_id=monde.technicien_a.pk)
    again = Intervention.objects.get(pk=row.pk)
    assert (again.statut, again.technicien_id) == ("affectee", monde.technicien_a.pk)
    assert again.date_planifiee == slot.date_debut
    assert Reservation.objects.get().technicien_id == monde.technicien_a.pk
    assert slot.avertissements == []


def test_sans_technicien_rien_nest_reserve_puis_si(monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a)
    slot = _planifier(monde, intervention=row)
    assert not Reservation.objects.exists()
    interventions.affecter(
        intervention_id=row.pk, par=monde.responsable, technicien_id=monde.technicien_b.pk
    )
    assert Reservation.objects.get().technicien_id == monde.technicien_b.pk
    assert slot.version == Creneau.objects.get().version


def test_qui_planifie(monde: Monde) -> None:
    refused = {"technicien": Interdit, "client": Interdit}
    refused |= {"autre_technicien": Introuvable, "autre_client": Introuvable}  # type: ignore[dict-item]
    before = relever()
    for who, error in refused.items():
        with pytest.raises(error):
            _planifier(monde, who)
    assert relever() == before
    slot = _planifier(monde, "admin")
    before = relever()
    for who, error in refused.items():
        par = monde.compte(who)
        for act in (services.confirmer, services.deplanifier):
            with pytest.raises(error):
                act(par=par, creneau_id=slot.pk)
        with pytest.raises(error):
            services.deplacer(par=par, creneau_id=slot.pk, nouvelle_date=DEBUT + HEURE)
    assert relever() == before


def test_ce_qui_ne_se_planifie_pas(monde: Monde) -> None:
    closed = InterventionFactory(equipement=monde.machine_a, etat="cloturee")
    _planifier(monde)
    before = relever()
    cases: dict[str, tuple[type[Exception], dict[str, Any]]] = {
        "closed": (Conflit, {"intervention": closed}),
        "twice": (Conflit, {}),
        "backwards": (Invalide, {"intervention": monde.intervention_b, "duree": -HEURE}),
        "empty": (Invalide, {"intervention": monde.intervention_b, "duree": 0 * HEURE}),
        "long": (Invalide, {"intervention": monde.intervention_b, "duree": 745 * HEURE}),
        "wordy": (Invalide, {"intervention": monde.intervention_b, "creneau": "x" * 51}),
    }
    for name, (error, champs) in cases.items():
        with pytest.raises(error):
            _planifier(monde, **champs)
        assert relever() == before, name


def test_personne_en_deux_endroits(monde: Monde) -> None:
    first = _planifier(monde)
    row = InterventionFactory(equipement=monde.machine_b, technicien=monde.technicien_a)
    before = relever()
    with pytest.raises(Conflit) as refusal:
        _planifier(
            monde,
            intervention=row,
            technicien_id=monde.technicien_a.pk,
            debut=DEBUT + 2 * HEURE,
        )
    assert relever() == before
    assert refusal.value.etat["creneau_occupant"]["id"] == first.pk
    assert refusal.value.etat["libre_a_partir_de"] == DEBUT + 3 * HEURE
    assert monde.intervention_a.numero in refusal.value.detail
    # Half-open: one begins when the other ends.
    slot = _planifier(
        monde, intervention=row, technicien_id=monde.technicien_a.pk, debut=DEBUT + 3 * HEURE
    )
    before = relever()
    with pytest.raises(Conflit):
        services.deplacer(par=monde.responsable, creneau_id=slot.pk, nouvelle_date=DEBUT + HEURE)
    assert relever() == before


def test_deplacer(monde: Monde) -> None:
    slot = _planifier(monde)
    services.confirmer(par=monde.responsable, creneau_id=slot.pk)
    version = Intervention.objects.get(pk=monde.intervention_a.pk).version
    cases = {
        # A chosen day is a local midnight: the hour stays.
        "2027-06-09T23:00:00+00:00": "2027-06-10T08:00:00+00:00",
        "2027-06-12T00:00:00+01:00": "2027-06-12T08:00:00+00:00",
        # Ramadan 2026 is an hour behind, for browsers that know it and for those that do not.
        "2026-03-02T00:00:00+00:00": "2026-03-02T09:00:00+00:00",
        "2026-03-01T23:00:00+00:00": "2026-03-02T09:00:00+00:00",
        # Any other hour is meant as it is.
        "2027-06-15T05:30:00+00:00": "2027-06-15T05:30:00+00:00",
    }
    moved = slot
    Creneau.objects.update(rappel_envoye=True)
    for sent, wanted in cases.items():
        moved = services.deplacer(
            par=monde.responsable,
            creneau_id=slot.pk,
            nouvelle_date=datetime.fromisoformat(sent),
            motif_derogation="Noté après coup",
        )
        start = datetime.fromisoformat(wanted)
        assert moved.date_debut == start, sent
        assert moved.date_fin == start + 3 * HEURE
        assert not moved.confirme
        assert Reservation.objects.get().debut == start
        row = Intervention.objects.get(pk=monde.intervention_a.pk)
        assert (row.date_planifiee, row.version) == (start, version)
    assert (moved.creneau, moved.rappel_envoye) == ("06:30-09:30", False)
    line = _ligne(monde.intervention_a)
    assert line.description_acte == "Déplacée le 15/06/2027 06:30-09:30"
    assert set(line.ancienne_valeur) == {"date_planifiee"}


def test_une_heure_qui_nexiste_pas_est_refusee(monde: Monde) -> None:
    # 2:30 on the day when Ramadan's hour ends.
    night = datetime(2027, 6, 2, 1, 30, tzinfo=UTC)
    slot = _planifier(monde, debut=night, motif_derogation="De nuit")
    day = datetime(2026, 3, 21, 23, tzinfo=UTC)
    with pytest.raises(Invalide) as refusal:
        services.deplacer(par=monde.responsable, creneau_id=slot.pk, nouvelle_date=day)
    assert set(refusal.value.errors) == {"nouvelle_date"}


def test_modifier_et_confirmer(monde: Monde) -> None:
    slot, par = _planifier(monde, creneau="matin"), monde.responsable
    changed = services.modifier(par=par, creneau_id=slot.pk, champs={"notes_planning": "Badge"})
    assert (changed.version, _ligne(monde.intervention_a).interne) == (2, True)
    lines = HistoriqueIntervention.objects.count()
    services.modifier(par=par, creneau_id=slot.pk, champs={"notes_planning": "Badge"})
    assert HistoriqueIntervention.objects.count() == lines
    services.confirmer(par=par, creneau_id=slot.pk, version=2)
    services.confirmer(par=par, creneau_id=slot.pk)
    assert HistoriqueIntervention.objects.count() == lines + 1
    with pytest.raises(VersionPerimee) as stale:
        services.modifier(par=par, creneau_id=slot.pk, champs={"creneau": "soir"}, version=2)
    assert stale.value.etat["version"] == 3
    # A word of one's own stays when the hours move; the confirmation does not.
    end = {"date_fin": slot.date_fin + HEURE}
    longer = services.modifier(par=par, creneau_id=slot.pk, champs=end)
    assert (longer.creneau, longer.confirme) == ("matin", False)
    assert Reservation.objects.get().fin == end["date_fin"]
    with pytest.raises(Invalide):
        services.modifier(par=par, creneau_id=slot.pk, champs={"date_fin": DEBUT})
    with pytest.raises(Invalide):
        services.modifier(par=par, creneau_id=slot.pk, champs={"rappel_envoye": True})


def test_donner_le_creneau_a_un_autre(monde: Monde) -> None:
    slot = _planifier(monde)
    services.modifier(
        par=monde.responsable, creneau_id=slot.pk, champs={}, technicien_id=monde.technicien_b.pk
    )
    assert Reservation.objects.get().technicien_id == monde.technicien_b.pk
    assert Creneau.objects.visible_to(monde.technicien_b.user).exists()
    assert not Creneau.objects.visible_to(monde.technicien_a.user).exists()


def test_deplanifier(monde: Monde) -> None:
    slot = _planifier(monde)
    row = services.deplanifier(par=monde.responsable, creneau_id=slot.pk)
    assert row.date_planifiee is None
    for model in (Creneau, EntreePlanning, Reservation):
        assert not model.objects.exists()
    line = _ligne(row)
    assert line.ancienne_valeur == {"date_planifiee": DEBUT.isoformat()}
    assert line.nouvelle_valeur["creneau_id"] == slot.pk
    with pytest.raises(Introuvable):
        services.deplanifier(par=monde.responsable, creneau_id=slot.pk)
    _planifier(monde)


def test_une_absence_avertit_et_se_franchit_avec_un_motif(monde: Monde) -> None:
    slot = _planifier(monde)
    away = AbsenceFactory(technicien=monde.technicien_a, debut=DEBUT - HEURE, par=monde.admin)
    assert away.avertissements == [
        f"{monde.intervention_a.numero} est planifiée le 02/06/2027 09:00-12:00."
    ]
    before = relever()
    with pytest.raises(Conflit) as refusal:
        services.deplacer(par=monde.admin, creneau_id=slot.pk, nouvelle_date=DEBUT + HEURE)
    assert relever() == before
    # He is back when two hours are left of the day; three hours are free the next morning.
    assert away.fin == datetime(2027, 6, 2, 15, tzinfo=UTC)
    assert refusal.value.etat["libre_a_partir_de"] == datetime(2027, 6, 3, 7, 30, tzinfo=UTC)
    services.deplacer(
        par=monde.admin,
        creneau_id=slot.pk,
        nouvelle_date=DEBUT + HEURE,
        motif_derogation="Il accepte",
    )
    line = _ligne(monde.intervention_a)
    assert line.nouvelle_valeur["motif"] == "Il accepte"


def test_la_fabrique() -> None:
    assert CreneauFactory().reservations.count() == 1
