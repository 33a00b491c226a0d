"""What the templates of the city sites need beside Django's own tags."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.template import Context, Library, TemplateDoesNotExist
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.languages import language_name
from microsite import colours, labels
from microsite import context as frames
from microsite.preview import example
from microsite.reading import Site

register = Library()

ICONS = Path(__file__).parents[1] / "static" / "microsite" / "icons.svg"
TYPE_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")
UNSAFE_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
DATES = {"en": "j F Y", "uk": "j E Y \\\u0440."}
"""Where Django's own way isn't ours: the British order, no leading zero."""
NO_BREAK_SPACE = "\u00a0"


@cache
def icon_names() -> frozenset[str]:
    """Return the names in the icon file."""
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', ICONS.read_text("utf-8")))


@register.simple_tag
def icon(name: str, default: str = "compass") -> SafeString:
    """Return an icon that says nothing beyond the words beside it."""
    known = name if name in icon_names() else default
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("microsite/icons.svg"),
        known,
    )


@register.simple_tag(takes_context=True)
def render_blocks(context: Context, blocks: list[dict[str, Any]] | None) -> SafeString:
    """Return the HTML of blocks, each from the template that bears its type's name."""
    parts = []
    level = 1
    for block in blocks or ():
        if block.get("__typename") == "HeadingBlock":
            level = block["level"]
        parts.append(_block(context, block, below=level))
    return mark_safe("\n".join(parts))  # noqa: S308  made by templates


def _block(context: Context, block: dict[str, Any], *, below: int) -> str:
    """Return the HTML of a block; its own headings lie below that level."""
    kind = str(block.get("__typename", ""))
    frame = context.get("frame")
    found = _template_of(kind)
    if found is None:
        preview = frame is not None and frame.preview
        return f"<!-- {conditional_escape(kind)} -->" if preview else ""
    values = {
        "block": block,
        "site": context.get("site"),
        "frame": frame,
        "heading": f"h{min(below + 1, 5)}",
        "subheading": f"h{min(below + 2, 6)}",
    }
    return str(found.render(values, context.get("request")))


def _template_of(kind: str) -> Any:
    """Return the template for a type of blocks, or None."""
    if not TYPE_NAME.fullmatch(kind):
        return None
    try:
        return get_template(f"microsite/blocks/{kind}.html")
    except TemplateDoesNotExist:
        return None


@register.simple_tag(takes_context=True)
def example_of(context: Context, bound_block: Any) -> dict[str, Any]:
    """Return the city and the blocks that show an example in the block picker."""
    shown = example(context["request"], bound_block.block, bound_block.value)
    return {"frame": frames.EXAMPLE, **(shown or {"site": None, "blocks": []})}


@register.filter
def html(rich_text: dict[str, str] | None) -> SafeString:
    """Return the HTML of a `RichText`; the City API has made it safe."""
    return mark_safe(rich_text["html"] if rich_text else "")  # noqa: S308


@register.filter
def json_ld(thing: dict[str, Any]) -> SafeString:
    """Return JSON that can't end the `<script>` it stands in."""
    text = json.dumps(thing, ensure_ascii=False)
    return mark_safe(text.translate(UNSAFE_IN_SCRIPT))  # noqa: S308


@register.filter
def day(value: str | None) -> Any:
    """Return the date of an ISO 8601 date or time, in local time."""
    if not value:
        return None
    moment = parse_datetime(value) if "T" in value else None
    return localtime(moment).date() if moment else parse_date(value)


@register.filter
def in_words(value: dt.date | None) -> str:
    """Return a date as people write it who read the language."""
    if value is None:
        return ""
    language = (get_language() or "en").partition("-")[0]
    return formats.date_format(value, DATES.get(language, "DATE_FORMAT"))


