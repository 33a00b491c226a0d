"""The code of conduct as it reads now, and how its version is known again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Page

from buddy_program.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """A code of conduct in a language; without a page of its own, the hub's text."""

    page: Page | None
    revision: int | None
    paragraphs: tuple[str, ...]
    """The hub's text; empty where there is a page."""

    digest: str
    """SHA-256 of all that is shown: another one with every change."""


def conduct_in(programme: Programme, languages: Iterable[str]) -> Conduct:
    """Return the code of conduct in the first of the languages in which it is live."""
    page = _page(programme, list(languages))
    if page is None:
        paragraphs = built_in()
        return Conduct(
            page=None,
            revision=None,
            paragraphs=paragraphs,
            digest=_digest("\n".join(paragraphs)),
        )
    return Conduct(
        page=page,
        revision=page.live_revision_id,
        paragraphs=(),
        digest=_digest(_text_of(page)),
    )


def _page(programme: Programme, languages: list[str]) -> Page | None:
    chosen = programme.code_of_conduct
    if chosen is None:
        return None
    live = chosen.get_translations(inclusive=True).filter(live=True)
    by_code = {each.locale.language_code: each for each in live.specific()}
    codes = [*languages, chosen.locale.language_code]
    return next((by_code[code] for code in codes if code in by_code), None)


def _text_of(page: Page) -> str:
    specific = page.specific
    names = {each.name for each in specific._meta.get_fields()}
    body = specific._meta.get_field("body") if "body" in names else None
    return f"{page.title}\n{body.value_to_string(specific) if body else ''}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def built_in() -> tuple[str, ...]:
    """Return the hub's own code of conduct in the active language."""
    return (
        _("We meet as equals: nobody is the other's helper, teacher or client."),
        _("We respect each other's faith, culture, identity and time."),
        _("We come when we said we would, or say early that we can't."),
        _("What the other tells us stays between us, and so do their contacts."),
        _("We neither lend nor borrow money, and sell each other nothing."),
        _("Nobody is pressed into anything. A no is a no, without reasons."),
        _(
            "First meetings are in public places. Whoever feels unsafe leaves, and "
            "tells the coordinators."
        ),
        _("Each of us may pause or stop at any time, without giving a reason."),
    )
