"""What a browser keeps for when there is no network: one page that says so, nothing private.

The service worker asks the network first for every page and stores none of them: a phone that
changes hands shows nobody's work.
"""

import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

NOM = "ERP MIF Maroc"
# The page's own look; it is kept together with the page.
RESSOURCES = (
    "vendor/tabler/css/tabler.min.css",
    "app.css",
    "js/theme.js",
    "favicon.svg",
    "icones.svg",
)


@require_safe
@cache_control(no_cache=True)
def page(_request: HttpRequest) -> HttpResponse:
    """The same bytes for everybody: no account, no session, no database."""
    return HttpResponse(render_to_string("hors_ligne.html", {"organisation": {"nom": NOM}}))


@require_safe
@cache_control(max_age=3600)
def manifeste(_request: HttpRequest) -> JsonResponse:
    """Lets a phone put the application on its home screen."""
    icons = [
        {
            "src": static(f"application-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    body = {
        "id": "/",
        "name": NOM,
        "short_name": "MIF Maroc",
        "description": _("Maintenance : demandes, interventions, machines."),
        "lang": "fr",
        "start_url": reverse("racine"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f6f8",
        "theme_color": "#0c2c38",
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
def service(_request: HttpRequest) -> HttpResponse:
    """The service worker; its cache changes name when what it keeps changes."""
    kept = [static(name) for name in RESSOURCES]
    text = render_to_string("hors_ligne.html", {"organisation": {"nom": NOM}})
    mark = hashlib.sha256("\n".join([*kept, text]).encode()).hexdigest()[:12]
    context = {
        "cache": json.dumps(f"hors-ligne-{mark}"),
        "page": json.dumps(reverse("core:hors_ligne")),
        "ressources": json.dumps(kept),
    }
    script = render_to_string("sw.js", context)
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
