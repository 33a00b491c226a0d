"""What tests of the City API use."""

from __future__ import annotations

from typing import Any, Protocol

import pytest

from city_api.execution import execute


class Query(Protocol):
    def __call__(self, document: str, **variables: Any) -> Any: ...


@pytest.fixture
def query(db: None) -> Query:
    """Run an operation that must succeed, and return its data."""

    def run(document: str, **variables: Any) -> Any:
        answer = execute(document, variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    return run


class SiteQuery(Protocol):
    def __call__(
        self, fields: str, *, locale: str = "en", slug: str = "ostrava"
    ) -> Any: ...


@pytest.fixture
def site_query(query: Query) -> SiteQuery:
    """Ask for fields of the site `ostrava`, by default in English."""

    def run(fields: str, *, locale: str = "en", slug: str = "ostrava") -> Any:
        document = (
            "query ($slug: String!, $locale: LanguageCode!) "
            f"{{ site(slug: $slug, locale: $locale) {{ {fields} }} }}"
        )
        return query(document, slug=slug, locale=locale)["site"]

    return run


@pytest.fixture
def refusal(db: None) -> Query:
    """Run an operation that must be refused, and return its one error."""

    def run(document: str, **variables: Any) -> Any:
        (error,) = execute(document, variables)["errors"]
        return error

    return run
