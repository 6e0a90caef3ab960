"""`python -m bench.garnir`: what the demo's mass load leaves out, a page of each for the lists."""

import hashlib

import django

from bench import semaine

NOMBRE = 200


def garnir() -> None:
    """Notifications of one person, documents of the newest work, plans, slots, a large team."""
    from comptes.models import Utilisateur
    from documents.models import Document
    from interventions.models import Intervention
    from notifications.models import Notification

    chief = Utilisateur.objects.get(username="responsable")
    about = list(Intervention.objects.order_by("-pk").values_list("pk", flat=True)[:NOMBRE])
    Notification.objects.bulk_create(
        Notification(user=chief, titre=f"Intervention {pk}", message="Mesure", intervention_id=pk)
        for pk in about
    )
    Document.objects.bulk_create(
        Document(
            intervention_id=pk,
            nom_fichier=f"rapport-{pk}.pdf",
            chemin=f"bench/{pk}",
            type_document="rapport",
            mime="application/pdf",
            taille=1024,
            empreinte=hashlib.sha256(str(pk).encode()).hexdigest(),
            uploaded_by=chief,
        )
        for pk in about
    )
    _planifier()
    semaine.recruter()
    semaine.remplir()


def _planifier() -> None:
    """Half of them plans, half slots."""
    from datetime import timedelta

    from django.utils import timezone

    from interventions.models import Intervention
    from planning.choices import Genre, Unite
    from planning.models import Creneau, EntreePlanning, Plan

    now = timezone.now()
    for row in Intervention.objects.order_by("-pk")[: NOMBRE // 2]:
        machine = row.equipement_id
        plan = EntreePlanning.objects.create(genre=Genre.PLAN, equipement_id=machine)
        Plan.objects.create(
            entree=plan,
            titre="Mesure",
            intervalle_n=1,
            intervalle_unite=Unite.MOIS,
            prochaine_date=now.date() + timedelta(days=60),  # owes nothing yet
        )
        slot = EntreePlanning.objects.create(genre=Genre.CRENEAU, equipement_id=machine)
        Creneau.objects.create(
            entree=slot, intervention=row, date_debut=now, date_fin=now + timedelta(hours=2)
        )


if __name__ == "__main__":
    django.setup()
    garnir()
