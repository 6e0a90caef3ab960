"""Each rule of the table is reached, by those alone who may see, once whatever comes twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from clients.models import Contact
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.models import Evenement, Livraison
from core.outbox import entretien, publier
from core.outbox.abonnes import Remise
from documents import services as documents
from equipements.models import Equipement
from equipements.services import modifier_equipement
from equipements.tests.factories import EquipementFactory
from interventions import services
from interventions.events import CommentaireAjoute, RappelDu
from interventions.models import Intervention
from notifications import diffusion, echeances, faits
from notifications.diffusion import PERIME
from notifications.models import Notification
from notifications.rappels import rappeler
from notifications.regles import REGLES
from planning import services as planning
from planning.tests.factories import DEBUT, HEURE, CreneauFactory
from techniciens.models import CompetenceTechnicien
from techniciens.tests.factories import CompetenceTechnicienFactory
from tests.fixtures import Monde
from tests.relais import relayer

pytestmark = pytest.mark.django_db


def _nouvelles(agir: Callable[[], object]) -> set[tuple[str, str]]:
    """(who, sujet) of what an act tells under the bell; what came before is told first."""
    relayer()
    Notification.objects.all().delete()
    agir()
    relayer()
    rows = Notification.objects.filter(canal="in-app")
    return set(rows.values_list("user__username", "sujet"))


def _toutes(monde: Monde) -> dict[str, Callable[[], Any]]:
    """An act for each event of the table, on fresh work of firm A."""
    chef, worker, client = monde.responsable, monde.technicien_a, monde.user_a
    work = services.creer(par=client, equipement_id=monde.machine_a.pk, titre="Fuite").pk
    made: dict[str, Any] = {}

    def affecter(technicien: Any) -> None:
        services.affecter(intervention_id=work, par=chef, technicien_id=technicien.pk)

    def planifier() -> None:
        made["creneau"] = planning.planifier(
            par=chef, intervention_id=work, date_debut=DEBUT, date_fin=DEBUT + HEURE
        ).pk

    def echeance(dans: timedelta) -> None:
        Intervention.objects.filter(pk=work).update(date_limite=timezone.now() + dans)
        echeances.annoncer()

    def certificat() -> None:
        held = CompetenceTechnicienFactory(technicien=worker)
        end = timezone.localdate() + timedelta(days=20)
        CompetenceTechnicien.objects.filter(pk=held.pk).update(certification_expire_le=end)
        echeances.annoncer()

    def joindre() -> None:
        file = SimpleUploadedFile("note.txt", b"bonjour")
        documents.deposer(par=chef, intervention_id=work, fichier=file)

    def rappel() -> None:
        with transaction.atomic():
            publier(RappelDu(intervention_id=work, creneau_id=made["creneau"], version=1))

    def agir(nom: str, par: Any, **donnees: Any) -> Callable[[], Any]:
        return lambda: getattr(services, nom)(intervention_id=work, par=par, **donnees)

    return {
        "creer": lambda: services.creer(
            par=client, equipement_id=monde.machine_a.pk, titre="Bruit", arret_machine=True
        ),
        "affecter": lambda: affecter(monde.technicien_b),
        "desaffecter": agir("desaffecter", chef, motif="Absent"),
        "reaffecter": lambda: affecter(monde.technicien_b),
        "confier": lambda: affecter(worker),
        "planifier": planifier,
        "rappeler": rappel,
        "deplacer": lambda: planning.deplacer(
            par=chef, creneau_id=made["creneau"], nouvelle_date=DEBUT + 3 * HEURE
        ),
        "deplanifier": lambda: planning.deplanifier(par=chef, creneau_id=made["creneau"]),
        "commenter": agir("commenter", chef, texte="Vu", visible_client=True),
        "commenter_dedans": agir("commenter", chef, texte="Vu"),
        "joindre": joindre,
        "echeance_24": lambda: echeance(timedelta(hours=20)),
        "echeance_4": lambda: echeance(timedelta(hours=3)),
        "echeance_passee": lambda: echeance(timedelta(hours=-1)),
        "demarrer": agir("demarrer", worker.user),
        "suspendre": agir("suspendre", worker.user, cause="pieces", texte="Joint"),
        "reprendre": agir("reprendre", worker.user),
        "certificat": certificat,
        "cloturer": agir("cloturer", worker.user, solution="Fait"),
    }


def test_chaque_regle_est_atteinte(monde: Monde) -> None:
    """By whom each is told; together every line of the table but one, which is `annuler`'s."""
    chef, client = monde.responsable.username, monde.user_a.username
    a, b = monde.technicien_a.user.username, monde.technicien_b.user.username
    wanted = {
        "creer": {(chef, "demande"), (chef, "equipement")},
        "affecter": {(b, "affectation")},
        "desaffecter": {(b, "affectation")},
        "reaffecter": {(b, "affectation")},
        "confier": {(a, "affectation"), (b, "affectation")},
        "planifier": {(a, "planning"), (client, "planning")},
        "rappeler": {(a, "rappel"), (client, "rappel")},
        "deplacer": {(a, "planning"), (client, "planning")},
        "deplanifier": {(a, "planning"), (client, "planning")},
        "commenter": {(a, "commentaire"), (client, "commentaire")},
        "commenter_dedans": {(a, "commentaire")},
        "joindre": {(a, "document"), (client, "document")},
        "echeance_24": {(a, "echeance")},
        "echeance_4": {(a, "echeance"), (chef, "echeance")},
        "echeance_passee": {(a, "echeance"), (chef, "echeance")},
        "demarrer": {(client, "statut")},
        "suspendre": {(client, "statut"), (chef, "statut")},
        "reprendre": {(client, "statut")},
        "certificat": {(a, "certification"), (chef, "certification")},
        "cloturer": {(client, "statut"), (chef, "statut")},
    }
    acts = _toutes(monde)
    assert acts.keys() == wanted.keys()
    assert {nom: _nouvelles(act) for nom, act in acts.items()} == wanted
    row = services.creer(par=monde.responsable, equipement_id=monde.machine_a.pk, titre="Tour")
    services.affecter(
        intervention_id=row.pk, par=monde.responsable, technicien_id=monde.technicien_a.pk
    )

    def annuler() -> None:
        services.annuler(intervention_id=row.pk, par=monde.responsable, motif="Non")

    assert _nouvelles(annuler) == {(a, "statut"), (client, "statut")}
    told = set(Evenement.objects.values_list("type", flat=True))
    assert {rule.evenement for rule in REGLES} <= told


