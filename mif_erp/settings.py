"""Settings, all read from the environment or `.env` (see `.env.example`).

`ENVIRONNEMENT=production` turns the production rules on: a secret key is demanded, cookies and
redirects are HTTPS only, and `manage.py check --database default` refuses demo passwords.
"""

import secrets
import sys
from datetime import time, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

CLE_MINIMUM = 32  # bytes

env = environ.Env()
TESTS = "pytest" in sys.modules
COMMANDE = Path(sys.argv[0]).name == "manage.py" and "runserver" not in sys.argv
if not TESTS:  # what the suite finds must not hang on this installation's settings
    environ.Env.read_env(BASE_DIR / ".env")

VERSION = "0.2.0-dev"  # CHANGELOG.md
PRODUCTION = env.str("ENVIRONNEMENT", default="developpement") == "production"
DEBUG = env.bool("DEBUG", default=False)


def _secret(name: str) -> str:
    """A signing key of at least 32 bytes; outside production a throw-away one if none is set."""
    value: str = env.str(name, default="")
    if not value and not PRODUCTION:
        return secrets.token_urlsafe(48)
    if len(value.encode()) < CLE_MINIMUM:
        raise ImproperlyConfigured(f"{name} must be set to at least {CLE_MINIMUM} bytes.")
    return value


SECRET_KEY = _secret("SECRET_KEY")
JWT_KEY = _secret("JWT_KEY")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many reverse proxies of ours stand in front and append to X-Forwarded-For.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

INSTALLED_APPS = [
    "core",
    "listes",
    "comptes",
    "clients",
    "techniciens",
    "equipements",
    "interventions",
    "planning",
    "documents",
    "pilotage",
    "notifications",
    "crochets",
    "direct",
    "reprise",
    "mif_erp.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "simple_history",
]
if TESTS:
    INSTALLED_APPS.append("zeal")

MIDDLEWARE = [
    # Outermost: a browser must be able to read refusals and faults too.
    "corsheaders.middleware.CorsMiddleware",
    "core.frontiere.FrontiereMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Static files are compressed already. A page with fifty rows shrinks to an eighth; Django pads
    # each answer by a random length, so that its size tells nothing of what it repeats (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "core.frontiere.PolitiqueContenuMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "comptes.middleware.AuthentificationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "clients.middleware.VueCommeMiddleware",
    "comptes.middleware.PreferencesMiddleware",
    "comptes.middleware.ConnexionExigeeMiddleware",
    "core.frontiere.ErreursMetierMiddleware",
]
if TESTS:  # the same query repeated for each row of one answer raises
    MIDDLEWARE.append("zeal.middleware.zeal_middleware")
    # Each act reads its rows anew under their locks, also when one act calls another.
    ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]

ROOT_URLCONF = "mif_erp.urls"
APPEND_SLASH = False  # FrontiereMiddleware answers both spellings without a redirect
WSGI_APPLICATION = "mif_erp.wsgi.application"
ASGI_APPLICATION = "mif_erp.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "debug": DEBUG or TESTS,  # coverage of templates reads what debugging records
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.contexte.gabarits",
            ],
        },
    },
]
FORM_RENDERER = "core.formulaires.Rendu"

# --- Databases -------------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", default="")


SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock when a transaction begins, so writers queue instead of
    # failing at once; FULL keeps what was acknowledged on power loss.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        f"PRAGMA journal_mode=WAL; PRAGMA synchronous={'OFF' if TESTS else 'FULL'}; "
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
    ),
}


def _postgresql() -> dict[str, Any]:
    """Locks never wait long; a server's statements neither, while a migration may take its time."""
    own = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=30s"
    # Rows with their names join seven tables: trying every order of them takes 4 to 8 ms, the
    # query 1 ms. What narrows is joined first, names last; three tables are still tried freely.
    own += " -c join_collapse_limit=3"
    # What a host that lost its power or its network held is free after a minute, not two hours.
    own += " -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
    if COMMANDE:
        return {"options": own}
    options: dict[str, Any] = {"options": f"{own} -c statement_timeout=10s"}
    if not TESTS:
        options["pool"] = {
            "min_size": env.int("DB_POOL_MIN", default=2),
            "max_size": env.int("DB_POOL_MAX", default=20),
            "timeout": 5,
        }
    return options


