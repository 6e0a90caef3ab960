"""Health for load balancers: whether we answer, and whether the database does. No detail.

Nothing is written, so that no form's token is missed: another method is 405, not 403.
"""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.outbox import entretien


@csrf_exempt
@never_cache
@require_safe
def sante(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@csrf_exempt
@never_cache
@require_safe
def sante_base(_request: HttpRequest) -> JsonResponse:
    """The database answers a trivial query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error:
        return _sans_base()
    return JsonResponse({"status": "ok"})


@csrf_exempt
@never_cache
@require_safe
def sante_evenements(_request: HttpRequest) -> JsonResponse:
    """Events are delivered in time (`ok`), or some wait for too long (`degrade`): pages work on."""
    try:
        late = entretien.en_retard()
    except Error:
        return _sans_base()
    return JsonResponse({"status": "degrade" if late else "ok"})


def _sans_base() -> JsonResponse:
    body = {"status": "indisponible", "detail": _("La base de données ne répond pas.")}
    return JsonResponse(body, status=503, headers={"Retry-After": "5"})
