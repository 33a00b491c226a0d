"""The documentation is shown, all its links lead somewhere, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"]
PAGES += [str(file.relative_to(ROOT)) for file in sorted(ROOT.glob("docs/**/*.md"))]
LINK = re.compile(r'(?:href|src)="([^"]+)"')


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_shown_and_its_links_lead_somewhere(
    client: Client, page: str
) -> None:
    address = f"/documentation/{page}"
    response = client.get(address)
    assert response.status_code == 200

    links = {urljoin(address, link) for link in LINK.findall(response.content.decode())}
    own = {urlsplit(link).path for link in links if link.startswith("/documentation/")}
    broken = [link for link in own if client.get(link).status_code != 200]
    assert broken == []


@pytest.mark.parametrize(
    "path",
    [
        "manage.py",
        "cms/settings/base.py",
        "docs/../manage.py",
        "docs/%2e%2e/manage.py",
        "../manage.py",
        ".git/config",
        "docs/nothing.md",
        "docs",
    ],
)
def test_nothing_else_is_shown(client: Client, path: str) -> None:
    response = client.get(f"/documentation/{path}")

    if path == "docs":
        assert response.status_code == 200
    else:
        assert response.status_code == 404


def test_the_hub_s_page_leads_to_it(client: Client, db: None) -> None:
    page = client.get("/", headers={"Host": "localhost"}).content.decode()

    assert 'href="/documentation/docs/README.md"' in page
