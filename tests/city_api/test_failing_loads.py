"""What can't be loaded is told at its own field, and everything else is answered."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Site

from city_api.engine import peers as peers_module
from city_api.engine.peers import Linked, Peers
from city_api.execution import execute
from cms.models import BlogPage, Image
from cms.selectors import links
from cms.selectors.city import city_by_slug
from cms.selectors.reader import Reader
from tests import factories

fetch = links.fetch


@pytest.fixture
def reader(ostrava: Site) -> Reader:
    city = city_by_slug("ostrava")
    assert city
    return Reader(city, city.locales[0])


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pictures, and nothing else, fail when they are fetched."""

    def failing(reader: Reader, model: Any, *rest: Any) -> Any:
        if model is Image:
            raise RuntimeError
        return fetch(reader, model, *rest)

    monkeypatch.setattr(links, "fetch", failing)


def test_what_fails_when_it_is_noted_fails_each_time(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unreadable:
        @property
        def hero_image_id(self) -> int:
            raise RuntimeError

    def failing(*_arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(peers_module, "collect_stream", failing)
    peers = Peers(reader, [Unreadable()])

    for _time in range(2):
        with pytest.raises(RuntimeError):
            peers.note("hero_image_id", Image)
        with pytest.raises(RuntimeError):
            peers.note_stream("body")


def test_a_fetch_that_fails_keeps_its_ids_waiting(
    reader: Reader, no_pictures: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = factories.image()
    linked = Linked(reader)
    linked.add(Image, picture.pk)

    for _time in range(2):
        with pytest.raises(RuntimeError):
            linked.node(Image, picture.pk)
        assert linked.is_waiting(Image)

    monkeypatch.setattr(links, "fetch", fetch)
    node = linked.node(Image, picture.pk)
    assert node
    assert node.row.pk == picture.pk
    assert not linked.is_waiting(Image)


def test_pictures_that_fail_are_told_at_their_field(
    ostrava: Site, no_pictures: None
) -> None:
    factories.post(
        ostrava,
        title="Trams",
        hero_image=factories.image(),
        authors=[factories.person(ostrava, name="Jana")],
    )

    answer = execute(
        '{ site(slug: "ostrava") { name blogPosts { nodes {'
        " title heroImage { alt } authors { name } } } } }"
    )

    (error,) = answer["errors"]
    assert error["path"] == ["site", "blogPosts", "nodes", 0, "heroImage"]
    assert error["extensions"]["code"] == "INTERNAL_ERROR"
    assert answer["data"]["site"] == {
        "name": ostrava.site_name,
        "blogPosts": {
            "nodes": [
                {"title": "Trams", "heroImage": None, "authors": [{"name": "Jana"}]}
            ]
        },
    }


def test_a_menu_that_fails_ahead_is_told_at_its_field(
    ostrava: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(peers_module, "collect_stream", failing)

    answer = execute(
        '{ menus: site(slug: "ostrava") { navigation { main { label } } }'
        ' names: site(slug: "ostrava") { name } }'
    )

    (error,) = answer["errors"]
    assert error["path"] == ["menus", "navigation", "main"]
    assert answer["data"] == {"menus": None, "names": {"name": ostrava.site_name}}


def test_a_row_that_is_deleted_meanwhile_has_nothing_in_further_columns(
    reader: Reader,
) -> None:
    site = reader.city.site
    for title in ("Stays", "Goes"):
        factories.post(site, title, intro="Read this.")
    rows = list(BlogPage.objects.only("title").order_by("title"))
    Peers(reader, rows).read_together()
    BlogPage.objects.get(title="Goes").delete()

    assert [(row.title, row.intro) for row in rows] == [
        ("Goes", ""),
        ("Stays", "Read this."),
    ]


def test_two_plugins_may_use_the_same_key(reader: Reader) -> None:
    factories.post(reader.city.site, "Trams")

    def posts() -> Any:
        return BlogPage.objects.values_list("title", flat=True)

    def pictures() -> Any:
        return Image.objects.values_list("title", flat=True)

    assert reader.rows("things", posts) == ["Trams"]
    assert reader.rows("things", pictures) == []
