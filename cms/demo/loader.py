"""Loads the demo content: all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.core.files.base import File
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    Locale,
    Page,
    PageLogEntry,
    Site,
)
from wagtail.users.models import UserProfile

from cms.choices import Licence
from cms.demo import reader
from cms.demo.leaflets import docx
from cms.demo.pictures.catalogue import drawn, file_name
from cms.demo.progress import Progress
from cms.demo.reader import SOURCE_LANGUAGE, City, Demo, MenuItem
from cms.demo.streams import Targets, block_id, stored_stream
from cms.demo.translations import translate
from cms.demo.vocabulary import Kind
from cms.models import (
    BlogPage,
    BlogPageAuthor,
    CityRole,
    CitySettings,
    CrisisNotice,
    Document,
    Funding,
    GuideIndexPage,
    GuidePage,
    Image,
    MediaMention,
    OpeningSpan,
    Organisation,
    Person,
    SocialChannel,
    StandardPage,
    Topic,
    User,
)
from cms.models.blog import RelatedGuide
from cms.models.home import FeaturedPage
from cms.plugins import registry
from cms.services.city import NewCity, city_add, city_collection, city_groups

PASSWORD = "vitej-demo"  # noqa: S105  printed for everybody: the demo is no secret
ADMINISTRATOR = "admin"
# Name, city, kind of its group.
STAFF = (
    ("ostrava-editor", "ostrava", CityRole.Kind.EDITOR),
    ("ostrava-moderator", "ostrava", CityRole.Kind.MODERATOR),
    ("brno-editor", "brno", CityRole.Kind.EDITOR),
)
LOG_ACTION = "cms.demo_loaded"
CREDIT = "Vítej, drawn by code"
DEFAULT_PORT = 8000


class DemoRefused(Exception):
    """A city of the demo's name is there already and did not come from the demo."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What loading did.

    Attributes:
        loaded: whether content was written now; else it was there already.
        current: whether what is there was loaded from these very files.
        port: the port that the sites are said to be served on.
    """

    loaded: bool
    port: int
    current: bool = True


def demo_load(
    *,
    now: dt.datetime,
    progress: Callable[[int], Progress],
    port: int | None = None,
) -> Outcome:
    """Load the demo unless it is there already; set the port of its sites if given.

    Raises:
        ContentError: if the content files do not fit together.
        DemoRefused: if a city is there that is not the demo's.
    """
    fingerprint = reader.fingerprint()
    with transaction.atomic():
        if there := _loaded_fingerprints():
            return Outcome(
                loaded=False, current=there == {fingerprint}, port=_set_port(port)
            )
        _refuse_other_cities()
    demo = reader.read_demo()
    bar = progress(_steps(demo))
    with ExitStack() as files, transaction.atomic():
        _Loading(demo, now=now, port=port or DEFAULT_PORT, bar=bar, files=files).run(
            fingerprint
        )
        # Reached only if nothing failed: the files stay.
        files.pop_all()
    bar.finish()
    return Outcome(loaded=True, port=port or DEFAULT_PORT)


def demo_counts() -> dict[str, int]:
    """Return how much of what the hub holds, in the source language."""
    source = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    return {
        "cities": CitySettings.objects.count(),
        "guides": GuidePage.objects.filter(locale=source).count(),
        "posts": BlogPage.objects.filter(locale=source, live=True).count(),
        "pages": Page.objects.filter(depth__gt=1).count(),
    }


def _demo_sites() -> Any:
    return Site.objects.filter(
        pk__in=CitySettings.objects.filter(slug__in=reader.CITIES).values("site")
    )


def _loaded_fingerprints() -> set[str]:
    """Return from which files the cities that are there were loaded."""
    entries = PageLogEntry.objects.filter(
        action=LOG_ACTION, page__in=_demo_sites().values("root_page")
    )
    return {entry.data["fingerprint"] for entry in entries}


def _set_port(port: int | None) -> int:
    """Give the sites the port, if there is one; return what they have then."""
    sites = list(_demo_sites())
    for site in sites:
        if port not in {None, site.port}:
            site.port = port
            site.save()
    found: int = sites[0].port
    return found


def _refuse_other_cities() -> None:
    names = _demo_sites().values_list("site_name", flat=True)
    if names:
        raise DemoRefused(
            _("These cities are here already, and not from the demo: %(names)s.")
            % {"names": ", ".join(names)}
        )


def _steps(demo: Demo) -> int:
    pages = [page for city in demo.cities for page in city.pages]
    return (
        len(demo.pictures)
        + len(pages)
        + sum(len(page.languages) > 0 for page in pages)
        + len(demo.topics)
        + len(demo.organisations)
        + len(demo.notices)
        + sum(len(city.people) for city in demo.cities)
    )


@dataclass
class _Place:
    """A city while it is loaded: its site, and what can be referred to in it."""

    city: City
    site: Site
    collection: Collection
    people: dict[str, Person] = field(default_factory=dict)
    pages: dict[str, Any] = field(default_factory=dict)


class _Loading:
    """One run; whatever is made once and referred to later is kept here."""

    def __init__(
        self,
        demo: Demo,
        *,
        now: dt.datetime,
        port: int,
        bar: Progress,
        files: ExitStack,
    ) -> None:
        self.demo = demo
        self.now = now
        self.today = timezone.localdate(now)
        self.port = port
        self.bar = bar
        self.files = files
        self.pictures: dict[str, Image] = {}
        self.documents: dict[str, Document] = {}
        self.topics: dict[str, Topic] = {}
        self.organisations: dict[str, Organisation] = {}
        self.accounts: dict[str, User] = {}
        self.places: dict[str, _Place] = {}
        self.to_translate: list[tuple[Any, Mapping[str, reader.Messages], Any]] = []

    def run(self, fingerprint: str) -> None:
        self.bar.stage(_("Cities"))
        for city in self.demo.cities:
            self.add_city(city)
        self.locale = Locale.objects.get(language_code=SOURCE_LANGUAGE)
        self.add_accounts()
        self.bar.stage(_("Pictures"))
        self.add_files()
        self.bar.stage(_("People and organisations"))
        self.add_snippets()
        for place in self.places.values():
            self.bar.stage(place.site.site_name)
            self.add_pages(place)
            self.fill_settings(place)
        self.bar.stage(_("Translations"))
        for instance, messages, slugs in self.to_translate:
            translate(instance, messages=messages, slugs=slugs, user=self.admin)
            self.bar.step()
        for part in registry.parts("demo"):
            part.value(self.bar.stage)
        for place in self.places.values():
            log(
                instance=place.site.root_page,
                action=LOG_ACTION,
                user=self.admin,
                data={"fingerprint": fingerprint},
            )

    @property
    def admin(self) -> User:
        return self.accounts[ADMINISTRATOR]

    # Cities and accounts

    def add_city(self, city: City) -> None:
        site = city_add(
            city=NewCity(
                slug=city.slug,
                name=city.name[SOURCE_LANGUAGE],
                hostname=city.hostname,
                region=city.region,
                municipality_code=city.municipality_code,
                languages=reader.LANGUAGES,
                port=self.port,
            )
        )
        self.places[city.slug] = _Place(city, site, city_collection(site))

    def add_accounts(self) -> None:
        # Hashing is slow on purpose, and the password is the same for all.
        password = make_password(PASSWORD)
        for name in (ADMINISTRATOR, *(name for name, _city, _kind in STAFF)):
            is_admin = name == ADMINISTRATOR
            self.accounts[name], _created = User.objects.get_or_create(
                username=name,
                defaults={
                    "email": f"{name}@vitej.example",
                    "password": password,
                    "is_staff": is_admin,
                    "is_superuser": is_admin,
                },
            )
            profile = UserProfile.get_for_user(self.accounts[name])
            # Their mailboxes don't exist.
            profile.submitted_notifications = False
            profile.approved_notifications = False
            profile.rejected_notifications = False
            profile.save()
        for name, city, kind in STAFF:
            group = city_groups(self.places[city].site)[kind]
            self.accounts[name].groups.add(group)

    # Files

    def add_files(self) -> None:
        shared = self.shared_collection()
        for picture in self.demo.pictures:
            collection = (
                self.places[picture.city].collection if picture.city else shared
            )
            name = file_name(picture.key)
            image = Image(
                title=picture.title,
                description=picture.alt[SOURCE_LANGUAGE],
                alt_translations={
                    code: picture.alt[code] for code in reader.TARGET_LANGUAGES
                },
                credit=CREDIT,
                licence=Licence.CC0_1_0,
                collection=collection,
                uploaded_by_user=self.admin,
            )
            self.save_file(image, ImageFile(BytesIO(drawn(picture.key)), name=name))
            self.pictures[picture.key] = image
            self.bar.step()
        for leaflet in self.demo.leaflets:
            document = Document(
                title=leaflet.title,
                language=leaflet.language,
                credit=leaflet.credit,
                licence=Licence.CC0_1_0,
                collection=shared,
                uploaded_by_user=self.admin,
            )
            name = f"{leaflet.key}.docx"
            self.save_file(document, File(BytesIO(docx(leaflet.lines)), name=name))
            self.documents[leaflet.key] = document

    def shared_collection(self) -> Collection:
        """Return a collection whose files all cities' editors may choose."""
        root = Collection.get_first_root_node()
        collection: Collection = root.add_child(name=_("Shared by all cities"))
        choose = Permission.objects.filter(
            content_type__app_label="cms",
            codename__in=["choose_image", "choose_document"],
        )
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(
                group=group, collection=collection, permission=permission
            )
            for place in self.places.values()
            for group in city_groups(place.site).values()
            for permission in choose
        )
        return collection

    def save_file(self, instance: Image | Document, content: File[bytes]) -> None:
        """Save an image or document; its file goes again if the loading fails."""
        stored = instance.file
        name = stored.field.generate_filename(instance, content.name)
        if not type(instance).objects.filter(file=name).exists():
            # Left by a loading that was killed: nothing refers to it.
            stored.storage.delete(name)
        content.seek(0)
        instance.file = content
        instance.file_size = content.size
        instance.save()
        self.files.callback(stored.storage.delete, instance.file.name)

    # Snippets

    def add_snippets(self) -> None:
        for number, topic in enumerate(self.demo.topics):
            self.topics[topic.key] = self.publish_snippet(
                Topic(
                    name=topic.name,
                    slug=topic.key,
                    description=topic.description,
                    icon=topic.icon,
                    sort_order=number,
                )
            )
        for organisation in self.demo.organisations:
            self.add_organisation(organisation)
        for notice in self.demo.notices:
            made = CrisisNotice(
                title=notice.title,
                text=notice.text,
                link=notice.link,
                severity=notice.severity,
                starts_at=self.now + dt.timedelta(days=notice.starts_in_days),
                ends_at=self.now + dt.timedelta(days=notice.ends_in_days),
            )
            made.cities = [self.places[slug].site for slug in notice.cities]
            self.publish_snippet(made)
        for place in self.places.values():
            self.add_people(place)

    def add_organisation(self, organisation: reader.Organisation) -> None:
        place = self.places.get(organisation.city)
        self.organisations[organisation.key] = self.publish_snippet(
            Organisation(
                site=place.site if place else None,
                name=organisation.name,
                ico=organisation.ico,
                kind=organisation.kind,
                role=organisation.role,
                description=organisation.description,
                street_address=organisation.street_address,
                postal_code=organisation.postal_code,
                address_locality=organisation.address_locality,
                website=organisation.website,
            )
        )

    def add_people(self, place: _Place) -> None:
        messages = self.messages_of(place.city)
        operator = self.organisations.get(place.city.operator)
        for person in place.city.people:
            place.people[person.key] = self.publish_snippet(
                Person(
                    site=place.site,
                    name=person.name,
                    job_title=person.job_title,
                    organisation=operator,
                    bio=person.bio,
                    photo=self.pictures[person.picture],
                    email=person.email,
                    phone=person.phone,
                    languages=", ".join(person.languages),
                ),
                messages,
            )
        for mention in place.city.mentions:
            made = MediaMention(
                site=place.site,
                title=mention.title,
                outlet=mention.outlet,
                published_on=self.today - dt.timedelta(days=mention.days_ago),
                url=mention.url,
                language=mention.language,
            )
            self.publish(made)

    def publish_snippet(
        self, snippet: Any, messages: Mapping[str, reader.Messages] | None = None
    ) -> Any:
        snippet.locale = self.locale
        self.publish(snippet)
        self.to_translate.append((snippet, messages or self.demo.messages, None))
        return snippet

    def publish(self, instance: Any) -> None:
        instance.full_clean()
        if not instance.pk:
            instance.save()
        instance.save_revision(user=self.admin).publish(user=self.admin)
        instance.refresh_from_db()

    def messages_of(self, city: City) -> dict[str, reader.Messages]:
        return {
            code: {**self.demo.messages[code], **city.messages[code]}
            for code in reader.TARGET_LANGUAGES
        }

    # Pages

    def add_pages(self, place: _Place) -> None:
        home = place.site.root_page.specific
        place.pages["home"] = home
        for child in home.get_children().specific():
            is_guides = isinstance(child, GuideIndexPage)
            place.pages["guides" if is_guides else "blog"] = child
        for page in place.city.pages:
            if page.key not in place.pages:
                self.add_empty_page(place, page)
        targets = self.targets_of(place)
        messages = self.messages_of(place.city)
        for page in place.city.pages:
            self.fill_page(place, page, targets)
            if page.languages:
                wanted = {code: messages[code] for code in page.languages}
                instance = place.pages[page.key]
                self.to_translate.append((instance, wanted, page.slugs))
            self.bar.step()

    def add_empty_page(self, place: _Place, page: reader.Page) -> None:
        """Add an unpublished page, so that others can refer to it."""
        model = {"guide": GuidePage, "post": BlogPage, "page": StandardPage}[page.kind]
        summary = {"summary": page.values["summary"]} if page.kind == "guide" else {}
        slug = page.slugs[SOURCE_LANGUAGE]
        instance = model(
            title=page.title, slug=slug, live=False, locale=self.locale, **summary
        )
        place.pages[page.parent].add_child(instance=instance)
        place.pages[page.key] = instance

    def submit(self, place: _Place, page: Page) -> None:
        """Save a draft and hand it to the city's moderators, as an editor would."""
        author = self.accounts.get(f"{place.city.slug}-editor", self.admin)
        page.full_clean()
        page.save_revision(user=author)
        page.get_workflow().start(page, author)

    def targets_of(self, place: _Place) -> Targets:
        known: Mapping[Kind, Mapping[str, Any]] = {
            Kind.PAGE: place.pages,
            Kind.PICTURE: self.pictures,
            Kind.DOCUMENT: self.documents,
            Kind.PERSON: place.people,
            Kind.ORGANISATION: self.organisations,
        }
        ids = {
            kind: {key: thing.pk for key, thing in things.items()}
            for kind, things in known.items()
        }
        return Targets(ids=ids, today=self.today)

    def fill_page(self, place: _Place, page: reader.Page, targets: Targets) -> None:
        instance = place.pages[page.key]
        instance.title = instance.draft_title = page.title
        fill = {
            "home": self.fill_home,
            "guide": self.fill_guide,
            "post": self.fill_post,
        }.get(page.kind)
        for name in ("intro", "headline", "lead", "summary"):
            if name in page.values:
                setattr(instance, name, page.values[name])
        if hero := page.values.get("hero"):
            instance.hero_image = self.pictures[hero]
        for name, parts in page.streams.items():
            seed = f"{place.city.slug}/{page.key}"
            blocks = stored_stream(page.kind, name, parts, targets=targets, seed=seed)
            setattr(instance, name, blocks)
        if fill:
            fill(place, page, instance)
        if page.draft:
            self.submit(place, instance)
        else:
            self.publish(instance)

    def fill_home(self, place: _Place, page: reader.Page, home: Any) -> None:
        home.search_description = page.values["description"]
        home.featured_links = [
            FeaturedPage(page=place.pages[key].page_ptr, sort_order=number)
            for number, key in enumerate(page.values["featured"])
        ]

    def fill_guide(self, place: _Place, page: reader.Page, guide: GuidePage) -> None:
        values = page.values
        verified = self.today - dt.timedelta(days=values["verified_days_ago"])
        guide.topic = self.topics[values["topic"]]
        guide.audiences = values["audiences"]
        guide.phase = values["phase"]
        guide.authority = self.organisations[values["authority"]]
        guide.deadline = values.get("deadline", "")
        guide.deadline_days = values.get("deadline_days")
        guide.maintainer = self.accounts[values["maintainer"]]
        guide.verified_on = verified
        guide.review_cycle_months = values["review_cycle_months"]

    def fill_post(self, place: _Place, page: reader.Page, post: BlogPage) -> None:
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

    # Settings

    def fill_settings(self, place: _Place) -> None:
        city = place.city
        settings = CitySettings.objects.get(site=place.site)
        for name in (
            "name",
            "tagline",
            "latitude",
            "longitude",
            "zoom",
            "colour_primary",
            "colour_accent",
            "street_address",
            "postal_code",
            "address_locality",
            "email",
            "phone",
            "opening_note",
        ):
            setattr(settings, name, getattr(city, name))
        for side, degrees in city.bounds.items():
            setattr(settings, side, degrees)
        settings.logo = self.pictures[city.logo]
        settings.organisation = self.organisations.get(city.operator)
        settings.channels = [
            SocialChannel(kind=channel.kind, url=channel.url, sort_order=number)
            for number, channel in enumerate(city.channels)
        ]
        settings.opening_hours = [
            OpeningSpan(
                weekday=span.weekday,
                opens=dt.time.fromisoformat(span.opens),
                closes=dt.time.fromisoformat(span.closes),
                sort_order=number,
            )
            for number, span in enumerate(city.hours)
        ]
        settings.fundings = [
            Funding(
                organisation=self.organisations[funder.organisation],
                programme=funder.programme,
                registration_number=funder.registration_number,
                publicity=funder.publicity,
                logo=self.pictures[funder.logo],
                sort_order=number,
            )
            for number, funder in enumerate(city.funding)
        ]
        for name in ("main_navigation", "footer_navigation"):
            items = list(self.menu(place, name, getattr(city, name)))
            setattr(settings, name, items)
        settings.full_clean()
        settings.save()

    def menu(self, place: _Place, name: str, items: Any) -> Iterator[dict[str, Any]]:
        seed = f"{place.city.slug}/{name}"
        for number, item in enumerate(items):
            value = self.menu_link(place, item)
            value["children"] = [
                {
                    "type": "item",
                    "id": block_id(seed, number, place_number),
                    "value": self.menu_link(place, MenuItem(page=key)),
                }
                for place_number, key in enumerate(item.children)
            ]
            yield {"type": "item", "id": block_id(seed, number), "value": value}

    def menu_link(self, place: _Place, item: MenuItem) -> dict[str, Any]:
        page = place.pages[item.page].pk if item.page else None
        return {"page": page, "url": item.url, "label": dict(item.label)}
