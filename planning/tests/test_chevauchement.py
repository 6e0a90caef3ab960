"""Nobody is in two places: the database says so itself, also to thirty writers at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.checks import Tags, run_checks
from django.db import DEFAULT_DB_ALIAS, DatabaseError, IntegrityError, connection, transaction

from clients.tests.factories import ClientFactory
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit, VersionPerimee
from equipements.tests.factories import EquipementFactory
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from planning import chevauchement, services
from planning.models import Absence, Creneau, EntreePlanning, Reservation
from planning.tests.factories import DEBUT, HEURE, AbsenceFactory, CreneauFactory
from techniciens.tests.factories import TechnicienFactory
from tests.test_courses import courir

POSTGRES = connection.vendor == "postgresql"
ECRIVAINS = 30


def _poser(slot: Creneau, technicien_id: int, temps: tuple[datetime, datetime]) -> Reservation:
    debut, fin = temps
    return Reservation.objects.create(
        planning=slot, technicien_id=technicien_id, debut=debut, fin=fin
    )


@pytest.mark.django_db
def test_la_base_refuse_elle_meme() -> None:
    """Half-open, to the microsecond, on insert and on update; other people do not matter."""
    slot, other = CreneauFactory(debut=DEBUT), TechnicienFactory()
    taken = Reservation.objects.get()
    who, bit = taken.technicien_id, timedelta(microseconds=1)
    for start, end in (
        (taken.debut, taken.fin),
        (taken.debut - HEURE, taken.debut + bit),
        (taken.fin - bit, taken.fin + HEURE),
        (taken.debut + bit, taken.fin - bit),
        (taken.debut - HEURE, taken.fin + HEURE),
    ):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            _poser(slot, who, (start, end))
        assert chevauchement.est_un_chevauchement(refusal.value)
        _poser(slot, other.pk, (start, end)).delete()
    before = _poser(slot, who, (taken.debut - HEURE, taken.debut))
    after = _poser(slot, who, (taken.fin, taken.fin + HEURE))
    elsewhere = _poser(slot, other.pk, (taken.debut, taken.fin))
    rows = Reservation.objects
    for row, change in (
        (before, {"fin": taken.debut + bit}),
        (after, {"debut": taken.fin - bit}),
        (elsewhere, {"technicien_id": who}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(pk=row.pk).update(**change)
    # A row does not overlap itself.
    rows.filter(pk=taken.pk).update(fin=taken.fin - HEURE)


@pytest.mark.django_db
def test_une_garantie_enlevee_est_dite() -> None:
    def found() -> set[str]:
        messages = run_checks(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
        return {str(m.id) for m in messages}

    assert "planning.E001" not in found()
    with connection.cursor() as cursor:
        if POSTGRES:
            cursor.execute(f"ALTER TABLE reservations DROP CONSTRAINT {chevauchement.NOM}")
        else:
            cursor.execute(f"DROP TRIGGER {chevauchement.NOM}_update")
    assert "planning.E001" in found()
    with connection.cursor() as cursor:
        if POSTGRES:
            cursor.execute(chevauchement.SQL_POSTGRESQL)
        else:
            chevauchement.apres_migration()
    assert "planning.E001" not in found()


def _attendre_son_tour() -> None:
    """Who is first is asked, not how long a busy machine lets thirty wait in line."""
    if POSTGRES:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")


def _essayer(acte: Callable[[], Any]) -> Callable[[], Any]:
    """The database's own refusal as an outcome."""

    def un() -> Any:
        try:
            return acte()
        except DatabaseError as refusal:
            return refusal

    return un


@pytest.mark.usefixtures("base_reelle")
def test_trente_planifient_a_la_fois_un_seul_gagne() -> None:
    """Through the service, open work and assigned work alike: the losers leave nothing behind."""
    technicien, par = TechnicienFactory(), UtilisateurFactory()
    machines = EquipementFactory.create_batch(6, client=ClientFactory(), famille=None)
    rows = [InterventionFactory(par=par, equipement=machines[i % 6]) for i in range(ECRIVAINS)]

    def planifier(row: Intervention) -> Creneau:
        _attendre_son_tour()
        return services.planifier(
            par=Utilisateur.objects.get(pk=par.pk),
            intervention_id=row.pk,
            technicien_id=technicien.pk,
            date_debut=DEBUT,
            date_fin=DEBUT + HEURE,
        )

    issues = courir(*(partial(planifier, row) for row in rows))
    winners = [i for i in issues if isinstance(i, Creneau)]
    losers = [i for i in issues if isinstance(i, Conflit)]
    assert (len(winners), len(losers)) == (1, ECRIVAINS - 1)
    assert {told.etat["creneau_occupant"]["id"] for told in losers} == {winners[0].pk}
    assert EntreePlanning.objects.count() == Creneau.objects.count() == 1
    assert Reservation.objects.get().technicien_id == technicien.pk
    assert Intervention.objects.filter(statut="affectee").count() == 1