def _database() -> dict[str, Any]:
    sqlite = f"sqlite:///{VAR_DIR / 'mif_erp.sqlite3'}"
    config: dict[str, Any] = env.db_url_config(DATABASE_URL or sqlite)
    own = SQLITE_OPTIONS if config["ENGINE"].endswith("sqlite3") else _postgresql()
    config["OPTIONS"] = {**config.get("OPTIONS", {}), **own}
    config["CONN_MAX_AGE"] = 0
    config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": _database()}
# Whose rows `manage.py importer_ancien` reads; never written.
ANCIEN_DATABASE_URL = env.str("ANCIEN_DATABASE_URL", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
# Who delivers events and keeps the clock: threads of the one server process, or Celery, which the
# named function wakes after a commit (docs/exploitation.md).
RELAIS = not TESTS and env.bool("RELAIS", default=not REDIS_URL)
RELAIS_REVEIL = "mif_erp.celery.reveiller" if REDIS_URL and not RELAIS else ""
EVENEMENTS_JOURS = env.int("EVENEMENTS_JOURS", default=90)
# Whether a process serves `/ws/`: pages open a socket then, and ask every minute otherwise.
TEMPS_REEL = env.bool("TEMPS_REEL", default=bool(REDIS_URL))
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "mif-direct"},
    }
    if REDIS_URL
    else {
        "BACKEND": "channels.layers.InMemoryChannelLayer",
        "CONFIG": {"capacity": 10_000},
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# --- Accounts --------------------------------------------------------------------------------
AUTH_USER_MODEL = "comptes.Utilisateur"
AUTHENTICATION_BACKENDS = ["comptes.authentification.IdentifiantOuCourriel"]
PASSWORD_HASHERS = [
    "comptes.authentification.Bcrypt",
    "comptes.authentification.BcryptNu",
]
BCRYPT_COUT = env.int("BCRYPT_COUT", default=12)
MOT_DE_PASSE_MIN = env.int("MOT_DE_PASSE_MIN", default=12)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": MOT_DE_PASSE_MIN},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "comptes:connexion"
LOGIN_REDIRECT_URL = "pilotage:accueil"
LOGOUT_REDIRECT_URL = "comptes:connexion"
SESSION_COOKIE_AGE = env.int("SESSION_HEURES", default=10) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.erreurs_vues.csrf"

JWT_ACCES = timedelta(hours=env.int("JWT_ACCES_HEURES", default=10))
JWT_RENOUVELLEMENT = timedelta(days=env.int("JWT_RENOUVELLEMENT_JOURS", default=14))
# Wrong passwords in any 15 minutes: of one account, and from one network (/24 or /64).
ESSAIS_COMPTE = env.int("ESSAIS_COMPTE", default=10)
ESSAIS_RESEAU = env.int("ESSAIS_RESEAU", default=100)
SIMPLE_JWT = {
    "SIGNING_KEY": JWT_KEY,
    "ALGORITHM": "HS256",
    "ACCESS_TOKEN_LIFETIME": JWT_ACCES,
    "REFRESH_TOKEN_LIFETIME": JWT_RENOUVELLEMENT,
    "ISSUER": "mif-erp",
    "AUDIENCE": "mif-erp-api",
    "UPDATE_LAST_LOGIN": False,
}

# --- Mail ------------------------------------------------------------------------------------
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="ERP MIF Maroc <ne-pas-repondre@localhost>")
# Where answers to our mails go, if not to who sends them.
EMAIL_REPLY_TO = env.list("EMAIL_REPLY_TO", default=[])
# Without a server, mails lie in a folder that administrators read on a page. There, a link that
# sets a new password would reach them rather than its owner: in production none is offered.
COURRIELS = bool(EMAIL_HOST) or not PRODUCTION
_courriels = VAR_DIR / ("courriels-essais" if TESTS else "courriels")
COURRIELS_DOSSIER = Path(env.str("COURRIELS_DOSSIER", default=str(_courriels)))
if not EMAIL_HOST:
    EMAIL_BACKEND = "core.courriels_dossier.Dossier"

