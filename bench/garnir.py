"""`python -m bench.garnir`: what the demo's mass load leaves out, a page of each for the lists."""

import hashlib

import django

NOMBRE = 200


def garnir() -> None:
    """Notifications of one person, and documents of the newest interventions."""
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


if __name__ == "__main__":
    django.setup()
    garnir()
