"""The content files fit together, say enough, and say what is wrong with them."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from cms.demo import reader
from cms.demo.entities import LANGUAGES, Demo, Page
from cms.demo.pictures.catalogue import PICTURES
from cms.demo.reader import ContentError, read_demo
from cms.demo.references import page_values
from cms.demo.vocabulary import BLOCKS, Kind
from cms.models.organisation import validate_ico

ASKS_TO_VERIFY = re.compile(r"\b(verify|check)\b", re.IGNORECASE)
E_MAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")


@pytest.fixture(scope="module")
def demo() -> Demo:
    return read_demo()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the content files that a test may spoil."""
    return Path(shutil.copytree(reader.CONTENT, tmp_path / "content"))


def pages(demo: Demo, kind: str) -> list[Page]:
    return [page for city in demo.cities for page in city.pages if page.kind == kind]


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_each_city_has_its_guides_and_posts(demo: Demo) -> None:
    counts = {
        city.slug: Counter(page.kind for page in city.pages) for city in demo.cities
    }

    assert {slug: (c["guide"], c["post"]) for slug, c in counts.items()} == {
        "ostrava": (6, 6),
        "brno": (5, 4),
        "praha": (4, 4),
    }
    assert len(demo.topics) == 9


def test_one_post_is_a_draft_that_no_other_page_leads_to(demo: Demo) -> None:
    drafts = [post.key for post in pages(demo, "post") if post.draft]

    assert drafts == ["posts/christmas-for-beginners"]
    for city in demo.cities:
        for page in city.pages:
            assert drafts[0] not in repr(page.values) + repr(page.streams), page.key


def test_every_block_of_the_vocabulary_is_used(demo: Demo) -> None:
    used = {
        part.type
        for city in demo.cities
        for page in city.pages
        for part in page.streams.get("body", [])
    }

    assert used == set(BLOCKS)


def test_a_guide_with_a_deadline_names_its_source_and_asks_to_verify_it(
    demo: Demo,
) -> None:
    guides = [page for page in pages(demo, "guide") if page.values.get("deadline")]

    assert len(guides) == 12
    for guide in guides:
        callouts = [
            part.values["title"] + part.values["text"]
            for part in guide.streams["body"]
            if part.type == "callout"
        ]
        assert guide.streams["sources"], guide.key
        assert any(map(ASKS_TO_VERIFY.search, callouts)), guide.key


def test_freshness_is_shown_in_all_its_shades(demo: Demo) -> None:
    late = {
        guide.key: guide.values["verified_days_ago"]
        - 30 * guide.values["review_cycle_months"]
        for guide in pages(demo, "guide")
    }

    assert min(late.values()) < -30
    assert max(late.values()) > 30


def test_pictures_are_drawn_and_described_in_every_language(demo: Demo) -> None:
    assert {picture.key for picture in demo.pictures} == set(PICTURES)
    for picture in demo.pictures:
        assert set(picture.alt) == set(LANGUAGES)
        assert all(picture.alt.values())


def test_company_numbers_have_right_check_digits(demo: Demo) -> None:
    numbers = [organisation.ico for organisation in demo.organisations]
    given = [number for number in numbers if number]

    assert len(given) == 15
    for number in given:
        validate_ico(number)


def test_no_mailbox_of_a_real_person_is_named() -> None:
    found = {
        address
        for path in reader.CONTENT.rglob("*.toml")
        for address in E_MAIL.findall(path.read_text(encoding="utf-8"))
    }

    assert found
    assert {address for address in found if not address.endswith(".example")} == set()


def test_rich_text_is_simple(demo: Demo) -> None:
    tags = {
        tag
        for city in demo.cities
        for page in city.pages
        for kind, value in page_values(page)
        if kind is Kind.RICH
        for tag in re.findall(r"<(\w+)", value)
    }

    assert tags == {"a", "b", "i", "li", "ol", "p", "ul"}


def test_the_fingerprint_changes_with_any_file(content: Path) -> None:
    before = reader.fingerprint(content)

    spoil(content / "brno" / "cs.po", "Ano, hned", "Ano")

    assert before == reader.fingerprint()
    assert reader.fingerprint(content) != before


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        ("ostrava/home.toml", "headline =", "headlin =", "unknown: headlin"),
        ("ostrava/home.toml", "headline =", "# =", "missing: headline"),
        ("brno/posts/cabbage-market.toml", '"checklist"', '"cheklist"', "cheklist"),
        ("brno/home.toml", 'page = "pages/contact"', 'page = "x"', "no page “x”"),
        ("praha/home.toml", "page:pages/contact", "page:y", "no page “y”"),
        ("praha/city.toml", 'logo = "logo-praha"', 'logo = "z"', "no picture “z”"),
        ("praha/guides/taxes.toml", '"tax-office"', '"a"', "no organisation “a”"),
        ("praha/guides/taxes.toml", '"money"', '"b"', "no topic “b”"),
        ("praha/city.toml", "slug =", "slug", "line 1"),
    ],
)
def test_what_does_not_fit_is_named(
    content: Path, path: str, old: str, new: str, problem: str
) -> None:
    spoil(content / path, old, new)

    with pytest.raises(ContentError) as refusal:
        read_demo(content)

    assert problem in str(refusal.value)
    assert path.split("/", maxsplit=1)[0] in str(refusal.value)
