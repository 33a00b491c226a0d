"""Writes the pages of a city of the demo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

from cms.demo import entities
from cms.demo.bench import Bench, Place
from cms.demo.entities import SOURCE_LANGUAGE
from cms.demo.streams import Targets, stored_stream
from cms.demo.vocabulary import Kind
from cms.models import (
    BlogPage,
    BlogPageAuthor,
    GuideIndexPage,
    GuidePage,
    StandardPage,
)
from cms.models.blog import RelatedGuide
from cms.models.home import FeaturedPage


def add_pages(bench: Bench, place: Place) -> None:
    home = place.site.root_page.specific
    place.pages["home"] = home
    for child in home.get_children().specific():
        is_guides = isinstance(child, GuideIndexPage)
        place.pages["guides" if is_guides else "blog"] = child
    for page in place.city.pages:
        if page.key not in place.pages:
            _add_empty_page(bench, place, page)
    targets = _targets_of(bench, place)
    messages = bench.messages_of(place.city)
    for page in place.city.pages:
        _fill_page(bench, place, page, targets)
        if page.languages:
            wanted = {code: messages[code] for code in page.languages}
            instance = place.pages[page.key]
            bench.to_translate.append((instance, wanted, page.slugs))
        bench.bar.step()


def _add_empty_page(bench: Bench, place: Place, page: entities.Page) -> None:
    """Add an unpublished page, so that others can refer to it."""
    model = {"guide": GuidePage, "post": BlogPage, "page": StandardPage}[page.kind]
    summary = {"summary": page.values["summary"]} if page.kind == "guide" else {}
    slug = page.slugs[SOURCE_LANGUAGE]
    instance = model(
        title=page.title, slug=slug, live=False, locale=bench.locale, **summary
    )
    place.pages[page.parent].add_child(instance=instance)
    place.pages[page.key] = instance


def _fill_page(
    bench: Bench, place: Place, page: entities.Page, targets: Targets
) -> None:
    instance = place.pages[page.key]
    instance.title = instance.draft_title = page.title
    fill = {
        "home": _fill_home,
        "guide": _fill_guide,
        "post": _fill_post,
    }.get(page.kind)
    for name in ("intro", "headline", "lead", "summary"):
        if name in page.values:
            setattr(instance, name, page.values[name])
    if hero := page.values.get("hero"):
        instance.hero_image = bench.pictures[hero]
    for name, parts in page.streams.items():
        seed = f"{place.city.slug}/{page.key}"
        blocks = stored_stream(page.kind, name, parts, targets=targets, seed=seed)
        setattr(instance, name, blocks)
    if fill:
        fill(bench, place, page, instance)
    if page.draft:
        _submit(bench, place, instance)
    else:
        bench.publish(instance)


def _submit(bench: Bench, place: Place, page: Page) -> None:
    """Save a draft and hand it to the city's moderators, as an editor would."""
    author = bench.accounts.get(f"{place.city.slug}-editor", bench.admin)
    page.full_clean()
    page.save_revision(user=author)
    page.get_workflow().start(page, author)


def _targets_of(bench: Bench, place: Place) -> Targets:
    known: Mapping[Kind, Mapping[str, Any]] = {
        Kind.PAGE: place.pages,
        Kind.PICTURE: bench.pictures,
        Kind.DOCUMENT: bench.documents,
        Kind.PERSON: place.people,
        Kind.ORGANISATION: bench.organisations,
    }
    ids = {
        kind: {key: thing.pk for key, thing in things.items()}
        for kind, things in known.items()
    }
    return Targets(ids=ids, today=bench.today)


def _fill_home(bench: Bench, place: Place, page: entities.Page, home: Any) -> None:
    home.search_description = page.values["description"]
    home.featured_links = [
        FeaturedPage(page=place.pages[key].page_ptr, sort_order=number)
        for number, key in enumerate(page.values["featured"])
    ]


def _fill_guide(
    bench: Bench, place: Place, page: entities.Page, guide: GuidePage
) -> None:
    values = page.values
    verified = bench.today - dt.timedelta(days=values["verified_days_ago"])
    guide.topic = bench.topics[values["topic"]]
    guide.audiences = values["audiences"]
    guide.phase = values["phase"]
    guide.authority = bench.organisations[values["authority"]]
    guide.deadline = values.get("deadline", "")
    guide.deadline_days = values.get("deadline_days")
    guide.maintainer = bench.accounts[values["maintainer"]]
    guide.verified_on = verified
    guide.review_cycle_months = values["review_cycle_months"]


def _fill_post(bench: Bench, place: Place, page: entities.Page, post: BlogPage) -> None:
    values = page.values
    post.date = values["date"]
    post.tags.add(*values["tags"])
    post.author_links = [
        BlogPageAuthor(person=place.people[key], sort_order=number)
        for number, key in enumerate(values["authors"])
    ]
    post.related_guide_links = [
        RelatedGuide(guide=place.pages[key], sort_order=number)
        for number, key in enumerate(values["related_guides"])
    ]
