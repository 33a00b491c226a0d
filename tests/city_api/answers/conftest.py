"""What tests of the answer cache use."""

from __future__ import annotations

import pytest

from tests.city_api.answers.standin import Hub


@pytest.fixture
def hub() -> Hub:
    return Hub()
