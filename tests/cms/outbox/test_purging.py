"""What a purge backend has to be."""

from __future__ import annotations

from typing import Any

import pytest

from cms.checks import usable_purge_backend


@pytest.mark.parametrize("name", ["", "cms.purging.Varnish"])
def test_a_backend_that_is_there_is_no_trouble(settings: Any, name: str) -> None:
    settings.VITEJ_PURGE_BACKEND = name

    assert usable_purge_backend(None) == []


@pytest.mark.parametrize("name", ["Fastly", "cms.purging.Akamai", "cms.purging.SHARED"])
def test_a_backend_that_cannot_be_used_is_told(settings: Any, name: str) -> None:
    settings.VITEJ_PURGE_BACKEND = name

    (error,) = usable_purge_backend(None)

    assert error.id == "settings.E002"
