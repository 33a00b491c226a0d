"""The WSGI entry point of the hub."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

from cms.request_log import RequestLog
from cms.settings.environment import EnvironmentUnusable

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

try:
    handler = get_wsgi_application()
except EnvironmentUnusable as error:
    sys.exit(f"The hub can't start:\n{error}")

from django.conf import settings
from django.utils.module_loading import import_string

from cms.postgresql.patience import serve_requests

serve_requests()

# The core knows the City API by name only.
answers_first = import_string("city_api.answers.front.AnswersFirst")
application: WSGIApplication = answers_first(handler)
if settings.VITEJ_TRACES:
    from cms.telemetry import Traced, provider_from_environment

    application = Traced(
        application,
        provider_from_environment(),
        trusted=settings.VITEJ_TRUST_REQUEST_ID,
    )
application = RequestLog(application, trusted=settings.VITEJ_TRUST_REQUEST_ID)
