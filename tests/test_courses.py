"""Two at once, on real commits: exactly one wins, the others are told, and the facts stay true.

Every thread has a connection of its own. On PostgreSQL 16 of them, on a SQLite file 8.
"""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from clients import services as clients
from clients.models import Client, Contact, Site
from clients.tests.factories import ClientFactory, ContactFactory, SiteFactory
from comptes import services as comptes
from comptes import sessions
from comptes.choices import FinSession, GenreSession
from comptes.essais import essai
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit, DomainError, Invalide, VersionPerimee
from core.models import Evenement
from equipements.models import Equipement
from equipements.services import Lecture, modifier_equipement, relever
from equipements.tests.factories import CompteurFactory, EquipementFactory
from interventions import services
from interventions.actions import registre
from interventions.models import Affectation, Indisponibilite, Intervention, Segment
from interventions.tests.factories import InterventionFactory
from interventions.visibility import HistoriqueIntervention
from techniciens import services as techniciens
from techniciens.models import Technicien
from techniciens.tests.factories import TechnicienFactory

pytestmark = pytest.mark.usefixtures("base_reelle")

POSTGRES = connection.vendor == "postgresql"
FILS, ESSAIS = (16, 1000) if POSTGRES else (8, 200)
TOURS, PEU = (50, 5) if POSTGRES else (10, 2)


