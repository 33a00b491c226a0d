"""A city whose web site hears of changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.models import Site

from cms.models import Delivery, WebhookEndpoint
from tests.support.receiver import Receiver, receiving


@pytest.fixture
def web_site(settings: Any) -> Iterator[Receiver]:
    settings.VITEJ_WEBHOOK_PRIVATE = True
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def endpoint(ostrava: Site, brno: Site) -> WebhookEndpoint:
    """Return Ostrava's webhook, once there is nothing left to tell."""
    made = WebhookEndpoint.objects.create(
        site=ostrava, url="https://ostrava.example.com/hook"
    )
    Delivery.objects.all().delete()
    return made
