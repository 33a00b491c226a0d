"""Django's settings while it is measured: as in production, but for the addresses."""

from benchmarks.peers.apps import has_grapple
from cms.settings.base import *
from cms.settings.environment import env

DEBUG = False
SECRET_KEY = "only-for-benchmarks"  # it signs the addresses of invented images
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "benchmarks.urls"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
INSTALLED_APPS = [
    "benchmarks.peers.apps.PeersConfig",
    *INSTALLED_APPS,
    "wagtail.api.v2",
    "wagtail.api.v3",
    "rest_framework",
    *["grapple"] * has_grapple(),
]
GRAPHENE = {"SCHEMA": "grapple.schema.schema" if has_grapple() else GRAPHENE["SCHEMA"]}
GRAPPLE = {"APPS": ["cms"], "EXPOSE_GRAPHIQL": False}
WHITENOISE_AUTOREFRESH = True
LOGGING = {"version": 1, "disable_existing_loggers": True}

env.complete()
