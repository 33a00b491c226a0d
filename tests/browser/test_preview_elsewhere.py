"""An editor types, and a microsite on another origin shows it: in a real browser."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Site

from cms.models import BlogPage, PreviewToken
from tests import factories
from tests.browser.test_editor import log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Open = Callable[..., Page]
PATH = '{ site(slug: "ostrava") { preview { path } } }'
ROUTE = """query ($path: String!) { site(slug: "ostrava") {
  route(path: $path) { ... on BlogPost { title intro } } } }"""
PAGE = """<!doctype html><title>Microsite</title><h1>{title}</h1><p>{intro}</p>
<script>
const hub = "{hub}";
const tell = (message) => window.top.postMessage({{ wagtail: message }}, hub);
addEventListener("message", (event) => {{
  const message = event.origin === hub && event.data?.wagtail;
  if (!message) return;
  const place = {{ x: scrollX, y: scrollY, origin: location.origin }};
  if (message.type === "w-preview:get-scroll-position")
    tell({{ type: "w-preview:set-scroll-position", ...place }});
  if (message.type === "w-preview:set-scroll-position") clearInterval(asking);
}});
const asking = setInterval(
  () => tell({{ type: "w-preview:request-scroll", origin: location.origin }}), 100);
setTimeout(() => clearInterval(asking), 10000);
</script>"""
"""As docs/how-to/preview-drafts.md says; else the panel waits ten seconds each time."""

TELL_WHEN_EDITS_ARE_WATCHED = """addEventListener("w-unsaved:watch-edits", () => {
  document.documentElement.dataset.watched = "";
});"""
"""The form takes what it holds two seconds after it was loaded as unchanged."""


class Microsite(ThreadingHTTPServer):
    """A city's web site that reads the City API with the token that it is given."""

    def __init__(self, api: str) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.api = api
        self.hub = api.removesuffix("/graphql/")
        self.origin = f"http://127.0.0.1:{self.server_port}"

    def ask(self, token: str, query: str, **variables: Any) -> Any:
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        }
        with urlopen(Request(self.api, body, headers)) as answer:  # noqa: S310
            return json.load(answer)["data"]["site"]


class Visit(BaseHTTPRequestHandler):
    server: Microsite

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path != "/preview":
            self.send_error(404)
            return
        (token,) = parse_qs(asked.query)["token"]
        path = self.server.ask(token, PATH)["preview"]["path"]
        page = self.server.ask(token, ROUTE, path=path)["route"]
        shown = {name: html.escape(text) for name, text in page.items()}
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.format(hub=self.server.hub, **shown).encode())

    def log_message(self, *_words: Any) -> None:
        """Say nothing: the address holds the token."""


@pytest.fixture
def microsite(live_server: Any, city: Site, settings: Any) -> Iterator[Microsite]:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # What is seen here is not even a draft.
    server = Microsite(f"{live_server.url}/graphql/")
    Thread(target=server.serve_forever, daemon=True).start()
    of_city = factories.settings_of(city)
    of_city.microsite_url = server.origin
    of_city.preview_url = f"{server.origin}/preview?token={{token}}"
    of_city.full_clean()
    of_city.save()
    yield server
    server.shutdown()
    server.server_close()


def test_the_microsite_shows_what_is_typed_before_it_is_saved(
    live_server: Any, microsite: Microsite, city: Site, open_page: Open, hosts: set[str]
) -> None:
    factories.editor(city, name="ostrava-editor")
    post = BlogPage.objects.get(slug="women-club")
    page = open_page(width=1400)
    page.add_init_script(TELL_WHEN_EDITS_ARE_WATCHED)
    log_in(page, live_server.url, "ostrava-editor")
    page.goto(f"{live_server.url}/admin/pages/{post.pk}/edit/")
    page.locator("html[data-watched]").wait_for()

    page.locator("#id_intro").fill("Two tables by now.")
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.locator("p")).to_have_text("Two tables by now.")
    expect(preview.locator("h1")).to_have_text("Women Club")

    page.locator("#id_intro").press_sequentially(" <And more>")
    typed = "Two tables by now. <And more>"
    expect(preview.locator("p")).to_have_text(typed)

    assert {urlsplit(microsite.origin).netloc} == hosts - {
        urlsplit(live_server.url).netloc
    }
    assert PreviewToken.objects.count() == 1
    post.refresh_from_db()
    assert post.intro == "One table."
