"""Any URL of a city site, as its visitors see it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from microsite import reading
from microsite.responses import policy
from microsite.views import pages
from tests import factories
from tests.microsite.conftest import Visit
from tests.microsite.page import page, structured

LAW = {
    "kind": "law",
    "title": "Act on the Residence of Foreign Nationals",
    "url": "https://example.com/act",
    "reference": "s. 93",
    "checked_on": "2026-05-04",
}


def stream(name: str, *values: object) -> str:
    return json.dumps(
        [
            {"type": name, "id": f"{name}-{number}", "value": value}
            for number, value in enumerate(values)
        ]
    )


def test_the_root_leads_to_the_default_language(visit: Visit) -> None:
    response = visit("/")

    assert response.status_code == 302
    assert response["Location"] == "/en/"


def test_a_missing_slash_is_added_and_the_query_kept(visit: Visit) -> None:
    response = visit("/en/guides?topic=housing")

    assert response.status_code == 301
    assert response["Location"] == "/en/guides/?topic=housing"


def test_a_slash_is_never_added_to_another_host(ostrava: Site) -> None:
    client = Client(headers={"host": "ostrava.localhost"})

    response = client.get("/", PATH_INFO="//example.com/a")

    assert response["Location"] == "/%2Fexample.com/a/"


def test_the_home_shows_its_words_topics_and_newest_posts(
    ostrava: Site, visit: Visit
) -> None:
    home = factories.home(ostrava)
    home.headline = "Welcome to Ostrava"
    home.save_revision().publish()
    factories.topic("Housing", slug="housing")
    factories.post(ostrava, "Women Club")

    document = page(visit("/en/"))

    assert document.one("h1").text == "Welcome to Ostrava"
    assert "/en/guides/?topic=housing" in [
        link.attributes["href"] for link in document.one("main").all("a")
    ]
    assert document.all("article")[0].one("h3").text == "Women Club"


def test_a_guide_shows_all_that_was_asked_for(ostrava: Site, visit: Visit) -> None:
    office = factories.organisation(name="Foreign Police")
    factories.guide(
        ostrava,
        "Register your address",
        slug="register",
        authority=office,
        deadline="Within 3 working days",
        verified_on=timezone.localdate(),
        steps=stream("step", {"title": "Go there", "text": "<p>In the morning.</p>"}),
        required_documents=stream(
            "document", {"name": "Passport", "note": "", "original": True, "link": ""}
        ),
        fees=stream(
            "fee",
            {"label": "Card", "amount": "2500.00", "currency": "CZK", "note": ""},
            {"label": "Visit", "amount": "0", "currency": "CZK", "note": ""},
            {"label": "Photo", "amount": None, "currency": "CZK", "note": "it depends"},
        ),
        sources=stream("source", LAW),
    )

    document = page(visit("/en/guides/register/"))

    assert document.one("h1").text == "Register your address"
    assert document.one("ol", class_="steps").text == "Go there In the morning."
    assert document.one(class_="checklist").text == "Passport original"
    assert [cell.text for cell in document.one("table").all("td")] == [
        "2,500 Kč",
        "free of charge",
        "it depends",
    ]
    assert document.one(class_="box-deadline").text == "Deadline Within 3 working days"
    assert "Foreign Police" in document.one(class_="organisation").text
    assert document.one(class_="freshness-fresh").text.startswith("Verified on ")
    assert "checked on 4 May 2026" in document.one(class_="sources").text
    assert structured(document)["HowTo"]["step"][0]["name"] == "Go there"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (10, "Verified on"),
        (190, "to be checked again now"),
        (400, "check it before you rely on it"),
    ],
)
def test_a_guide_says_in_words_how_fresh_it_is(
    ostrava: Site, visit: Visit, days: int, words: str
) -> None:
    verified = timezone.localdate() - datetime.timedelta(days=days)
    factories.guide(ostrava, slug="a-guide", verified_on=verified)

    document = page(visit("/en/guides/a-guide/"))

    assert words in document.one(class_="guide-facts").text


def test_a_post_shows_its_authors_tags_and_guides(ostrava: Site, visit: Visit) -> None:
    author = factories.person(ostrava, "Amara Nwosu")
    post = factories.post(ostrava, "Women Club", slug="women-club", authors=[author])
    post.tags.add("community")
    post.save_revision().publish()

    document = page(visit("/en/blog/women-club/"))

    assert document.one("time", datetime="2026-05-04").text == "4 May 2026"
    assert document.one(class_="byline").text == "Amara Nwosu"
    assert document.one("a", rel="tag").attributes["href"] == "/en/blog/?tag=community"
    assert structured(document)["BlogPosting"]["author"] == [
        {"@type": "Person", "name": "Amara Nwosu"}
    ]


def test_a_tag_keeps_the_posts_that_have_it(ostrava: Site, visit: Visit) -> None:
    tagged = factories.post(ostrava, "Tagged")
    tagged.tags.add("community")
    tagged.save_revision().publish()
    factories.post(ostrava, "Other")

    document = page(visit("/en/blog/?tag=community"))

    assert [card.one("h2").text for card in document.all("article")] == ["Tagged"]
    assert document.one("meta", name="robots").attributes["content"] == "noindex"


def test_a_tag_that_nobody_uses_is_not_found(visit: Visit) -> None:
    assert visit("/en/blog/?tag=nobody").status_code == 404


def test_guides_are_chosen_by_topic_audience_and_phase(
    ostrava: Site, visit: Visit
) -> None:
    housing = factories.topic("Housing", slug="housing")
    factories.guide(
        ostrava,
        "Chosen",
        topic=housing,
        audiences=["student"],
        phase="first_days",
    )
    factories.guide(ostrava, "Other")

    document = page(
        visit("/en/guides/?topic=housing&audience=STUDENT&phase=FIRST_DAYS")
    )

    assert [card.one("h2").text for card in document.all("article")] == ["Chosen"]
    assert document.one(class_="count").text == "1 guide"


def test_filters_that_cannot_be_are_passed_over(ostrava: Site, visit: Visit) -> None:
    factories.guide(ostrava, "A guide")

    document = page(visit("/en/guides/?audience=DRAGON&phase=never"))

    assert len(document.all("article")) == 1


def test_a_list_goes_on_where_it_ended(ostrava: Site, visit: Visit) -> None:
    for number in range(13):
        factories.post(ostrava, f"Post {number}")

    first = page(visit("/en/blog/"))
    rest = page(visit("/en/blog/" + first.one("a", rel="next").attributes["href"]))

    assert len(first.all("article")) == 12
    assert len(rest.all("article")) == 1
    assert not rest.all("a", rel="next")


def test_a_cursor_that_cannot_be_leads_to_the_beginning(visit: Visit) -> None:
    response = visit("/en/blog/?tag=community&after=nonsense")

    assert response.status_code == 302
    assert response["Location"] == "/en/blog/?tag=community"


# Languages


def test_a_page_in_another_language_says_which_it_shows(
    ostrava: Site, visit: Visit
) -> None:
    factories.standard_page(ostrava, "About us", slug="about")

    document = page(visit("/uk/about/"))

    note = document.one(class_="language-note").text
    assert "Українська" in note
    assert "English" in note
    assert document.one("html").attributes["lang"] == "uk"
    assert document.all("article")[0].attributes["lang"] == "en"
    assert document.one("meta", name="robots").attributes["content"] == "noindex"
    assert (
        document.one("link", rel="canonical").attributes["href"].endswith("/en/about/")
    )


def test_a_translated_page_carries_its_languages(ostrava: Site, visit: Visit) -> None:
    about = factories.standard_page(ostrava, "About us", slug="about")
    factories.translate(about, "cs", title="O nás", slug="o-nas")

    document = page(visit("/cs/o-nas/"))

    languages = {
        link.attributes["hreflang"]: link.attributes["href"]
        for link in document.one("details", class_="languages").all("a")
    }
    assert languages == {"en": "/en/about/", "cs": "/cs/o-nas/", "uk": "/uk/o-nas/"}
    alternates = {
        link.attributes["hreflang"]: link.attributes["href"]
        for link in document.all("link", rel="alternate")
        if "hreflang" in link.attributes
    }
    assert alternates == {
        "en": "http://ostrava.localhost/en/about/",
        "cs": "http://ostrava.localhost/cs/o-nas/",
        "x-default": "http://ostrava.localhost/en/about/",
    }
    assert not document.all(class_="language-note")


def test_an_address_in_another_language_leads_to_the_translation(
    ostrava: Site, visit: Visit
) -> None:
    about = factories.standard_page(ostrava, "About us", slug="about")
    factories.translate(about, "cs", title="O nás", slug="o-nas")

    response = visit("/cs/about/")

    assert response.status_code == 302
    assert response["Location"] == "/cs/o-nas/"


@pytest.mark.parametrize(
    ("language", "skip", "menu"),
    [
        ("en", "Skip to the content", "Search"),
        ("cs", "Přejít k obsahu", "Hledat"),
        ("uk", "Перейти до вмісту", "Пошук"),
    ],
)
def test_the_frame_speaks_the_language(
    visit: Visit, language: str, skip: str, menu: str
) -> None:
    document = page(visit(f"/{language}/"))

    assert document.one(class_="skip-link").text == skip
    assert document.all("a", class_="tool")[0].text == menu


# What isn't there


@pytest.mark.parametrize("path", ["/en/nothing/", "/de/", "/nothing/", "/en/x.html"])
def test_what_is_not_there_is_said_in_the_look_of_the_city(
    visit: Visit, path: str
) -> None:
    document = page(visit(path), status=404)

    assert document.one("h1").text == "There is nothing here"
    assert document.one(class_="brand-name").text == "Ostrava"
    assert document.one("input", type="search").attributes["name"] == "q"


def test_a_draft_is_not_there(ostrava: Site, visit: Visit) -> None:
    factories.standard_page(ostrava, "Secret plan", slug="secret", live=False)

    response = visit("/en/secret/")

    assert response.status_code == 404
    assert b"Secret plan" not in response.content


def test_a_moved_page_is_redirected_with_its_status(
    ostrava: Site, visit: Visit
) -> None:
    Redirect.objects.create(
        site=ostrava, old_path="/old", redirect_link="/en/guides/", is_permanent=True
    )

    response = visit("/old/")

    assert response.status_code == 301
    assert response["Location"] == "/en/guides/"


def test_another_host_has_no_pages(visit: Visit) -> None:
    response = Client(headers={"host": "elsewhere.example"}).get("/en/")

    assert response.status_code == 404


def test_a_page_is_only_read(ostrava: Site) -> None:
    client = Client(headers={"host": "ostrava.localhost"})

    assert client.post("/en/").status_code == 405


# Head and headers


def test_a_page_lets_nothing_foreign_in(visit: Visit) -> None:
    response = visit("/en/")

    assert response["Content-Security-Policy"] == policy()
    document = page(response)
    assert not document.all("style")
    assert {
        script.attributes["type"] for script in document.all("script") if script.text
    } == {"application/ld+json"}
    assert not [element for element in document.all() if "style" in element.attributes]


def test_an_unchanged_page_is_not_sent_again(visit: Visit, ostrava: Site) -> None:
    first = visit("/en/")
    client = Client(headers={"host": "ostrava.localhost"})

    again = client.get("/en/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not first.cookies


def test_a_notice_stands_on_every_page(ostrava: Site, visit: Visit) -> None:
    factories.notice(ostrava, title="No trams today", severity="emergency")

    document = page(visit("/en/guides/"))

    notice = document.one(class_="notice-emergency")
    assert notice.attributes["role"] == "alert"
    assert "No trams today" in notice.text


def test_words_of_editors_never_become_markup(ostrava: Site, visit: Visit) -> None:
    factories.standard_page(
        ostrava, "</script><script>alert(1)</script>", slug="about", intro="<b>bold"
    )

    document = page(visit("/en/about/"))

    assert document.one("h1").text == "</script><script>alert(1)</script>"
    assert document.one(class_="lead").text == "<b>bold"
    trail = structured(document)["BreadcrumbList"]["itemListElement"]
    assert trail[-1]["name"] == "</script><script>alert(1)</script>"


# What plugins add


def with_route(monkeypatch: pytest.MonkeyPatch, **route: Any) -> None:
    """Let the City API answer with a plugin's thing at every path."""

    def answered(*args: Any, **kwargs: Any) -> Any:
        return {**reading.read(*args, **kwargs), "route": route}

    monkeypatch.setattr(pages, "read", answered)


def test_a_plugins_kind_that_is_no_page_has_the_frame_of_the_city(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_route(monkeypatch, __typename="PlaceOnTheMap", name="Café")

    document = page(visit("/en/places/cafe/"))

    assert document.one(class_="brand-name").text == "Ostrava"
    assert document.one("title").text == "Ostrava"


def test_a_plugin_brings_the_template_of_its_type(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "microsite" / "pages"
    folder.mkdir(parents=True)
    (folder / "PlaceOnTheMap.html").write_text("<h1>{{ page.name }}</h1>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    with_route(monkeypatch, __typename="PlaceOnTheMap", name="Café")

    document = page(visit("/en/places/cafe/"))

    assert document.one("h1").text == "Café"
