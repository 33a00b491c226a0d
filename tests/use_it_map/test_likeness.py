"""Which places may be one and the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from cms.models import User
from tests import factories
from tests.use_it_map.factories import place
from use_it_map.likeness import distance_m, may_be_same, names_alike, plain
from use_it_map.selectors.duplicates import Entry, twins

NAMES = st.text(max_size=30)
POINTS = st.tuples(st.floats(48.5, 51.1), st.floats(12.0, 18.9))


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("Ordinace MUDr. Novákové", "ordinace novakove", 1),
        ("Cooltour Ostrava, z. s.", "Cooltour Ostrava", 1),
        ("Café Bar Stodolní", "Stodolní Café Bar", 0.99),
        ("Knihovna města Ostravy", "Knihovna mesta Ostrava", 0.9),
    ],
)
def test_names_that_mean_the_same_are_alike(one: str, other: str, least: float) -> None:
    assert names_alike(one, other) >= least


def test_names_that_mean_something_else_are_not() -> None:
    assert names_alike("Lékárna U Anděla", "Pivnice Pod Radnicí") < 0.5
    assert plain("A. S.") == "a s"


@given(NAMES, NAMES)
def test_likeness_is_symmetrical_and_between_0_and_1(one: str, other: str) -> None:
    alike = names_alike(one, other)
    assert 0 <= alike <= 1
    assert alike == names_alike(other, one)
    assert names_alike(one, one) == 1


@given(POINTS, POINTS)
def test_distance_is_symmetrical(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    assert distance_m(one, other) == pytest.approx(distance_m(other, one), abs=1e-6)
    assert distance_m(one, one) == 0


def test_a_degree_of_latitude_is_111_195_metres() -> None:
    assert distance_m((49, 18), (50, 18)) == pytest.approx(111_195, abs=1)


def test_the_nearer_the_less_must_names_be_alike() -> None:
    assert may_be_same(0.5, 60)
    assert not may_be_same(0.5, 61)
    assert may_be_same(0.8, 400)
    assert not may_be_same(1, 401)


@pytest.mark.django_db
def test_twins_are_found_in_the_editors_own_city_only(
    ostrava: Site,
    brno: Site,
    ostrava_editor: User,
) -> None:
    near = place(ostrava, "Dental clinic Smile")
    factories.translate(near, "cs", title="Zubní klinika Smile")
    place(ostrava, "Dental clinic Smile", latitude=Decimal("49.90"))
    place(ostrava, "Pub")
    place(brno, "Dental clinic Smile")
    here: Any = {"latitude": Decimal("49.835500"), "longitude": Decimal("18.282084")}

    entry = Entry(title="Dental Clinic SMILE s.r.o.", **here)
    found = twins(ostrava_editor, ostrava, entry)
    itself = twins(ostrava_editor, ostrava, Entry(title=near.title, of=near, **here))
    foreign = twins(ostrava_editor, brno, entry)

    english = [(twin.place.pk, twin.metres) for twin in found if twin.place.pk]
    assert (near.pk, 59) in english
    assert {twin.place.title for twin in found} <= {near.title, "Zubní klinika Smile"}
    assert itself == foreign == []
