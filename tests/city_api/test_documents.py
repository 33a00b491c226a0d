"""What is kept of the documents of strangers."""

from __future__ import annotations

import pytest
from django.test import Client
from graphql import parse
from wagtail.models import Site

from city_api import execution
from city_api.documents import Documents, weight_of
from city_api.engine.compiled.plans import MOST_PLANS, most_plans
from city_api.engine.limits import check_cost, facts_of, fields_of
from city_api.execution import prepared
from city_api.http_request import hash_of
from city_api.operations import manifest
from tests.city_api.test_http import post

SMALL = "{ sites { slug } }"
WEIGHT = weight_of(parse(SMALL), SMALL)


def put(documents: Documents, *keys: str) -> None:
    for key in keys:
        documents.put(key, parse(SMALL), SMALL)


def test_the_last_used_are_kept_up_to_their_weight() -> None:
    documents = Documents(most_weight=3 * WEIGHT)
    put(documents, "a", "b", "c")
    assert documents.get("a") is not None

    put(documents, "d")

    assert [key for key in "abcd" if documents.get(key)] == ["a", "c", "d"]


def test_what_is_too_heavy_pushes_nothing_out() -> None:
    documents = Documents(most_weight=2 * WEIGHT)
    large = "{ sites { %s } }" % ("slug " * 100)
    put(documents, "a", "a", "b")

    documents.put("large", parse(large), large)

    assert len(documents) == 2
    assert documents.get("large") is None


def test_a_large_document_is_kept_with_fewer_plans() -> None:
    large = parse("{ %s }" % ("a " * 1500))
    spread = parse("{ " + "...F " * 15 + "} fragment F on A { " + "a " * 100 + "}")
    endless = parse("{ ...F } fragment F on A { ...F }")

    assert most_plans(parse(SMALL)) == MOST_PLANS
    assert (fields_of(large), most_plans(large)) == (1500, 2)
    assert (fields_of(spread), most_plans(spread)) == (1500, 2)
    assert most_plans(endless) == 1


def test_strangers_don_t_push_out_the_hub_s_own(
    client: Client, ostrava: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution, "strangers", Documents(most_weight=5 * WEIGHT))
    own = manifest().by_name["site"]
    kept = prepared(own.document)

    for number in range(20):
        assert post(client, {"query": SMALL + " " * number}).status_code == 200

    assert len(execution.strangers) == 4
    assert execution.prepared_for(own.document, own.sha256) is kept
    assert execution.strangers.get(hash_of(SMALL + " " * 19)) is not None


def test_the_cost_is_counted_once_for_the_same_sizes() -> None:
    document = parse(
        "query ($n: Int, $s: String) { a(first: $n, s: $s) { b(first: 3) { c } } }"
    )
    facts = facts_of(document)

    assert facts.cost(document, {"n": 10}) == 1 + 10 * (1 + 3 * 1)
    assert facts.cost(document, {"n": 2, "s": "x"}) == 1 + 2 * (1 + 3 * 1)
    assert facts.cost(document, {"n": 2, "s": "y"}) == 1 + 2 * (1 + 3 * 1)
    assert facts.cost(document, {"n": "x"}) == facts.cost(document, {})
    assert len(facts._costs) == 3
    for n in range(100):
        check_cost(document, {"n": n})
    assert len(facts._costs) <= 16
