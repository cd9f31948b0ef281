"""Django's settings. Whatever differs between places is read from the environment (``environment.py``)."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from zhiqiang.config.accounts import account_settings
from zhiqiang.config.environment import Environment
from zhiqiang.config.logs import logging_config
from zhiqiang.config.uploads import uploads_storage

env = Environment.of_process()

SECRET_KEY = env.secret()
DEBUG = env.flag("ZHIQIANG_DEBUG")
ALLOWED_HOSTS = env.names("ZHIQIANG_ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.names("ZHIQIANG_TRUSTED_ORIGINS")
DATA_DIR = Path(env.text("ZHIQIANG_DATA")).expanduser().resolve()
GALLERY = env.flag("ZHIQIANG_GALLERY")
DEMO = env.flag("ZHIQIANG_DEMO")
DEMO_PASSWORD = "demo-zhiqiang-2020"  # noqa: S105 - no secret: it is shown
SCHEME_FOLDERS = env.names("ZHIQIANG_SCHEMES")

ROOT_URLCONF = "zhiqiang.config.urls"
WSGI_APPLICATION = "zhiqiang.config.wsgi.application"
# django_htmx gives its middleware alone: htmx itself is vendored.
# Ours before allauth's, whose templates they replace.
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "csp",
    "zhiqiang.records",
    "zhiqiang.web",
    "zhiqiang.jobs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhiqiang.web.middleware.headers.ExtraHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhiqiang.web.middleware.logging.RequestLog",
    "zhiqiang.web.middleware.language.CookieLanguage",
    "zhiqiang.web.middleware.limits.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "zhiqiang.web.middleware.characters.NoNul",
    "zhiqiang.web.middleware.busy.Busy",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhiqiang.web.middleware.limits.PostLimit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zhiqiang.web.middleware.reader.ReaderOfRequest",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "zhiqiang.web.context.site",
            ],
        },
    }
]

# --- what is stored
AUTH_USER_MODEL = "records.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": dj_database_url.parse(env.database(DATA_DIR), conn_max_age=600, conn_health_checks=True),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "zhiqiang.config.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was acknowledged is on the disk, even when the power fails the moment after.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }

# Shared by all workers: how often something was tried, which one-time codes were used.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "zhiqiang_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- who people are (zhiqiang/config/accounts.py)
globals().update(account_settings(env))

# --- letters
globals().update(env.mail(DATA_DIR / "mail"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("ZHIQIANG_MAIL_FROM")

# --- languages and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "zhiqiang_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- what people hand in: by digest, never reached by an address of its own
MEDIA_ROOT = DATA_DIR / "store"

# --- static files: hashed names, compressed, cached for good
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": uploads_storage(env.text("UPLOADS_URL")),
    "staticfiles": {"BACKEND": "zhiqiang.config.storage.HashedStatic"},
}
WHITENOISE_MAX_AGE = 60 if DEBUG else 3600

# --- limits
MAX_BODY_BYTES = env.number("ZHIQIANG_MAX_UPLOAD_MB") * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
POSTS_PER_MINUTE = env.number("ZHIQIANG_POSTS_PER_MINUTE")
TRUSTED_PROXIES = env.number("ZHIQIANG_TRUSTED_PROXIES")

# --- what a browser may do with our pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY = (
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()"
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_NAME = "zhiqiang_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zhiqiang.web.problems.csrf_failure"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if env.flag("ZHIQIANG_HTTPS"):
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_config(env.text("ZHIQIANG_LOG_LEVEL"))
