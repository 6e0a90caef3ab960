"""Events, deliveries and runs in the admin, by command, in the doctor and in the health check."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import Error
from django.test import Client
from django.utils import timezone

from core import travaux
from core.examens import EXAMENS
from core.models import Evenement, ExecutionTravail, Livraison
from core.outbox import abonner, abonnes, entretien
from core.tests.factories import EvenementFactory, ExecutionTravailFactory, LivraisonFactory

pytestmark = pytest.mark.django_db
LISTE = "/admin/core/livraison/"


def _dire(*mots: str) -> str:
    said = StringIO()
    call_command(*mots, stdout=said)
    return said.getvalue()


def test_rejouer_et_abandonner_par_l_administration(navigateur: dict[str, Client]) -> None:
    admin = navigateur["admin"]
    dead, other = LivraisonFactory(), LivraisonFactory(evenement=EvenementFactory(type="autre"))
    page = admin.get(f"{LISTE}{dead.pk}/change/").content.decode()
    assert "ConnectionRefusedError" in page
    assert f"{LISTE}{dead.pk}/actes/rejouer/" in page
    admin.post(f"{LISTE}{dead.pk}/actes/rejouer/")
    dead.refresh_from_db()
    assert (dead.etat, dead.essais) == ("due", 0)
    assert admin.post(f"{LISTE}{dead.pk}/actes/rejouer/").status_code == 409
    for act, state in (("abandonner", "abandonnee"), ("rejouer", "due")):
        admin.post(LISTE, {"action": act, "_selected_action": [dead.pk, other.pk]})
        assert set(Livraison.objects.values_list("etat", flat=True)) == {state}
    shown = admin.get(LISTE, {"q": "autre"}).content.decode()
    assert "1 livraison" in shown


def test_la_derniere_de_chaque_travail(navigateur: dict[str, Client]) -> None:
    old, last = (
        ExecutionTravailFactory(travail="core.purger_cles", fin=None if n else timezone.now())
        for n in (0, 1)
    )
    ExecutionTravailFactory(travail="essai.disparu")
    address = "/admin/core/executiontravail/"
    page = navigateur["admin"].get(address).content.decode()
    assert "Oublier les clés" in page
    assert "en cours" in page
    assert f"{address}{last.pk}/change/" in page
    assert f"{address}{old.pk}/change/" not in page
    page = navigateur["admin"].get(address, {"executions": "toutes"}).content.decode()
    assert f"{address}{old.pk}/change/" in page


def test_les_commandes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abonnes, "_abonnes", {})
    got: list[int] = []
    abonner("essai", lambda remise: got.append(remise.evenement_id))
    abonner("muet", lambda _remise: None, types=[])
    dead = LivraisonFactory()
    LivraisonFactory(abonne="perdu")
    fresh = EvenementFactory(diffuse=False)
    assert "Échouées : 2" in _dire("evenements", "etat")
    assert "  muet : rien\n" in _dire("evenements", "etat")
    failing = LivraisonFactory(abonne="muet", etat="due", essais=1, erreur="TimeoutError: lent")
    assert "    sera réessayé : TimeoutError: lent\n" in _dire("evenements", "etat")
    assert _dire("evenements", "abandonner", "--abonne", "muet").endswith(" 1.\n")
    assert _dire("evenements", "abandonner", "--abonne", "muet").endswith(" 0.\n")
    failing.refresh_from_db()
    assert failing.etat == "abandonnee"
    assert f"{dead.evenement_id} essai.fait → essai : ConnectionRefused" in _dire(
        "evenements", "morts"
    )
    assert _dire("evenements", "rejouer", "--morts", "--abonne", "essai").endswith(" 1.\n")
    assert _dire("relais", "--une-fois") == "Livraisons : 2.\n"
    assert got == [dead.evenement_id, fresh.pk]
    span = ("--du", str(dead.evenement_id), "--au", str(fresh.pk))
    assert _dire("evenements", "rejouer", "--abonne", "essai", *span).endswith(" 3.\n")
    assert _dire("evenements", "rejouer", "--morts").endswith(" 1.\n")
    for wrong in ([], ["--abonne", "essai"], ["--morts", *span], ["--abonne", "personne", *span]):
        with pytest.raises(CommandError):
            _dire("evenements", "rejouer", *wrong)


def test_le_docteur_et_la_sante(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    by_name = {examen.nom: examen.chercher for examen in EXAMENS}
    events, jobs = by_name["Événements"], by_name["Travaux planifiés"]

    def sante() -> tuple[int, str]:
        answer = client.get("/health/evenements")
        return answer.status_code, answer.json()["status"]

    assert (list(events()), list(jobs()), sante()) == ([], [], (200, "ok"))
    LivraisonFactory()
    long_ago = timezone.now() - timedelta(hours=1)
    late = LivraisonFactory(etat="due", prochain_le=long_ago, abonne="perdu")
    assert [c.texte for c in events()] == [
        "1 événement(s) ou livraison(s) en attente, depuis 3600 s.",
        "1 livraison(s) échouée(s).",
        "Plus personne ne se nomme « perdu » : 1 livraison(s).",
    ]
    assert sante() == (200, "degrade")
    entretien.abandonner(late.pk)
    assert sante() == (200, "ok")
    Evenement.objects.filter(pk=EvenementFactory(diffuse=False).pk).update(cree_le=long_ago)
    assert sante() == (200, "degrade")

    job = travaux.travaux()[0]
    ExecutionTravail.objects.create(travail=job.nom, debut=long_ago, fin=long_ago, erreur="Panne")
    assert [c.texte for c in jobs()] == [f"{job.nom} : Panne"]

    def tomber() -> bool:
        raise Error

    monkeypatch.setattr(entretien, "en_retard", tomber)
    assert sante() == (503, "indisponible")
