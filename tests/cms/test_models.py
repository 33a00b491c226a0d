"""What the models and their fields accept, refuse and keep."""

from __future__ import annotations

import calendar
import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from cms import freshness
from cms.choices import Audience, Freshness
from cms.choices_field import ChoicesField
from cms.languages import cleaned_languages, language_list
from cms.models import (
    CitySettings,
    CrisisNotice,
    GuidePage,
    OpeningSpan,
    Organisation,
    Topic,
)
from cms.models.organisation import validate_ico
from cms.slugs import romanised
from cms.translated_text import TranslatedTextFormField, text_in, validate_texts
from tests import factories

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 12, 31))
MONTHS = st.integers(1, 60)
CODES = [code for code, _label in Audience.choices]


def errors(instance: Any, *names: str) -> set[str]:
    """Return the fields at which an instance is refused, of those asked for."""
    try:
        instance.full_clean(validate_unique=False)
    except ValidationError as error:
        return set(error.message_dict) & set(names)
    return set()


# IČO


@pytest.mark.parametrize("ico", ["25379631", "00845451", "70890692"])
def test_a_valid_ico_is_accepted(ico: str) -> None:
    validate_ico(ico)


@pytest.mark.parametrize(
    "ico",
    ["25379632", "2537963", "253796311", "2537963x", "25 379 631", "CZ25379631", ""],
)
def test_an_invalid_ico_is_refused(ico: str) -> None:
    with pytest.raises(ValidationError):
        validate_ico(ico)


# The register gives out no number that begins with 9.
@given(st.integers(0, 8_999_999))
def test_exactly_one_check_digit_fits(number: int) -> None:
    stem = f"{number:07d}"

    fitting = []
    for digit in range(10):
        try:
            validate_ico(f"{stem}{digit}")
        except ValidationError:
            continue
        fitting.append(digit)

    total = sum(int(d) * w for d, w in zip(stem, range(8, 1, -1), strict=True))
    assert fitting == [(11 - total % 11) % 10]


@pytest.mark.django_db
def test_an_ico_is_refused_at_its_field() -> None:
    made = Organisation(name="X", ico="12345678", locale=factories.locale("en"))

    assert errors(made, "ico", "name") == {"ico"}


# Freshness


@given(DAYS, MONTHS)
def test_a_review_falls_due_on_the_same_day_of_a_later_month(
    day: datetime.date, months: int
) -> None:
    due = freshness.add_months(day, months)

    last = calendar.monthrange(due.year, due.month)[1]
    apart = (due.year - day.year) * 12 + due.month - day.month
    assert apart == months
    assert due.day == min(day.day, last)


@given(DAYS, DAYS)
def test_a_guide_goes_from_fresh_to_due_to_overdue(
    due: datetime.date, today: datetime.date
) -> None:
    standing = freshness.freshness(due, today=today)

    late = (today - due).days
    if late < 0:
        assert standing == Freshness.FRESH
    elif late <= 30:
        assert standing == Freshness.DUE
    else:
        assert standing == Freshness.OVERDUE


@pytest.mark.parametrize(
    ("verified", "months", "due"),
    [
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2027, 8, 31), 6, (2028, 2, 29)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2026, 12, 31), 1, (2027, 1, 31)),
        ((2026, 1, 1), 60, (2031, 1, 1)),
    ],
)
def test_month_ends(verified: Any, months: int, due: Any) -> None:
    found = freshness.review_due_on(datetime.date(*verified), months)

    assert found == datetime.date(*due)


def test_a_guide_that_was_never_verified_is_overdue() -> None:
    today = datetime.date(2026, 11, 21)

    assert freshness.review_due_on(None, 6) is None
    assert freshness.freshness(None, today=today) == Freshness.OVERDUE


@pytest.mark.django_db
def test_a_guide_is_not_verified_in_the_future() -> None:
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)

    assert errors(GuidePage(verified_on=tomorrow), "verified_on") == {"verified_on"}
    assert errors(GuidePage(verified_on=today), "verified_on") == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("months", "refused"), [(0, True), (1, False), (61, True)])
def test_a_review_cycle_has_bounds(months: int, *, refused: bool) -> None:
    guide = GuidePage(review_cycle_months=months)

    name = "review_cycle_months"
    assert (errors(guide, name) == {name}) == refused


# Choices, languages, texts, slugs


def choices_field() -> Any:
    field = ChoicesField(max_length=200, choices=Audience.choices, blank=True)
    field.set_attributes_from_name("audiences")
    return field


@given(st.lists(st.sampled_from(CODES)))
def test_chosen_codes_are_kept_once_and_in_order(codes: list[str]) -> None:
    field = choices_field()

    stored = field.get_prep_value(codes)

    expected = [code for code in CODES if code in codes]
    assert field.to_python(stored) == expected
    assert field.get_prep_value(expected) == stored
    assert all((f",{code}," in stored) == (code in codes) for code in CODES)


