"""`/interventions/{id}/actions/{action}`: what each act of the workflow takes, and who does it.

The names come from the workflow's table; here is only how a value of each name looks. What is
required is left to the service: it knows what was written before.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import Field

from core.api.champs import Booleen, Choix, DecimalStrict, Entier, EntierId, Texte
from core.api.ecriture import valeurs
from core.api.serialiseurs import SerialiseurStrict
from core.api.versions import version_vue
from core.errors import Introuvable, Invalide
from interventions import services
from interventions.api.serializers import Modification, champ_version
from interventions.choices import CauseAttente, CauseDefaillance, ModeDefaillance, Remede
from interventions.models import Intervention
from interventions.workflow import ACTIONS

Champ = Field[Any, Any, Any, Any]


def _texte() -> Champ:
    return Texte(required=False, allow_blank=True)


def _code(liste: Any) -> Champ:
    return Choix(choices=liste.choices, required=False, allow_null=True)


_CHAMPS: Mapping[str, Callable[[], Champ]] = {
    "technicien_id": lambda: EntierId(required=False),
    "motif": _texte,
    "texte": _texte,
    "solution": _texte,
    "diagnostic": _texte,
    "commentaire": _texte,
    "cause": lambda: _code(CauseDefaillance),
    "mode": lambda: _code(ModeDefaillance),
    "remede": lambda: _code(Remede),
    "duree_reelle": lambda: DecimalStrict(
        max_digits=7, decimal_places=2, min_value=0, required=False, allow_null=True
    ),
    "note": lambda: Entier(min_value=1, max_value=5, required=False),
    "visible_client": lambda: Booleen(required=False),
}
# The same word for two things: why work waits, and why the machine failed.
_PROPRES: Mapping[tuple[str, str], Callable[[], Champ]] = {
    ("suspendre", "cause"): lambda: Choix(choices=CauseAttente.choices, required=False),
}
_SANS_VERSION = frozenset({"commenter"})


def _entree(nom: str) -> type[SerialiseurStrict]:
    if nom == "modifier":
        return Modification
    action = ACTIONS[nom]
    fields: dict[str, Any] = {
        name: _PROPRES.get((nom, name), _CHAMPS[name])()
        for name in (*action.requis, *action.facultatifs)
    }
    return type(
        f"Action{nom.capitalize()}", (SerialiseurStrict,), fields | {"version": champ_version()}
    )


ENTREES: Mapping[str, type[SerialiseurStrict]] = {nom: _entree(nom) for nom in ACTIONS}


def _absents(nom: str, donnees: dict[str, Any]) -> dict[str, Any]:
    """The required names that were not sent, empty, so that the service can say which."""
    return {name: None for name in ACTIONS[nom].requis if name not in donnees}


def executer(
    nom: str, identifiant: int, request: Request, *, lire: Callable[[], Intervention]
) -> Any:
    """Do the act by the service of its name, with what the request sends.

    The service finds the row and locks it. `lire` reads it besides only where the answer hangs on
    it: an `If-Match` is compared, and a stranger learns of no mistake in what was sent.
    """
    if nom not in ACTIONS:
        raise Introuvable(_("Action inconnue."))
    try:
        sent = valeurs(ENTREES[nom], request, partiel=True)
        version = sent.pop("version", None)
        if "If-Match" in request.headers:
            version = version_vue(request, lire(), version)
        arguments: dict[str, Any]
        arguments = {"champs": sent} if nom == "modifier" else sent | _absents(nom, sent)
        if nom not in _SANS_VERSION:
            arguments["version"] = version
        return getattr(services, nom)(intervention_id=identifiant, par=request.user, **arguments)
    except (ValidationError, Invalide):
        lire()
        raise
