"""Everything is set by the environment; without any, one process and a SQLite file serve a town hall."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from essaim.kit.language_model import server_given
from essaim.kit.secret import kept_secret
from essaim.web.version import version_of_static

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent

# --- Where things are kept -------------------------------------------------------------------------------
DATA = Path(env.str("ESSAIM_DATA", default="data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(DATA / "secret")
DEBUG = env.bool("DEBUG", default=False)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_TLS = env.bool("BEHIND_TLS", default=False)


def public_address(given: str) -> str:
    """How mails, posters and QR codes begin: scheme and name, or nothing where only this machine looks."""
    parts = urlsplit(given)
    whole = parts.scheme in {"http", "https"} and parts.hostname and not parts.path and not parts.query
    if given and not whole:
        raise ImproperlyConfigured(
            f"BASE_URL vaut « {given} » : donnez l’adresse publique entière et sans chemin, "
            "comme https://essaim.exemple.fr."
        )
    return given


BASE_URL = public_address(env.str("BASE_URL", default="").rstrip("/"))
# Once the instance has a name, a request under another one is refused: its pages would lead elsewhere.
NAMES = [urlsplit(BASE_URL).hostname, "localhost", "127.0.0.1", "[::1]"] if BASE_URL else ["*"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or NAMES
ROOM = env.list("ESSAIM_ROOM", default=[])  # `serve --room`: this computer on the local network, the shown one first
ROOM_TRUST = env.list("ESSAIM_ROOM_TRUST", default=["none", ""])  # what protects it, a certificate’s fingerprint

# --- What it is made of ----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "essaim.observing",
    "essaim.care",
    "essaim.web",
    "essaim.commons",
    "essaim.workbench",
    "essaim.reports",
    "essaim.workshops",
    "essaim.boards",
    "essaim.programmes",
    "essaim.territories",
    "essaim.people",
    "allauth",
    "allauth.account",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]
MIDDLEWARE = [
    "essaim.web.middleware.observed",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "essaim.web.middleware.private_pages",
    "essaim.web.middleware.refusals",
    "essaim.web.turns.in_turn",
]
ROOT_URLCONF = "essaim.urls"
ASGI_APPLICATION = "essaim.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "essaim.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "essaim.web.forms.EssaimRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database --------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA / 'essaim.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # DEFERRED loses half of concurrent read-then-write transactions
        "timeout": 10,
        # FULL: acknowledged means kept, even through a power cut; group commit makes it cost nothing.
        # secure_delete: what people erase is overwritten in the file, however this SQLite was built.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"
        ),
    }
    # A file, as in real use: an in-memory database shared by threads locks whole tables.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
else:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 16, "timeout": 10}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- Between processes -----------------------------------------------------------------------------------


def broker_address(given: str) -> str:
    """How processes tell each other that a board moved: nothing given, or a Valkey that this process can speak to."""
    if given and not (urlsplit(given).scheme in {"redis", "rediss"} and urlsplit(given).hostname):
        # What was given is not repeated: it may hold a password.
        raise ImproperlyConfigured(
            "BROKER_URL n’est pas une adresse de Valkey : écrivez redis://machine:6379/0 (rediss:// avec TLS), "
            "ou n’écrivez rien, et PostgreSQL préviendra lui-même les autres processus."
        )
    if given and not find_spec("redis"):
        raise ImproperlyConfigured(
            "BROKER_URL demande le paquet « redis », qui n’est pas installé : uv sync --extra valkey."
        )
    return given


BROKER_URL = broker_address(env.str("BROKER_URL", default=""))
GLANCE = env.float("GLANCE", default=2.0)  # seconds between two looks at the database, for what no word told
if GLANCE <= 0:
    raise ImproperlyConfigured(f"GLANCE vaut {GLANCE:g} : donnez un nombre de secondes, comme 2.")

# --- People ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "essaim.people.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # a town hall's mail server may hold a message for minutes (greylisting)
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Essaim : "
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_NAME = "essaim"
CSRF_COOKIE_NAME = "essaim_csrf"
CSRF_FAILURE_VIEW = "essaim.web.views.errors.csrf_failure"

# --- Mail ------------------------------------------------------------------------------------------------
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL and not BASE_URL:
    # Otherwise links in mails would begin with whatever name a request gave, and lead to a stranger's site.
    raise ImproperlyConfigured(
        "EMAIL_URL est donné sans BASE_URL : dites l’adresse publique qui s’écrira dans les courriels, "
        "comme BASE_URL=https://essaim.exemple.fr."
    )
if EMAIL_URL:
    _mail = env.email_url_config(EMAIL_URL)
    MAILERS = {
        "default": {
            "BACKEND": _mail["EMAIL_BACKEND"],
            "OPTIONS": {
                "host": _mail.get("EMAIL_HOST"),
                "port": _mail.get("EMAIL_PORT"),
                "username": _mail.get("EMAIL_HOST_USER") or "",
                "password": _mail.get("EMAIL_HOST_PASSWORD") or "",
                "use_tls": bool(_mail.get("EMAIL_USE_TLS")),
                "use_ssl": bool(_mail.get("EMAIL_USE_SSL")),
                "timeout": 20,
            },
        }
    }
else:
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Essaim <essaim@localhost>")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")  # shown on the pages on accessibility and on personal data

# --- Language and time -----------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "essaim_language"
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Paris")
USE_TZ = True

# --- Files -----------------------------------------------------------------------------------------------
# The manifest is made by `essaim serve` and `essaim demo` before they listen.
HASHED_STATIC = env.bool("HASHED_STATIC", default=False)
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static" / version_of_static(PACKAGE) if HASHED_STATIC else DATA / "static"
STATICFILES_FINDERS = [
    "essaim.web.bundles.BundleFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = DATA / "files"
# Several machines share their photos in a bucket; one machine keeps them in its folder.
S3_ENDPOINT = env.str("S3_ENDPOINT", default="").rstrip("/")
S3_BUCKET = env.str("S3_BUCKET", default="essaim")
S3_KEY = env.str("S3_KEY", default="")
S3_SECRET = env.str("S3_SECRET", default="")
S3_REGION = env.str("S3_REGION", default="us-east-1")
if S3_ENDPOINT and not find_spec("storages"):
    raise ImproperlyConfigured("S3_ENDPOINT demande un paquet qui n’est pas installé : uv sync --extra s3.")
FILES: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
if S3_ENDPOINT:
    FILES = {
        "BACKEND": "essaim.kit.bucket.Bucket",
        "OPTIONS": {
            "endpoint_url": S3_ENDPOINT,
            "bucket_name": S3_BUCKET,
            "access_key": S3_KEY,
            "secret_key": S3_SECRET,
            "region_name": S3_REGION,
            "addressing_style": "path",  # a store of one's own seldom has a name for each bucket
            "default_acl": None,  # closed, as the bucket is: Essaim alone shows what is there
        },
    }
STORAGES = {
    "default": FILES,
    "staticfiles": {
        "BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
SERVESTATIC_USE_FINDERS = not HASHED_STATIC
SERVESTATIC_AUTOREFRESH = False
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Phones open their page again without network; OFFLINE_PAGES=0 takes that away from those that had it.
OFFLINE_PAGES = env.bool("OFFLINE_PAGES", default=True)

# --- A language model, of which there is no trace unless somebody names one ------------------------------
LANGUAGE_MODEL = server_given(
    url=env.str("LANGUAGE_MODEL_URL", default=""),
    name=env.str("LANGUAGE_MODEL_NAME", default=""),
    key=env.str("LANGUAGE_MODEL_KEY", default=""),
    seconds=env.float("LANGUAGE_MODEL_SECONDS", default=15.0),
    seconds_in_all=env.float("LANGUAGE_MODEL_SECONDS_IN_ALL", default=25.0),
)

# --- Trust -----------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS or (bool(ROOM) and BASE_URL.startswith("https:"))
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^sante/", r"^metrics$"]  # a probe asks the process itself, without the proxy
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # attempts are counted by the visitor's address, not by the proxy's
    SECURE_HSTS_SECONDS = 31_536_000

MESSAGE_STORAGE = "essaim.web.flash.ShownOnce"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING_CONFIG = "essaim.web.logs.configure"
LOGGING = {"level": env.str("LOG_LEVEL", default="INFO"), "json": env.str("LOG_FORMAT", default="json") != "text"}
METRICS_TOKEN, DRAIN_SECONDS = env.str("METRICS_TOKEN", default=""), env.float("DRAIN_SECONDS", default=0.0)
