"""Fixtures for the city sites: a visitor of Ostrava."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

Visit = Callable[[str], Any]


@pytest.fixture
def visit(ostrava: Site) -> Visit:
    """Return what a visitor of Ostrava gets at a path."""
    client = Client(headers={"host": "ostrava.localhost"})
    return client.get
