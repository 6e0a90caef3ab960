"""The demo at scale, on a small scale: coherent, audited as the services audit, never the same."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from django.test import override_settings
from django.utils.translation import override
from pytest_django.plugin import DjangoDbBlocker

from clients.models import Client, Contact, Site
from comptes.demo import COMPTES_DEMO
from comptes.models import Utilisateur
from core.models import Evenement, Serie
from core.texte import indexer
from core.validateurs import valider_ice
from equipements.models import Equipement
from interventions import audit, services
from interventions.choices import Priorite, Statut, TypeIntervention
from interventions.models import Commentaire, Indisponibilite, Intervention
from interventions.visibility import HistoriqueIntervention
from interventions.workflow import OUVERTES
from pilotage.demo.chargement import Bilan
from pilotage.demo.coherence import ecarts
from pilotage.demo.horloge import Horloge
from pilotage.demo.masse.avancement import Avancement
from pilotage.demo.masse.chargement import charger_masse, preparer
from pilotage.tests.conftest import JOUR
from techniciens.models import CompetenceTechnicien, Technicien

pytestmark = pytest.mark.django_db
MINUIT = Horloge(JOUR, Random(0)).minuit  # noqa: S311
NOMBRE = 500
_PETITS_SEUILS = {"PAR_CLIENT": 25, "PAR_MACHINE": 3, "PAR_TECHNICIEN": 40, "PAR_RESPONSABLE": 100}


@pytest.fixture(scope="module")
def masse(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Bilan]:
    """So few interventions in a firm larger than they need, so that all of it is there to see."""
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with pytest.MonkeyPatch.context() as patch:
        for nom, valeur in _PETITS_SEUILS.items():
            patch.setattr(f"pilotage.demo.masse.chargement.{nom}", valeur)
        with django_db_blocker.unblock(), transaction.atomic():
            with quick:
                bilan = charger_masse(
                    graine=1, jour=JOUR, interventions=NOMBRE, avancement=Avancement(None, NOMBRE)
                )
            yield bilan
            transaction.set_rollback(True)


def _compte(username: str) -> Utilisateur:
    found: Utilisateur = Utilisateur.objects.get(username=username)
    return found


def test_rien_ne_se_contredit(masse: Bilan) -> None:
    assert ecarts(MINUIT) == []


def test_taille_et_etats(masse: Bilan) -> None:
    assert masse.interventions == Intervention.objects.count() == NOMBRE
    assert masse.historique == HistoriqueIntervention.objects.count()
    assert masse.clients == Client.objects.count() == 20
    assert masse.machines == Equipement.objects.count() > 150
    assert masse.techniciens == Technicien.objects.count() == 12
    rows = Intervention.objects.all()
    for column, values in (
        ("statut", Statut.values),
        ("priorite", Priorite.values),
        ("type_intervention", TypeIntervention.values),
    ):
        assert set(rows.values_list(column, flat=True)) == set(values)
    states = Counter(rows.values_list("statut", flat=True))
    assert states[Statut.CLOTUREE] + states[Statut.ARCHIVEE] > 0.85 * NOMBRE
    first, last = rows.earliest("date_creation"), rows.latest("date_creation")
    assert (last.date_creation - first.date_creation).days > 3 * 365 - 30
    assert (MINUIT - last.date_creation).days < 3
    for model in (Commentaire, Indisponibilite):
        assert model.objects.count() > NOMBRE // 20


def test_cinq_lignes_chacune_et_trente_pour_une_seule(masse: Bilan) -> None:
    lines = HistoriqueIntervention.objects.order_by().values("id").annotate(n=Count("pk"))
    assert Counter(lines.values_list("n", flat=True)) == {5: NOMBRE - 1, 30: 1}
    longest = Intervention.objects.get(pk=lines.order_by("-n")[0]["id"])
    for username in ("responsable", "technicien", "client"):
        assert Intervention.objects.visible_to(_compte(username)).filter(pk=longest.pk).exists()


def test_l_historique_dit_ce_que_les_services_auraient_ecrit(masse: Bilan) -> None:
    """Snapshots, differences and `interne` follow from one another as in `interventions.audit`."""
    lines: dict[int, list[Any]] = {}
    for line in HistoriqueIntervention.objects.order_by("history_id"):
        lines.setdefault(line.id, []).append(line)
    for told in lines.values():
        first = told[0]
        born = {n: audit._json(v) for n, v in audit.cliche(first).items() if v not in (None, "")}
        assert (first.ancienne_valeur, first.nouvelle_valeur) == (None, born)
        for before, after in pairwise(told):
            old, new = audit.difference(audit.cliche(before), audit.cliche(after))
            assert (after.ancienne_valeur or {}) == old
            written = after.nouvelle_valeur or {}
            assert {n: v for n, v in written.items() if n in new} == new
            hidden = audit._interne(set(new))
            comment = written.get("commentaire_id")
            assert after.interne == hidden or comment is not None


def test_la_derniere_ligne_est_l_intervention(masse: Bilan) -> None:
    rows = {row.pk: row for row in Intervention.objects.all()}
    last = {line.id: line for line in HistoriqueIntervention.objects.order_by("history_id")}
    for pk, row in rows.items():
        assert audit.cliche(row) == audit.cliche(last[pk])
        assert (row.updated_at, row.created_at) == (last[pk].updated_at, last[pk].created_at)


def test_une_suite_est_la_meme_panne_un_mois_apres_au_plus(masse: Bilan) -> None:
    again = Intervention.objects.exclude(suite_de=None).select_related("suite_de")
    assert again
    for row in again:
        first = row.suite_de
        assert first is not None
        assert first.date_fin is not None
        assert row.equipement_id == first.equipement_id
        assert 0 < (row.date_creation - first.date_fin).days + 1 <= 30
        if row.titre.startswith("Toujours en panne"):
            assert row.titre == f"Toujours en panne : {first.titre}"


def test_la_recherche_trouve_les_memes_mots(masse: Bilan) -> None:
    for row in Intervention.objects.all():
        wanted = indexer(row.titre, row.description, codes=(row.numero,))
        assert set(row.recherche.split()) == set(wanted.split())
    for model in (Client, Site, Equipement):
        for found in model.objects.all():
            kept = found.recherche
            assert kept == found._meta.get_field("recherche").pre_save(found, add=False)


def test_chaque_fiche_est_valide(masse: Bilan) -> None:
    for model in (Client, Site, Contact, Equipement, Technicien, Utilisateur, CompetenceTechnicien):
        rows: Any = model._base_manager.all()
        for row in rows:
            row.clean_fields(exclude=[f.name for f in model._meta.fields if f.is_relation])
    ices = list(Client.objects.values_list("ice", flat=True))
    assert len(set(ices)) == len(ices)
    for ice in ices:
        valider_ice(ice)
    known = {c.email for c in COMPTES_DEMO}
    mails = {
        *Utilisateur.objects.values_list("email", flat=True),
        *Client.objects.values_list("email_commercial", flat=True),
        *Contact.objects.values_list("email", flat=True),
    }
    assert [m for m in mails - known if not m.endswith(".example")] == []
    assert Equipement.objects.filter(date_installation__gt=MINUIT.replace(year=2023)).count() == 0


def test_seuls_les_comptes_annonces_ouvrent(masse: Bilan) -> None:
    for compte in COMPTES_DEMO:
        assert _compte(compte.username).check_password(compte.password)
    others = Utilisateur.objects.exclude(username__in=[c.username for c in COMPTES_DEMO])
    assert not any(user.has_usable_password() for user in others)


def test_les_comptes_de_demonstration_ont_de_quoi_faire(masse: Bilan) -> None:
    mine = Counter(
        Intervention.objects.visible_to(_compte("technicien")).values_list("statut", flat=True)
    )
    assert mine[Statut.EN_COURS] == 1
    assert mine[Statut.AFFECTEE] >= 4
    assert mine[Statut.EN_ATTENTE] >= 1
    assert mine[Statut.CLOTUREE] > 10
    seen = Intervention.objects.visible_to(_compte("client"))
    assert seen.filter(statut__in=OUVERTES).count() >= 4
    assert seen.filter(statut=Statut.CLOTUREE).count() > 5


def test_la_suite_continue(masse: Bilan) -> None:
    """Numbers and ids go on, nobody is told of the past."""
    assert not Evenement.objects.exists()
    par = _compte("responsable")
    before = {s.annee: s.dernier for s in Serie.objects.all()}
    assert sum(before.values()) == NOMBRE
    machine = Equipement.objects.visible_to(par).filter(statut="operationnel")[0]
    row = services.creer(par=par, equipement_id=machine.pk, titre="Après le chargement")
    year, number = (int(part) for part in row.numero.split("-")[1:])
    assert number == before.get(year, 0) + 1
    worker = Technicien.objects.exclude(user__is_active=False).latest("pk")
    services.affecter(intervention_id=row.pk, par=par, technicien_id=worker.pk)
    services.commenter(intervention_id=row.pk, par=par, texte="Merci", visible_client=True)
    services.demarrer(intervention_id=row.pk, par=par)
    assert row.pk == NOMBRE + 1
    assert HistoriqueIntervention.objects.filter(id=row.pk).count() == 4


def _lignes(graine: int) -> tuple[list[Any], dict[str, Any]]:
    with override("fr"):
        told = preparer(graine=graine, jour=JOUR, interventions=200)
        return list(told.lots(Avancement(None, 200))), told.peuple.lignes


def test_la_meme_graine_donne_les_memes_lignes(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom, valeur in _PETITS_SEUILS.items():
        monkeypatch.setattr(f"pilotage.demo.masse.chargement.{nom}", valeur // 2)
    first = _lignes(1)
    assert first == _lignes(1)
    other = _lignes(2)
    assert first[0] != other[0]
    assert first[1] != other[1]
