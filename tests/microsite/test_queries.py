"""What a page costs: the SQL of its one operation, and that doesn't grow."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from city_api import execution
from microsite import reading
from tests import factories
from tests.microsite.conftest import Visit
from tests.support.queries import assert_constant_queries, statements


@pytest.mark.parametrize("path", ["/en/", "/en/guides/", "/en/blog/"])
def test_a_page_costs_the_same_for_few_and_many(
    ostrava: Site, visit: Visit, path: str
) -> None:
    def grow(count: int) -> None:
        for _number in range(count):
            factories.guide(ostrava)
            factories.post(ostrava)

    assert_constant_queries(lambda: visit(path), grow=grow, few=3, many=12)


@pytest.mark.parametrize("path", ["/en/", "/en/guides/", "/en/nothing/", "/cs/about/"])
def test_a_page_costs_no_more_than_its_operation(
    ostrava: Site, visit: Visit, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    factories.standard_page(ostrava, "About us", slug="about")
    visit(path)
    inside: list[list[str]] = []

    def counted(*args: Any, **kwargs: Any) -> Any:
        answers: list[Any] = []
        inside.append(
            statements(lambda: answers.append(execution.execute(*args, **kwargs)))
        )
        return answers[0]

    monkeypatch.setattr(reading, "execute", counted)
    everything = statements(lambda: visit(path))

    assert len(inside) == 1
    assert len(everything) == len(inside[0])


def test_colours_cost_nothing(ostrava: Site) -> None:
    client = Client(headers={"host": "ostrava.localhost"})

    assert statements(lambda: client.get("/brand/0b3c5d-e4572e.css")) == []
