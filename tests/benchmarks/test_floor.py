"""The hand-written view answers what the City API does, so that times compare."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application

from benchmarks.calling import floor, get, graphql
from benchmarks.cases import cases

POST = "post-0023"


@pytest.mark.parametrize("name", ["list20", "one", "full20", "route"])
def test_the_floor_answers_what_the_city_api_does(tiny: None, name: str) -> None:
    application = get_wsgi_application()
    case = cases(POST)[name]

    ours: Any = get(application, graphql(case)).data()
    by_hand = get(application, floor(case)).data()

    (found,) = ours["data"]["site"].values()
    assert found
    assert by_hand == ours
