"""The WSGI entry point of the hub."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from cms.settings.environment import EnvironmentUnusable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

try:
    application = get_wsgi_application()
except EnvironmentUnusable as error:
    sys.exit(f"The hub can't start:\n{error}")
