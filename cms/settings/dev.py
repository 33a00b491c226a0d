"""Settings for a developer's machine and for the demo."""

from cms.settings.base import *
from cms.settings.environment import env

DEBUG = True
SECRET_KEY = env.text("SECRET_KEY", "only-for-development-and-the-demo")
ALLOWED_HOSTS = ["localhost", ".localhost", "127.0.0.1", "[::1]"]
INTERNAL_IPS = ["127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
VITEJ_DEMO_ALLOWED = True
# A web site that is being made runs on the same machine.
VITEJ_WEBHOOK_PRIVATE = env.flag("VITEJ_WEBHOOK_PRIVATE", default=True)

env.complete()