def test_les_mots_sont_entiers(monde: Monde) -> None:
    """No title keeps a mark of its own, in any language."""
    row = monde.intervention_a
    fait = faits.Fait(type="", donnees={}, intervention=row, equipement=row.equipement)
    for rule in REGLES:
        assert "%" not in str(rule.titre) % diffusion.mots(fait), rule


def test_les_etrangers_n_apprennent_rien(monde: Monde) -> None:
    """Of a whole life, neither firm B nor its technician, nor who left, hears a word."""
    gone = UtilisateurFactory(role="client", is_active=False)
    Contact.objects.create(client=monde.client_a, user=gone, nom="Parti")
    row = services.creer(par=monde.responsable, equipement_id=monde.machine_a.pk, titre="Fuite")
    worker = monde.technicien_a
    services.affecter(intervention_id=row.pk, par=monde.responsable, technicien_id=worker.pk)
    services.demarrer(intervention_id=row.pk, par=worker.user)
    services.commenter(intervention_id=row.pk, par=worker.user, texte="x", visible_client=True)
    services.cloturer(intervention_id=row.pk, par=worker.user, solution="Fait")
    relayer()
    told = Notification.objects.filter(intervention=row).values_list("user_id", flat=True)
    strangers = {monde.user_b.pk, monde.technicien_b.user_id, monde.admin.pk, gone.pk}
    assert told.exists()
    assert not strangers & set(told)


def test_la_visibilite_est_celle_du_moment_ou_l_on_dit(monde: Monde) -> None:
    """Deactivated, or no longer the firm's, between the act and the relay: nothing."""
    row = monde.intervention_a
    relayer()
    Notification.objects.all().delete()
    services.commenter(
        intervention_id=row.pk, par=monde.responsable, texte="Vu", visible_client=True
    )
    Utilisateur.objects.filter(pk=monde.technicien_a.user_id).update(is_active=False)
    Utilisateur.objects.filter(pk=monde.user_a.pk).update(role="responsable")
    type(monde.client_a).objects.filter(pk=monde.client_a.pk).update(user=None)
    relayer()
    people = set(Notification.objects.values_list("user_id", flat=True))
    assert people == {monde.user_a.pk}  # a responsable by now


