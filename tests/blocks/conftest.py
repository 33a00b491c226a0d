"""Rows that choosers can choose."""

from __future__ import annotations

import pytest
from wagtail.models import Site

from cms.models import Document, Image, Organisation, Person, StandardPage
from tests import factories


@pytest.fixture
def page(ostrava: Site) -> StandardPage:
    return factories.standard_page(ostrava, "Health insurance")


@pytest.fixture
def image(db: None) -> Image:
    return factories.image(title="Tram")


@pytest.fixture
def document(db: None) -> Document:
    return factories.document(title="Form")


@pytest.fixture
def person(ostrava: Site) -> Person:
    return factories.person(ostrava, "Amara Obi")


@pytest.fixture
def organisation(db: None) -> Organisation:
    return factories.organisation(name="City Office")
