"""What the pages of interventions share: the row, where to go back, forms refused by services."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core.errors import Introuvable
from core.lignes import trouver
from core.nombres import lire_id
from core.parametres import unique
from interventions.models import Intervention
from listes.voisins import requete_de, suite


def lire(pk: int, user: Any) -> Intervention:
    """The intervention with the names that pages show, or 404."""
    rows = Intervention.objects.select_related(
        "equipement", "client", "technicien__user", "cree_par", "suite_de"
    ).defer("recherche")
    return trouver(rows, pk, user)


def adresse(intervention: Intervention) -> str:
    """Its page."""
    return reverse("interventions:fiche", args=[intervention.pk])


def retour(request: HttpRequest, demande: str, defaut: str) -> str:
    """Where to go after an act: a path of ours that the form carried, else `defaut`."""
    safe = url_has_allowed_host_and_scheme(
        demande, allowed_hosts=None, require_https=request.is_secure()
    )
    return demande if safe and demande.startswith("/") else defaut


def ici(request: HttpRequest, intervention: Intervention) -> str:
    """Its page, inside the list that the person came from."""
    listed = requete_de(request)
    return adresse(intervention) + (suite(listed) if listed is not None else "")


def garde(request: HttpRequest) -> str:
    """The list again, for links of the page that have a parameter already."""
    listed = requete_de(request)
    return suite(listed).replace("?", "&", 1) if listed is not None else ""


def id_demande(request: HttpRequest, nom: str) -> int | None:
    """The id in the address, None without one."""
    text = unique(request.GET, nom)
    try:
        return lire_id(text) if text else None
    except ValueError as error:
        raise Introuvable(_("Page introuvable.")) from error


def brouillon(user: Any, pk: int | str, nom: str) -> str:
    """The name under which the browser keeps what is typed until it is saved."""
    return f"u{user.pk}-i{pk}-{nom}"


def partie(request: HttpRequest) -> str:
    """The id of the part that htmx asks for; empty for a whole page."""
    details: Any = getattr(request, "htmx", None)
    return str(details.target or "") if details else ""
