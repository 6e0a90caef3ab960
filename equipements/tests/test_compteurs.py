"""Meters and their readings: what is counted in all, over resets, replacements and corrections."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.errors import Conflit, DomainError, Interdit, Introuvable, Invalide, VersionPerimee
from core.outbox.models import Evenement
from equipements import actions, services
from equipements.models import Compteur, Releve
from equipements.selectors import (
    dernier_releve,
    derniers_releves,
    en_vigueur,
    valeur_cumulee,
)
from equipements.services import Lecture
from equipements.tests.factories import CompteurFactory
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

T0 = datetime(2026, 1, 5, 8, tzinfo=UTC)
JOUR = timedelta(days=1)


@pytest.fixture
def compteur(monde: Monde) -> Compteur:
    return CompteurFactory(equipement=monde.machine_a, par=monde.responsable)


def lire(compteur: Compteur, jour: float, valeur: Any, *, par: Any, **plus: Any) -> Releve:
    lecture = Lecture(valeur=Decimal(str(valeur)), date=T0 + JOUR * jour, **plus)
    return services.relever(par=par, compteur_id=compteur.pk, lecture=lecture)


def refus(faire: Any) -> Mapping[str, Any]:
    """The fields that a refusal blames; the error's name where it blames none."""
    try:
        with transaction.atomic():
            faire()
    except DomainError as error:
        return error.errors or {type(error).__name__: error.detail}
    return {}


# What was read, day by day: (day, value, nature), and what has been counted in all by then.
SUITES: list[tuple[str, dict[str, Any], list[tuple[int, str, str]], list[str]]] = [
    ("it goes up", {}, [(0, "100", ""), (1, "100", ""), (9, "140.5", "")], ["100", "100", "140.5"]),
    (
        "set to zero by hand",
        {"remise_a_zero": "manuelle"},
        [(0, "100", ""), (5, "150", ""), (9, "20", "remise_a_zero"), (10, "25", "")],
        ["100", "150", "170", "175"],
    ),
    (
        "run over its end",
        {"remise_a_zero": "maximum", "maximum": 1000},
        [(0, "990", ""), (5, "15", "remise_a_zero"), (6, "20", ""), (9, "5", "remise_a_zero")],
        ["990", "1015", "1020", "2005"],
    ),
    (
        "replaced, by one that starts elsewhere",
        {},
        [(0, "100", ""), (5, "7", "remplacement"), (6, "17", ""), (9, "500", "remplacement")],
        ["100", "100", "110", "110"],
    ),
    (
        "it counts down and is filled up",
        {"sens": "decroissant", "remise_a_zero": "manuelle"},
        [(0, "80", ""), (1, "50", ""), (2, "80", "remise_a_zero"), (3, "75", "")],
        ["0", "30", "30", "35"],
    ),
    (
        "it counts down past zero",
        {"sens": "decroissant", "remise_a_zero": "maximum", "maximum": 100},
        [(0, "30", ""), (1, "10", ""), (2, "90", "remise_a_zero")],
        ["0", "20", "40"],
    ),
]


def test_le_cumul(monde: Monde) -> None:
    wrong = []
    for nom, champs, lectures, cumuls in SUITES:
        meter = CompteurFactory(equipement=monde.machine_a, nom=nom, **champs)
        for jour, valeur, nature in lectures:
            more = {"nature": nature, "motif": "vu"} if nature else {}
            lire(meter, jour, valeur, par=monde.responsable, **more)
        found = [str(r.cumul.normalize()) for r in meter.releves.order_by("date")]
        if [Decimal(v) for v in found] != [Decimal(v) for v in cumuls]:
            wrong.append((nom, found))
        assert valeur_cumulee(meter.pk) == Decimal(cumuls[-1])
    assert not wrong


