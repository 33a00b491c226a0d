"""Writes what the participants of a city are given to read, in three languages."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from wagtail.models import Locale, Page, Site

from buddy_program.demo.reader import LANGUAGES, SOURCE_LANGUAGE, read
from cms.models import StandardPage, User
from cms.slugs import romanised

ABOUT = "about"
PAGES = (
    *(ABOUT, "newcomer_pack", "local_pack", "code_of_conduct"),
    "first_meeting",
)


def add_pages(site: Site, user: User) -> dict[str, Page]:
    """Add the pages below a city's homes; return those in English by field."""
    locales = {
        each.language_code: each
        for each in Locale.objects.filter(language_code__in=LANGUAGES)
    }
    home = site.root_page
    parents = {
        code: home if home.locale_id == locale.pk else home.get_translation(locale)
        for code, locale in locales.items()
    }
    made = {}
    content = read("pages")
    for field in PAGES:
        texts = content[field]
        key = uuid4()
        pages = {
            code: _add(parents[code], locale, texts[code], key, user)
            for code, locale in locales.items()
        }
        if field == ABOUT:  # the others lie below it
            parents = dict(pages)
        made[field] = Page.objects.get(pk=pages[SOURCE_LANGUAGE].pk)
    return made


def _add(
    parent: Any, locale: Locale, text: dict[str, Any], key: Any, user: User
) -> StandardPage:
    page = StandardPage(
        title=text["title"],
        slug=romanised(text["title"]),
        intro=text["intro"],
        locale=locale,
        translation_key=key,
        owner=user,
        body=[("rich_text", _html(text))],
    )
    parent.add_child(instance=page)
    page.save_revision(user=user).publish(user=user)
    return page


def _html(text: dict[str, Any]) -> str:
    paragraphs = "".join(f"<p>{each}</p>" for each in text["paragraphs"])
    points = "".join(f"<li>{each}</li>" for each in text["points"])
    return paragraphs + (f"<ul>{points}</ul>" if points else "")
