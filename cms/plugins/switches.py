"""Which plugins a city has switched off.

Where cities keep that is the hub's business, so the hub names its answer in the
setting `VITEJ_DISABLED_FEATURES`: a callable `(request) -> Collection[str]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import HttpRequest


def disabled_features(request: HttpRequest) -> Collection[str]:
    """Return the names of the plugins that the request's city has switched off."""
    switched_off: Collection[str] = import_string(settings.VITEJ_DISABLED_FEATURES)(
        request
    )
    return switched_off
