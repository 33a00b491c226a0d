"""The bundled plugins keep to the contract, as any other has to."""

from __future__ import annotations

import pytest

from cms.plugins.testing import check_plugin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["buddy_program", "use_it_map"])
def test_a_bundled_plugin_keeps_to_the_contract(name: str) -> None:
    check_plugin(name)
