"""A small set of the content that is measured."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.cases import OPERATIONS
from benchmarks.content.sets import build


@pytest.fixture
def tiny(db: None, settings: Any) -> None:
    settings.ROOT_URLCONF = "benchmarks.urls"
    settings.CITY_API_OPERATIONS = str(OPERATIONS)
    build("tiny")
