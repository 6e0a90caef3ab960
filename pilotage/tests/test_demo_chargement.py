"""Loading the demo: by the command, on other days, twice the same."""

from datetime import date, timedelta
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from comptes.demo import COMPTES_DEMO
from comptes.tests.factories import UtilisateurFactory
from core.models import Evenement
from interventions.choices import Statut
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention
from pilotage.demo.chargement import BaseOccupee, batir, charger, raconter
from pilotage.demo.coherence import ecarts
from pilotage.demo.ecriture import MODELES
from pilotage.demo.horloge import Horloge
from pilotage.tests.conftest import JOUR
from planning.models import Absence, Creneau, Plan, Reservation

pytestmark = pytest.mark.django_db


def _minuit(jour: date) -> Any:
    return Horloge(jour, Random(0)).minuit  # noqa: S311


def _commande(*arguments: str, **options: Any) -> str:
    said = StringIO()
    call_command("demo", *arguments, stdout=said, **options)
    return said.getvalue()


def _une_semaine_planifiee() -> None:
    """All work that somebody has has its slot, nobody two at once, and upkeep comes round."""
    assigned = Intervention.objects.filter(statut__in=(Statut.AFFECTEE, Statut.EN_COURS))
    slots = Creneau.objects.select_related("intervention")
    assert {s.intervention_id for s in slots} == {row.pk for row in assigned}
    assert all(s.intervention.date_planifiee == s.date_debut for s in slots)
    assert Reservation.objects.count() == len(slots) > 8
    assert 0 < slots.filter(confirme=True).count() < len(slots)
    assert Plan.objects.filter(prochaine_date__gte=timezone.localdate()).count() > 10
    assert Absence.objects.count() == 2


def test_la_commande_remplit_une_base_vide_et_une_seule_fois() -> None:
    said = _commande()
    assert "220 interventions" in said
    for compte in COMPTES_DEMO:
        assert f"{compte.username:<12} {compte.email:<20} {compte.password}" in said
    # The week is planned when it is loaded; all else has happened before that day.
    assert ecarts(timezone.now()) == []
    _une_semaine_planifiee()
    # Nobody is told today of what happened months ago.
    assert not Evenement.objects.exists()
    assert "rien n’est ajouté" in _commande("--si-vide")
    assert _commande("--si-vide", verbosity=0) == ""
    with pytest.raises(CommandError, match="déjà des données"):
        _commande()
    assert Intervention.objects.count() == 220


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
    assert bilan.interventions == 220
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
