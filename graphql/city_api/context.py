"""What an operation knows of the request that asked for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page


@dataclass
class Context:
    """The moment, the hub's own address and, in the editor, the page under edit."""

    now: dt.datetime = field(default_factory=timezone.now)
    base_url: str = ""
    preview: Page | None = None
    request: HttpRequest | None = None
