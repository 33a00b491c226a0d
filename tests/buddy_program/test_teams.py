"""Who is of a team: those whom the city has put there, and nobody by chance."""

from __future__ import annotations

import pytest
from wagtail.models import Site

from buddy_program.access import cities_coordinated_by
from buddy_program.choices import TeamRole
from tests import factories as hub
from tests.buddy_program import factories

pytestmark = pytest.mark.django_db


def test_members_of_a_group_that_was_there_before_are_no_team() -> None:
    """Two cities of one name, or a group that somebody named like a team."""
    ostrava, namesake = hub.city("ostrava"), hub.city("brno")
    factories.programme(ostrava)
    there = factories.team_of(ostrava, TeamRole.COORDINATOR)
    stranger = factories.coordinator(ostrava)
    Site.objects.filter(pk=namesake.pk).update(site_name=ostrava.site_name)
    namesake.refresh_from_db()

    factories.programme(namesake)

    assert factories.team_of(namesake, TeamRole.COORDINATOR) != there
    assert set(cities_coordinated_by(stranger)) == {ostrava}
