"""Several sittings and several people in one slot; what needs a reason; what moves along."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from core.errors import Conflit, Interdit, Introuvable, Invalide, VersionPerimee
from interventions import services as interventions
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.visibility import HistoriqueIntervention
from planning import services
from planning.models import Creneau, Reservation
from planning.tests.factories import DEBUT, HEURE, AbsenceFactory, CreneauFactory
from techniciens.services import archiver_technicien
from techniciens.tests.factories import TechnicienFactory
from tests.fixtures import Monde
from tests.photo import relever

pytestmark = pytest.mark.django_db

JOUR = timedelta(days=1)


def _slot(monde: Monde, heures: int = 3) -> Creneau:
    return CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=heures)


def _ajouter(monde: Monde, slot: Creneau, debut: datetime, **champs: Any) -> Reservation:
    return services.ajouter_seance(
        par=monde.responsable,
        creneau_id=slot.pk,
        debut=debut,
        fin=champs.pop("fin", debut + 2 * HEURE),
        **champs,
    )


def _seances(slot: Creneau) -> list[tuple[int, float, float]]:
    """(technician, begins, ends), in hours after DEBUT."""
    rows = Reservation.objects.filter(planning=slot).order_by("debut", "technicien_id")
    return [(r.technicien_id, (r.debut - DEBUT) / HEURE, (r.fin - DEBUT) / HEURE) for r in rows]


def _ligne(slot: Creneau) -> Any:
    rows = HistoriqueIntervention.objects.filter(id=slot.intervention_id)
    return rows.latest("history_id")


def test_une_deuxieme_personne_et_un_deuxieme_jour(monde: Monde) -> None:
    slot, a, b = _slot(monde), monde.technicien_a.pk, monde.technicien_b.pk
    version = Intervention.objects.get(pk=slot.intervention_id).version
    services.confirmer(par=monde.responsable, creneau_id=slot.pk)
    _ajouter(monde, slot, DEBUT + HEURE, technicien_id=b)
    same = Creneau.objects.get(pk=slot.pk)
    # Inside what was promised: nothing to tell the client, nothing to agree on again.
    assert (same.date_debut, same.date_fin, same.confirme) == (DEBUT, DEBUT + 3 * HEURE, True)
    assert _ligne(slot).interne
    _ajouter(monde, slot, DEBUT + JOUR)
    wide = Creneau.objects.get(pk=slot.pk)
    assert (wide.date_debut, wide.date_fin) == (DEBUT, DEBUT + JOUR + 2 * HEURE)
    assert (wide.confirme, wide.version) == (False, 4)
    assert wide.creneau == "02/06 09:00-03/06 11:00"
    assert _seances(slot) == [(a, 0, 3), (b, 1, 3), (a, 24, 26)]
    line = _ligne(slot)
    assert (line.action, line.interne) == ("planification", False)
    assert (
        line.description_acte == f"Séance ajoutée : {monde.technicien_a} le 03/06/2027 09:00-11:00"
    )
    assert line.nouvelle_valeur["technicien_id"] == a
    assert line.nouvelle_valeur["creneau_fin"] == wide.date_fin.isoformat()
    row = Intervention.objects.get(pk=slot.intervention_id)
    assert (row.version, row.date_planifiee) == (version, DEBUT)


def test_deplacer_et_retirer_une_seance(monde: Monde) -> None:
    slot, a = _slot(monde), monde.technicien_a.pk
    second = _ajouter(monde, slot, DEBUT + JOUR)
    par = monde.responsable
    moved = services.modifier_seance(
        par=par,
        creneau_id=slot.pk,
        seance_id=second.pk,
        champs={"debut": DEBUT - JOUR, "fin": DEBUT - JOUR + HEURE},
    )
    assert moved.pk == second.pk
    again = Creneau.objects.get(pk=slot.pk)
    assert (again.date_debut, again.date_fin) == (DEBUT - JOUR, DEBUT + 3 * HEURE)
    assert Intervention.objects.get(pk=slot.intervention_id).date_planifiee == DEBUT - JOUR
    lines = HistoriqueIntervention.objects.count()
    services.modifier_seance(
        par=par, creneau_id=slot.pk, seance_id=second.pk, champs={"debut": DEBUT - JOUR}
    )
    assert HistoriqueIntervention.objects.count() == lines
    services.modifier_seance(
        par=par,
        creneau_id=slot.pk,
        seance_id=second.pk,
        champs={"technicien_id": monde.technicien_b.pk},
    )
    assert _seances(slot)[0][0] == monde.technicien_b.pk
    services.retirer_seance(par=par, creneau_id=slot.pk, seance_id=second.pk)
    last = Creneau.objects.get(pk=slot.pk)
    assert (last.date_debut, last.creneau) == (DEBUT, "09:00-12:00")
    assert _seances(slot) == [(a, 0, 3)]


def test_ce_qui_est_refuse_ne_laisse_rien(monde: Monde) -> None:
    slot, par = _slot(monde), monde.responsable
    other = CreneauFactory(intervention=monde.intervention_b, debut=DEBUT + JOUR)
    own = Reservation.objects.get(planning=slot)
    AbsenceFactory(technicien=monde.technicien_a, debut=DEBUT + 2 * JOUR)
    before = relever()
    b = monde.technicien_b.pk
    adds: dict[str, tuple[type[Exception], dict[str, Any]]] = {
        "empty": (Invalide, {"debut": DEBUT + JOUR, "fin": DEBUT + JOUR}),
        "backwards": (Invalide, {"debut": DEBUT + JOUR, "fin": DEBUT}),
        "over itself": (Conflit, {"debut": DEBUT + HEURE}),
        "taken": (Conflit, {"debut": DEBUT + JOUR + HEURE, "technicien_id": b}),
        "away": (Conflit, {"debut": DEBUT + 2 * JOUR}),
        "sunday": (Conflit, {"debut": DEBUT + 4 * JOUR}),
        "early": (Conflit, {"debut": DEBUT + JOUR - 3 * HEURE}),
        "past": (Conflit, {"debut": DEBUT - 364 * JOUR}),
        "long": (Invalide, {"debut": DEBUT + 34 * JOUR}),
        "nobody": (Invalide, {"debut": DEBUT + JOUR, "technicien_id": 10**9}),
        "stale": (VersionPerimee, {"debut": DEBUT + JOUR, "version": 7}),
    }
    for name, (error, champs) in adds.items():
        with pytest.raises(error):
            _ajouter(monde, slot, **champs)
        assert relever() == before, name
    for error, champs in (
        (Invalide, {"fin": own.debut}),
        (Invalide, {"close": True}),
        (Conflit, {"technicien_id": b, "debut": DEBUT + JOUR, "fin": DEBUT + JOUR + HEURE}),
        # The holder would have none left.
        (Conflit, {"technicien_id": b}),
    ):
        with pytest.raises(error):
            services.modifier_seance(par=par, creneau_id=slot.pk, seance_id=own.pk, champs=champs)
        assert relever() == before, champs
    with pytest.raises(Conflit):
        services.retirer_seance(par=par, creneau_id=slot.pk, seance_id=own.pk)
    for seance_id, creneau_id in ((own.pk, other.pk), (10**9, slot.pk), (own.pk, 10**9)):
        with pytest.raises(Introuvable):
            services.retirer_seance(par=par, creneau_id=creneau_id, seance_id=seance_id)
    for who, refusal in (
        ("technicien", Interdit),
        ("client", Interdit),
        ("autre_technicien", Introuvable),
    ):
        with pytest.raises(refusal):
            services.retirer_seance(par=monde.compte(who), creneau_id=slot.pk, seance_id=own.pk)
    assert relever() == before
    interventions.demarrer(intervention_id=slot.intervention_id, par=par)
    interventions.cloturer(intervention_id=slot.intervention_id, par=par, solution="Fait")
    with pytest.raises(Conflit):
        _ajouter(monde, slot, DEBUT + JOUR)


def test_les_seances_suivent_le_creneau(monde: Monde) -> None:
    slot, a, b = _slot(monde), monde.technicien_a.pk, monde.technicien_b.pk
    par = monde.responsable
    _ajouter(monde, slot, DEBUT + HEURE, technicien_id=b)
    _ajouter(monde, slot, DEBUT + JOUR)
    ids = set(Reservation.objects.values_list("pk", flat=True))
    services.deplacer(par=par, creneau_id=slot.pk, nouvelle_date=DEBUT + 5 * JOUR)
    assert _seances(slot) == [(a, 120, 123), (b, 121, 123), (a, 144, 146)]
    assert set(Reservation.objects.values_list("pk", flat=True)) == ids
    # An edge that was the slot's follows it; what would stick out is refused.
    end = DEBUT + 6 * JOUR + 4 * HEURE
    services.modifier(par=par, creneau_id=slot.pk, champs={"date_fin": end})
    assert _seances(slot)[-1] == (a, 144, 148)
    before = relever()
    with pytest.raises(Invalide):
        services.modifier(par=par, creneau_id=slot.pk, champs={"date_fin": DEBUT + 5.5 * JOUR})
    # B is taken where one of the sittings would go: nobody moves.
    assert relever() == before
    CreneauFactory(intervention=monde.intervention_b, debut=DEBUT + 7 * JOUR)
    before = relever()
    with pytest.raises(Conflit):
        services.deplacer(par=par, creneau_id=slot.pk, nouvelle_date=DEBUT + 7 * JOUR)
    assert relever() == before


def test_lheure_locale_suit_au_dela_du_changement(monde: Monde) -> None:
    """In Ramadan (2028-01-28 to 02-27) Casablanca is an hour behind."""
    slot = _slot(monde)
    _ajouter(monde, slot, DEBUT + JOUR)
    day = datetime(2028, 2, 2, 9, tzinfo=UTC)
    services.deplacer(par=monde.responsable, creneau_id=slot.pk, nouvelle_date=day)
    begins = Reservation.objects.order_by("debut").values_list("debut", flat=True)
    assert list(begins) == [day, day + JOUR]


def test_reaffecter_passe_les_seances_du_titulaire(monde: Monde) -> None:
    slot, a, b = _slot(monde), monde.technicien_a, monde.technicien_b
    helper = TechnicienFactory()
    _ajouter(monde, slot, DEBUT + HEURE, technicien_id=helper.pk)
    _ajouter(monde, slot, DEBUT + JOUR)
    with time_machine.travel(DEBUT + HEURE, tick=False):
        interventions.affecter(
            intervention_id=slot.intervention_id, par=monde.admin, technicien_id=b.pk
        )
    assert sorted(_seances(slot)) == sorted(
        [(a.pk, 0, 1), (b.pk, 1, 3), (helper.pk, 1, 3), (b.pk, 24, 26)]
    )
    # Who helped takes over: not twice at one time. A's hour is over and stays where it was.
    with time_machine.travel(DEBUT + 2 * HEURE, tick=False):
        interventions.affecter(
            intervention_id=slot.intervention_id, par=monde.admin, technicien_id=helper.pk
        )
        assert (a.pk, 0, 1) in _seances(slot)
        assert (helper.pk, 2, 3) in _seances(slot)
        assert (helper.pk, 24, 26) in _seances(slot)
        closed = Reservation.objects.filter(close=True).values_list("technicien_id", flat=True)
        assert set(closed) == {a.pk, b.pk}
        [first] = Reservation.objects.filter(technicien=a)
        with pytest.raises(Conflit):
            services.retirer_seance(par=monde.admin, creneau_id=slot.pk, seance_id=first.pk)
    interventions.desaffecter(intervention_id=slot.intervention_id, par=monde.admin, motif="Plein")
    assert not Reservation.objects.filter(close=False).exists()


def test_annuler_et_cloturer_rendent_le_temps_de_tous(monde: Monde) -> None:
    slot, b = _slot(monde), monde.technicien_b
    _ajouter(monde, slot, DEBUT + HEURE, technicien_id=b.pk)
    _ajouter(monde, slot, DEBUT + JOUR, technicien_id=b.pk)
    interventions.demarrer(intervention_id=slot.intervention_id, par=monde.responsable)
    with time_machine.travel(DEBUT + 2 * HEURE, tick=False):
        interventions.cloturer(
            intervention_id=slot.intervention_id, par=monde.responsable, solution="Fait"
        )
    assert _seances(slot) == [(monde.technicien_a.pk, 0, 2), (b.pk, 1, 2)]
    other = CreneauFactory(intervention=monde.intervention_b, debut=DEBUT + JOUR)
    _ajouter(monde, other, DEBUT + JOUR, technicien_id=monde.technicien_a.pk)
    interventions.annuler(intervention_id=other.intervention_id, par=monde.admin, motif="Doublon")
    assert not Reservation.objects.filter(planning=other).exists()


def test_une_personne_qui_part_naide_plus(monde: Monde) -> None:
    slot, helper, heir = _slot(monde), TechnicienFactory(), TechnicienFactory()
    _ajouter(monde, slot, DEBUT + HEURE, technicien_id=helper.pk)
    archiver_technicien(par=monde.admin, technicien_id=helper.pk, successeur_id=heir.pk)
    assert (heir.pk, 1, 3) in _seances(slot)
    archiver_technicien(par=monde.admin, technicien_id=heir.pk)
    assert _seances(slot) == [(monde.technicien_a.pk, 0, 3)]


def test_vers_un_autre_ailleurs_en_un_geste(monde: Monde) -> None:
    """B is taken where the slot was, and free where it goes."""
    slot, b = _slot(monde), monde.technicien_b
    CreneauFactory(intervention=monde.intervention_b, debut=DEBUT)
    there = {"date_debut": DEBUT + JOUR, "date_fin": DEBUT + JOUR + 3 * HEURE}
    before = relever()
    with pytest.raises(Conflit):
        services.modifier(par=monde.responsable, creneau_id=slot.pk, champs={}, technicien_id=b.pk)
    assert relever() == before
    services.modifier(par=monde.responsable, creneau_id=slot.pk, champs=there, technicien_id=b.pk)
    assert _seances(slot) == [(b.pk, 24, 27)]
    row = Intervention.objects.get(pk=slot.intervention_id)
    assert (row.technicien_id, row.date_planifiee) == (b.pk, DEBUT + JOUR)
    # Onto an absence, with a reason, where it is.
    away = TechnicienFactory()
    AbsenceFactory(technicien=away, debut=DEBUT + JOUR)
    with pytest.raises(Conflit):
        services.modifier(
            par=monde.responsable, creneau_id=slot.pk, champs={}, technicien_id=away.pk
        )
    done = services.modifier(
        par=monde.responsable,
        creneau_id=slot.pk,
        champs={},
        technicien_id=away.pk,
        motif_derogation="Il accepte",
    )
    assert _seances(slot) == [(away.pk, 24, 27)]
    assert done.avertissements == [f"{away} est absent le 03/06/2027 09:00-17:00 (congé)."]


def test_ce_qui_demande_un_motif(monde: Monde) -> None:
    par, row = monde.responsable, InterventionFactory(equipement=monde.machine_a)
    feast = datetime(2027, 7, 30, 8, tzinfo=UTC)
    cases = {
        # when: (what is said, from when it is free)
        DEBUT - 3 * HEURE: ("hors des horaires de travail", "2027-06-02T07:30"),
        DEBUT + 9 * HEURE: ("hors des horaires de travail", "2027-06-03T07:30"),
        DEBUT + 11 * JOUR: ("hors des horaires de travail", "2027-06-14T07:30"),
        feast: ("jour férié (Fête du Trône)", "2027-07-31T07:30"),
        DEBUT - 364 * JOUR: ("Cette date est passée", None),
    }
    before = relever()
    for who in (None, monde.technicien_a.pk):
        for start, (said, free) in cases.items():
            with pytest.raises(Conflit) as refusal:
                services.planifier(
                    par=par,
                    intervention_id=row.pk,
                    date_debut=start,
                    date_fin=start + 2 * HEURE,
                    technicien_id=who,
                )
            assert relever() == before, start
            assert said in refusal.value.detail
            assert "un motif de dérogation est demandé" in refusal.value.detail
            assert refusal.value.etat["derogation_possible"]
            offered = refusal.value.etat["libre_a_partir_de"].astimezone(UTC)
            if free is not None:
                assert f"{offered:%Y-%m-%dT%H:%M}" == free
            slot = services.planifier(
                par=par,
                intervention_id=row.pk,
                date_debut=offered,
                date_fin=offered + 2 * HEURE,
                technicien_id=who,
            )
            # What is offered is taken without a word; then where it was refused, with a reason.
            assert slot.avertissements == []
            moved = services.deplacer(
                par=par, creneau_id=slot.pk, nouvelle_date=start, motif_derogation="Urgence"
            )
            assert any(said in text for text in moved.avertissements)
            assert moved.motif_derogation == "Urgence"
            assert _ligne(slot).nouvelle_valeur["motif"] == "Urgence"
            services.deplanifier(par=par, creneau_id=slot.pk)
            if who is not None:
                interventions.desaffecter(intervention_id=row.pk, par=par, motif="Essai")
            before = relever()


def test_longer_un_creneau_commence_nest_pas_une_date_passee(monde: Monde) -> None:
    slot = _slot(monde)
    with time_machine.travel(DEBUT + HEURE, tick=False):
        longer = {"date_fin": DEBUT + 5 * HEURE}
        services.modifier(par=monde.responsable, creneau_id=slot.pk, champs=longer)
        with pytest.raises(Conflit):
            services.modifier(
                par=monde.responsable, creneau_id=slot.pk, champs={"date_debut": DEBUT - HEURE / 2}
            )
    assert _seances(slot) == [(monde.technicien_a.pk, 0, 5)]


def test_libre_trouve_une_place_de_la_bonne_longueur(monde: Monde) -> None:
    """Between what is taken and away, within the day; longer than any day, whatever the hours."""
    a, row = monde.technicien_a, InterventionFactory(equipement=monde.machine_a)
    _slot(monde)  # 9:00 to 12:00 on Wednesday
    AbsenceFactory(technicien=a, debut=DEBUT + JOUR, heures=24)  # Thursday 9:00 to Friday 9:00
    for hours, free in ((2, 3), (5, 3), (7, 48), (9.25, 119.5), (30, 119.5), (11, 3)):
        with pytest.raises(Conflit) as refusal:
            services.planifier(
                par=monde.responsable,
                intervention_id=row.pk,
                technicien_id=a.pk,
                date_debut=DEBUT + HEURE,
                date_fin=DEBUT + (hours + 1) * HEURE,
            )
        offered = (refusal.value.etat["libre_a_partir_de"] - DEBUT) / HEURE
        assert offered == free, hours


def test_qui_voit_les_seances(monde: Monde) -> None:
    slot, b = _slot(monde), monde.technicien_b
    _ajouter(monde, slot, DEBUT + HEURE, technicien_id=b.pk)
    seen = {
        who: Reservation.objects.visible_to(monde.compte(who)).count()
        for who in ("admin", "responsable", "technicien", "autre_technicien", "client")
    }
    assert seen == {
        "admin": 2,
        "responsable": 2,
        "technicien": 1,
        "autre_technicien": 1,
        "client": 0,
    }
    assert Creneau.objects.visible_to(b.user).filter(pk=slot.pk).exists()
