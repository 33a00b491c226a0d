from __future__ import annotations

from typing import Any

import pytest

from blocks.links import ButtonBlock, LinkBlock, LinkCardsBlock
from cms.models import Document, StandardPage
from tests.blocks.support import errors_of, stored

REQUIRED = ["This field is required."]


@pytest.mark.parametrize(
    "value",
    [
        {"url": "https://example.com/"},
        {"url": "http://example.com/a?b=c#d"},
        {"email": "desk@example.com"},
        {"phone": "+420 596 123 456"},
        {"phone": "112"},
    ],
)
def test_a_link_has_one_target(value: dict[str, Any]) -> None:
    assert errors_of(LinkBlock(), value) == {}


def test_a_link_may_lead_to_a_page_or_a_file(
    page: StandardPage, document: Document
) -> None:
    assert errors_of(LinkBlock(), {"page": page}) == {}
    assert errors_of(LinkBlock(), {"document": document}) == {}
    assert stored(LinkBlock(), LinkBlock().normalize({"page": page})) == {
        "page": page.pk,
        "url": "",
        "document": None,
        "email": "",
        "phone": "",
    }


def test_a_link_without_target_is_refused() -> None:
    assert errors_of(LinkBlock(), {}) == {
        "page": ["Choose a page, or fill in one of the fields below it."]
    }


def test_a_draft_may_leave_the_target_for_later() -> None:
    assert errors_of(LinkBlock(), {}, draft=True) == {}


def test_further_targets_are_refused_where_they_stand(page: StandardPage) -> None:
    value = {"page": page, "url": "https://example.com/", "phone": "112"}
    message = ["A link has one target: remove this, or “Page”."]

    assert errors_of(LinkBlock(), value) == {"url": message, "phone": message}
    assert errors_of(LinkBlock(), value, draft=True) == {
        "url": message,
        "phone": message,
    }


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "mailto:desk@example.com",
        "https://",
    ],
)
def test_addresses_other_than_the_webs_are_refused(url: str) -> None:
    assert errors_of(LinkBlock(), {"url": url}) == {
        "url": ["Enter a web address that starts with https:// or http://."]
    }


@pytest.mark.parametrize("phone", ["desk", "+", "1", "tel:112", "+420 596<b>"])
def test_phone_numbers_are_numbers(phone: str) -> None:
    assert errors_of(LinkBlock(), {"phone": phone}) == {
        "phone": ["Enter a phone number such as +420 123 456 789."]
    }


def test_a_mailbox_is_a_mailbox() -> None:
    assert list(errors_of(LinkBlock(), {"email": "desk@"})) == ["email"]


def test_a_button_shows_the_error_of_its_link_there() -> None:
    value = {"label": "Book", "link": {"url": "javascript:alert(1)"}}

    assert list(errors_of(ButtonBlock(), value)) == ["link.url"]


@pytest.mark.parametrize(
    ("change", "field"), [({"label": ""}, "label"), ({"style": "big"}, "style")]
)
def test_a_wrong_button_is_refused(change: dict[str, Any], field: str) -> None:
    value = {"label": "Book", "link": {"url": "https://example.com/"}, **change}

    assert list(errors_of(ButtonBlock(), value)) == [field]


def test_a_card_may_leave_its_title_to_the_page(page: StandardPage) -> None:
    assert errors_of(LinkCardsBlock(), {"cards": [{"page": page}]}) == {}


@pytest.mark.django_db
def test_a_card_without_page_is_refused() -> None:
    assert errors_of(LinkCardsBlock(), {"cards": [{"title": "Health"}]}) == {
        "cards.0.page": REQUIRED
    }


def test_no_cards_at_all_are_refused() -> None:
    assert errors_of(LinkCardsBlock(), {"cards": []}) == {
        "cards": ["The minimum number of items is 1"]
    }