def test_ce_qui_a_disparu_ne_se_dit_plus(monde: Monde) -> None:
    """A comment that is gone has no visibility any more: told to nobody, whatever it was."""
    relayer()
    Notification.objects.all().delete()
    row = monde.intervention_a
    known: dict[str, Any] = {
        "intervention_id": row.pk,
        "version": 1,
        "par_id": None,
        "de": "",
        "vers": "",
    }
    with transaction.atomic():
        publier(CommentaireAjoute(**known, commentaire_id=10**9))
        publier(CommentaireAjoute(**known | {"intervention_id": 10**9}, commentaire_id=1))
    relayer()
    assert not Notification.objects.exists()


def test_le_meme_evenement_deux_fois_se_dit_une_fois(monde: Monde) -> None:
    relayer()
    before = list(Notification.objects.order_by("pk").values_list("pk", "cle"))
    assert before
    for row in Livraison.objects.filter(abonne="notifications.in_app"):
        entretien.rejouer(row.pk)
    relayer()
    assert list(Notification.objects.order_by("pk").values_list("pk", "cle")) == before


def test_un_vieil_evenement_ne_part_pas_par_courriel(monde: Monde) -> None:
    """A relay that was away for a day tells it in the application only."""
    relayer()
    Notification.objects.all().delete()
    event = Evenement.objects.filter(type="intervention.affectee").latest("pk")
    for age, mails in ((PERIME + timedelta(minutes=1), False), (timedelta(), True)):
        known: dict[str, Any] = {"cle": "", "version_schema": 1, "request_id": "", "essai": 1}
        moment = timezone.now() - age
        with transaction.atomic():
            diffusion.livrer(
                Remise(
                    evenement_id=event.pk,
                    type=event.type,
                    donnees=event.donnees,
                    cree_le=moment,
                    **known,
                )
            )
        assert Notification.objects.filter(canal="email").exists() == mails
    assert Notification.objects.filter(canal="in-app").count() == 1


def test_qui_voit_une_machine_et_un_certificat(monde: Monde) -> None:
    """`Fait.comptes` is the rules of rows read from their other end."""
    login = UtilisateurFactory(role="client")
    Contact.objects.create(client=monde.client_a, user=login, nom="Achats")
    UtilisateurFactory(is_active=False)
    accounts = list(Utilisateur.objects.filter(is_active=True).exclude(role="technicien"))
    for machine in (monde.machine_a, monde.machine_b, EquipementFactory()):
        fait = faits.Fait(type="", donnees={}, equipement=machine)
        seeing = {
            u.pk
            for u in accounts
            if Equipement.objects.visible_to(u).filter(pk=machine.pk).exists()
        }
        assert set(fait.comptes().values_list("pk", flat=True)) == seeing
    held = CompetenceTechnicienFactory(technicien=monde.technicien_a)
    fait = faits.Fait(type="", donnees={}, niveau=held)
    everybody = Utilisateur.objects.filter(is_active=True)
    seeing = {
        u.pk
        for u in everybody
        if CompetenceTechnicien.objects.visible_to(u).filter(pk=held.pk).exists()
    }
    assert set(fait.comptes().values_list("pk", flat=True)) == seeing


def test_une_machine_mise_en_panne_a_la_main(monde: Monde) -> None:
    machine = EquipementFactory(client=monde.client_a)

    def panne(statut: str) -> Callable[[], object]:
        return lambda: modifier_equipement(
            par=monde.admin, equipement_id=machine.pk, champs={"statut": statut}
        )

    chef, client = monde.responsable.username, monde.user_a.username
    assert _nouvelles(panne("panne")) == {(chef, "equipement"), (client, "equipement")}
    assert _nouvelles(panne("operationnel")) == set()


def test_qui_aide_a_cote_est_rappele(monde: Monde) -> None:
    """Reserved beside the holder: sees the slot alone, and is told of it."""
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    beside = monde.technicien_b
    row = slot.reservations.first()
    type(row).objects.create(
        planning=slot, technicien=beside, debut=DEBUT, fin=DEBUT + timedelta(hours=1)
    )
    relayer()
    told = Notification.objects.filter(sujet="planning", user=beside.user, canal="in-app")
    assert told.count() == 1
    assert rappeler() == 0  # half a year away
