"""Run beside the tests: fills the database of their server, and prints the rows that they open.

A process of its own, so that it runs with the settings of a served site and not with the suite's.
"""

import json
import sys
from typing import Any, get_type_hints

import django


def main() -> None:
    """Migrations, demo, static files; then the rows that each role sees, as JSON."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from comptes.demo import COMPTES_DEMO
    from comptes.models import Utilisateur

    call_command("migrate", interactive=False, verbosity=0)
    call_command("demo", graine=1, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    _completer()
    if settings.RELAIS:
        _rattraper()
    users = [Utilisateur.objects.get(username=compte.username) for compte in COMPTES_DEMO]
    sys.stdout.write(json.dumps({user.username: lignes_de(user) for user in users}))


def _completer() -> None:
    """What the demo leaves out and pages are about: a visit to come, a holiday of one's own."""
    from datetime import timedelta

    from django.utils import timezone

    from comptes.models import Utilisateur
    from equipements.models import Equipement
    from planning import services
    from planning.choices import Ajustement

    chief = Utilisateur.objects.get(username="responsable")
    field = Utilisateur.objects.get(username="technicien").technicien
    today = timezone.localdate()
    machine = Equipement.objects.filter(archive_le=None).order_by("pk")[0]
    plan = services.creer_plan(
        par=chief,
        equipement_id=machine.pk,
        frequence="annuel",
        technicien_id=field.pk,
        prochaine_date=today + timedelta(days=40),
    )
    services.generer_plan(par=chief, plan_id=plan.pk)
    services.ajuster_ferie(
        par=chief, date=today + timedelta(days=60), ajustement=Ajustement.AJOUTE, nom="Pont"
    )


def _rattraper() -> None:
    """What clock and relay would do in the first minute: nothing comes by itself later."""
    from django.utils import timezone

    from core import travaux
    from core.outbox import relais

    for travail in travaux.dus(timezone.now()):
        travaux.executer(travail)
    relais.passer()


def lignes_de(user: Any) -> dict[str, Any]:
    """Per kind of row that the permission matrix names, the key of one that this account sees."""
    from django.db.models import Model

    from clients.models import Client
    from equipements.models import Equipement, Famille
    from interventions.models import Intervention
    from listes.services import creer_vue
    from techniciens.models import CompetenceTechnicien
    from techniciens.visibility import technicien_id_de
    from tests.decor import Cote, Decor

    kinds = {**get_type_hints(Cote), **get_type_hints(Decor), "client": Client}
    kinds["famille"] = Famille
    found: dict[str, Any] = {
        nom: _visibles(genre, user).values_list("pk", flat=True).first()
        for nom, genre in kinds.items()
        if isinstance(genre, type) and issubclass(genre, Model)
    }
    # Some pages are about the pair: a technician and a skill of his own.
    held = _visibles(CompetenceTechnicien, user).first()
    if held is not None:
        found |= {"technicien": held.technicien_id, "competence": held.competence_id}
    states = dict(_visibles(Intervention, user).values_list("statut", "pk"))
    # Work under way shows the most; a client may still change only what waits.
    under_way = states.get("ouverte" if user.role == "client" else "en_cours")
    return found | {
        "intervention": under_way or found["intervention"],
        "statuts": states,  # one row of each
        # What waits for a technician waits for a slot too.
        "a_planifier": states.get("ouverte"),
        "compte": user.pk,
        "technicien_du_compte": technicien_id_de(user),
        "vue": creer_vue(
            par=user, liste="interventions", nom="Toutes les urgences", requete="urgence=true"
        ).pk,
        "code": _visibles(Equipement, user).values_list("code", flat=True).first(),
    }


def _visibles(modele: Any, user: Any) -> Any:
    return modele.objects.visible_to(user).order_by("pk")


if __name__ == "__main__":
    main()