@given(st.lists(st.sampled_from([*CODES, "aliens", "x"]), min_size=1))
def test_only_known_codes_are_valid(codes: list[str]) -> None:
    field = choices_field()

    if set(codes) <= set(CODES):
        field.clean(codes, None)
    else:
        with pytest.raises(ValidationError):
            field.clean(codes, None)


@pytest.mark.django_db
def test_guides_are_found_by_audience(ostrava: Site) -> None:
    guide = factories.guide(ostrava, audiences=["spouse", "employee"])
    factories.guide(ostrava, audiences=["student"])

    found = GuidePage.objects.filter(audiences__contains=",spouse,")

    assert list(found) == [guide]
    assert found[0].audiences == ["employee", "spouse"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("en, cs", "en, cs"), ("en;cs en", "en, cs"), ("", ""), ("pt-BR", "pt-BR")],
)
def test_languages_are_written_alike(text: str, expected: str) -> None:
    assert cleaned_languages(text) == expected
    assert ", ".join(language_list(expected)) == expected


@pytest.mark.parametrize("text", ["Czech", "e", "en_GB", "en, 12"])
def test_what_is_no_language_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        cleaned_languages(text)

    assert set(caught.value.message_dict) == {"languages"}


@given(st.dictionaries(st.sampled_from(["en", "cs", "uk"]), st.text(max_size=20)))
def test_a_text_is_read_along_the_languages(texts: dict[str, str]) -> None:
    found = text_in(texts, ["cs", "en"])

    if texts.get("cs"):
        assert found == texts["cs"]
    elif texts.get("en"):
        assert found == texts["en"]
    else:
        assert found == texts.get("uk", "")


def test_the_form_field_keeps_what_is_filled_in() -> None:
    field = TranslatedTextFormField(required=False)

    assert field.clean(["Guides", "", "Довідник"]) == {"en": "Guides", "uk": "Довідник"}
    assert field.clean(["", "", ""]) == {}
    assert not field.has_changed({"en": "Guides"}, ["Guides", "", ""])
    assert field.has_changed({"en": "Guides"}, ["Guides", "Návody", ""])


def test_the_form_field_refuses_what_is_empty_or_too_long() -> None:
    with pytest.raises(ValidationError):
        TranslatedTextFormField().clean(["", "", ""])
    with pytest.raises(ValidationError):
        TranslatedTextFormField(max_length=5).clean(["Too long", "", ""])


@pytest.mark.parametrize("value", [None, [], "text", {"en": 1}, {1: "text"}])
def test_only_texts_by_language_are_kept(value: Any) -> None:
    with pytest.raises(ValidationError):
        validate_texts(value)


@given(st.text(max_size=300))
def test_a_slug_is_ascii(text: str) -> None:
    slug = romanised(text)

    assert slug.isascii()
    assert len(slug) <= 255
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")


# Notices, opening hours, settings, topics


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "refused"), [(-1, True), (0, True), (1, False)])
def test_a_notice_ends_after_it_starts(hours: int, *, refused: bool) -> None:
    now = timezone.now()
    notice = CrisisNotice(starts_at=now, ends_at=now + datetime.timedelta(hours=hours))

    assert (errors(notice, "ends_at") == {"ends_at"}) == refused


def test_the_database_refuses_a_notice_that_ends_before_it_starts(
    ostrava: Site,
) -> None:
    now = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.notice(ostrava, starts_at=now, ends_at=now)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opens", "closes", "refused"), [(9, 17, False), (9, 9, True), (17, 9, True)]
)
def test_a_centre_closes_after_it_opens(
    opens: int, closes: int, *, refused: bool
) -> None:
    span = OpeningSpan(
        weekday=1, opens=datetime.time(opens), closes=datetime.time(closes)
    )

    assert (errors(span, "closes") == {"closes"}) == refused


def test_a_span_does_not_reach_midnight() -> None:
    span = OpeningSpan(weekday=1, opens=datetime.time(8), closes=datetime.time(0))

    assert errors(span, "closes") == {"closes"}


@pytest.mark.parametrize(
    "values", [{"south": 50, "north": 49}, {"west": 19, "east": 18}]
)
def test_the_database_refuses_bounds_the_wrong_way_round(
    ostrava: Site, values: dict[str, int]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CitySettings.objects.filter(site=ostrava).update(**values)


@pytest.mark.django_db
def test_a_topics_slug_is_its_own_in_a_language() -> None:
    factories.topic("Housing")
    again = Topic(name="Other", slug="housing", locale=factories.locale("en"))

    with pytest.raises(ValidationError):
        again.full_clean()
