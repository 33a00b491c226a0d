"""Fixtures of all tests: two cities and the people who work in them."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Site

from cms.models import User
from tests import factories


@pytest.fixture
def ostrava(db: None) -> Site:
    return factories.city("ostrava")


@pytest.fixture
def brno(db: None) -> Site:
    return factories.city("brno", ["en", "cs"], region="CZ-64")


@pytest.fixture
def ostrava_editor(ostrava: Site) -> User:
    return factories.editor(ostrava, name="ostrava-editor")


@pytest.fixture
def brno_editor(brno: Site) -> User:
    return factories.editor(brno, name="brno-editor")


@pytest.fixture
def ostrava_moderator(ostrava: Site) -> User:
    return factories.moderator(ostrava, name="ostrava-moderator")


@pytest.fixture
def brno_moderator(brno: Site) -> User:
    return factories.moderator(brno, name="brno-moderator")


@pytest.fixture
def administrator(db: None) -> User:
    return factories.administrator("admin")


@pytest.fixture
def as_ostrava_editor(ostrava_editor: User) -> Client:
    return factories.client_of(ostrava_editor)


@pytest.fixture
def as_brno_editor(brno_editor: User) -> Client:
    return factories.client_of(brno_editor)


@pytest.fixture
def as_ostrava_moderator(ostrava_moderator: User) -> Client:
    return factories.client_of(ostrava_moderator)


@pytest.fixture
def as_brno_moderator(brno_moderator: User) -> Client:
    return factories.client_of(brno_moderator)


@pytest.fixture
def as_administrator(administrator: User) -> Client:
    return factories.client_of(administrator)
