"""Loading many rows: the command, refusals, interruptions, and a schema left as it was."""

from collections.abc import Mapping
from datetime import date
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models

from comptes.tests.factories import UtilisateurFactory
from interventions.models import Intervention
from pilotage.demo.chargement import BaseOccupee
from pilotage.demo.coherence import ecarts
from pilotage.demo.ecriture import MODELES
from pilotage.demo.horloge import Horloge
from pilotage.demo.masse import chargement, postgresql
from pilotage.demo.masse.avancement import Avancement, duree
from pilotage.demo.masse.chargement import charger_masse
from pilotage.demo.masse.postgresql import Copie
from pilotage.demo.masse.tables import COLONNES, NUL
from pilotage.tests.conftest import JOUR

NOMBRE = 200


def _commande(*arguments: str, **options: Any) -> str:
    said = StringIO()
    call_command("demo", *arguments, stdout=said, **options)
    return said.getvalue()


def _charger(graine: int = 1, jour: date = JOUR) -> None:
    charger_masse(
        graine=graine, jour=jour, interventions=NOMBRE, avancement=Avancement(None, NOMBRE)
    )


def _vide() -> bool:
    return not any(m._base_manager.exists() for m in MODELES)


@pytest.mark.django_db
def test_la_commande_charge_une_base_vide_et_une_seule_fois() -> None:
    said = _commande("--interventions", "200")
    assert "200 interventions" in said
    assert "Trois années d’interventions…" in said
    assert "100%  200 sur 200" in said
    assert "technicien123" in said
    assert Intervention.objects.count() == NOMBRE
    with pytest.raises(CommandError, match="déjà des données"):
        _commande("--interventions", "200")
    assert "rien n’est ajouté" in _commande("--interventions", "200", "--si-vide")
    assert _commande("--interventions", "200", "--si-vide", verbosity=0) == ""


