"""The factories make what they say."""

from __future__ import annotations

import pytest
from wagtail.models import Site

from tests import factories


def test_pages_are_published_below_the_right_parent(ostrava: Site) -> None:
    guide = factories.guide(ostrava, "Register your address")
    czech = factories.translate(guide, "cs", title="Přihlaste se", slug="prihlaste-se")
    draft = factories.post(ostrava, language="cs", live=False)
    below = factories.standard_page(ostrava, parent=factories.standard_page(ostrava))

    assert guide.live
    assert guide.url_path.endswith(f"/guides/{guide.slug}/")
    assert czech.live
    assert czech.get_parent().specific == factories.guide_index(ostrava, "cs")
    assert czech.title == "Přihlaste se"
    assert not draft.live
    assert draft.latest_revision is not None
    assert below.depth == 4


@pytest.mark.django_db
def test_files_lie_in_the_collection_of_their_city(ostrava: Site) -> None:
    private = factories.collection(ostrava, "Staff")
    factories.restrict(private)

    assert factories.image(ostrava).collection.name == "Ostrava"
    assert factories.document(within=private).collection == private
    assert private.get_parent().name == "Ostrava"


def test_snippets_have_translations(ostrava: Site, brno: Site) -> None:
    person = factories.person(ostrava, "Jana Nová")
    notice = factories.notice(ostrava, brno, title="Flood")
    topic = factories.topic("Housing")

    assert factories.translate(person, "cs").site == ostrava
    assert set(factories.translate(notice, "cs").cities.all()) == {ostrava, brno}
    assert factories.translate(topic, "cs", name="Bydlení").slug == "housing"
    assert factories.organisation().site is None
    assert factories.mention(brno).live
