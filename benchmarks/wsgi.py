"""What granian serves while it is measured: with the answer cache, and without.

What stands below `/uncached/` goes straight to Django's handler; all else goes the way
of an installation, by which known answers never reach Django.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from cms import wsgi

UNCACHED = "/uncached"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    path = environ["PATH_INFO"]
    if path.startswith(UNCACHED):
        environ["PATH_INFO"] = path.removeprefix(UNCACHED)
        return wsgi.handler(environ, start_response)
    return wsgi.application(environ, start_response)
