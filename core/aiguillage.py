"""Which face a request speaks to (API or page), and both spellings of a path."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from rest_framework.views import APIView

_JSON = ("/api/", "/health")
_PAGES = ("/gestion/", "/admin/")


def vue_api(match: ResolverMatch | None) -> type[APIView] | None:
    """The API view class behind a resolved route, if it is one."""
    classe = getattr(match.func, "cls", None) if match is not None else None
    return classe if isinstance(classe, type) and issubclass(classe, APIView) else None


def est_api(request: HttpRequest) -> bool:
    """The answer should be JSON: by the view; where no view was found, by path, then by Accept."""
    if request.resolver_match is not None and vue_api(request.resolver_match):
        return True
    path = request.path_info
    if path.startswith(_JSON):
        return True
    if request.resolver_match is not None or path == "/" or path.startswith(_PAGES):
        return False
    return "text/html" not in request.META.get("HTTP_ACCEPT", "")


def _resoudre(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def aiguiller(request: HttpRequest) -> ResolverMatch | None:
    """Find the route; if only the other spelling of the last slash has one, take that.

    `path_info` alone is changed: `path` stays what the caller typed, for links back.
    """
    path = request.path_info
    if path.startswith(settings.STATIC_URL):
        return None
    match = _resoudre(path)
    if match is None and path != "/":
        other = path[:-1] if path.endswith("/") else f"{path}/"
        match = _resoudre(other)
        if match is not None:
            request.path_info = other
    return match
