"""What programs read: colours, robots.txt, the sitemap, the feed."""

from __future__ import annotations

from xml.etree import ElementTree

from django.test import Client
from wagtail.models import Site

from tests import factories
from tests.microsite.conftest import Visit
from tests.microsite.page import page

SITEMAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def xml(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314  our own


def test_the_colours_of_a_city_are_a_style_sheet_of_their_own(
    ostrava: Site, visit: Visit
) -> None:
    settings = factories.settings_of(ostrava)
    settings.colour_primary = "#0B3C5D"
    settings.colour_accent = "#e4572e"
    settings.save()

    link = "/brand/0b3c5d-e4572e.css"
    response = visit(link)

    assert link in [
        sheet.attributes["href"]
        for sheet in page(visit("/en/")).all("link", rel="stylesheet")
    ]
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert "  --brand: #0b3c5d;\n" in response.content.decode()


def test_only_colours_have_a_style_sheet(visit: Visit) -> None:
    assert visit("/brand/red-blue.css").status_code == 404


def test_crawlers_learn_where_the_sitemap_is(visit: Visit) -> None:
    lines = visit("/robots.txt").content.decode().splitlines()

    assert lines[-1] == "Sitemap: http://ostrava.localhost/sitemap.xml"
    assert "Disallow: /en/search/" in lines


def test_crawlers_stay_away_from_the_hub(db: None) -> None:
    response = Client().get("/robots.txt")

    assert response.content == b"User-agent: *\nDisallow: /\n"


def test_the_sitemap_names_public_pages_in_all_their_languages(
    ostrava: Site, brno: Site, visit: Visit
) -> None:
    about = factories.standard_page(ostrava, "About us", slug="about")
    factories.translate(about, "cs", title="O nás", slug="o-nas")
    factories.standard_page(ostrava, "Draft", slug="draft", live=False)
    factories.standard_page(brno, "Elsewhere", slug="elsewhere")

    response = visit("/sitemap.xml")

    assert response["Content-Type"] == "application/xml"
    tree = xml(response.content)
    addresses = {
        url.findtext("s:loc", namespaces=SITEMAP): {
            link.get("hreflang"): link.get("href")
            for link in url.findall("x:link", SITEMAP)
        }
        for url in tree.findall("s:url", SITEMAP)
    }
    assert addresses["http://ostrava.localhost/cs/o-nas/"] == {
        "en": "http://ostrava.localhost/en/about/",
        "cs": "http://ostrava.localhost/cs/o-nas/",
    }
    assert not [url for url in addresses if url and "draft" in url]
    assert not [url for url in addresses if url and "elsewhere" in url]


def test_the_sitemap_holds_more_than_one_page_of_the_list(
    ostrava: Site, visit: Visit
) -> None:
    for number in range(100):
        factories.post(ostrava, f"Post {number}")

    tree = xml(visit("/sitemap.xml").content)

    assert len(tree.findall("s:url", SITEMAP)) == 109


def test_the_feed_holds_the_newest_posts(ostrava: Site, visit: Visit) -> None:
    author = factories.person(ostrava, "Amara Nwosu")
    factories.post(
        ostrava, "Tea & talk", slug="tea", intro="An evening.", authors=[author]
    )

    response = visit("/en/feed.xml")

    channel = xml(response.content).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "Blog · Ostrava"
    assert channel.findtext("language") == "en"
    (item,) = channel.findall("item")
    assert item.findtext("title") == "Tea & talk"
    assert item.findtext("link") == "http://ostrava.localhost/en/blog/tea/"
    assert item.findtext("description") == "An evening."
    assert item.findtext("pubDate") == "Mon, 04 May 2026 00:00:00 +0200"


def test_there_is_no_feed_in_a_language_that_is_not_offered(visit: Visit) -> None:
    assert visit("/de/feed.xml").status_code == 404
