"""The content that is measured is the same in every run."""

from __future__ import annotations

from typing import Any

from wagtail.models import Collection, Page

from benchmarks.content.bodies import Body, Targets
from benchmarks.content.sets import build
from cms.models import BlogPage, Organisation, Person, Topic
from cms.plugins.registry import plugin_blocks

TO = Targets([1, 2], [3, 4], [5], [6], [7])


def test_a_body_has_ten_blocks_and_is_always_the_same() -> None:
    first = Body("ostrava", "en", 3, TO).blocks()

    assert len(first) == 10
    assert first == Body("ostrava", "en", 3, TO).blocks()
    assert first != Body("ostrava", "en", 4, TO).blocks()


def test_eleven_bodies_hold_every_block_of_the_core() -> None:
    kinds = {
        block["type"]
        for number in range(11)
        for block in Body("ostrava", "en", number, TO).blocks()
    }
    offered = set(BlogPage._meta.get_field("body").stream_block.child_blocks)

    assert kinds == offered - {block.name for block in plugin_blocks()}


def test_the_tree_is_as_treebeard_would_have_made_it(tiny: None) -> None:
    assert [list(problems) for problems in Page.find_problems()] == [[], [], [], [], []]
    for page in Page.objects.filter(depth__gt=1):
        assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"


def test_two_builds_write_the_same(tiny: None) -> None:
    before = [list(texts(model)) for model in (BlogPage, Person, Organisation)]
    for model in (Person, Organisation, Topic):
        model.objects.all().delete()
    Collection.objects.filter(depth__gt=1).delete()

    build("tiny")

    after = [list(texts(model)) for model in (BlogPage, Person, Organisation)]
    assert before == after


def texts(model: Any) -> Any:
    """Return what a model's rows say, without the ids that the database gave."""
    name = "title" if model is BlogPage else "name"
    rows = model.objects.order_by("translation_key", "locale__language_code")
    return rows.values_list("translation_key", "locale__language_code", name, "live")
