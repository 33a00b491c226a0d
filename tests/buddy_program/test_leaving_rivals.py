"""One of a proposed pair says yes while the other goes: one outcome, a whole one."""

from __future__ import annotations

from pathlib import Path

import pytest
from wagtail.models import Site

from buddy_program.services.pairs import ProposalOver
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.leavings import (
    WAYS,
    accepting,
    check_whole,
    expected,
    found,
    going,
    proposal,
)
from tests.support.rivals import rivals_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def ostrava() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.mark.parametrize("way", WAYS)
def test_a_yes_while_the_other_goes_has_one_outcome(
    ostrava: Site, tmp_path: Path, way: str
) -> None:
    pair = proposal(ostrava)

    with rivals_in(tmp_path) as rivals:
        yes, gone = rivals.race(accepting(pair), going(pair, way))
        stands = rivals.look(found)
        rivals.look(check_whole)

    assert gone is None
    assert yes is None or isinstance(yes, ProposalOver), yes
    assert stands == expected(way, started=yes is None)