def test_un_releve_en_retard_tient_entre_ses_voisins(monde: Monde, compteur: Compteur) -> None:
    chef = monde.responsable
    lire(compteur, 0, 100, par=chef)
    lire(compteur, 10, 200, par=chef)
    assert lire(compteur, 5, 150, par=chef).cumul == 150
    assert lire(compteur, -5, 90, par=chef).cumul == 90
    assert refus(lambda: lire(compteur, 6, 149, par=chef)).keys() == {"valeur"}
    assert refus(lambda: lire(compteur, 6, 201, par=chef)).keys() == {"valeur"}
    assert refus(lambda: lire(compteur, -6, 91, par=chef)).keys() == {"valeur"}
    last = dernier_releve(compteur.pk)
    assert last is not None
    assert last.valeur == 200


def test_ce_qui_est_refuse(monde: Monde, compteur: Compteur) -> None:
    chef = monde.responsable
    ailleurs = (datetime.now(UTC) - T0) / JOUR + 1
    tries: list[tuple[str, float, Any, dict[str, Any]]] = [
        ("nature", 0, 5, {"nature": "remplacement", "motif": "x"}),  # nothing read before
        ("valeur", 0, "-1", {}),
        ("valeur", 0, "1.234", {}),
        ("valeur", 0, 10**10, {}),
        ("nature", 0, 5, {"nature": "autre"}),
        ("date", ailleurs, 5, {}),
    ]
    wrong = [
        t
        for t in tries
        if set(refus(lambda t=t: lire(compteur, t[1], t[2], par=chef, **t[3]))) != {t[0]}
    ]
    assert not wrong
    lire(compteur, 0, 100, par=chef)
    lire(compteur, 10, 200, par=chef)
    tries = [
        ("valeur", 11, 199, {}),
        ("motif", 11, 3, {"nature": "remplacement"}),
        ("motif", 11, 3, {"nature": "remplacement", "motif": "  "}),
        ("nature", 11, 3, {"nature": "remise_a_zero", "motif": "x"}),  # this one never is
        ("nature", 5, 3, {"nature": "remplacement", "motif": "x"}),  # read since
        ("date", 10, 201, {}),
    ]
    wrong = [
        t
        for t in tries
        if set(refus(lambda t=t: lire(compteur, t[1], t[2], par=chef, **t[3]))) != {t[0]}
    ]
    assert not wrong
    assert Releve.objects.count() == 2


def test_l_affichage_a_un_bout(monde: Monde) -> None:
    meter = CompteurFactory(remise_a_zero="maximum", maximum=1000)
    assert set(refus(lambda: lire(meter, 0, 1001, par=monde.responsable))) == {"valeur"}


def test_le_meme_releve_deux_fois_n_en_fait_qu_un(monde: Monde, compteur: Compteur) -> None:
    first = lire(compteur, 0, 100, par=monde.responsable)
    again = lire(compteur, 0, "100.00", par=monde.responsable)
    assert again.pk == first.pk
    assert Evenement.objects.filter(type="releve.saisi").count() == 1


def test_une_valeur_peu_vraisemblable_se_confirme(monde: Monde) -> None:
    meter = CompteurFactory(equipement=monde.machine_a, max_par_jour=24)
    chef = monde.responsable
    lire(meter, 0, 9000, par=chef)
    assert lire(meter, 0.01, 9024, par=chef).cumul == 9024  # a day's worth at once is a late note
    assert set(refus(lambda: lire(meter, 2, 9072, par=chef))) == {"confirmer"}
    assert lire(meter, 2, 9072, par=chef, confirmer=True).cumul == 9072
    assert lire(meter, 4, 9120, par=chef).cumul == 9120


