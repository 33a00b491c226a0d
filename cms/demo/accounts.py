"""The demo's cities with the people who work in them."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from wagtail.users.models import UserProfile

from cms.demo.bench import Bench, Place
from cms.demo.entities import LANGUAGES, SOURCE_LANGUAGE, City
from cms.models import CityRole, User
from cms.services.city import NewCity, city_add, city_collection, city_groups

PASSWORD = "vitej-demo"  # noqa: S105  printed for everybody: the demo is no secret
ADMINISTRATOR = "admin"
# Name, city, kind of its group.
STAFF = (
    ("ostrava-editor", "ostrava", CityRole.Kind.EDITOR),
    ("ostrava-moderator", "ostrava", CityRole.Kind.MODERATOR),
    ("brno-editor", "brno", CityRole.Kind.EDITOR),
)


def add_city(bench: Bench, city: City) -> None:
    site = city_add(
        city=NewCity(
            slug=city.slug,
            name=city.name[SOURCE_LANGUAGE],
            hostname=city.hostname,
            region=city.region,
            municipality_code=city.municipality_code,
            languages=LANGUAGES,
            port=bench.port,
        )
    )
    bench.places[city.slug] = Place(city, site, city_collection(site))


def add_accounts(bench: Bench) -> None:
    # Hashing is slow on purpose, and the password is the same for all.
    password = make_password(PASSWORD)
    for name in (ADMINISTRATOR, *(name for name, _city, _kind in STAFF)):
        is_admin = name == ADMINISTRATOR
        bench.accounts[name], is_new = User.objects.get_or_create(
            username=name,
            defaults={
                "email": f"{name}@vitej.example",
                "password": password,
                "is_staff": is_admin,
                "is_superuser": is_admin,
            },
        )
        if is_new:
            _silence(bench.accounts[name])
    for name, city, kind in STAFF:
        group = city_groups(bench.places[city].site)[kind]
        bench.accounts[name].groups.add(group)


def _silence(user: User) -> None:
    """Send no mail about workflows: the mailboxes of the demo don't exist."""
    profile = UserProfile.get_for_user(user)
    profile.submitted_notifications = False
    profile.approved_notifications = False
    profile.rejected_notifications = False
    profile.save()
