"""Strangers can make the hub keep little SQL, and push out none of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from wagtail.models import Site

from cms import statements
from tests import factories
from tests.city_api.conftest import Query

MEMORIES = (statements._statements, statements._of_strangers)
POSTS = """
    query ($first: Int!) { site(slug: "ostrava") { blogPosts(first: $first) {
        nodes { title } pageInfo { hasNextPage }
    } } }
"""


@pytest.fixture(autouse=True)
def forgetting() -> Iterator[None]:
    for memory in MEMORIES:
        memory.clear()
    yield
    for memory in MEMORIES:
        memory.clear()


def sizes() -> list[int]:
    return [len(memory) for memory in MEMORIES]


def test_a_hundred_sizes_of_a_list_keep_a_few_statements(
    query: Query, ostrava: Site
) -> None:
    for _number in range(12):
        factories.post(ostrava)
    query(POSTS, first=100)
    before, _ = sizes()

    for first in range(1, 101):
        found = query(POSTS, first=first)["site"]["blogPosts"]
        assert len(found["nodes"]) == min(first, 12)
        assert found["pageInfo"]["hasNextPage"] is (first < 12)

    assert sizes()[0] - before == 5


def test_what_strangers_ask_pushes_out_nothing_of_ours(
    client: Client, ostrava: Site
) -> None:
    asked = {"query": POSTS, "variables": {"first": 3}}

    answer = client.post("/graphql/", asked, content_type="application/json")

    assert "errors" not in answer.json()
    ours, of_strangers = sizes()
    assert (ours, of_strangers > 0) == (0, True)

    variables = json.dumps({"hostname": ostrava.hostname, "locale": "en"})
    answer = client.get("/graphql/", {"documentId": "feed", "variables": variables})

    assert "errors" not in answer.json()
    assert sizes()[0] > 0
    assert sizes()[1] == of_strangers