@pytest.mark.django_db
def test_interrompre_se_dit_en_une_ligne(monkeypatch: pytest.MonkeyPatch) -> None:
    def arreter(*_args: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pilotage.management.commands.demo.charger_masse", arreter)
    with pytest.raises(CommandError, match="rien n’a été chargé") as refus:
        _commande("--interventions", "200")
    assert refus.value.returncode == 130


@pytest.mark.django_db
@pytest.mark.parametrize("nombre", ["199", "0", "-5"])
def test_trop_peu_est_refuse(nombre: str) -> None:
    with pytest.raises(CommandError, match="au moins 200"):
        _commande(f"--interventions={nombre}")
    assert _vide()


@pytest.mark.django_db
def test_une_base_qui_sert_est_refusee() -> None:
    UtilisateurFactory()
    with pytest.raises(BaseOccupee, match="utilisateurs"):
        _charger()


@pytest.mark.django_db
def test_un_echec_ne_laisse_rien(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def tomber(*_args: Any, **_options: Any) -> None:
        seen.append(Intervention._base_manager.count())
        raise KeyboardInterrupt

    monkeypatch.setattr(chargement, "ecrire_series", tomber)
    with pytest.raises(KeyboardInterrupt):
        _charger()
    assert seen == [NOMBRE]
    assert _vide()


@pytest.mark.django_db
@pytest.mark.preuve
@pytest.mark.parametrize(
    ("graine", "jour"),
    [
        (2, date(2026, 3, 23)),  # a Monday, the clock having changed the day before
        *((10 + n, date(2026, 1, 1 + 3 * n)) for n in range(9)),
    ],
)
def test_ni_un_autre_jour_ni_une_autre_graine(graine: int, jour: date) -> None:
    _charger(graine, jour)
    assert Intervention.objects.count() == NOMBRE
    assert ecarts(Horloge(jour, Random(0)).minuit) == []  # noqa: S311


@pytest.mark.parametrize("table", COLONNES)
def test_une_colonne_omise_a_un_defaut(table: str) -> None:
    model = next(m for m in apps.get_models(include_auto_created=True) if m._meta.db_table == table)
    columns = {f.column: f for f in model._meta.concrete_fields}
    assert set(COLONNES[table]) <= columns.keys()
    for name in columns.keys() - set(COLONNES[table]):
        field: models.Field[Any, Any] = columns[name]
        assert field.null or field.has_db_default(), name


# --- PostgreSQL ---------------------------------------------------------------------------------
_SCHEMA: Mapping[str, str] = {
    "index": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "contraintes": (
        "SELECT conrelid::regclass::text, conname, contype::text, convalidated, condeferrable, "
        "condeferred, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace"
    ),
    "declencheurs": (
        "SELECT tgrelid::regclass::text, tgname::text, tgenabled::text, pg_get_triggerdef(oid) "
        "FROM pg_trigger WHERE NOT tgisinternal"
    ),
    # Those of foreign keys are named after their number: they are counted.
    "declencheurs internes": (
        "SELECT tgrelid::regclass::text, tgfoid::regproc::text, tgenabled::text, tgdeferrable, "
        "count(*) FROM pg_trigger WHERE tgisinternal GROUP BY 1, 2, 3, 4"
    ),
    "index valides": "SELECT indexrelid::regclass::text, indisvalid, indisready FROM pg_index",
}


def _schema() -> dict[str, set[Any]]:
    found = {}
    with connection.cursor() as cursor:
        for nom, sql in _SCHEMA.items():
            cursor.execute(sql)
            found[nom] = set(cursor.fetchall())
    return found


@pytest.mark.postgres
@pytest.mark.django_db
def test_index_contraintes_et_declencheurs_reviennent(monkeypatch: pytest.MonkeyPatch) -> None:
    during = []
    real = Copie.ecrire

    def ecrire(copie: Copie, lot: Any) -> None:
        copie.attendre()
        during.append(_schema())
        real(copie, lot)

    monkeypatch.setattr(Copie, "ecrire", ecrire)
    before = _schema()
    _charger()
    after = _schema()
    for nom, found in before.items():
        assert after[nom] ^ found == set(), nom
    for nom in ("index", "contraintes"):
        assert len(during[0][nom]) < len(before[nom]) - 10
    # What guards the audit trail never steps aside.
    assert during[0]["declencheurs"] == before["declencheurs"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'interventions'")
        assert cursor.fetchone() == (NOMBRE,)
        # COPY brings the words of its rows to the vocabulary too.
        cursor.execute(
            "SELECT mot, mot IN (SELECT mot FROM mots_interventions) FROM (SELECT DISTINCT "
            "unnest(string_to_array(recherche, ' ')) AS mot FROM interventions) AS t "
            "WHERE mot !~ '[0-9]'"
        )
        words = dict(cursor.fetchall())
    assert len(words) > 100
    assert all(words.values())


@pytest.mark.postgres
def test_une_copie_qui_echoue_remet_tout_et_la_suivante_va_au_bout(
    base_reelle: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _schema()
    with monkeypatch.context() as patch:
        patch.setattr(postgresql, "_texte", lambda _lignes: b"ceci n'est pas une ligne\n")
        with pytest.raises(DatabaseError):
            _charger()
    assert _schema() == before
    assert _vide()
    assert "Rangement…" in _commande("--interventions", "200")
    assert _schema() == before
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relpages = relallvisible FROM pg_class WHERE relname = 'interventions'"
        )
        assert cursor.fetchone() == (True,)


def test_copy_lit_ce_qui_est_ecrit() -> None:
    plain = postgresql._texte([("1", "été", NUL), ("2", "", "b")])
    assert plain == "1\tété\t\x01\n2\t\tb\n".encode()
    odd = postgresql._texte([("1", 'a\\b"\t\n\r', NUL)])
    assert odd == b'1\ta\\\\b"\\t\\n\\r\t\x01\n'


# --- Progress -----------------------------------------------------------------------------------
class _Sortie(StringIO):
    def __init__(self, *, ecran: bool) -> None:
        super().__init__()
        self._ecran = ecran

    def isatty(self) -> bool:
        return self._ecran

    def write(self, msg: str, ending: str = "\n") -> int:
        return super().write(msg + ending)


class _Horloge:
    heure = 0.0

    def __call__(self) -> float:
        return self.heure


def _avancer(*, ecran: bool) -> str:
    clock, said = _Horloge(), _Sortie(ecran=ecran)
    progress = Avancement(said, 1000, clock)
    progress.etape("Plan")
    clock.heure = 5.0
    progress.etape("Lignes")
    for done in range(10, 1001, 10):
        clock.heure += 1
        progress.avancer(done)
    progress.etape("Fin")
    return said.getvalue()


def test_une_ligne_par_dixieme_hors_d_un_terminal() -> None:
    lines = _avancer(ecran=False).splitlines()
    assert lines[:2] == ["  Plan…", "  Lignes…"]
    assert lines[-1] == "  Fin…"
    told = [line for line in lines if " sur " in line]
    assert 10 <= len(told) <= 12
    assert told[-1] == "  100%  1 000 sur 1 000, 10 par s, reste 0 s"
    assert "reste 1 min" in told[0]
    assert not any("\r" in line for line in lines)


def test_une_barre_sur_un_terminal() -> None:
    said = _avancer(ecran=True)
    assert said.count("\r") == 100
    assert f"\r  {'█' * 15}{'░' * 15} 500 sur 1 000, 10 par s, reste 50 s\x1b[K" in said
    # The line of the bar is left before another stage begins.
    assert said.endswith("\x1b[K\n  Fin…\n")


def test_muet() -> None:
    progress = Avancement(None, 10)
    progress.etape("Rien")
    progress.avancer(10)


@pytest.mark.parametrize(
    ("secondes", "dit"), [(0, "0 s"), (59.4, "59 s"), (60, "1 min 00 s"), (185, "3 min 05 s")]
)
def test_duree(secondes: float, dit: str) -> None:
    assert duree(secondes) == dit