@register.filter
def amount(cost: dict[str, Any]) -> str:
    """Return the amount of a `Cost` in the visitor's way of writing, or ""."""
    try:
        value = Decimal(str(cost["amount"]))
    except (InvalidOperation, KeyError):
        return ""
    if not value:
        return _("free of charge")
    places = 0 if value == value.to_integral_value() else 2
    number = formats.number_format(
        value, decimal_pos=places, use_l10n=True, force_grouping=True
    )
    sign = {"CZK": "Kč", "EUR": "€"}.get(str(cost["currency"]), str(cost["currency"]))
    return f"{number}{NO_BREAK_SPACE}{sign}"


@register.filter
def label(code: str | None, group: str) -> Any:
    """Return the word for a code: `{{ page.phase|label:"PHASES" }}`."""
    words: dict[str, str | Promise] = getattr(labels, group)
    return words.get(str(code), str(code)) if code else ""


@register.filter
def licence(code: str | None) -> tuple[str, str] | None:
    """Return an open licence's name and address; None for any other."""
    key = re.sub(r"[^A-Z0-9]", "_", str(code).upper())
    return labels.LICENCES.get(key)


@register.filter
def brand_css(site: Site) -> str:
    """Return the address of the style sheet with a city's colours."""
    brand = site["settings"]["brand"]
    colour = [brand["colourPrimary"].lower(), brand["colourAccent"].lower()]
    if not all(colours.HEX.fullmatch(part) for part in colour):
        return ""
    return reverse("microsite:brand", args=[part.removeprefix("#") for part in colour])


@register.filter
def index_path(site: Site, kind: str) -> str:
    """Return the path of the city's list of a kind, or ""."""
    return frames.index_path(site, kind)


@register.filter
def week(site: Site) -> list[dict[str, Any]]:
    """Return the days on which the centre opens."""
    return frames.week(site)


@register.filter
def absolute(path: str, site: Site) -> str:
    """Return a path of a site as an address with its host."""
    return path if "://" in path else f"{site['url']}{path}"


@register.filter
def srcset(renditions: list[dict[str, Any]]) -> str:
    """Return renditions as the value of `srcset`, each width once."""
    widths = {rendition["width"]: rendition["url"] for rendition in renditions}
    return ", ".join(f"{url} {width}w" for width, url in sorted(widths.items()))


@register.simple_tag
def query(chosen: dict[str, Any], **changes: str) -> str:
    """Return a query string: the chosen filters with changes; "" takes one away."""
    left = {name: value for name, value in {**chosen, **changes}.items() if value}
    return f"?{urlencode(left, doseq=True)}" if left else "?"


@register.simple_tag
def lang_of(thing: dict[str, Any], site: Site) -> SafeString:
    """Return ` lang="…" dir="…"` where a thing is in another language than the site."""
    locale = thing.get("locale") or site["locale"]
    if locale["code"] == site["locale"]["code"]:
        return SafeString("")
    return format_html(
        ' lang="{}" dir="{}"', locale["code"], locale["direction"].lower()
    )


@register.filter
def thumbnail(page: dict[str, Any]) -> dict[str, Any] | None:
    """Return the picture of a card, with where it is; None for a card without one."""
    image = page.get("heroImage")
    return {**image["card"], "alt": image["alt"]} if image else None


@register.filter
def blurb(page: dict[str, Any] | str) -> str:
    """Return what a card says about a page; words of its own stay as they are."""
    if isinstance(page, str):
        return page
    return str(
        page.get("summary")
        or page.get("intro")
        or (page.get("seo") or {}).get("description")
        or ""
    )


@register.filter
def host_of(url: str) -> str:
    """Return the host of an address without `www.`, to name a link by."""
    return re.sub(r"^\w+://(www\.)?|[/?#].*$", "", url)


@register.filter
def phone_uri(number: str) -> str:
    """Return a phone number as a `tel:` address."""
    return "tel:" + re.sub(r"[^0-9+]", "", number)


@register.filter
def language_in_words(code: str) -> str:
    """Return a language's name in the visitor's language, or the code."""
    return language_name(code)
