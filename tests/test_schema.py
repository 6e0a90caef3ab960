"""The tables that the seeds name: columns, types, defaults, checks and indexes on this database."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.db.models.deletion import DO_NOTHING, PROTECT

from comptes.choices import Role
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.visibility import modeles_declares, politique
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention
from planning.tests.factories import PlanFactory
from tests.donnees.schema import (
    BOOLEEN,
    COLONNES,
    ENUMS,
    INDEX,
    INSTANT,
    JOUR,
    PARTIELS,
    Colonne,
)
from tests.fixtures import Monde

POSTGRES = connection.vendor == "postgresql"


# --- what the database says --------------------------------------------------------------------


def _lire(sql: str, *params: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


_PG = {
    "timestamp with time zone": INSTANT,
    "date": JOUR,
    "boolean": BOOLEEN,
    "jsonb": "json",
    "smallint": "entier",
    "integer": "entier",
}
_SQLITE = {
    "datetime": INSTANT,
    "date": JOUR,
    "smallint unsigned": "entier",
    "integer unsigned": "entier",
    "integer": "bigint",  # the only spelling that SQLite has for an automatic key
    "char(39)": "inet",
}


def _type_pg(nom: str, *, taille: int | None, chiffres: int | None, decimales: int | None) -> str:
    if nom == "character varying":
        return f"varchar({taille})"
    return f"decimal({chiffres},{decimales})" if nom == "numeric" else _PG.get(nom, nom)


def _defaut(texte: str | None) -> str:
    """The default in one spelling for both databases."""
    text = (texte or "").lower()
    if "strftime" in text or "now" in text or "statement_timestamp" in text:
        return "maintenant"
    text = re.sub(r"::[a-z ]+", "", text).strip("'()")
    return {"true": "vrai", "false": "faux"}.get(text, text)


def _colonnes(table: str) -> dict[str, Colonne]:
    if POSTGRES:
        rows = _lire(
            "SELECT column_name, data_type, character_maximum_length, numeric_precision, "
            "numeric_scale, is_nullable, column_default FROM information_schema.columns "
            "WHERE table_name = %s",
            table,
        )
        return {
            name: Colonne(
                _type_pg(kind, taille=size, chiffres=digits, decimales=scale),
                nul=null == "YES",
                defaut=_defaut(default),
            )
            for name, kind, size, digits, scale, null, default in rows
        }
    rows = _lire('SELECT name, type, "notnull", dflt_value FROM pragma_table_info(%s)', table)
    return {
        name: Colonne(
            _SQLITE.get(kind.lower(), kind.lower()), nul=not notnull, defaut=_defaut(default)
        )
        for name, kind, notnull, default in rows
    }


def _pour_cette_base(colonne: Colonne) -> Colonne:
    """SQLite knows neither the digits of a decimal nor a type for JSON, and 1 for true."""
    if POSTGRES:
        return colonne
    kind = "decimal" if colonne.type.startswith("decimal") else colonne.type
    default = {"vrai": "1", "faux": "0"}.get(colonne.defaut, colonne.defaut)
    return Colonne("text" if kind == "json" else kind, colonne.nul, default)


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(COLONNES))
def test_les_colonnes(table: str) -> None:
    present = _colonnes(table)
    wanted = {name: _pour_cette_base(column) for name, column in COLONNES[table].items()}
    assert {name: present.get(name) for name in wanted} == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(INDEX))
def test_les_index(table: str) -> None:
    with connection.cursor() as cursor:
        present = connection.introspection.get_constraints(cursor, table)
    indexes = {n: tuple(c["columns"]) for n, c in present.items() if c["index"]}
    wanted = {name[:30].rstrip("_"): columns for name, columns in INDEX[table].items()}
    assert {name: indexes.get(name) for name in wanted} == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("nom", sorted(PARTIELS))
def test_les_index_partiels(nom: str) -> None:
    source = (
        "SELECT indexdef FROM pg_indexes WHERE indexname = %s"
        if POSTGRES
        else "SELECT sql FROM sqlite_master WHERE name = %s"
    )
    [(sql,)] = _lire(source, nom)
    condition = sql.split("WHERE")[1]
    assert all(word in condition for word in PARTIELS[nom])


# --- checks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("modele", "colonne"), sorted(ENUMS))
def test_les_valeurs_des_enums(*, modele: str, colonne: str) -> None:
    field = apps.get_model(modele)._meta.get_field(colonne)
    assert {value for value, _label in field.flatchoices} == ENUMS[modele, colonne]


# No row of it can be changed at all; its inserts are tried in interventions/tests/test_audit.py.
AUDIT = ("interventions.HistoriqueIntervention", "action")


def _ligne_de(monde: Monde, modele: type[models.Model]) -> models.QuerySet[Any]:
    """One row of the model, there or made."""
    made = {"CompetenceTechnicien": "techniciens", "Segment": "interventions"}
    made |= {"Plan": "planning", "Absence": "planning", "Compteur": "equipements"}
    made |= {"ModelePlan": "planning", "Occurrence": "planning"}
    if modele.__name__ == "EntreePlanning":
        PlanFactory()
    elif modele.__name__ in made:
        module = __import__(f"{made[modele.__name__]}.tests.factories", fromlist=["x"])
        rest = {"debut": monde.responsable.created_at} if modele.__name__ == "Segment" else {}
        getattr(module, f"{modele.__name__}Factory")(**rest)
    return modele._base_manager.filter(pk=modele._base_manager.values("pk")[:1])


@pytest.mark.django_db
@pytest.mark.parametrize(("modele", "colonne"), sorted(k for k in ENUMS if k != AUDIT))
def test_la_base_refuse_une_autre_valeur(monde: Monde, *, modele: str, colonne: str) -> None:
    model = apps.get_model(modele)
    rows = _ligne_de(monde, model)
    assert rows.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{colonne: "autre_chose"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("colonnes", "permis"),
    [
        ({"satisfaction_client": 0}, False),
        ({"satisfaction_client": 6}, False),
        ({"satisfaction_client": 1}, True),
        ({"satisfaction_client": 5}, True),
        ({"satisfaction_client": None}, True),
        ({"duree_reelle": Decimal("99999.99"), "duree_estimee": Decimal("1008.00")}, True),
        ({"cout_reel": Decimal("9999999999.99")}, True),
        ({"technicien": None}, False),
        ({"statut": "cloturee"}, False),
        ({"numero": "INT-2026-000002"}, False),
        ({"mode": ""}, False),
    ],
)
def test_les_regles_de_la_table(monde: Monde, *, colonnes: dict[str, Any], permis: bool) -> None:
    numbers = list(Intervention.objects.order_by("pk").values_list("numero", flat=True))
    if "numero" in colonnes:
        colonnes = {"numero": numbers[1]}
    rows = Intervention.objects.filter(pk=monde.intervention_a.pk)
    if permis:
        rows.update(**colonnes)
        assert rows.filter(**{k: v for k, v in colonnes.items() if v is not None}).exists()
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**colonnes)


@pytest.mark.django_db
def test_les_dates_se_suivent(monde: Monde) -> None:
    rows = Intervention.objects.filter(pk=monde.intervention_a.pk)
    later, sooner = monde.intervention_b.date_statut, monde.intervention_a.date_creation
    assert sooner < later
    rows.update(date_debut=sooner, date_fin=later)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(date_debut=later, date_fin=sooner)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("colonne", "valeur"),
    [("email", "MOI@exemple.ma"), ("username", "MOI"), ("username", "a@b"), ("username", "moi")],
)
def test_les_comptes_sont_uniques_sans_casse(*, colonne: str, valeur: str) -> None:
    UtilisateurFactory(username="moi", email="moi@exemple.ma")
    other = UtilisateurFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Utilisateur.objects.filter(pk=other.pk).update(**{colonne: valeur})


# --- what holds for every model of ours --------------------------------------------------------


def _nos_modeles() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if Path(config.path).is_relative_to(settings.BASE_DIR) and ".venv" not in config.path:
            yield from config.get_models()


NOTRES = sorted(_nos_modeles(), key=lambda m: m._meta.label)
TOUS = pytest.mark.parametrize("modele", NOTRES, ids=[m._meta.label for m in NOTRES])


def test_on_les_trouve() -> None:
    labels = {m._meta.label for m in NOTRES}
    assert {"interventions.HistoriqueIntervention", "core.Evenement"} <= labels
    assert not {label for label in labels if label.startswith(("auth.", "admin.", "sessions."))}


@TOUS
def test_chacun_dit_qui_le_voit(modele: type[models.Model]) -> None:
    policy = politique(modele)
    assert policy is not None, "declare it in <app>/visibility.py"
    assert set(policy.lignes) <= set(Role.values)
    assert Role.ADMIN in policy.lignes
    assert set(policy.cachees) <= set(policy.lignes)


def test_aucune_politique_pour_un_modele_inconnu() -> None:
    assert set(modeles_declares()) <= set(NOTRES)


@TOUS
def test_aucune_suppression_en_cascade(modele: type[models.Model]) -> None:
    """The history's keys have no constraint: no row of it may ever be touched, not even emptied."""
    wanted = DO_NOTHING if modele is HistoriqueIntervention else PROTECT
    for field in modele._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is wanted, field.name


@TOUS
def test_chaque_enum_a_son_check(modele: type[models.Model]) -> None:
    checks = " ".join(
        str(c.condition) for c in modele._meta.constraints if isinstance(c, models.CheckConstraint)
    )
    for field in modele._meta.concrete_fields:
        snapshot = modele is HistoriqueIntervention and field.name not in ("action", "canal")
        if field.choices and not snapshot and field.name != "history_type":
            assert f"'{field.name}__in'" in checks, field.name


@TOUS
def test_noms_courts_instants_exacts_et_decimaux(modele: type[models.Model]) -> None:
    """Longer index names fail Django's check E034; money is MAD to the centime."""
    assert all(len(index.name) <= 30 for index in modele._meta.indexes)
    for field in modele._meta.concrete_fields:
        if isinstance(field, models.DecimalField):
            digits = (field.max_digits, field.decimal_places)
            assert digits == ((7, 2) if field.name.startswith("duree_") else (12, 2)), field.name
        assert not isinstance(field, models.FloatField), field.name
    assert settings.USE_TZ
