"""Each page tells browsers what they may load; widgets start without inline scripts."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput
from wagtail.models import Site

from cms import content_security
from cms.admin.starters import starter, without_script
from cms.content_security import HEADER, PERMISSIONS, admin_policy


def directives(header: str) -> dict[str, str]:
    parts = (part.partition(" ") for part in header.split("; "))
    return {name: sources for name, _, sources in parts}


@pytest.mark.django_db
def test_the_admin_runs_scripts_of_files_only(client: Client) -> None:
    response = client.get("/admin/login/")

    policy = directives(response[HEADER])
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == policy["frame-src"] == "'self'"
    assert "unsafe-eval" not in response[HEADER]
    assert response["Permissions-Policy"] == PERMISSIONS
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_the_mark_of_styles_is_new_for_each_page_and_stands_at_one_script(
    client: Client,
) -> None:
    nonces = []
    for _ in range(2):
        response = client.get("/admin/login/")
        (nonce,) = re.findall(r"'nonce-([\w-]{22})'", response[HEADER])
        assert response.content.decode().count(f'nonce="{nonce}"') == 1
        nonces.append(nonce)

    assert nonces[0] != nonces[1]


def test_the_preview_panel_may_frame_the_origins_that_are_given() -> None:
    frames = ["https://ostrava.example.com", "https://brno.example.com"]

    policy = directives(admin_policy(nonce="x", frames=frames))

    assert (
        policy["frame-src"]
        == "'self' https://brno.example.com https://ostrava.example.com"
    )


@pytest.mark.django_db
def test_pictures_of_other_origins_are_for_the_admin_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content_security, "_image_sources", [])
    content_security.let_admin_show(lambda: ["https://tile.example.com"])

    admin = directives(client.get("/admin/login/")[HEADER])
    elsewhere = directives(content_security.policy_for("/", "x"))

    assert admin["img-src"] == "'self' data: blob: https://tile.example.com"
    assert admin["connect-src"] == "'self'"
    assert elsewhere["img-src"] == "'self' data:"


@pytest.mark.django_db
def test_who_shows_other_origins_in_the_admin_is_asked_for_each_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    origins = {"https://ostrava.example.com"}
    monkeypatch.setattr(content_security, "_frame_sources", [])
    content_security.let_admin_frame(lambda: origins)

    before = directives(client.get("/admin/login/")[HEADER])["frame-src"]
    origins.clear()
    after = directives(client.get("/admin/login/")[HEADER])["frame-src"]

    assert before == "'self' https://ostrava.example.com"
    assert after == "'self'"


@pytest.mark.django_db
def test_answers_that_are_no_pages_need_no_policy(
    client: Client, ostrava: Site
) -> None:
    response = client.post(
        "/graphql/", {"query": "{ sites { name } }"}, content_type="application/json"
    )

    assert HEADER not in response


@pytest.mark.parametrize(
    ("widget", "function"),
    [
        (AdminDateInput(), "initDateChooser"),
        (AdminTimeInput(), "initTimeChooser"),
        (AdminDateTimeInput(), "initDateTimeChooser"),
    ],
)
def test_a_date_names_what_starts_it(widget: Any, function: str) -> None:
    html = widget.render("when", None, {"id": "id_a-__prefix__-when"})

    assert "<script" not in html
    assert f'data-vitej-start-name-value="{function}"' in html
    assert values_in(html)[0] == "id_a-__prefix__-when"


def test_a_call_with_values_becomes_an_element() -> None:
    html = without_script(
        '<i>"</i><script>new PageChooser("id_page", {"a": "<b>"});</script>'
    )

    assert html.startswith('<i>"</i><template ')
    assert "<script" not in html
    assert "<b>" not in html
    assert 'data-vitej-start-name-value="PageChooser"' in html
    assert values_in(html) == ["id_page", {"a": "<b>"}]


@pytest.mark.parametrize(
    "script", ["start()", "f(1); g(2);", "window.alert(1);", "f(function() {});"]
)
def test_a_script_that_is_more_than_a_call_is_refused(script: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of json for some, ours for others
        without_script(f"<i></i><script>{script}</script>")


def test_what_starts_a_widget_can_hold_no_markup() -> None:
    html = starter('x" onload="y', ['"><script>'])

    assert "<script>" not in html
    assert 'onload="' not in html


def values_in(html: str) -> list[Any]:
    (found,) = re.findall(r'values-value="([^"]*)"', html)
    values: list[Any] = json.loads(unescape(found))
    return values