# Visits of the next day are recalled from this hour on, on Casablanca's clock.
RAPPEL_HEURE = time.fromisoformat(env.str("RAPPEL_HEURE", default="17:00"))

# --- Outgoing webhooks -----------------------------------------------------------------------
# Public addresses by HTTPS alone, unless one of these lets more through (docs/crochets.md).
CROCHETS_HTTP = env.bool("CROCHETS_HTTP", default=False)
CROCHETS_PORTS = [int(port) for port in env.list("CROCHETS_PORTS", default=["443"])]
CROCHETS_RESEAUX = [ip_network(text) for text in env.list("CROCHETS_RESEAUX", default=[])]
# Deliveries given up one after the other until a subscription is switched off.
CROCHETS_ECHECS_MAX = env.int("CROCHETS_ECHECS_MAX", default=10)

# --- HTTP ------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"
    if PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Files of interventions lie here, never below a served folder.
_documents = VAR_DIR / ("documents-essais" if TESTS else "documents")
DOCUMENTS_ROOT = Path(env.str("DOCUMENTS_ROOT", default=str(_documents)))
DOCUMENT_OCTETS_MAX = env.int("DOCUMENT_MO_MAX", default=20) * 1024 * 1024
DOCUMENT_LIEN_SECONDES = env.int("DOCUMENT_LIEN_SECONDES", default=900)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Another origin may call the API with a token, never with cookies.
_DEV_ORIGINES = [
    f"http://{h}:{p}" for h in ("localhost", "127.0.0.1") for p in (3000, 3001, 3002, 5173)
]
CORS_ALLOWED_ORIGINS = env.list("CORS_ORIGINES", default=[] if PRODUCTION else _DEV_ORIGINES)
CORS_URLS_REGEX = r"^/(?!gestion/|admin/|static/|e/).*$"
CORS_ALLOW_HEADERS = ["authorization", "content-type", "if-match", "idempotency-key"]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "X-Total-Count",
    "X-Total-Count-Exact",
    "X-Request-ID",
    "Deprecation",
    "Sunset",
    "Idempotent-Replayed",
]
CORS_PREFLIGHT_MAX_AGE = 3600

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["comptes.api.authentification.JetonPorteur"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.rendu.RenduJson"],
    "DEFAULT_PARSER_CLASSES": ["core.api.analyseurs.AnalyseurJson"],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.Pages",
    "EXCEPTION_HANDLER": "core.api.erreurs.traiter",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.api.negociation.ToujoursJson",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": False,
    "DEFAULT_SCHEMA_CLASS": "core.api.description.operations.Operation",
}

# The API's own description; see docs/adr/0029.
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "ERP MIF Maroc",
    "VERSION": "1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATION_PARAMETERS": False,
    "GENERIC_ADDITIONAL_PROPERTIES": "bool",
    "POSTPROCESSING_HOOKS": ["core.api.description.racine.completer"],
}

# --- Language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("ar", _("Arabe")), ("en", _("Anglais"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"

# --- Static files ----------------------------------------------------------------------------
STATIC_URL = "/static/"
# A collectstatic under way must not disturb the tests.
_static = VAR_DIR / ("static-essais" if TESTS else "static")
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(_static)))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "core.ressources.NpmFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTS or DEBUG
        else "core.ressources.StockageManifeste"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = DEBUG

# --- Logs ------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"contexte": {"()": "core.contexte.FiltreJournal"}},
    "formatters": {
        "ligne": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "ligne",
            "filters": ["contexte"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}

SIMPLE_HISTORY_DATE_INDEX = False  # the audit table has the seeds' own indexes
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = True
