"""The admin works under a policy that lets no page run scripts of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image as Picture
from playwright.sync_api import FilePayload, Page, expect
from wagtail.models import Site

from cms.models import BlogPage, Image
from tests import factories
from tests.browser.test_editor import log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Open = Callable[..., Page]
LISTEN = """
document.addEventListener("securitypolicyviolation", (told) =>
  console.error("POLICY", told.effectiveDirective, told.blockedURI, told.sourceFile));
"""
PAGES = [
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailadmin_account",
    "wagtailimages:index",
    "wagtailimages:add",
    "wagtaildocs:index",
    "wagtaildocs:add",
    "wagtailusers_users:index",
    "wagtailusers_users:add",
    "wagtailusers_groups:index",
    "wagtailusers_groups:add",
    "wagtailsites:index",
    "wagtailadmin_collections:index",
    "wagtailadmin_workflows:index",
    "wagtailadmin_workflows:add",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:aging_pages",
    "guide_freshness",
    "add_city",
    "wagtailredirects:index",
    "wagtailsnippets_cms_person:add",
    "wagtailsnippets_cms_organisation:add",
    "wagtailsnippets_cms_topic:add",
    "wagtailsnippets_cms_crisisnotice:add",
    "wagtailsnippets_cms_mediamention:list",
]


@pytest.fixture
def refused() -> list[str]:
    """What the policy refused, and what scripts stumbled over."""
    return []


@pytest.fixture
def admin(live_server: Any, city: Site, open_page: Open, refused: list[str]) -> Page:
    factories.administrator("admin")
    page = listened(open_page(width=1500, height=1000), refused)
    log_in(page, live_server.url, "admin")
    return page


def listened(page: Page, refused: list[str]) -> Page:
    page.add_init_script(LISTEN)
    page.on(
        "console",
        lambda message: (
            refused.append(f"{page.url}: {message.text}")
            if message.text.startswith("POLICY")
            else None
        ),
    )
    page.on("pageerror", lambda error: refused.append(f"{page.url}: {error}"))
    return page


def picture() -> FilePayload:
    content = io.BytesIO()
    Picture.new("RGB", (400, 300), "teal").save(content, "PNG")
    return {"name": "river.png", "mimeType": "image/png", "buffer": content.getvalue()}


def edit_post(page: Page, server: str) -> BlogPage:
    post = BlogPage.objects.get(slug="women-club")
    page.goto(f"{server}/admin/pages/{post.pk}/edit/")
    return post


def test_lists_forms_and_reports_open(
    live_server: Any, admin: Page, refused: list[str]
) -> None:
    for name in PAGES:
        response = admin.goto(live_server.url + reverse(name))
        assert response is not None
        assert response.status == 200, name
        admin.wait_for_load_state("networkidle")

    assert refused == []


def test_an_author_is_chosen_in_a_panel_that_was_added(
    live_server: Any, city: Site, admin: Page, refused: list[str]
) -> None:
    factories.person(city, "Ravi Pillai")
    edit_post(admin, live_server.url)

    admin.locator("#id_author_links-ADD").click()
    children = admin.locator("#id_author_links-FORMS > [data-inline-panel-child]")
    children.last.get_by_role("button", name=re.compile("Choose")).first.click()
    admin.locator(".modal-body").get_by_role("link", name="Ravi Pillai").click()

    expect(children.last).to_contain_text("Ravi Pillai")
    assert refused == []


def test_every_block_can_be_added_and_previewed(
    live_server: Any, admin: Page, refused: list[str]
) -> None:
    edit_post(admin, live_server.url)
    admin.get_by_role("button", name="Toggle preview").click()
    preview = admin.frame_locator("#w-preview-iframe")
    expect(preview.locator(".preview-banner")).to_be_visible()

    section = admin.locator("#panel-child-content-body-section")
    section.locator(".c-sf-add-button").first.click()
    options = admin.locator(".w-combobox").get_by_role("option")
    names = [text.split("\n")[0].strip() for text in options.all_inner_texts()]
    admin.keyboard.press("Escape")
    assert len(names) >= 18
    for number, name in enumerate(names, 1):
        section.locator(".c-sf-add-button").first.click()
        options.filter(has_text=re.compile(f"^{re.escape(name)}")).first.click()
        blocks = admin.locator("input[name^=body-][name$=-type]:not([name*=value])")
        expect(blocks).to_have_count(number)

    # The tests' database in memory now and then refuses an autosave beside a preview,
    # which Wagtail's scripts stumble over.
    assert [told for told in refused if "POLICY" in told] == []


def test_a_picture_is_uploaded_in_a_chooser(
    live_server: Any, admin: Page, refused: list[str]
) -> None:
    edit_post(admin, live_server.url)

    admin.get_by_role("button", name="Choose an image").first.click()
    dialog = admin.locator(".modal-body")
    dialog.get_by_role("tab", name="Upload").click()
    dialog.locator("input[type=file]").set_input_files(picture())
    expect(dialog.get_by_label("Title")).to_have_value("river")
    dialog.get_by_role("button", name="Upload").click()

    expect(admin.locator(".chooser__title", has_text="river").first).to_be_visible()
    assert Image.objects.filter(title="river").count() == 1
    image = Image.objects.get(title="river")
    admin.goto(f"{live_server.url}/admin/images/{image.pk}/")
    expect(admin.locator(".jcrop-holder").first).to_be_visible()
    assert refused == []


def test_a_date_is_picked_and_text_is_formatted(
    live_server: Any, admin: Page, refused: list[str]
) -> None:
    edit_post(admin, live_server.url)

    admin.locator("#id_date").click()
    expect(admin.locator(".xdsoft_datetimepicker:visible")).to_be_visible()
    admin.keyboard.press("Escape")
    admin.get_by_role("button", name="Toggle status").click()
    admin.get_by_role(
        "button", name=re.compile("schedule", re.IGNORECASE)
    ).first.click()
    admin.locator("#id_go_live_at").click()
    expect(admin.locator(".xdsoft_datetimepicker:visible")).to_be_visible()

    assert refused == []


def test_a_page_is_translated(
    live_server: Any, admin: Page, refused: list[str]
) -> None:
    post = BlogPage.objects.get(slug="women-club")
    admin.goto(
        live_server.url
        + reverse("wagtail_localize:submit_page_translation", args=[post.pk])
    )
    admin.get_by_label("Czech").first.check()
    admin.get_by_role("button", name="Submit").click()

    editor = admin.locator(".js-translation-editor")
    expect(editor).to_contain_text("Women Club")
    editor.get_by_text(re.compile("^(Translate|Edit)$")).first.click()
    expect(editor.locator("textarea, input[type=text]").first).to_be_visible()
    assert refused == []


@pytest.mark.parametrize("path", ["/graphql/", "/", "/documentation/docs/README.md"])
def test_pages_beside_the_admin_need_nothing_more(
    live_server: Any, city: Site, open_page: Open, refused: list[str], path: str
) -> None:
    page = listened(open_page(), refused)

    page.goto(live_server.url + path)
    page.wait_for_load_state("networkidle")

    assert refused == []


def test_what_somebody_puts_into_a_page_does_not_run(
    admin: Page, refused: list[str]
) -> None:
    admin.evaluate(
        """() => {
          document.body.insertAdjacentHTML("beforeend",
            '<img src="data:," onerror="window.ran = 1">' +
            '<style>body { outline: 7px solid red }</style>' +
            '<template data-controller="vitej-start"' +
            ' data-vitej-start-name-value="eval"' +
            ' data-vitej-start-values-value=\\'["window.ran = 2"]\\'></template>');
          const script = document.createElement("script");
          script.textContent = "window.ran = 3";
          document.body.append(script);
        }"""
    )
    admin.wait_for_timeout(300)

    assert admin.evaluate("window.ran") is None
    assert admin.evaluate("getComputedStyle(document.body).outlineWidth") != "7px"
    told = " ".join(refused)
    for directive in ("script-src-attr", "script-src-elem", "style-src-elem"):
        assert directive in told
