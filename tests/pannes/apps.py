"""Two subscribers: one that writes into our database, one that writes elsewhere; short waits."""

from django.apps import AppConfig


class PannesConfig(AppConfig):
    name = "tests.pannes"
    label = "pannes"

    def ready(self) -> None:
        from core.outbox import abonner, livraison
        from tests.pannes import effets

        # Within the test's patience: what a killed relay held is taken over, and whatever a mail
        # server refused for a minute is tried again.
        livraison.BAIL = 10
        livraison.PREMIER_DELAI, livraison.PLAFOND = 1, 10
        abonner("pannes.dedans", effets.dedans, types=["panne.acte"])
        abonner("pannes.dehors", effets.dehors, types=["panne.acte"], dehors=True)
