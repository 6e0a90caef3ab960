"""Loading the demo: by the command, on other days, twice the same."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from random import Random
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from comptes.demo import COMPTES_DEMO
from comptes.tests.factories import UtilisateurFactory
from core.models import Evenement
from interventions.choices import Statut
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention
from interventions.workflow import OUVERTES
from pilotage.demo.chargement import BaseOccupee, batir, charger, raconter
from pilotage.demo.coherence import ecarts
from pilotage.demo.ecriture import MODELES
from pilotage.demo.horloge import Horloge
from pilotage.tests.conftest import JOUR
from planning.models import Absence, Creneau, ModelePlan, Occurrence, Plan, Reservation

pytestmark = pytest.mark.django_db


def _minuit(jour: date) -> Any:
    return Horloge(jour, Random(0)).minuit  # noqa: S311


def _commande(*arguments: str, **options: Any) -> str:
    said = StringIO()
    call_command("demo", *arguments, stdout=said, **options)
    return said.getvalue()


def _un_planning_vivant() -> None:
    """All work that somebody has has its slot, nobody two at once, and upkeep comes round."""
    assigned = Intervention.objects.filter(statut__in=(Statut.AFFECTEE, Statut.EN_COURS))
    slots = Creneau.objects.select_related("intervention")
    ahead = slots.filter(intervention__statut__in=OUVERTES)
    assert {s.intervention_id for s in ahead} == {row.pk for row in assigned}
    assert all(s.intervention.date_planifiee == s.date_debut for s in slots)
    assert Reservation.objects.count() == len(slots)
    assert len(ahead) > 8
    assert 0 < ahead.filter(confirme=True).count() < len(ahead)
    assert Plan.objects.filter(prochaine_date__gte=timezone.localdate()).count() > 10
    assert Absence.objects.count() == 3
    family = ModelePlan.objects.get()
    assert Plan.objects.filter(modele=family, technicien=family.technicien).count() > 2
    _des_jours_passes()


def _des_jours_passes() -> None:
    """Whichever day of the week it is, each working day of the last ten shows what was done."""
    midnight = _minuit(timezone.localdate())
    done = Creneau.objects.filter(intervention__statut=Statut.CLOTUREE)
    taken = Reservation.objects.filter(planning__in=done)
    assert all(r.close and r.fin <= midnight for r in taken)
    days = {timezone.localdate(r.debut) for r in taken}
    clock = Horloge(timezone.localdate(), Random(0))  # noqa: S311
    week = [timezone.localdate() - timedelta(days=n) for n in range(1, 8)]
    assert [day for day in week if clock.ouverture_de(day) and day not in days] == []
    visits = Occurrence.objects.all()
    own = visits.filter(intervention__equipement=F("plan__entree__equipement"))
    assert own.count() == visits.count() > 0
    assert visits.filter(intervention__creneau__plan__isnull=False).exists()


def test_la_commande_remplit_une_base_vide_et_une_seule_fois() -> None:
    said = _commande()
    assert "240 interventions" in said
    for compte in COMPTES_DEMO:
        assert f"{compte.username:<12} {compte.email:<20} {compte.password}" in said
    # The week is planned when it is loaded; all else has happened before that day.
    assert ecarts(timezone.now()) == []
    _un_planning_vivant()
    # Nobody is told today of what happened months ago.
    assert not Evenement.objects.exists()
    assert "rien n’est ajouté" in _commande("--si-vide")
    assert _commande("--si-vide", verbosity=0) == ""
    with pytest.raises(CommandError, match="déjà des données"):
        _commande()
    assert Intervention.objects.count() == 240


@pytest.mark.preuve
@pytest.mark.parametrize("rang", range(7))
def test_le_planning_vit_quel_que_soit_le_jour(rang: int) -> None:
    """The week of Ramadan's end, and each day of another one."""
    for monday in (date(2026, 3, 16), date(2026, 11, 23)):
        day = datetime.combine(monday + timedelta(days=rang), time(10), tzinfo=UTC)
        with time_machine.travel(day, tick=False), transaction.atomic():
            _commande(verbosity=0)
            _un_planning_vivant()
            transaction.set_rollback(True)


def test_un_seul_compte_suffit_a_refuser() -> None:
    UtilisateurFactory()
    with pytest.raises(BaseOccupee, match="utilisateurs"):
        charger(graine=1, jour=JOUR, annoncer=lambda _etape: None)


@pytest.mark.parametrize("si_vide", [True, False])
def test_jamais_en_production(settings: Settings, *, si_vide: bool) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        _commande(si_vide=si_vide)
    assert not any(m._base_manager.exists() for m in MODELES)


def test_un_echec_ne_laisse_rien(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def tomber(*_args: Any) -> None:
        seen.append(HistoriqueIntervention.objects.count())
        raise RuntimeError

    monkeypatch.setattr(
        "pilotage.demo.chargement.raconter", lambda *a: raconter(*a)[:3], raising=True
    )
    monkeypatch.setattr("pilotage.demo.chargement.ecrire_journal", tomber)
    with pytest.raises(RuntimeError):
        charger(graine=1, jour=JOUR, annoncer=lambda _etape: None)
    assert seen[0] > 3
    assert not any(m._base_manager.exists() for m in MODELES)


@pytest.mark.preuve
@pytest.mark.parametrize(
    ("graine", "jour"),
    [
        (2, date(2026, 3, 23)),  # a Monday, the clock having changed the day before
        *((10 + n, date(2026, 1, 1) + timedelta(days=37 * n)) for n in range(12)),
    ],
)
def test_ni_un_autre_jour_ni_une_autre_graine(graine: int, jour: date) -> None:
    bilan = charger(graine=graine, jour=jour, annoncer=lambda _etape: None)
    assert bilan.interventions == 240
    assert ecarts(_minuit(jour)) == []


def _tout() -> list[Any]:
    """Every row of the demo but hashes of passwords and the ids that a sequence gave."""
    left_out = {"password", "history_id"}
    return [
        [
            {f.attname: getattr(row, f.attname) for f in m._meta.fields if f.name not in left_out}
            for row in m._base_manager.order_by("pk")
        ]
        for m in MODELES
    ]


@pytest.mark.preuve
def test_les_memes_lignes_pour_la_meme_graine_et_le_meme_jour() -> None:
    told = []
    for _fois in range(2):
        with transaction.atomic():
            charger(graine=7, jour=JOUR, annoncer=lambda _etape: None)
            told.append(_tout())
            transaction.set_rollback(True)
    assert told[0] == told[1]


def _recit(graine: int) -> list[Any]:
    """The machines and the acts, before anything is written."""
    alea = Random(graine)  # noqa: S311
    monde = batir(alea, Horloge(JOUR, alea))
    machines = [(m.pk, m.nom, m.numero_serie, m.code) for m in monde.machines()]
    people = [(c.pk, c.nom, c.telephone) for f in monde.firmes for c in f.contacts]
    acts = [
        (d.machine.pk, a.moment, a.nom, a.par.pk, sorted(str(x) for x in a.arguments.items()))
        for d in raconter(monde, alea)
        for a in d.actes
    ]
    return [machines, people, acts]


def test_la_meme_graine_raconte_la_meme_chose() -> None:
    assert _recit(1) == _recit(1)
    assert all(a != b for a, b in zip(_recit(1), _recit(2), strict=True))
