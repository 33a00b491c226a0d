"""Publishing is one change, whoever publishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Site
from wagtail.signals import page_published, page_unpublished, published, unpublished

from cms.pending_changes import collecting
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Any:
    """Collect whether those who hear of it are within the change."""
    found: list[bool] = []

    def hear(**_kwargs: Any) -> None:
        found.append(collecting.get() is not None)

    signals = (page_published, page_unpublished, published, unpublished)
    for each in signals:
        each.connect(hear)
    yield found
    for each in signals:
        each.disconnect(hear)


@pytest.mark.parametrize("make", [factories.post, factories.person])
def test_it_is_one_change(
    ostrava: Site, heard: list[bool], make: Callable[..., Any]
) -> None:
    thing = make(ostrava)
    heard.clear()

    thing.unpublish()
    thing.save_revision().publish()

    assert set(heard) == {True}
    assert len(heard) >= 2
