"""What the form of a place refuses, and at which field."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms import content_security
from tests import factories
from tests.use_it_map.factories import category, place
from use_it_map import conf
from use_it_map.admin.ground import ground
from use_it_map.models import PlacePage

BOUNDS = {"south": 49.74, "north": 49.91, "west": 18.1, "east": 18.4}


def form_of(page: PlacePage, user: Any, **changes: Any) -> Any:
    """Return the bound form with what the page has, but for the changes."""
    kind = PlacePage.get_edit_handler().get_form_class()
    unbound = kind(instance=page, for_user=user)
    values = {
        name: unbound[name].value()
        for name in unbound.fields
        if unbound[name].value() not in (None, [])
    }
    rows = {name: inline_formset([]) for name in unbound.formsets}
    data = QueryDict(mutable=True)
    for name, value in nested_form_data({**values, **rows, **changes}).items():
        data[name] = value
    form = kind(data, instance=page, for_user=user)
    form.defer_required_fields()
    return form


@pytest.mark.django_db
def test_a_form_refuses_wrong_hours_and_points_at_their_fields(
    ostrava: Site, ostrava_editor: Any
) -> None:
    factories.set_settings(ostrava, **BOUNDS)
    page = place(ostrava, "Clinic")

    def errors(**changes: Any) -> Any:
        return form_of(page, ostrava_editor, **changes).errors.as_data()

    assert errors() == {}
    hours = errors(opening_hours="Mo-Fr 8-25")["opening_hours"]
    assert [error.code for error in hours] == ["invalid_hours"]
    assert errors(opening_hours="SH off")["opening_hours"][0].code == "school_holidays"
    assert errors(latitude="50.1")["latitude"][0].code == "outside"
    assert errors(longitude="18.5")["longitude"][0].code == "outside"
    swapped = errors(latitude="18.28", longitude="49.83")
    assert [error.code for error in swapped["latitude"]] == ["swapped"]
    for wrong in ("NaN", "Infinity", "91", "49.8; drop"):
        assert "latitude" in errors(latitude=wrong)


@pytest.mark.django_db
def test_hours_are_kept_in_one_spelling_and_may_be_unknown(
    ostrava: Site, ostrava_editor: Any
) -> None:
    page = place(ostrava, "Clinic")

    form = form_of(page, ostrava_editor, opening_hours=" mo-fr 8:00\u201316:00 ")
    empty = form_of(page, ostrava_editor, opening_hours="")

    assert form.is_valid()
    assert form.cleaned_data["opening_hours"] == "Mo-Fr 08:00-16:00"
    assert empty.is_valid()
    assert empty.cleaned_data["opening_hours"] == ""


@pytest.mark.django_db
def test_the_map_of_the_form_knows_the_citys_bounds(
    ostrava: Site, as_ostrava_editor: Client, settings: Any
) -> None:
    factories.set_settings(ostrava, **BOUNDS)
    page = place(ostrava, "Clinic")
    address = f"/admin/pages/{page.pk}/edit/"

    plain = as_ostrava_editor.get(address)
    settings.VITEJ_MAP_TILES = "https://{s}.tile.example.com/{z}/{x}/{y}.png"
    settings.VITEJ_MAP_TILES_ATTRIBUTION = "© A <b>map</b>"
    tiled = as_ostrava_editor.get(address)

    assert "[[49.74, 18.1], [49.91, 18.4]]" in plain.content.decode()
    assert "use_it_map/js/point_picker.js" in plain.content.decode()
    assert "tile.example.com" not in plain[content_security.HEADER]
    policy = tiled[content_security.HEADER]
    assert "img-src 'self' data: blob: https://*.tile.example.com;" in policy
    assert ground(None)["attribution"] == "© A &lt;b&gt;map&lt;/b&gt;"
    assert ground(None)["bounds"] is None
    assert list(conf.tile_origins()) == ["https://*.tile.example.com"]


@pytest.mark.django_db
@pytest.mark.parametrize("further", [[], ["dentists", "vets"]])
def test_a_place_is_opened_with_its_further_categories(
    ostrava: Site, as_ostrava_moderator: Client, further: list[str]
) -> None:
    page = place(ostrava, "Clinic")
    page.further_categories.set([category(slug) for slug in further])
    page.save_revision()

    opened = as_ostrava_moderator.get(
        reverse("wagtailadmin_pages:edit", args=[page.pk])
    )

    assert opened.status_code == 200
    chosen = opened.context["form"].initial["further_categories"]
    assert sorted(each.slug for each in chosen) == further


def test_categories_are_offered_once_in_the_language_of_the_page(
    ostrava: Site, ostrava_editor: Any
) -> None:
    health = category("health", sort_order=1)
    category("dentists", parent=health, sort_order=2)
    category("food", sort_order=0)
    czech = category("pubs", language="cs")
    page = place(ostrava, "Clinic", category=health)
    page.further_categories.add(czech)
    page.save()

    form = form_of(page, ostrava_editor)

    offered = [label for _value, label in form.fields["further_categories"].choices]
    assert offered == ["Food", "Pubs", "Health", "Health / Dentists"]