@pytest.mark.usefixtures("base_reelle")
def test_sans_aucun_verrou_la_base_nen_laisse_passer_quune() -> None:
    """Past the services: the constraint and the triggers decide alone.

    PostgreSQL may also end a loser as one of two that wait for each other.
    """
    technicien, slot = TechnicienFactory(), CreneauFactory(debut=DEBUT)
    minutes = [timedelta(minutes=rank) for rank in range(ECRIVAINS)]
    spans = [(DEBUT + shift, DEBUT + shift + HEURE) for shift in minutes]
    issues = courir(*(_essayer(partial(_poser, slot, technicien.pk, span)) for span in spans))
    assert sum(isinstance(issue, Reservation) for issue in issues) == 1
    refusals = [issue for issue in issues if isinstance(issue, DatabaseError)]
    assert len(refusals) == ECRIVAINS - 1
    told = [chevauchement.NOM in str(r) or "deadlock" in str(r) for r in refusals]
    assert all(told), refusals
    assert Reservation.objects.filter(technicien=technicien).count() == 1


@pytest.mark.usefixtures("base_reelle")
def test_une_absence_et_un_creneau_au_meme_moment_se_voient() -> None:
    """Whoever comes second is told: the slot is refused, or the absence says what is planned."""
    par = UtilisateurFactory()
    rows = [InterventionFactory(par=par, etat="affectee") for _ in range(3)]

    def planifier(row: Intervention) -> Creneau:
        return CreneauFactory(intervention=row, par=Utilisateur.objects.get(pk=par.pk), debut=DEBUT)

    def absenter(row: Intervention) -> Absence:
        user = Utilisateur.objects.get(pk=par.pk)
        return AbsenceFactory(technicien=row.technicien, par=user, debut=DEBUT)

    for row in rows:
        slot, away = courir(partial(planifier, row), partial(absenter, row))
        assert isinstance(away, Absence)
        assert len(away.avertissements) == isinstance(slot, Creneau)
        assert isinstance(slot, Creneau | Conflit)


@pytest.mark.usefixtures("base_reelle")
def test_trente_ajoutent_a_la_fois_une_seance_de_la_meme_personne() -> None:
    """Six slots, each asked five times, an hour that all want some of: one has it, all are told."""
    par, person = UtilisateurFactory(), TechnicienFactory()
    slots = [CreneauFactory(par=par, debut=DEBUT) for _ in range(6)]

    def ajouter(rank: int) -> Reservation:
        _attendre_son_tour()
        start = DEBUT + timedelta(minutes=rank)
        return services.ajouter_seance(
            par=Utilisateur.objects.get(pk=par.pk),
            creneau_id=slots[rank % len(slots)].pk,
            technicien_id=person.pk,
            debut=start,
            fin=start + HEURE,
        )

    issues = courir(*(partial(ajouter, rank) for rank in range(ECRIVAINS)))
    winners = [i for i in issues if isinstance(i, Reservation)]
    losers = [i for i in issues if isinstance(i, Conflit)]
    assert (len(winners), len(losers)) == (1, ECRIVAINS - 1)
    assert {told.etat["creneau_occupant"]["id"] for told in losers} == {winners[0].planning_id}
    assert Reservation.objects.get(technicien=person).pk == winners[0].pk
    versions = sorted(Creneau.objects.values_list("version", flat=True))
    assert versions == [1] * 5 + [2]


@pytest.mark.usefixtures("base_reelle")
def test_lache_en_plusieurs_endroits_a_la_fois_un_creneau_nest_qua_un() -> None:
    """Of the dispatchers who all saw the same board one moves the slot; the others are told so."""
    par, row = UtilisateurFactory(), InterventionFactory(etat="affectee")
    slot = CreneauFactory(par=par, intervention=row, debut=DEBUT)
    others = TechnicienFactory.create_batch(2)
    seen = services.Vu(slot.version, row.technicien_id)

    def lacher(rank: int) -> Creneau:
        _attendre_son_tour()
        start = DEBUT + rank * HEURE
        return services.placer(
            par=Utilisateur.objects.get(pk=par.pk),
            creneau_id=slot.pk,
            place=services.Place(start, start + HEURE, others[rank % 2].pk),
            vu=seen,
            motif_derogation="Tard",
        )

    issues = courir(*(partial(lacher, rank) for rank in range(1, 9)))
    [winner] = [i for i in issues if isinstance(i, Creneau)]
    assert sum(isinstance(i, VersionPerimee) for i in issues) == len(issues) - 1
    now, taken = Creneau.objects.get(), Reservation.objects.get()
    assert (now.date_debut, now.version) == (winner.date_debut, 2)
    assert (taken.debut, taken.fin) == (now.date_debut, now.date_fin)
    held = Intervention.objects.get(pk=row.pk).technicien_id
    assert (taken.technicien_id, held != row.technicien_id) == (held, True)
