"""What a scanned label opens: the machine for those who may see it, nothing for the others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.errors import Introuvable
from equipements.models import Equipement


@never_cache
@require_safe
def etiquette(request: HttpRequest, code: str) -> HttpResponse:
    """To the machine's page, or one neutral page.

    A code that does not exist and one of somebody else's machine are asked for by the same query
    and answered by the same bytes, so that nobody can try out which codes are in use.
    """
    rows = Equipement.objects.visible_to(request.user).filter(code=code.strip().upper())
    pk = rows.values_list("pk", flat=True).first()
    if pk is not None:
        return redirect("equipements:fiche", pk)
    back = urlencode({"next": request.path})
    context = {"connexion": f"{reverse('comptes:connexion')}?{back}"}
    status = Introuvable.statut_http
    return render(request, "equipements/etiquette.html", context, status=status)
