"""Settings for the tests: fast hashes, files in a temporary folder."""

import os
import tempfile
from pathlib import Path

from cms.settings.base import *
from cms.settings.environment import env, for_test_worker

DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
# Tests that run side by side must not empty each other's cache.
CACHES = for_test_worker(CACHES, os.environ.get("PYTEST_XDIST_WORKER", ""))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA = tempfile.TemporaryDirectory(prefix="vitej-test-media-")  # gone at the end
MEDIA_ROOT = Path(MEDIA.name)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
VITEJ_DEMO_ALLOWED = True
VITEJ_MAP_CHALLENGE_COST = 1
# A machine that runs tests side by side may be slow.
CITY_API_MAX_SECONDS = 60

env.complete()
