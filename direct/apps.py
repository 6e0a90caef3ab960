"""Where real time is on, events become signals."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class DirectConfig(AppConfig):
    name = "direct"
    verbose_name = _("Temps réel")

    def ready(self) -> None:
        from core.outbox import abonner
        from direct import diffusion, signaux

        if settings.TEMPS_REEL:
            abonner(
                "direct",
                diffusion.livrer,
                types=signaux.TYPES,
                dehors=True,
                essais=diffusion.ESSAIS,
            )
