"""The command, from a real older database on PostgreSQL."""

import csv
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from comptes.tests.factories import UtilisateurFactory
from interventions.models import Intervention
from planning.models import Creneau
from reprise.models import Reprise
from reprise.source import SourceIllisible, SourcePostgreSQL
from reprise.tests import vilains
from reprise.tests.ancien import SCHEMA, generer, remplir
from reprise.tests.compte_rendu import notre

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def _adresse(base: str) -> str:
    s = connection.settings_dict
    host = quote(s["HOST"], safe="")  # a folder, where the server listens on a socket only
    port = f":{s['PORT']}" if s["PORT"] else ""
    return f"postgresql://{s['USER']}:{s['PASSWORD']}@{host}{port}/{base}"


@pytest.fixture(scope="session")
def _base(django_db_setup: None) -> Iterator[str]:
    """A scratch database beside the tests' own, of this process alone."""
    name = f"ancien_{os.getpid()}"
    with psycopg.connect(_adresse("postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING "UTF8"')
        yield name
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def ancienne(_base: str) -> Iterator[str]:
    """Its address; its schema is made anew for each test."""
    with psycopg.connect(_adresse(_base)) as base:
        base.execute("DROP SCHEMA IF EXISTS public CASCADE")
        base.execute("CREATE SCHEMA public")
        base.execute(SCHEMA)
        base.commit()
        yield _adresse(_base)


def _remplir(adresse: str, tables: Any) -> None:
    with psycopg.connect(adresse) as base:
        remplir(base, tables)


def _sans_impossibles() -> Any:
    """The nasty rows that such a schema can hold."""
    tables = vilains.tables()
    tables["clients"][0]["nom_entreprise"] = "Usine A"
    tables["clients"][1]["ville"] = "Fès"
    tables["interventions"][-1]["titre"] = "x" * 255
    tables["competences"] = tables["competences"][:2]
    for table, key in (("techniciens", "user_id"), ("clients", "user_id")):
        tables[table] = [row for row in tables[table] if row[key] != 999]
    for row in tables["planning"]:
        for column in ("créneau", "rappel_envoye", "date_creation"):
            row.pop(column, None)
    slots = {row["intervention_id"]: row for row in reversed(tables["planning"])}
    tables["planning"] = [
        row for key, row in slots.items() if key is not None and row["date_fin"] is not None
    ]
    for row in tables["historiques_interventions"]:
        row["description"] = row["description"].replace("\x00", "")
        row["adresse_ip"] = "10.1.2.3/24"
        if row["action"] == "danse":
            row["action"] = "modification"
    return tables


def test_la_commande_reprend_une_vraie_base(ancienne: str, tmp_path: Path) -> None:
    _remplir(ancienne, _sans_impossibles())
    out, path = StringIO(), tmp_path / "rapport.csv"
    plain = ancienne.replace("postgresql://", "postgresql+psycopg2://")
    options: dict[str, Any] = {"source": plain, "rapport": path, "stdout": out}
    call_command("importer_ancien", **options)
    assert notre(Intervention, "interventions", 2).statut == "en_cours"
    assert notre(Creneau, "planning", 1).confirme
    assert "contrats : 1 ligne(s)" in out.getvalue()
    assert "alembic" not in out.getvalue()
    with path.open(encoding="utf-8-sig") as opened:
        lines = list(csv.DictReader(opened, delimiter=";"))
    assert {"cree", "refuse", "averti"} <= {li["issue"] for li in lines}
    assert any(li["ancienne_valeur"] == "infinity" for li in lines)
    assert Reprise.objects.get().adresse.endswith(ancienne[ancienne.rindex("/") :])
    count = Intervention.objects.count()
    call_command("importer_ancien", essai=True, **options)
    assert "Essai : tout a été annulé." in out.getvalue()
    assert Intervention.objects.count() == count
    assert Reprise.objects.count() == 1


def test_la_source_nest_jamais_ecrite(ancienne: str) -> None:
    source = SourcePostgreSQL(ancienne)
    try:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            source._base.execute("DELETE FROM users")
    finally:
        source.close()


def test_elle_est_lue_dun_seul_instant(ancienne: str) -> None:
    _remplir(ancienne, generer(3))
    source = SourcePostgreSQL(ancienne)
    try:
        assert source.compter("interventions") == 3
        with psycopg.connect(ancienne) as other:
            other.execute("DELETE FROM interventions")
        assert len(list(source.lire("interventions", ["date_creation"]))) == 3
        children = source.lire_enfants("historiques_interventions", "intervention_id", [1])
        assert {row["intervention_id"] for row in children} == {1}
    finally:
        source.close()


def test_les_refus_de_la_commande_sont_clairs(ancienne: str, tmp_path: Path) -> None:
    UtilisateurFactory(username="chef", role="responsable")
    secret = "motsecret"
    for options, words in (
        ({"source": ""}, "ANCIEN_DATABASE_URL"),
        ({"source": f"mysql {secret}"}, "adresse illisible"),
        ({"source": f"postgresql://a:{secret}@127.0.0.1:1/x"}, "La source"),
        ({"source": f"postgresql://a:{secret}@127.0.0.1:x/x?nimporte=1"}, "adresse illisible"),
        ({"fuseau": "Lune/Mer"}, "--fuseau"),
        ({"nom": "Pas Bon"}, "--nom"),
        ({"par": "chef"}, "--par"),
        ({"fichiers": tmp_path / "absent"}, "--fichiers"),
        ({"rapport": tmp_path / "absent" / "r.csv"}, "Le rapport"),
    ):
        with pytest.raises(CommandError, match=words) as refusal:
            call_command("importer_ancien", **{"source": ancienne, "verbosity": 0, **options})
        assert secret not in str(refusal.value)
    with pytest.raises(SourceIllisible):
        SourcePostgreSQL("postgresql")


def test_une_panne_de_la_base_dit_de_relancer(
    ancienne: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error, words in ((KeyboardInterrupt(), "Relancez"), (_panne(), "boum\n.*Relancez")):

        def fail(_moteur: Any, fault: BaseException = error) -> None:
            raise fault

        monkeypatch.setattr("reprise.moteur.Moteur.lancer", fail)
        with pytest.raises(CommandError, match=words):
            call_command("importer_ancien", source=ancienne, verbosity=0)


def _panne() -> Exception:
    return OperationalError("boum")
