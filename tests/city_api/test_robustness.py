"""A live server, attacked and asked at random, never fails nor tells internals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import FieldNode, Visitor, parse, print_ast, visit
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries

from tests import factories
from tests.city_api.attacks import ATTACKS, INTERNALS, JSON, SITE
from tests.support.processes import ROOT
from tests.support.server import Server, copied_data, serving
from tests.tooling.test_production_settings import COMPLETE, with_static_files

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SCHEMA = (ROOT / "graphql" / "schema.graphql").read_text(encoding="utf-8")
SCALARS = ("Date", "DateTime", "Decimal", "LanguageCode", "Time")
EXAMPLES = 60
OWN_SITE = parse(f"{{ {SITE} {{ name }} }}").definitions[0].selection_set.selections[0]  # type: ignore[attr-defined]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Serve a city with a post; nothing hurries a slow machine."""
    city = factories.city("ostrava")
    factories.post(city, authors=[factories.person(city)], hero_image=factories.image())
    patient = {"VITEJ_API_MAX_SECONDS": "60"}
    env = COMPLETE | with_static_files(tmp_path) | copied_data(tmp_path) | patient
    with serving(tmp_path, env) as made:
        yield made


class OfOurCity(Visitor):
    """Lets every operation ask for the city that there is."""

    def enter_field(self, node: FieldNode, *_rest: Any) -> Any:
        if node.name.value != "site":
            return None
        changed = node.__copy__()
        changed.arguments = OWN_SITE.arguments
        return changed


def of_our_city(document: Any) -> str:
    return print_ast(visit(document, OfOurCity()))


def operations() -> st.SearchStrategy[str]:
    texts = st.text(max_size=8).map(nodes.String)
    scalars = dict.fromkeys(SCALARS, texts)
    return queries(SCHEMA, custom_scalars=scalars, print_ast=of_our_city)


def problem(
    name: str, status: int, headers: dict[str, str], body: bytes, log: Path
) -> str:
    """Return what is wrong with an answer, "" if nothing is."""
    told = body.decode("utf-8", "replace") + json.dumps(headers)
    found = INTERNALS.search(told)
    if found or str(log.parent) in told or str(ROOT) in told:
        return f"{name}: internals in {told[:500]}"
    if status >= 500 or "INTERNAL_ERROR" in told:
        return f"{name}: {status} {told[:500]}"
    return ""


def test_attacks_and_random_operations_find_nothing(server: Server) -> None:
    wrong = []
    for name, attack in ATTACKS.items():
        status, headers, body = server.ask(
            attack.path, body=attack.body, method=attack.method, **attack.headers
        )
        if status != attack.status:
            wrong.append(f"{name}: {status} {body[:200]!r}, not {attack.status}")
        wrong.append(problem(name, status, headers, body, server.log))
    found = [each for each in wrong if each]
    assert not found, "\n".join(found)

    statuses = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operations())
    def ask(document: str) -> None:
        body = json.dumps({"query": document})
        answer = server.ask("/graphql/", body=body, **JSON)
        statuses.add(answer[0])
        assert not problem(document, *answer, server.log)

    ask()
    assert 200 in statuses
    # Nothing failed behind an answer that doesn't show it; a refused host is noted.
    errors = [line for line in server.lines() if line["level"] == "ERROR"]
    assert {line["logger"] for line in errors} == {"django.security.DisallowedHost"}
