"""Who is asked in each case, and at which address."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from benchmarks.calling import floor, graphql
from benchmarks.cases import Case
from benchmarks.peers.requests import addresses
from benchmarks.wsgi import UNCACHED
from cms.models import BlogIndexPage, BlogPage

WITH_FLOOR = ("list20", "one", "full20", "route")
EMPTY = "/bench/empty/"
MINE = ("vitej", "floor", "empty")


@dataclass(frozen=True)
class Subject:
    """Something that is measured in a case: its name, address and answer cache."""

    name: str
    address: str
    cache: str = "off"


def subjects(case: Case, *, peers: bool) -> list[Subject]:
    """Return what a case is asked of; only the City API has answers kept."""
    found = [Subject("vitej", UNCACHED + graphql(case))]
    if has_answer_cache():
        found.append(Subject("vitej", graphql(case), "on"))
    if case.name in WITH_FLOOR:
        found.append(Subject("floor", UNCACHED + floor(case)))
    found.append(Subject("empty", UNCACHED + EMPTY))
    return [*found, *(peers_of(case) if peers else ())]


def has_answer_cache() -> bool:
    """Say whether this hub keeps answers in front of Django's handler."""
    return find_spec("city_api.answers") is not None


def peers_of(case: Case) -> list[Subject]:
    blog = BlogIndexPage.objects.get(url_path="/ostrava/blog/").pk
    post = BlogPage.objects.get(url_path="/ostrava/blog/post-0123/").pk
    found = addresses(case, blog=blog, post=post)
    return [Subject(name, UNCACHED + address) for name, address in found.items()]
