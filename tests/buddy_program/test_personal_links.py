"""Links open what is theirs, and change it once; all others are one same answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Site

from buddy_program.choices import ParticipantState as State
from buddy_program.models import Message, Participant, PersonalLink
from buddy_program.services.application import application_save
from buddy_program.services.personal_links import (
    BadToken,
    Used,
    link_issue,
    link_open,
    link_request,
    link_use,
    links_end,
)
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def person(ostrava: Site) -> Participant:
    factories.programme(ostrava)
    found: Participant = factories.newcomer(ostrava)
    return found


def use(token: str, person: Participant, now: dt.datetime = NOW) -> Used:
    with transaction.atomic():
        return link_use(token=token, site_id=person.site_id, now=now)


@transaction.atomic
def forget_name(token: str, person: Participant) -> None:
    used = link_use(token=token, site_id=person.site_id, now=NOW)
    application_save(participant=used.participant, given={"name": ""})


def test_only_the_digest_of_a_token_is_stored(person: Participant) -> None:
    token = link_issue(participant=person, now=NOW)

    assert len(token) == 43
    assert token not in str(PersonalLink.objects.values())


def test_a_link_opens_many_times(person: Participant) -> None:
    token = link_issue(participant=person, now=NOW)

    for _time in range(3):
        link = link_open(token=token, site_id=person.site_id, now=NOW)
        assert link.participant == person


def test_a_change_uses_it_up_and_gives_a_fresh_one(person: Participant) -> None:
    first = link_issue(participant=person, now=NOW)

    second = use(first, person).token

    with pytest.raises(BadToken):
        use(first, person)
    opened = link_open(token=first, site_id=person.site_id, now=NOW)
    assert opened.participant == person
    assert use(second, person).participant == person


def test_fresh_ones_last_no_longer_than_the_first(person: Participant) -> None:
    first = link_issue(participant=person, now=NOW)
    second = use(first, person, NOW + 13 * DAY).token

    use(second, person, NOW + 14 * DAY - dt.timedelta(seconds=1))
    with pytest.raises(BadToken):
        link_open(token=second, site_id=person.site_id, now=NOW + 14 * DAY)


def test_a_change_that_fails_uses_nothing_up(person: Participant) -> None:
    token = link_issue(participant=person, now=NOW)

    with pytest.raises(ValidationError):
        forget_name(token, person)

    assert PersonalLink.objects.count() == 1
    assert use(token, person).participant == person


@pytest.mark.parametrize("wrong", ["", "x", "x" * 43, "x" * 100_000, "\ud800", "\x00"])
def test_what_was_never_given_out_opens_nothing(
    person: Participant, wrong: str
) -> None:
    link_issue(participant=person, now=NOW)

    with pytest.raises(BadToken):
        link_open(token=wrong, site_id=person.site_id, now=NOW)
    with pytest.raises(BadToken):
        use(wrong, person)

    assert PersonalLink.objects.count() == 1


def test_a_link_opens_nothing_in_another_city(person: Participant, brno: Site) -> None:
    token = link_issue(participant=person, now=NOW)

    with pytest.raises(BadToken):
        link_open(token=token, site_id=brno.pk, now=NOW)


def test_links_that_were_ended_open_nothing(person: Participant) -> None:
    token = link_issue(participant=person, now=NOW)

    assert links_end(participant=person, now=NOW) == 1

    with pytest.raises(BadToken):
        link_open(token=token, site_id=person.site_id, now=NOW)


def test_a_link_is_mailed_to_whoever_applied(person: Participant) -> None:
    link_request(site=person.site, email=f" {person.email.upper()}", now=NOW)

    kinds = Message.objects.values_list("kind", "participant")
    assert list(kinds) == [("personal_link", person.pk)]


def test_a_draft_is_mailed_the_question_to_confirm(person: Participant) -> None:
    draft = factories.newcomer(person.site, State.DRAFT, confirmed_at=None)

    link_request(site=person.site, email=draft.email, now=NOW)

    assert list(Message.objects.values_list("kind", flat=True)) == ["confirm_email"]


def test_an_address_that_nobody_has_is_mailed_nothing(
    person: Participant, brno: Site
) -> None:
    link_request(site=person.site, email="nobody@example.com", now=NOW)
    link_request(site=brno, email=person.email, now=NOW)

    assert not Message.objects.exists()


def test_who_applied_again_is_sent_to_what_runs(person: Participant) -> None:
    again = factories.newcomer(person.site, State.SUBMITTED, email="twice@example.com")
    factories.newcomer(person.site, State.WITHDRAWN, email="twice@example.com")

    link_request(site=person.site, email="twice@example.com", now=NOW)

    assert Message.objects.get().participant == again