def test_corriger(monde: Monde, compteur: Compteur) -> None:
    chef = monde.responsable
    lire(compteur, 0, 100, par=chef)
    wrong = lire(compteur, 5, 999, par=chef)
    right = services.corriger(par=chef, releve_id=wrong.pk, valeur=Decimal(120), motif="Virgule")
    assert (right.date, right.corrige_id) == (wrong.date, wrong.pk)
    assert right.cumul == 120
    last = dernier_releve(compteur.pk)
    assert last is not None
    assert last.pk == right.pk
    lire(compteur, 10, 130, par=chef)
    again = services.corriger(par=chef, releve_id=right.pk, valeur=Decimal(125), motif="Encore")
    assert [r.valeur for r in en_vigueur().order_by("date")] == [100, 125, 130]

    def corriger(releve: Releve, valeur: int, *, motif: str = "x", par: Any = chef) -> Any:
        return refus(
            lambda: services.corriger(
                par=par, releve_id=releve.pk, valeur=Decimal(valeur), motif=motif
            )
        )

    assert set(corriger(wrong, 110)) == {"Conflit"}  # corrected already
    assert set(corriger(again, 110, motif=" ")) == {"motif"}
    assert set(corriger(again, 99)) == {"valeur"}
    assert set(corriger(again, 131)) == {"valeur"}
    assert set(corriger(again, 110, par=monde.technicien_a.user)) == {"Interdit"}
    assert set(corriger(again, 110, par=monde.user_a)) == {"Interdit"}
    assert set(corriger(again, 110, par=monde.technicien_b.user)) == {"Introuvable"}
    mine = lire(compteur, 11, 131, par=monde.technicien_a.user)
    assert corriger(mine, 132, par=monde.technicien_a.user) == {}


def test_ce_qu_une_remise_a_zero_a_compte_reste(monde: Monde) -> None:
    chef = monde.responsable
    meter = CompteurFactory(remise_a_zero="manuelle")
    first = lire(meter, 0, 100, par=chef)
    reset = lire(meter, 1, 10, par=chef, nature="remise_a_zero", motif="Révision")
    with pytest.raises(Conflit):
        services.corriger(par=chef, releve_id=first.pk, valeur=Decimal(90), motif="x")
    right = services.corriger(par=chef, releve_id=reset.pk, valeur=Decimal(12), motif="x")
    assert right.nature == "remise_a_zero"
    assert right.cumul == 112
    lire(meter, 2, 20, par=chef)
    with pytest.raises(Conflit):
        services.corriger(par=chef, releve_id=right.pk, valeur=Decimal(11), motif="x")
    assert valeur_cumulee(meter.pk) == 120


