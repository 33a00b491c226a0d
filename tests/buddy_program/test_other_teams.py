"""Every address of the admin, tried by those whose programme it isn't."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.models import Page, ReferenceIndex, Site

from buddy_program import admin
from buddy_program.admin import cohorts
from buddy_program.admin.person import STEPS
from buddy_program.choices import ParticipantState as State
from buddy_program.messages import MessageKind
from buddy_program.models import (
    Agreement,
    Answers,
    CheckIn,
    Cohort,
    Concern,
    MatchRun,
    Meeting,
    Message,
    Pair,
    Participant,
    Programme,
)
from buddy_program.services.matching import run_make
from buddy_program.services.outbox import message_note
from buddy_program.services.safeguarding import participant_block
from cms import access
from cms.models import User
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW
from tests.cms.test_other_cities import FAILING, REFUSED, admin_patterns, names

pytestmark = pytest.mark.django_db

SEARCHED = "Tajem"
HIDDEN = f"{SEARCHED}nik"
SEEN = re.compile("tajemnik", re.IGNORECASE)
BUTTON = re.compile(r'name="do" value="(\w+)"')
UNCHANGED_BY_LOOKING = ("wagtailadmin_logout", "wagtailadmin_error_test")


@pytest.fixture
def ostrava() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.fixture
def brno() -> Site:
    """A city whose programme has the secret in every word."""
    site = hub.city("brno")
    programme = factories.programme(site, contact_email="tajemnik@example.com")
    conduct = hub.standard_page(site, "Conduct")
    Programme.objects.filter(pk=programme.pk).update(
        code_of_conduct=conduct, districts=[HIDDEN]
    )
    people = {
        state: factories.newcomer(
            site,
            state,
            name=f"{HIDDEN} {state}",
            email=f"tajemnik-{state}@example.com",
            phone=HIDDEN,
            experience=HIDDEN,
        )
        for state in State
    }
    local = factories.local(site, State.MATCHED, name=f"{HIDDEN} local", capacity=3)
    pair = factories.pair(people[State.MATCHED], local, "active")
    message_note(kind=MessageKind.PERSONAL_LINK, to=people[State.MATCHED], now=NOW)
    factories.pair(people[State.AVAILABLE], local, seat=1)
    CheckIn.objects.create(
        pair=pair,
        participant=local,
        day=7,
        due_at=NOW,
        answered_at=NOW,
        met=True,
        worried=True,
        note=HIDDEN,
    )
    Meeting.objects.create(
        pair=pair, told_by=local, held_on=NOW.date(), note=HIDDEN, told_at=NOW
    )
    Agreement.objects.create(
        participant=local, page=conduct, digest="0", language="en", agreed_at=NOW
    )
    cohort = Cohort.objects.create(
        site=site, name=f"{HIDDEN} cohort", starts_on=NOW.date()
    )
    Participant.objects.filter(pk=local.pk).update(cohort=cohort)
    Answers.objects.create(
        participant=local,
        wave="baseline",
        instrument="who5",
        version=1,
        language="en",
        values={},
        texts={},
        scores={"raw": "15", "percentage": "60"},
        due_at=NOW,
        answered_at=NOW,
    )
    Concern.objects.create(
        site=site, pair=pair, reporter=local, text=HIDDEN, told_at=NOW
    )
    factories.newcomer(site, name=f"{HIDDEN} waiting", email="tajemnik-w@example.com")
    factories.local(site, name=f"{HIDDEN} free", email="tajemnik-f@example.com")
    run_make(site=site, now=NOW, by=factories.coordinator(site, "boss"))
    participant_block(
        participant=people[State.PAUSED],
        by=factories.safeguard(site, "guard"),
        now=NOW,
        reason=HIDDEN,
    )
    return site


def ids_of(site: Site) -> dict[str, int]:
    """Return a key for each address of the desk that takes one."""
    pair = Pair.objects.filter(site=site, state="active").get()
    return {
        "check_in": CheckIn.objects.get(pair=pair).pk,
        "cohort": Cohort.objects.get(site=site).pk,
        "mail": Message.objects.get(participant=pair.newcomer).pk,
        "person": pair.newcomer_id,
        "run": MatchRun.objects.get(site=site).pk,
        "pair": pair.pk,
        "programme": Programme.objects.get(site=site).pk,
        "rules": Programme.objects.get(site=site).pk,
        "concern": Concern.objects.get(site=site).pk,
        "safety_person": pair.newcomer_id,
        "block": pair.newcomer.site_id,
    }


def desk_addresses(site: Site) -> Iterator[tuple[str, bool]]:
    """Return every address of the desk, and whether it names something."""
    ids = ids_of(site)
    for route, namespaces, pattern in admin_patterns(get_resolver()):
        name = ":".join([*namespaces, pattern.name or ""])
        if not route.startswith("admin/buddies/"):
            continue
        assert name.startswith("buddy_program_"), name
        wanted = names(pattern, route)
        assert wanted in ([], ["pk"]), name
        key = ids[name.removeprefix("buddy_program_")] if wanted else None
        yield reverse(name, kwargs={"pk": key} if wanted else {}), bool(wanted)


def generic_addresses() -> Iterator[str]:
    """Return Wagtail's addresses that name any model, with each of the programme's."""
    for route, namespaces, pattern in admin_patterns(get_resolver()):
        wanted = names(pattern, route)
        if not pattern.name or "model_name" not in wanted:
            continue
        for model in (Participant, Pair, Concern, Agreement, Programme):
            row = model._default_manager.order_by("pk").first()
            filled = {
                **dict.fromkeys(wanted, "1"),
                "app_label": "buddy_program",
                "app_name": "buddy_program",
                "model_name": model._meta.model_name,
                "pk": row.pk if row else 1,
                "object_id": row.pk if row else 1,
            }
            kwargs = {each: filled[each] for each in wanted}
            yield reverse(":".join([*namespaces, pattern.name]), kwargs=kwargs)


def plain_addresses() -> Iterator[str]:
    """Return the addresses of the admin that name nothing."""
    for route, namespaces, pattern in admin_patterns(get_resolver()):
        if pattern.name in UNCHANGED_BY_LOOKING or not pattern.name:
            continue
        if not names(pattern, route):
            yield reverse(":".join([*namespaces, pattern.name]))


def buttons() -> set[str]:
    """Return what the buttons of the desk do, as its templates and lists name it."""
    folder = Path(admin.__file__).parents[1] / "templates/buddy_program/admin"
    written = {
        each
        for path in folder.glob("*.html")
        for each in BUTTON.findall(path.read_text(encoding="utf-8"))
    }
    return written | set(STEPS) | set(cohorts.STEPS)


def everything() -> str:
    models = apps.get_app_config("buddy_program").get_models()
    rows = [row for each in models for row in each._default_manager.order_by("pk")]
    return str(serializers.serialize("json", rows))


def text(response: Any) -> str:
    return b"".join(response).decode(errors="replace")


def coordinator_elsewhere(site: Site) -> User:
    user = factories.coordinator(site)
    user.groups.add(*hub.moderator(site).groups.all())
    return user


STRANGERS: dict[str, Callable[[Site, Site], User]] = {
    "coordinator of another city": lambda mine, _theirs: coordinator_elsewhere(mine),
    "safeguarding another city": lambda mine, _theirs: factories.safeguard(mine),
    "moderator of the same city": lambda _mine, theirs: hub.moderator(theirs),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_no_address_of_the_admin_tells_a_stranger_of_anybody(
    ostrava: Site, brno: Site, who: str
) -> None:
    user = STRANGERS[who](ostrava, brno)
    client = hub.client_of(user)
    client.raise_request_exception = False
    before = everything()
    few = {"begin", "stop"}
    every = buttons() if who.startswith("coordinator") else few

    leaks = []
    asked: list[tuple[str, str, dict[str, Any], bool]] = []
    for url, named in desk_addresses(brno):
        asked.append(("get", url, {}, named))
        asked.append(("post", url, {"q": SEARCHED, "city": brno.pk}, named))
        acts = every if named else few
        asked += [("post", url, {"do": do, "reason": "x"}, named) for do in acts]
        asked.append(("get", url, {"city": brno.pk, "state": "active"}, named))
    for url in generic_addresses():
        asked += [("get", url, {}, False), ("post", url, {}, False)]
    for url in plain_addresses():
        asked += [("get", url, {}, False), ("get", url, {"q": SEARCHED}, False)]
    for method, url, given, named in asked:
        response = getattr(client, method)(url, given)
        broken = response.status_code >= 500 and FAILING.get(url) != method
        if SEEN.search(text(response)) or broken:
            leaks.append((method, url, given, response.status_code, "shows"))
        elif named and response.status_code not in REFUSED:
            leaks.append((method, url, given, response.status_code, "opens"))
        if "_auth_user_id" not in client.session:
            client.force_login(user)

    assert not leaks, "\n".join(map(str, leaks))
    assert everything() == before


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_who_is_in_no_team_sees_nothing_of_the_programme(brno: Site, role: str) -> None:
    client = hub.client_of(getattr(hub, role)(brno))
    before = everything()

    home = reverse("wagtailadmin_home")
    for url, _named in desk_addresses(brno):
        for response in (client.get(url), client.post(url, {"do": "begin"})):
            assert response.status_code == 302, url
            assert response.headers["Location"] == home
    assert "/admin/buddies/" not in client.get(home).content.decode()
    assert everything() == before


def test_nobody_who_is_not_logged_in_gets_to_the_desk(
    brno: Site, client: Client
) -> None:
    before = everything()

    for url, _named in desk_addresses(brno):
        for response in (client.get(url), client.post(url, {"do": "begin"})):
            assert "/admin/login/" in response.headers["Location"]
    assert everything() == before


def test_every_address_and_every_button_of_the_desk_is_tried(brno: Site) -> None:
    """A new screen belongs into `ids_of`, if its address names something."""
    addresses = dict(desk_addresses(brno))

    assert sum(addresses.values()) == len(ids_of(brno)) == 11
    assert len(addresses) == 23
    assert {"begin", "put", "back", "delete", "again", "lift"} <= buttons()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_has_nothing_of_another_city(
    ostrava: Site, brno: Site, ending: str
) -> None:
    url = reverse(f"buddy_program_scores_{ending}")

    def tells(user: User) -> bool:
        asked = hub.client_of(user).get(url, {"city": brno.pk})
        assert asked.status_code == 200
        content = asked.content
        if ending == "xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                content = b"".join(map(parts.read, parts.namelist()))
        return bool(SEEN.search(content.decode()))

    assert tells(User.objects.get(username="boss"))
    assert not tells(factories.coordinator(ostrava))


def test_coordinators_know_nothing_of_concerns_and_the_other_way_round(
    brno: Site,
) -> None:
    pair = Pair.objects.get(state="active")
    Concern.objects.update(text="He shouted.", email="witness@example.com")
    boss = hub.client_of(User.objects.get(username="boss"))
    guard = hub.client_of(User.objects.get(username="guard"))
    shut = {
        boss: ("safety", "concern", "safety_person", "block"),
        guard: (
            *("day", "people", "person", "runs", "run", "pairs", "pair"),
            *("cohorts", "programmes", "programme", "rules"),
        ),
    }

    ids = ids_of(brno)
    for client, screens in shut.items():
        for name in screens:
            args = [ids[name]] if name in ids else []
            url = reverse(f"buddy_program_{name}", args=args)
            assert client.get(url).status_code == 302, url
    for name, pk in (("person", pair.newcomer_id), ("pair", pair.pk)):
        page = boss.get(reverse(f"buddy_program_{name}", args=[pk]))
        assert page.status_code == 200
        assert "shouted" not in text(page)


def test_the_team_itself_reaches_every_screen(brno: Site) -> None:
    boss = User.objects.get(username="boss")
    boss.groups.add(*User.objects.get(username="guard").groups.all())
    client = hub.client_of(boss)
    ids = ids_of(brno)
    ids["block"] = boss.pk
    blocks = reverse("buddy_program_safety")

    for url, _named in desk_addresses(brno):
        if "/blocks/" in url or "/check-ins/" in url:
            continue
        follow = client.get(url, follow=True)
        assert follow.status_code == 200, url
        assert follow.redirect_chain in (
            [],
            [(reverse("buddy_program_programme", args=[ids["programme"]]), 302)],
        )
    assert SEEN.search(text(client.get(blocks)))


def test_policies_say_the_same_as_the_screens(ostrava: Site, brno: Site) -> None:
    boss = User.objects.get(username="boss")
    guard = User.objects.get(username="guard")
    editor = hub.editor(brno)
    elsewhere = factories.coordinator(ostrava)
    expected = {
        Participant: (Participant.objects.count(), 0, 0, 0),
        Pair: (2, 0, 0, 0),
        MatchRun: (1, 0, 0, 0),
        Concern: (0, 1, 0, 0),
    }

    for model, counts in expected.items():
        found = tuple(
            access.visible(user, model).count()
            for user in (boss, guard, editor, elsewhere)
        )
        assert found == counts, model


def test_no_page_tells_who_has_agreed_to_it(brno: Site) -> None:
    page = Page.objects.get(title="Conduct")
    client = hub.client_of(hub.moderator(brno))

    usage = text(client.get(reverse("wagtailadmin_pages:usage", args=[page.pk])))

    assert not SEEN.search(usage)
    indexed = {
        model._meta.model_name
        for model in apps.get_app_config("buddy_program").get_models()
        if ReferenceIndex.model_is_indexable(model)
    }
    assert indexed <= {"programme", "rulesversion"}
