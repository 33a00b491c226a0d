"""Settings for a public installation; everything comes from the environment.

The hub doesn't start before it has what it needs, and names all that is missing.
`docs/how-to/run-in-production.md` explains each variable.
"""

from cms.settings.base import *
from cms.settings.environment import env

DEBUG = False
SECRET_KEY = env.required(
    "SECRET_KEY",
    "a random text that nobody else knows",
    at_least=50,
)
env.required("VITEJ_ALLOWED_HOSTS", "the hub's and the cities' host names, with commas")
ALLOWED_HOSTS = env.items("VITEJ_ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    env.refuse("VITEJ_ALLOWED_HOSTS", "must name the hosts; * would admit any.")
env.required("VITEJ_BASE_URL", "the hub's own address, for links in mails")
env.required("DATABASE_URL", "where the content is kept")
env.required("VITEJ_VAR_DIR", "the folder for pictures, documents and static files")

# Behind a proxy the hub itself is asked by plain HTTP; the header says by what the
# visitor came. Only a proxy that sets it on every request makes it worth believing.
if env.flag("VITEJ_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.flag("VITEJ_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.number("VITEJ_HSTS_SECONDS", 30 * 24 * 3600)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# By these names browsers take a cookie from the hub itself only, not from a site that
# shares the hub's domain.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
# A promise for all subdomains, or for good, is up to the owner of the whole domain.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.static_files.HashedStaticFiles"},
}

CITY_API_EXPLORER_FOR_ALL = env.flag("VITEJ_API_EXPLORER_FOR_ALL", default=False)

vars().update(env.email("EMAIL_URL", "dummymail://"))
DEFAULT_FROM_EMAIL = env.text("VITEJ_MAIL_FROM", "webmaster@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if env.text("EMAIL_URL"):
    env.required("VITEJ_MAIL_FROM", "who the hub's mails are from")

VITEJ_SENTRY_DSN = env.text("SENTRY_DSN")
VITEJ_SENTRY_ENVIRONMENT = env.text("SENTRY_ENVIRONMENT")
env.needs_package("SENTRY_DSN", "sentry_sdk", "sentry")

TRACES_TO = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
VITEJ_TRACES = any(env.text(name) for name in TRACES_TO)
if env.flag("OTEL_SDK_DISABLED", default=False):
    VITEJ_TRACES = False
for name in TRACES_TO:
    env.needs_package(name, "opentelemetry.sdk", "telemetry")
    env.needs_package(name, "opentelemetry.exporter.otlp.proto.http", "telemetry")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "cms.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django would mail errors, with all that the request carried.
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # A request that was refused has its line already; so has one that failed, but
        # not with what it failed of.
        "django.request": {"level": "ERROR"},
        "vitej": {"level": "INFO"},
    },
}

env.complete()
