"""Settings, all from the environment, with defaults for one machine (see docs/guides/run-in-production.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ

from croisee.config.databases import databases_from

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("CROISEE_DATA_DIR", str(BASE_DIR / "var"))).resolve()
KEYS_DIR = Path(env.str("CROISEE_KEYS_DIR", str(DATA_DIR / "keys")))

DEBUG = env.bool("CROISEE_DEBUG", False)
# Behind HTTPS (a real deployment) cookies are `Secure` and HSTS is sent; `croisee serve` on a desk is plain HTTP.
HTTPS = env.bool("CROISEE_HTTPS", False)


def _secret_key() -> str:
    """The signing key of sessions: environment, else the key file; a build without either gets a throw-away one."""
    if given := env.str("CROISEE_SECRET_KEY", ""):
        return str(given)
    key_file = KEYS_DIR / "django.key"
    if key_file.exists():
        return key_file.read_text().strip()
    from django.core.management.utils import get_random_secret_key

    return get_random_secret_key()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("CROISEE_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CROISEE_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    # Before allauth, whose pages it draws again.
    "croisee.foundation.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "croisee.foundation.accounts",
    "croisee.foundation.directory",
    "croisee.foundation.journal",
    "croisee.foundation.live",
    "croisee.foundation.vault",
    "croisee.foundation.retention",
    "croisee.person.dossiers",
    "croisee.person.needs",
    "croisee.config.apps.ConfigConfig",
]

MIDDLEWARE = [
    "croisee.foundation.ui.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "croisee.foundation.ui.middleware.DatabaseAwayMiddleware",
    "croisee.foundation.accounts.wall.WallMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "croisee.foundation.accounts.wall.ActorMiddleware",
    "croisee.foundation.ui.middleware.RefusedMiddleware",
    "croisee.foundation.ui.idempotency.IdempotencyMiddleware",
]

ROOT_URLCONF = "croisee.config.urls"
WSGI_APPLICATION = "croisee.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "croisee.foundation.ui.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "croisee.foundation.ui.forms.Renderer"

DATABASES = databases_from(env, DATA_DIR)
DATABASE_ROUTERS = ["croisee.config.databases.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Ids in URLs that nobody may read from a neighbour: rows about a person have UUID keys (see docs/adr/0001).
SILENCED_SYSTEM_CHECKS: list[str] = []

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "croisee.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "5/m/ip,3/m/key",
}
# One trusted hop: our own front, or the proxy of the deployment.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("CROISEE_TRUSTED_PROXIES", 1)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Croisée"
# WebAuthn asks for HTTPS except on localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "croisee.foundation.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
# A JSON list of {"provider_id", "name", "client_id", "secret", "settings": {"server_url": …}}, such as ProConnect and
# Pro Santé Connect.
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "EMAIL_AUTHENTICATION": True,
        "APPS": env.json("CROISEE_OIDC_PROVIDERS", default=[]),
    }
}

# Shared by all processes and machines: log-in limits and one-time codes already used are kept here, nothing else.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "croisee_cache"},
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "croisee_session"
SESSION_COOKIE_AGE = env.int("CROISEE_SESSION_HOURS", 10) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "croisee.foundation.ui.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = env.str("CROISEE_TIME_ZONE", "Europe/Paris")
USE_I18N = True
USE_TZ = True
FIRST_DAY_OF_WEEK = 1

STATIC_URL = "/static/"
# The bundler names its files by content; WhiteNoise reads them where the build put them, so no collect step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/ui/dist/.*-[A-Z0-9]{8}\.[a-z0-9]+$"

MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

EMAIL_BACKEND = env.str("CROISEE_EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
DEFAULT_FROM_EMAIL = env.str("CROISEE_EMAIL_FROM", "croisee@localhost")

# Messages of ours carry ids only; request bodies, SQL parameters and URLs' queries are never logged.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"discreet": {"()": "croisee.config.logs.Discreet"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]},
    },
    "root": {"handlers": ["stderr"], "level": env.str("CROISEE_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}

# {"active_file": 24, …}: the periods of foundation.retention that this organisation changes.
RETENTION_MONTHS = env.json("CROISEE_RETENTION_MONTHS", default={})
JOURNAL_RETENTION_MONTHS = env.int("CROISEE_JOURNAL_RETENTION_MONTHS", 12)
JOURNAL_SEAL_COPY = DATA_DIR / "journal" / "seals.jsonl"
EMERGENCY_ACCESS_MINUTES = 60
