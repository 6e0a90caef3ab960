"""Two subscribers: one that writes into our database, one that writes elsewhere."""

from django.apps import AppConfig


class PannesConfig(AppConfig):
    name = "tests.pannes"
    label = "pannes"

    def ready(self) -> None:
        from core.outbox import abonner, livraison
        from tests.pannes import effets

        livraison.BAIL = 10  # what a killed relay held is taken over within the test's patience
        abonner("pannes.dedans", effets.dedans, types=["panne.acte"])
        abonner("pannes.dehors", effets.dehors, types=["panne.acte"], dehors=True)
