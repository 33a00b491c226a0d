"""Editors of a map in a real browser: the point, the hours, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import FilePayload, Locator, Page, expect
from wagtail.models import Site

import use_it_map
from tests import factories
from tests.browser.test_content_security import listened
from tests.browser.test_editor import log_in
from tests.use_it_map.factories import category, map_page, place
from tests.use_it_map.test_owner_links import link_in
from use_it_map.hours.rules import check
from use_it_map.models import PlacePage, PlaceSuggestion
from use_it_map.services import import_jobs, importing
from use_it_map.services.import_jobs import import_start, import_step
from use_it_map.services.importing import ImportOptions, Upload
from use_it_map.services.owner_links import owner_ask
from use_it_map.services.owner_mail import owner_mails_send
from use_it_map.services.suggestions import NewSuggestion, suggestion_add

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Open = Callable[..., Page]
MOST_TABS = 200
"""How many stops a page may have before the one that is looked for."""
BOUNDS = {"south": 49.74, "north": 49.91, "west": 18.1, "east": 18.4}


@pytest.fixture
def refused() -> list[str]:
    """What the policy refused, and what scripts stumbled over."""
    return []


@pytest.fixture
def desk(live_server: Any, city: Site, open_page: Open, refused: list[str]) -> Page:
    """The admin of a moderator of Ostrava, whose bounds are set."""
    factories.set_settings(city, **BOUNDS)
    factories.moderator(city, name="ostrava-moderator")
    page = listened(open_page(width=1400, height=1000), refused)
    log_in(page, live_server.url, "ostrava-moderator")
    return page


def open_place(desk: Page, server: str, made: PlacePage) -> None:
    desk.goto(f"{server}/admin/pages/{made.pk}/edit/")
    expect(desk.locator(".vitej-map__pin")).to_be_visible()


def save(desk: Page) -> None:
    desk.keyboard.press("Control+s")
    expect(desk.locator(".messages, .w-status")).not_to_have_count(0)
    desk.wait_for_load_state("networkidle")


def latest(made: PlacePage) -> PlacePage:
    found: PlacePage = PlacePage.objects.get(pk=made.pk).get_latest_revision_as_object()
    return found


def tab_to(desk: Page, target: Locator) -> None:
    """Go to something as somebody does who has no mouse."""
    expect(target).to_be_visible()
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        desk.keyboard.press("Tab")
    raise AssertionError(f"Tab doesn't lead to {target}.")


def press(desk: Page, target: Locator, key: str = "Enter") -> None:
    """Go to something and press a key there."""
    tab_to(desk, target)
    desk.keyboard.press(key)


def test_a_point_is_picked_and_hours_are_set_by_the_grid(
    live_server: Any, city: Site, desk: Page, refused: list[str], hosts: set[str]
) -> None:
    made = place(city, "Clinic")
    open_place(desk, live_server.url, made)

    desk.locator(".vitej-map__map").click(position={"x": 60, "y": 60})
    monday = desk.get_by_role("group", name="Monday", exact=True)
    monday.get_by_role("button", name="Monday: Add hours").click()
    monday.get_by_label("Monday, opens").fill("9")
    monday.get_by_label("Monday, closes").fill("17.30")
    desk.get_by_role("button", name="Tuesday: the same as the day above").click()
    desk.get_by_label("Friday: by appointment").check()
    desk.get_by_label("Public holidays", exact=True).last.select_option("off")

    text = desk.locator("#id_opening_hours")
    expect(text).to_have_value('Mo,Tu 09:00-17:30; Fr unknown "by appointment"; PH off')
    latitude = desk.locator("#id_latitude").input_value()
    save(desk)

    kept = latest(made)
    assert kept.opening_hours == (
        'Mo,Tu 09:00-17:30; Fr unknown "by appointment"; PH closed'
    )
    assert kept.latitude == Decimal(latitude) != made.latitude
    assert refused == []
    assert {host.rpartition(":")[0] for host in hosts} == {"localhost"}


def test_hours_and_the_point_are_set_with_the_keyboard_alone(
    live_server: Any, city: Site, desk: Page, refused: list[str]
) -> None:
    made = place(city, "Clinic", opening_hours="Mo 09:00-17:00")
    open_place(desk, live_server.url, made)
    text = desk.locator("#id_opening_hours")

    tab_to(desk, desk.locator(".vitej-map__map"))
    for key in ("ArrowUp", "ArrowUp", "Shift+ArrowLeft"):
        desk.keyboard.press(key)
    north = Decimal(desk.locator("#id_latitude").input_value())
    west = Decimal(desk.locator("#id_longitude").input_value())
    assert made.latitude is not None
    assert made.longitude is not None
    assert north > made.latitude
    assert west < made.longitude

    press(desk, desk.get_by_label("Monday, opens"), "Control+a")
    desk.keyboard.type("8.30")
    desk.keyboard.press("Tab")
    expect(text).to_have_value("Mo 08:30-17:00")
    assert desk.evaluate("document.activeElement.ariaLabel") == "Monday, closes"
    desk.keyboard.press("Control+a")
    desk.keyboard.type("2")
    for _ in range(2):
        desk.keyboard.press("Tab")
    expect(text).to_have_value("Mo 08:30-02:00")
    press(desk, desk.get_by_role("button", name="Add special days"))
    assert desk.evaluate("document.activeElement.ariaLabel") == "Days 1, from, day"
    desk.keyboard.press("ArrowDown")
    expect(text).to_have_value("Mo 08:30-02:00; Dec 25 off")
    save(desk)

    assert latest(made).opening_hours == "Mo 08:30-02:00; Dec 25 closed"
    assert refused == []


def test_hours_that_the_grid_cant_show_stay_as_they_are(
    live_server: Any, city: Site, desk: Page
) -> None:
    written = 'Mo-Fr 08:00-16:00 || "ring the bell"'
    made = place(city, "Clinic", opening_hours=written)
    open_place(desk, live_server.url, made)

    expect(desk.locator(".vitej-hours__note")).to_contain_text("can't show all")
    expect(desk.get_by_role("group", name="Monday", exact=True)).to_have_count(0)
    expect(desk.locator("#id_opening_hours")).to_have_value(written)
    desk.locator("#id_opening_hours").fill("Mo 8:00-9:00")
    expect(desk.get_by_label("Monday, opens")).to_have_value("08:00")
    desk.get_by_label("Monday, opens").fill("late")
    desk.get_by_label("Monday, closes").focus()
    expect(desk.locator(".vitej-hours__note")).to_contain_text("“late” is no time")
    expect(desk.locator("#id_opening_hours")).to_have_value("Mo 8:00-9:00")


def test_a_place_is_told_to_be_there_already(
    live_server: Any, city: Site, desk: Page, refused: list[str]
) -> None:
    place(city, "Café Daniel")
    made = place(city, "Pub")
    open_place(desk, live_server.url, made)
    told = desk.locator(".vitej-duplicates")
    expect(told).to_be_hidden()

    desk.locator("#id_title").fill("Cafe Daniel")

    expect(told).to_contain_text("Café Daniel (0 m away)")
    assert refused == []


def test_a_place_is_verified_and_a_suggestion_accepted_with_the_keyboard_alone(
    live_server: Any, city: Site, desk: Page, refused: list[str]
) -> None:
    made = place(city, "Clinic", phone="1", owner_email="owner@example.com")
    said = NewSuggestion(
        site=city,
        locale=factories.locale("en"),
        kind="change",
        place=made,
        proposed={"phone": "2", "opening_hours": "Mo 9:00-10:00"},
        message="They have moved.",
    )
    suggestion_add(said=said, now=timezone.now())

    desk.goto(f"{live_server.url}/admin/map/verification/")
    press(desk, desk.get_by_role("button", name="Still right"))
    expect(desk.locator(".messages")).to_contain_text("verified as of today")
    expect(desk.locator("main")).to_contain_text("all places are verified")

    desk.goto(f"{live_server.url}/admin/map/suggestions/")
    press(desk, desk.get_by_role("link", name="a change: Clinic"))
    expect(desk.locator("del").first).to_have_text("1")
    press(desk, desk.get_by_role("button", name="Accept into the draft"))
    expect(desk.locator(".messages")).to_contain_text("It stands in the draft")
    expect(desk.locator("#id_phone")).to_have_value("2")

    assert refused == []
    assert latest(made).verified_by == "centre"


def test_all_places_are_shown_on_a_map(
    live_server: Any, city: Site, desk: Page, refused: list[str]
) -> None:
    place(city, "Clinic")
    desk.goto(f"{live_server.url}/admin/map/overview/")
    area = desk.locator(".vitej-map__map").bounding_box()
    pin = desk.locator(".vitej-map__pin").bounding_box()
    assert area is not None
    assert pin is not None
    middle = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    assert abs(pin["x"] + pin["width"] / 2 - middle[0]) < 3
    assert abs(pin["y"] + pin["height"] / 2 - middle[1]) < 30
    desk.locator(".vitej-map__pin").click()
    expect(desk.get_by_role("link", name="Clinic")).to_be_visible()
    desk.goto(f"{live_server.url}/admin/map/places/")
    expect(desk.locator("main")).to_contain_text("Clinic")
    assert refused == []


def test_places_are_imported_with_the_keyboard_alone_and_bad_rows_are_named(
    live_server: Any, city: Site, desk: Page, refused: list[str]
) -> None:
    map_page(city)
    category("cafes")
    file: FilePayload = {
        "name": "places.csv",
        "mimeType": "text/csv",
        "buffer": (
            "name,lat,lon,category,opening_hours\n"
            "Café,49.83,18.28,cafes,Mo 08:00-10:00\n"
            "Swapped,18.28,49.83,cafes,\n"
            "<b>Pub</b>,49.84,18.29,pubs,sometimes\n"
        ).encode(),
    }
    desk.goto(f"{live_server.url}/admin/map/import/")

    with desk.expect_file_chooser() as chooser:
        press(desk, desk.locator("#id_file"), "Space")
    chooser.value.set_files(files=[file])
    skip = desk.get_by_label("Skip them, import the others")
    tab_to(desk, desk.get_by_label("Import nothing"))
    desk.keyboard.press("ArrowDown")
    expect(skip).to_be_checked()
    press(desk, desk.get_by_role("button", name="Preview"))

    bad = desk.locator("table", has=desk.get_by_role("cell", name="latitude"))
    expect(bad).to_be_visible()
    rows = [row.inner_text().split("\t") for row in bad.locator("tbody tr").all()]
    assert [row[:3] for row in rows] == [
        ["3", "2", "latitude"],
        ["4", "5", "opening_hours"],
    ]
    assert "look swapped" in rows[0][3]
    assert PlacePage.objects.count() == 0
    press(desk, desk.get_by_role("button", name="Skip the bad rows"))

    expect(desk.locator(".messages")).to_contain_text("The places are imported.")
    assert [page.title for page in PlacePage.objects.all()] == ["Café"]
    assert refused == []


def test_a_long_import_shows_how_far_it_is_and_goes_on_by_itself(
    live_server: Any,
    city: Site,
    desk: Page,
    refused: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    monkeypatch.setattr(import_jobs, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(import_jobs, "STEP", -import_jobs.STEP)
    map_page(city)
    category("cafes")
    rows = "".join(f"{n},P{n},49.8{n},18.28,cafes\n" for n in range(7))
    options = ImportOptions("en", external_source="test")
    text = f"id,name,lat,lon,category\n{rows}".encode()
    job = import_start(
        upload=Upload(city, text, "places.csv", options),
        user=None,
        now=timezone.now(),
    )
    import_step(job=job, user=None, now=timezone.now(), today=timezone.localdate())
    desk.goto(f"{live_server.url}/admin/map/import/")

    press(desk, desk.get_by_role("link", name="places.csv"))
    far = desk.locator(".vitej-import").get_by_role("status")
    expect(far).to_have_text("2 of 7 rows are written.")
    expect(desk.get_by_role("progressbar")).to_have_attribute("value", "2")
    press(desk, desk.get_by_role("button", name="Go on"))

    expect(desk.locator(".messages")).to_contain_text("New: 7. Changed: 0.")
    assert PlacePage.objects.count() == 7
    assert refused == []


def test_an_owner_answers_on_a_phone(
    live_server: Any, city: Site, open_page: Open, refused: list[str]
) -> None:
    made = place(city, "Clinic", phone="1", owner_email="owner@example.com")
    owner_ask(place=made, user=None, now=timezone.now())
    owner_mails_send(now=timezone.now())
    link = link_in(str(mail.outbox[-1].body))
    page = listened(open_page(width=360, height=740), refused)

    page.goto(f"{live_server.url}{link}?lang=uk")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="English").click()
    page.get_by_text("No, something is different").press("Enter")
    page.get_by_label("Phone").fill("2")
    page.get_by_role("button", name="Send the correction").press("Enter")

    expect(page.locator("h1")).to_have_text("Thank you")
    assert PlaceSuggestion.objects.get().proposed == {"phone": "2"}
    assert refused == []


ODD = [
    ("", ""),
    ("24/7", "24/7"),
    (
        "Mo-Fr 8:00-12:00,13:00-17:00; Sa,PH off",
        "Mo-Fr 08:00-12:00,13:00-17:00; PH off",
    ),
    ("Fr,Sa 18:00-02:00", "Fr,Sa 18:00-02:00"),
    ("Mo-Fr 08:00-17:00; We 10:00-12:00", "Mo,Tu,Th,Fr 08:00-17:00; We 10:00-12:00"),
    ('unknown "by appointment"', 'unknown "by appointment"'),
    (
        "Mo; PH closed; 2026 Dec 24-2027 Jan 2 closed",
        "Mo 00:00-24:00; PH off; 2026 Dec 24-2027 Jan 02 off",
    ),
    ("PH off; Mo-Fr 08:00-17:00", None),
    ("Mo-Fr sunrise-sunset", None),
    ("easter +1 day off", None),
    ("Mo 22:00-26:00", None),
    ('Mo 09:00-17:00 || "x"', None),
]
RANDOM = """
() => {
  const { DAYS, read, write } = window.vitejHours;
  const any = (most) => Math.floor(Math.random() * most);
  const time = () => `${String(any(24)).padStart(2, '0')}:${['00', '30'][any(2)]}`;
  const row = () => ({
    spans: Array.from({ length: any(3) }, () => [time(), time()]).filter(
      ([from, to]) => from !== to,
    ),
    appointment: !any(5),
  });
  const date = () => ({ month: 1 + any(12), day: 1 + any(28) });
  const several = (make) => Array.from({ length: any(3) }, make);
  const grids = Array.from({ length: 300 }, () => ({
    week: Object.fromEntries(DAYS.map((day) => [day, row()])),
    seasons: several(() => ({
      ...row(), from: date(), to: date(), days: DAYS.slice(0, 1 + any(7)),
    })),
    holidays: any(2) ? row() : null,
    dates: several(() => ({
      ...row(), from: date(), to: date(), year: any(2) ? 2027 : null,
    })),
  }));
  return grids.map(write).map((text) => [text, write(read(text) ?? { week: {} })]);
}
"""


def test_what_the_grid_writes_it_reads_and_the_hub_keeps(open_page: Open) -> None:
    page = open_page()
    page.goto("about:blank")
    folder = Path(use_it_map.__file__).parent / "static/use_it_map/js"
    page.add_script_tag(content=(folder / "hours_text.js").read_text())

    def again(text: str) -> Any:
        script = (
            "(t) => { const g = vitejHours.read(t); return g && vitejHours.write(g) }"
        )
        return page.evaluate(script, text)

    assert [again(text) for text, _expected in ODD] == [after for _, after in ODD]
    for written, reread in page.evaluate(RANDOM):
        assert written == reread
        assert again(check(written)) == written
