"""The only routes that answer somebody who has not signed in; a test walks all the others."""

from django.urls import ResolverMatch

ROUTES_PUBLIQUES = (
    "comptes:connexion",
    "comptes:oubli",
    "comptes:nouveau_secret",
    "core:sante",
    "core:sante_base",
    "core:sante_evenements",
    "core:hors_ligne",
    "core:manifeste",
    "core:service",
    "etiquette",
    "agenda",
    "api:auth-login",
    "api:auth-token",
    "api:auth-refresh",
    "api:documents-fichier",
    "api:openapi",
    "api:docs",
    "api:redoc",
)


def nom_de_route(match: ResolverMatch) -> str:
    """`app:name`, the same for every place where the app's routes are mounted."""
    return ":".join([*match.app_names, match.url_name or ""])


def est_publique(match: ResolverMatch | None) -> bool:
    """The route is in the tuple; an unresolved path is not."""
    return match is not None and nom_de_route(match) in ROUTES_PUBLIQUES