def courir(*actes: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment, each in a thread; what came of each, a refusal included."""
    depart = threading.Barrier(len(actes))

    def un(acte: Callable[[], Any]) -> Any:
        try:
            depart.wait(timeout=20)
            return acte()
        except DomainError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actes)) as pool:
        return [future.result() for future in [pool.submit(un, acte) for acte in actes]]


def sans_cesse(fois: int, acte: Callable[[], Any]) -> Callable[[], list[Any]]:
    """The act `fois` times in a row, refusals collected."""

    def boucle() -> list[Any]:
        outcomes: list[Any] = []
        for _ in range(fois):
            try:
                outcomes.append(acte())
            except DomainError as refusal:
                outcomes.append(refusal)
        return outcomes

    return boucle


def _genres(issues: Sequence[Any]) -> Counter[str]:
    return Counter(type(issue).__name__ for issue in issues)


def _compte(user: Utilisateur) -> Utilisateur:
    found: Utilisateur = Utilisateur.objects.get(pk=user.pk)
    return found


# --- one transition ----------------------------------------------------------------------------


def test_un_seul_demarre() -> None:
    row = InterventionFactory(etat="affectee")
    assert row.technicien is not None
    users = [UtilisateurFactory(admin=True), UtilisateurFactory(), row.technicien.user]
    lines = HistoriqueIntervention.objects.count()
    actes = [
        sans_cesse(
            -(-ESSAIS // FILS),
            partial(services.demarrer, intervention_id=row.pk, par=users[i % len(users)]),
        )
        for i in range(FILS)
    ]
    issues = [issue for several in courir(*actes) for issue in several]
    assert len(issues) >= ESSAIS
    assert _genres(issues) == {"Intervention": 1, "Conflit": len(issues) - 1}
    told = next(i for i in issues if isinstance(i, Conflit))
    assert (told.etat["statut"], told.etat["version"]) == ("en_cours", row.version + 1)
    row.refresh_from_db()
    assert (row.statut, row.version) == ("en_cours", told.etat["version"])
    assert HistoriqueIntervention.objects.count() == lines + 1
    assert Evenement.objects.filter(type="intervention.statut").count() == 1
    assert Segment.objects.filter(intervention=row).count() == 1


def test_une_seule_affectation_de_la_version_vue() -> None:
    row, par = InterventionFactory(), UtilisateurFactory()
    choices = TechnicienFactory.create_batch(FILS)
    issues = courir(
        *(
            partial(
                services.affecter,
                intervention_id=row.pk,
                par=_compte(par),
                technicien_id=choice.pk,
                version=row.version,
            )
            for choice in choices
        )
    )
    assert _genres(issues) == {"Intervention": 1, "VersionPerimee": FILS - 1}
    winner = next(i for i in issues if isinstance(i, Intervention))
    for told in (i for i in issues if isinstance(i, VersionPerimee)):
        assert told.etat["version"] == 2
        assert [e["action"] for e in told.etat["depuis"]] == ["affectation"]
    assert Affectation.objects.get().technicien_id == winner.technicien_id
    assert Evenement.objects.filter(type="intervention.affectee").count() == 1
    assert HistoriqueIntervention.objects.filter(action="affectation").count() == 1


def test_sans_version_les_reaffectations_se_suivent() -> None:
    """No version sent: each takes its turn, and one affectation is open at the end."""
    row, par = InterventionFactory(), UtilisateurFactory()
    choices = TechnicienFactory.create_batch(4)
    issues = courir(
        *(
            partial(
                services.affecter,
                intervention_id=row.pk,
                par=_compte(par),
                technicien_id=choice.pk,
            )
            for choice in choices
        )
    )
    assert _genres(issues) == {"Intervention": 4}
    row.refresh_from_db()
    assert row.version == 5
    assert Affectation.objects.get(fin=None).technicien_id == row.technicien_id


def test_un_abonne_du_client_ne_note_quune_fois() -> None:
    firm = ClientFactory(avec_compte=True)
    row = InterventionFactory(equipement=EquipementFactory(client=firm), etat="cloturee")
    assert firm.user is not None
    issues = courir(
        *(
            partial(services.evaluer, intervention_id=row.pk, par=_compte(firm.user), note=n)
            for n in (1, 2, 3, 4, 5)
        )
    )
    assert _genres(issues) == {"Intervention": 1, "Conflit": 4}


# --- the machine -------------------------------------------------------------------------------


def _deux_arrets(par: Utilisateur, technicien: Technicien, firm: Client) -> list[Intervention]:
    """One stopped machine with two jobs under way that keep it so.

    Of a type whose closing does not write the machine's last upkeep: that alone would queue them.
    """
    machine = EquipementFactory(client=firm, famille=None)
    rows = [
        services.creer(par=par, equipement_id=machine.pk, titre="Panne", arret_machine=True)
        for _ in range(2)
    ]
    Intervention.objects.filter(pk__in=[row.pk for row in rows]).update(
        statut="en_cours", technicien=technicien, type_intervention="diagnostic"
    )
    return rows


def test_deux_dernieres_clotures_remettent_la_machine_en_marche() -> None:
    par, technicien, firm = UtilisateurFactory(), TechnicienFactory(), ClientFactory()
    tours = [_deux_arrets(par, technicien, firm) for _ in range(TOURS)]
    assert Equipement.objects.filter(statut="panne").count() == TOURS
    ensemble = threading.Barrier(2)

    def fermer(cote: int) -> None:
        user = _compte(par)
        for rows in tours:
            ensemble.wait(timeout=20)
            services.cloturer(intervention_id=rows[cote].pk, par=user, solution="Fait")

    assert courir(partial(fermer, 0), partial(fermer, 1)) == [None, None]
    assert set(Equipement.objects.values_list("statut", flat=True)) == {"operationnel"}
    assert Indisponibilite.objects.count() == TOURS
    assert not Indisponibilite.objects.filter(fin=None).exists()


def test_une_cloture_pendant_quune_panne_souvre() -> None:
    par, technicien, firm = UtilisateurFactory(), TechnicienFactory(), ClientFactory()
    tours = [_deux_arrets(par, technicien, firm)[0] for _ in range(PEU)]
    Intervention.objects.exclude(pk__in=[row.pk for row in tours]).update(statut="annulee")
    ensemble = threading.Barrier(2)

    def ouvrir_ou_fermer(*, ouvrir: bool) -> None:
        user = _compte(par)
        for row in tours:
            ensemble.wait(timeout=20)
            if ouvrir:
                services.creer(
                    par=user, equipement_id=row.equipement_id, titre="Encore", arret_machine=True
                )
            else:
                services.cloturer(intervention_id=row.pk, par=user, solution="Fait")

    courir(partial(ouvrir_ou_fermer, ouvrir=True), partial(ouvrir_ou_fermer, ouvrir=False))
    assert set(Equipement.objects.values_list("statut", flat=True)) == {"panne"}
    assert Indisponibilite.objects.filter(fin=None).count() == len(tours)


# --- numbers -----------------------------------------------------------------------------------


def test_les_numeros_sont_uniques_et_sans_trou(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third of the acts is refused after the number was taken: it is given back."""
    par, machines = (
        UtilisateurFactory(),
        EquipementFactory.create_batch(FILS, client=ClientFactory(), famille=None),
    )

    def refuser(intervention: Intervention, **_: Any) -> None:
        if intervention.titre == "Refusée":
            raise Conflit("Non")

    monkeypatch.setitem(registre._abonnes, "creer", [refuser])
    titres = ["Gardée", "Refusée", "Gardée"] * 2

    def creer(machine: Equipement) -> list[Any]:
        user, remaining = _compte(par), iter(titres)
        return sans_cesse(
            len(titres),
            lambda: services.creer(par=user, equipement_id=machine.pk, titre=next(remaining)),
        )()

    issues = [i for several in courir(*(partial(creer, m) for m in machines)) for i in several]
    kept = FILS * titres.count("Gardée")
    assert _genres(issues) == {"Intervention": kept, "Conflit": len(issues) - kept}
    year = timezone.localtime().year
    numbers = sorted(Intervention.objects.values_list("numero", flat=True))
    assert numbers == [f"INT-{year}-{n:06d}" for n in range(1, kept + 1)]


# --- people ------------------------------------------------------------------------------------


@pytest.mark.parametrize("geste", ["desactiver", "retrograder"])
def test_il_reste_un_administrateur(geste: str) -> None:
    def agir(par: Utilisateur, cible: Utilisateur) -> Any:
        if geste == "desactiver":
            return comptes.desactiver(par=par, utilisateur_id=cible.pk)
        return comptes.modifier_utilisateur(
            par=par, utilisateur_id=cible.pk, champs={"role": "client"}
        )

    for _ in range(PEU):
        Utilisateur.objects.all().update(is_active=False)
        one, other = UtilisateurFactory.create_batch(2, admin=True)
        issues = courir(partial(agir, _compte(one), other), partial(agir, _compte(other), one))
        assert _genres(issues) == {"Utilisateur": 1, "Conflit": 1}
        assert Utilisateur.objects.filter(role="admin", is_active=True).count() == 1


@pytest.mark.parametrize("porte", ["archiver", "desactiver", "changer de rôle"])
def test_qui_part_ne_recoit_plus_rien(porte: str) -> None:
    """Assigned at the very moment of leaving: one of the two is refused."""
    admin = UtilisateurFactory(admin=True)

    def partir(technicien: Technicien) -> Any:
        par = _compte(admin)
        if porte == "archiver":
            return techniciens.archiver_technicien(par=par, technicien_id=technicien.pk)
        if porte == "desactiver":
            return comptes.desactiver(par=par, utilisateur_id=technicien.user_id)
        return comptes.modifier_utilisateur(
            par=par, utilisateur_id=technicien.user_id, champs={"role": "client"}
        )

    for _ in range(PEU):
        row, technicien = InterventionFactory(par=admin), TechnicienFactory()
        affecter = partial(
            services.affecter,
            intervention_id=row.pk,
            par=_compte(admin),
            technicien_id=technicien.pk,
        )
        left, given = courir(partial(partir, technicien), affecter)
        assert isinstance(left, Conflit) != isinstance(given, Invalide)
        again = Technicien.objects.get(pk=technicien.pk)
        assert again.actif is isinstance(left, Conflit)
        assert Affectation.objects.filter(technicien=again, fin=None).exists() is again.actif


# --- trees and firms ---------------------------------------------------------------------------


def test_a_dans_b_et_b_dans_a_ne_font_pas_un_cercle() -> None:
    par, firm = UtilisateurFactory(), ClientFactory()
    for _ in range(PEU):
        a, b = EquipementFactory.create_batch(2, client=firm, famille=None)
        issues = courir(
            *(
                partial(
                    modifier_equipement,
                    par=_compte(par),
                    equipement_id=lower.pk,
                    champs={"parent_id": upper.pk},
                )
                for lower, upper in ((a, b), (b, a))
            )
        )
        assert _genres(issues) == {"Equipement": 1, "Invalide": 1}
        assert Equipement.objects.filter(pk__in=[a.pk, b.pk], parent=None).count() == 1


def test_un_seul_contact_principal() -> None:
    par = UtilisateurFactory()
    for _ in range(PEU):
        firm = ClientFactory()
        one, other = ContactFactory.create_batch(2, client=firm)
        courir(
            *(
                partial(
                    clients.modifier_contact,
                    par=_compte(par),
                    contact_id=contact.pk,
                    champs={"principal": True},
                )
                for contact in (one, other)
            ),
            partial(
                clients.creer_contact,
                par=_compte(par),
                client_id=firm.pk,
                nom="Troisième",
                principal=True,
            ),
        )
        assert Contact.objects.filter(client=firm).count() == 3
        assert Contact.objects.filter(client=firm, principal=True).count() == 1


def test_un_client_garde_un_site() -> None:
    par = UtilisateurFactory()
    for _ in range(PEU):
        firm = ClientFactory()
        sites = [firm.sites.get(), SiteFactory(client=firm)]
        issues = courir(
            *(partial(clients.archiver_site, par=_compte(par), site_id=s.pk) for s in sites)
        )
        assert _genres(issues) == {"Site": 1, "Conflit": 1}
        assert Site.objects.filter(client=firm, archive_le=None).count() == 1


# --- sign-in -----------------------------------------------------------------------------------


def test_un_seul_renouvellement_par_jeton() -> None:
    user = UtilisateurFactory()
    for _ in range(PEU):
        session = sessions.ouvrir(user, genre=GenreSession.API)
        renew = partial(sessions.renouveler, session.sid, session.jti)
        issues = courir(*[renew] * 24)
        assert sum(issue is not None for issue in issues) == 1
        session.refresh_from_db()
        assert session.fin == FinSession.REJEU


def test_mille_essais_a_la_fois_n_en_font_pas_plus_de_dix() -> None:
    user, looked = UtilisateurFactory(), []

    def deviner() -> None:
        with essai(user, user.username):
            looked.append(1)

    issues = [issue for several in courir(*[sans_cesse(20, deviner)] * FILS) for issue in several]
    assert len(issues) == 20 * FILS
    assert len(looked) == 10
    assert _genres(issues) == {"NoneType": 10, "TropDeDemandes": len(issues) - 10}


def test_un_releve_envoye_de_partout_n_en_fait_qu_un_et_le_cumul_ne_recule_pas() -> None:
    """The same reading from all sides is one row; of others that cross, those in order stay."""
    meter, chief = CompteurFactory(), UtilisateurFactory()
    start = timezone.now() - timedelta(days=1)

    def lire(minute: int, valeur: int) -> Callable[[], Any]:
        when = start + timedelta(minutes=minute)
        lecture = Lecture(valeur=Decimal(valeur), date=when)
        return partial(relever, par=chief, compteur_id=meter.pk, lecture=lecture)

    same = courir(*[lire(0, 100)] * FILS)
    assert len({row.pk for row in same}) == 1
    assert Evenement.objects.filter(type="releve.saisi").count() == 1
    # Later but lower for half of them: whoever comes first, the order in time holds.
    courir(*[lire(n + 1, 200 + n if n % 2 else 200 - n) for n in range(FILS)])
    rows = list(meter.releves.order_by("date").values_list("cumul", flat=True))
    assert rows == sorted(rows)
    assert len(rows) > 1
