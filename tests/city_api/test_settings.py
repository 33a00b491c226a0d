"""What is set for a city: brand, contact, funders, menus, notices, features."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from wagtail.models import Site

from cms.choices import Channel, Weekday
from cms.models import CitySettings, Funding, OpeningSpan, SocialChannel
from tests import factories
from tests.city_api.conftest import SiteQuery


@pytest.fixture
def settings(ostrava: Site) -> CitySettings:
    return factories.settings_of(ostrava)


def test_texts_come_in_the_reader_s_language_or_along_the_fallbacks(
    site_query: SiteQuery, settings: CitySettings
) -> None:
    settings.name = {"en": "Ostrava", "uk": "Острава"}
    settings.tagline = {"cs": "Zeptejte se"}
    settings.save()

    assert site_query("name tagline", locale="uk") == {
        "name": "Острава",
        "tagline": "Zeptejte se",
    }


def test_brand_map_and_contact_are_given(
    site_query: SiteQuery, settings: CitySettings
) -> None:
    settings.logo = factories.image()
    settings.latitude, settings.longitude = "49.835", "18.2925"
    settings.email = "centre@ostrava.example"
    settings.opening_hours = [
        OpeningSpan(weekday=Weekday.TUESDAY, opens=dt.time(9), closes=dt.time(17)),
        OpeningSpan(weekday=Weekday.MONDAY, opens=dt.time(9), closes=dt.time(12)),
    ]
    settings.channels = [
        SocialChannel(kind=Channel.FACEBOOK, url="https://facebook.com/x")
    ]
    settings.save()

    found = site_query(
        """
        settings {
          region municipalityCode
          map { latitude longitude zoom bounds { south } }
          brand { colourPrimary logo { alt } }
          contact { email openingHours { weekday opens closes } }
          channels { kind url }
        }
        """
    )["settings"]

    assert found["region"] == "MORAVSKOSLEZSKY"
    assert found["map"] == {
        "latitude": 49.835,
        "longitude": 18.2925,
        "zoom": 12,
        "bounds": None,
    }
    assert found["brand"]["colourPrimary"] == "#0a5c8a"
    assert found["brand"]["logo"]["alt"]
    assert found["contact"] == {
        "email": "centre@ostrava.example",
        "openingHours": [
            {"weekday": "MONDAY", "opens": "09:00:00", "closes": "12:00:00"},
            {"weekday": "TUESDAY", "opens": "09:00:00", "closes": "17:00:00"},
        ],
    }
    assert found["channels"] == [{"kind": "FACEBOOK", "url": "https://facebook.com/x"}]


def test_funders_are_published_with_their_logo(
    site_query: SiteQuery, settings: CitySettings
) -> None:
    funder = factories.organisation(name="Ministry", logo=factories.image())
    settings.fundings = [
        Funding(
            organisation=funder,
            programme="OPZ+",
            registration_number="CZ.03.03.01/00/22_021/0002004",
            publicity={"en": "Co-funded by the European Union"},
        )
    ]
    settings.save()

    (funding,) = site_query(
        "settings { fundings { organisation { name } programme registrationNumber"
        " publicity logo { alt } } }"
    )["settings"]["fundings"]

    assert funding["organisation"] == {"name": "Ministry"}
    assert funding["registrationNumber"] == "CZ.03.03.01/00/22_021/0002004"
    assert funding["publicity"] == "Co-funded by the European Union"
    assert funding["logo"]["alt"]


def test_menus_lead_to_the_reader_s_pages_and_leave_out_drafts(
    site_query: SiteQuery, ostrava: Site, settings: CitySettings
) -> None:
    about = factories.standard_page(ostrava, "About us", slug="about")
    factories.translate(about, "cs", title="O nás", slug="o-nas")
    draft = factories.standard_page(ostrava, "Draft", live=False)
    child = {"page": None, "url": "https://example.com/", "label": {"en": "Friends"}}
    items = [
        {"page": about.pk, "url": "", "label": {}, "children": [child]},
        {"page": draft.pk, "url": "", "label": {"en": "Draft"}, "children": []},
    ]
    menu = json.dumps([{"type": "item", "value": value} for value in items])
    factories.set_settings(ostrava, main_navigation=menu)

    shown = site_query(
        "navigation { main { label path isExternal children { label url } } }",
        locale="cs",
    )["navigation"]["main"]

    assert shown == [
        {
            "label": "O nás",
            "path": "/cs/o-nas/",
            "isExternal": False,
            "children": [{"label": "Friends", "url": "https://example.com/"}],
        }
    ]


def test_notices_are_shown_while_they_last_and_where_they_belong(
    site_query: SiteQuery, ostrava: Site, brno: Site
) -> None:
    now = dt.datetime.now(tz=dt.UTC)
    hour = dt.timedelta(hours=1)
    here = factories.notice(ostrava, title="Here")
    factories.translate(here, "cs", title="Tady")
    factories.notice(
        ostrava, title="Over", starts_at=now - 2 * hour, ends_at=now - hour
    )
    factories.notice(ostrava, title="Later", starts_at=now + hour)
    factories.notice(brno, title="Elsewhere")

    assert site_query("notices { title }")["notices"] == [{"title": "Here"}]
    assert site_query("notices { title }", locale="cs")["notices"] == [
        {"title": "Tady"}
    ]


def test_features_say_whether_the_city_has_them(
    site_query: SiteQuery, settings: CitySettings
) -> None:
    settings.disabled_features = ["use_it_map"]
    settings.save()

    features = site_query("settings { features { name enabled } }")["settings"]

    assert {each["name"]: each["enabled"] for each in features["features"]} == {
        "buddy_program": True,
        "use_it_map": False,
    }
