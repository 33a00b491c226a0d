"""What the tests of preview tokens share."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from cms.selectors.preview import city_of
from cms.services.preview import preview_show

PREVIEW = """
    query ($slug: String!, $path: String!) {
      site(slug: $slug) {
        preview {
          path
          locale { code }
          content { __typename ... on BlogPost { title } ... on Guide { title } }
        }
        route(path: $path) { ... on BlogPost { title intro tags { name } } }
        blogPosts { nodes { title intro tags { name } } }
      }
    }
"""


def token_for(content: Any, user: Any) -> str:
    """Return the token that the editor's preview panel would hand out now."""
    site = city_of(content, user)
    assert site is not None
    return preview_show(user=user, content=content, site=site, now=timezone.now())


def ask(
    token: str | None,
    document: str = PREVIEW,
    *,
    scheme: str = "Bearer",
    **variables: Any,
) -> Any:
    """Send an operation as a microsite does; `token` goes in its header."""
    variables = {"slug": "ostrava", "path": "/en/blog/post/"} | variables
    headers = {} if token is None else {"Authorization": f"{scheme} {token}"}
    return Client().post(
        "/graphql/",
        json.dumps({"query": document, "variables": variables}),
        content_type="application/json",
        headers=headers,
    )


def site_of(response: Any) -> Any:
    body = response.json()
    assert "errors" not in body, body
    return body["data"]["site"]