def test_la_table_ne_fait_que_croitre(monde: Monde, compteur: Compteur) -> None:
    row = lire(compteur, 0, 100, par=monde.responsable)
    rows: Any = Releve.objects.filter(pk=row.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(valeur=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete("default")
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_qui_releve(monde: Monde, compteur: Compteur) -> None:
    assert (
        lire(compteur, 0, 1, par=monde.technicien_a.user).saisi_par_id == monde.technicien_a.user_id
    )
    with pytest.raises(Introuvable):
        lire(compteur, 1, 2, par=monde.technicien_b.user)
    with pytest.raises(Interdit):
        lire(compteur, 1, 2, par=monde.user_a)
    seen = {
        nom: (Compteur.objects.visible_to(u).count(), Releve.objects.visible_to(u).count())
        for nom, u in (("a", monde.user_a), ("b", monde.user_b), ("t", monde.technicien_b.user))
    }
    assert seen == {"a": (1, 1), "b": (0, 0), "t": (0, 0)}


def test_une_tournee_garde_ce_qui_tient(monde: Monde, compteur: Compteur) -> None:
    other = CompteurFactory(equipement=monde.machine_b)
    lire(compteur, 0, 100, par=monde.responsable)

    def ligne(meter: Compteur, jour: float, valeur: int) -> tuple[int, Lecture]:
        return meter.pk, Lecture(valeur=Decimal(valeur), date=T0 + JOUR * jour, source="tournee")

    lectures = [ligne(compteur, 3, 130), ligne(compteur, 2, 120), ligne(compteur, 4, 90)]
    lectures.append(ligne(other, 2, 5))
    found = services.relever_tournee(par=monde.technicien_a.user, lectures=lectures)
    assert [type(line) for line in found] == [Releve, Releve, Invalide, Introuvable]
    again = services.relever_tournee(par=monde.technicien_a.user, lectures=lectures[:2])
    assert again == found[:2]
    assert [str(r.valeur) for r in compteur.releves.order_by("date")] == [
        "100.00",
        "120.00",
        "130.00",
    ]
    with pytest.raises(Invalide):
        services.relever_tournee(par=monde.responsable, lectures=[lectures[0]] * 501)
    last = derniers_releves([compteur.pk, other.pk])
    assert {pk: row.valeur for pk, row in last.items()} == {compteur.pk: 130}


def test_un_refus_d_en_haut_ne_laisse_rien(monde: Monde, compteur: Compteur) -> None:
    seen: list[tuple[int, Decimal]] = []

    def refuser(*, compteur: Compteur, releve: Releve) -> None:
        seen.append((compteur.pk, releve.cumul))
        raise Conflit("non")

    registre = actions.registre
    registre._abonnes["relever"].append(refuser)
    try:
        with pytest.raises(Conflit):
            lire(compteur, 0, 100, par=monde.responsable)
    finally:
        registre._abonnes["relever"].remove(refuser)
    assert seen == [(compteur.pk, Decimal(100))]
    assert not Releve.objects.exists()
    assert not Evenement.objects.filter(type="releve.saisi").exists()


def test_creer_et_modifier(monde: Monde, compteur: Compteur) -> None:
    chef = monde.responsable

    def creer(**champs: Any) -> set[str]:
        values: dict[str, Any] = {
            "equipement_id": monde.machine_a.pk,
            "nom": "Cycles",
            "unite": "cycles",
        } | champs
        return set(refus(lambda: services.creer_compteur(par=chef, **values)))

    assert creer(nom=f" {compteur.nom.upper()} ") == {"nom"}
    assert creer(unite="") == {"unite"}
    assert creer(maximum=1000) == {"maximum"}
    assert creer(remise_a_zero="maximum") == {"maximum"}
    assert creer(sens="autre") == {"sens"}
    assert creer(actif=False) == {"actif"}
    assert creer(equipement_id=0) == {"equipement_id"}
    champs = {"unite": "heures", "sens": "decroissant"}
    row = services.modifier_compteur(par=chef, compteur_id=compteur.pk, champs=champs, version=1)
    assert (row.unite, row.version) == ("heures", 2)
    with pytest.raises(VersionPerimee):
        services.modifier_compteur(par=chef, compteur_id=row.pk, champs=champs, version=1)
    lire(compteur, 0, 10, par=chef)
    back = {"sens": "croissant"}
    assert set(
        refus(lambda: services.modifier_compteur(par=chef, compteur_id=row.pk, champs=back))
    ) == {"sens"}
    with pytest.raises(Interdit):
        services.modifier_compteur(par=monde.technicien_a.user, compteur_id=row.pk, champs={})


def test_mettre_hors_service(monde: Monde, compteur: Compteur) -> None:
    chef = monde.responsable
    unread = CompteurFactory(equipement=monde.machine_a)
    assert services.retirer_compteur(par=chef, compteur_id=unread.pk) is None
    assert not Compteur.objects.filter(pk=unread.pk).exists()
    lire(compteur, 0, 10, par=chef)
    row = services.retirer_compteur(par=chef, compteur_id=compteur.pk)
    assert row is not None
    assert not row.actif
    assert set(refus(lambda: lire(compteur, 1, 11, par=chef))) == {"Conflit"}
    services.modifier_compteur(par=chef, compteur_id=compteur.pk, champs={"actif": True})
    assert lire(compteur, 1, 11, par=chef).cumul == 11
