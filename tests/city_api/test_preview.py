"""A page under edit is shown as it will be, to its editor alone."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Site

from city_api.execution import execute
from cms.models import BlogPage
from cms.models.blog import BlogPageAuthor
from tests import factories

DOCUMENT = """
    query ($path: String!) {
      site(slug: "ostrava") {
        route(path: $path) {
          ... on BlogPost { title path authors { name } tags { name } body { id } }
        }
      }
    }
"""


@pytest.fixture
def post(ostrava: Site) -> BlogPage:
    author = factories.person(ostrava, "Jana")
    return factories.post(ostrava, "Before", slug="post", authors=[author])


def asked(preview: BlogPage | None) -> Any:
    answer = execute(DOCUMENT, {"path": "/en/blog/post/"}, preview=preview)
    assert "errors" not in answer
    return answer["data"]["site"]["route"]


def test_unsaved_changes_are_shown(ostrava: Site, post: BlogPage) -> None:
    edited = BlogPage.objects.get(pk=post.pk)
    edited.title = "After"
    edited.author_links = [BlogPageAuthor(person=factories.person(ostrava, "Oleh"))]
    edited.tags.add("new")
    edited.body = [{"type": "heading", "id": "one", "value": {"text": "New"}}]

    assert asked(edited) == {
        "title": "After",
        "path": "/en/blog/post/",
        "authors": [{"name": "Oleh"}],
        "tags": [{"name": "new"}],
        "body": [{"id": "one"}],
    }


def test_readers_see_none_of_it(ostrava: Site, post: BlogPage) -> None:
    edited = BlogPage.objects.get(pk=post.pk)
    edited.title = "After"
    asked(edited)

    assert asked(None) == {
        "title": "Before",
        "path": "/en/blog/post/",
        "authors": [{"name": "Jana"}],
        "tags": [],
        "body": [],
    }
