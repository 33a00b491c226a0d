"""From an acceptance to being available: the code of conduct and questionnaires."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import Site

from buddy_program.choices import ParticipantState as State
from buddy_program.choices import Purpose, Wave
from buddy_program.conduct import conduct_in
from buddy_program.models import Answers, Message, Participant, Programme
from buddy_program.services.answers import (
    AnsweredAlready,
    answers_give,
    questionnaires_ask,
)
from buddy_program.services.application import NotNow
from buddy_program.services.consent import (
    ConsentNeeded,
    consent_give,
    consent_take_back,
)
from buddy_program.services.onboarding import OtherText, conduct_agree
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def programme(ostrava: Site) -> Programme:
    return factories.programme(ostrava)


@pytest.fixture
def accepted(programme: Programme) -> Participant:
    made: Participant = factories.newcomer(
        programme.site, State.ACCEPTED, onboarded_at=None, waiting_since=None
    )
    return made


def agree(person: Participant, digest: str, language: str = "en") -> None:
    conduct_agree(participant=person, digest=digest, language=language, now=NOW)


def kinds() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_who_agrees_is_available_and_waits_from_then_on(
    programme: Programme, accepted: Participant
) -> None:
    page = hub.standard_page(programme.site, "Code of conduct")
    Programme.objects.update(code_of_conduct=page)
    programme.refresh_from_db()
    digest = conduct_in(programme, ["en"]).digest

    agree(accepted, digest)

    accepted.refresh_from_db()
    assert accepted.state == State.AVAILABLE
    assert (accepted.onboarded_at, accepted.waiting_since) == (NOW, NOW)
    agreement = accepted.agreements.get()
    page.refresh_from_db()
    assert agreement.page_id == page.pk
    assert agreement.revision == page.live_revision_id
    assert (agreement.digest, agreement.language) == (digest, "en")
    assert [step.after for step in accepted.transitions.all()] == [
        State.ONBOARDED,
        State.AVAILABLE,
    ]
    assert kinds() == ["onboarded"]


def test_nobody_agrees_to_a_text_that_has_changed(
    programme: Programme, accepted: Participant
) -> None:
    page = hub.standard_page(programme.site, "Code of conduct")
    Programme.objects.update(code_of_conduct=page)
    programme.refresh_from_db()
    digest = conduct_in(programme, ["en"]).digest
    page.title = "Another code"
    page.save_revision().publish()

    with pytest.raises(OtherText):
        agree(accepted, digest)

    accepted.refresh_from_db()
    assert accepted.state == State.ACCEPTED
    assert not accepted.agreements.exists()


def test_without_a_page_the_hub_has_a_code_in_each_language(
    programme: Programme,
) -> None:
    with translation.override("uk"):
        conduct = conduct_in(programme, ["uk"])

    assert conduct.page is None
    assert conduct.paragraphs[0].startswith("Ми зустрічаємося як рівні")
    assert conduct.digest != conduct_in(programme, ["en"]).digest


@pytest.mark.parametrize("state", [State.SUBMITTED, State.AVAILABLE, State.WITHDRAWN])
def test_only_who_is_accepted_agrees(programme: Programme, state: str) -> None:
    person = factories.newcomer(programme.site, state)

    with pytest.raises(NotNow):
        agree(person, conduct_in(programme, ["en"]).digest)


def test_who_consented_to_the_evaluation_is_asked_at_the_start(
    programme: Programme, accepted: Participant
) -> None:
    consent_give(participant=accepted, purpose=Purpose.EVALUATION, now=NOW)

    agree(accepted, conduct_in(programme, ["en"]).digest)

    asked = accepted.answers.values_list("wave", "instrument", "answered_at")
    assert sorted(asked) == [
        ("baseline", "network", None),
        ("baseline", "ucla3_ons", None),
        ("baseline", "who5", None),
    ]
    assert kinds() == ["onboarded", "questionnaire"]


def test_a_wave_is_asked_once(accepted: Participant) -> None:
    consent_give(participant=accepted, purpose=Purpose.EVALUATION, now=NOW)

    first = questionnaires_ask(participant=accepted, wave=Wave.END, now=NOW)
    second = questionnaires_ask(participant=accepted, wave=Wave.END, now=NOW + DAY)

    assert (len(first), second) == (3, [])
    assert kinds() == ["questionnaire"]


@pytest.fixture
def loneliness(accepted: Participant) -> Answers:
    consent_give(participant=accepted, purpose=Purpose.EVALUATION, now=NOW)
    questionnaires_ask(participant=accepted, wave=Wave.BASELINE, now=NOW)
    found: Answers = accepted.answers.get(instrument="ucla3_ons")
    return found


ALL = {"companionship": 3, "left_out": 2, "isolated": 1, "lonely": 4}


def test_answers_are_kept_with_texts_and_scores(loneliness: Answers) -> None:
    answers_give(answers=loneliness, values=ALL, language="uk", now=NOW)

    kept = Answers.objects.get(pk=loneliness.pk)
    assert (kept.values, kept.scores) == (ALL, {"ucla3": "6", "direct": "4"})
    assert (kept.language, kept.version, kept.answered_at) == ("uk", 1, NOW)
    lonely = kept.texts["items"]["lonely"]
    assert lonely["text"] == "Як часто ви почуваєтеся самотньо?"
    assert lonely["options"]["4"] == "Іноді"


def test_a_scale_with_an_item_left_out_has_no_score(loneliness: Answers) -> None:
    values = {**ALL, "isolated": None}

    answers_give(answers=loneliness, values=values, language="en", now=NOW)

    assert loneliness.scores == {"ucla3": None, "direct": "4"}
    assert "isolated" not in loneliness.values


@pytest.mark.parametrize("wrong", [{"lonely": 6}, {"other": 1}, {"lonely": True}])
def test_only_what_is_offered_is_answered(
    loneliness: Answers, wrong: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as caught:
        answers_give(answers=loneliness, values=wrong, language="en", now=NOW)

    assert list(caught.value.message_dict) == ["values"]
    loneliness.refresh_from_db()
    assert loneliness.answered_at is None


def test_the_first_answer_stays(loneliness: Answers) -> None:
    same = Answers.objects.get(pk=loneliness.pk)
    answers_give(answers=loneliness, values=ALL, language="en", now=NOW)

    with pytest.raises(AnsweredAlready):
        answers_give(answers=same, values={"lonely": 1}, language="en", now=NOW)

    same.refresh_from_db()
    assert same.values == ALL


def test_taking_the_consent_back_ends_what_is_still_asked(loneliness: Answers) -> None:
    person = loneliness.participant
    answers_give(answers=loneliness, values=ALL, language="en", now=NOW)

    consent_take_back(participant=person, purpose=Purpose.EVALUATION, now=NOW + DAY)

    assert list(person.answers.values_list("instrument", flat=True)) == ["ucla3_ons"]
    consent = person.consents.get()
    assert consent.withdrawn_at == NOW + DAY


@pytest.mark.parametrize("purpose", ["matching", "contact"])
def test_what_is_needed_is_not_taken_back_before_the_end(
    accepted: Participant, purpose: str
) -> None:
    consent_give(participant=accepted, purpose=purpose, now=NOW)

    with pytest.raises(ConsentNeeded):
        consent_take_back(participant=accepted, purpose=purpose, now=NOW)

    assert accepted.consents.get().withdrawn_at is None


def test_a_consent_is_given_once_and_again_after_it_was_taken_back(
    accepted: Participant,
) -> None:
    for day in range(3):
        consent_give(
            participant=accepted, purpose=Purpose.EVALUATION, now=NOW + day * DAY
        )
    consent_take_back(participant=accepted, purpose=Purpose.EVALUATION, now=NOW + DAY)
    consent_give(participant=accepted, purpose=Purpose.EVALUATION, now=NOW + 2 * DAY)

    assert list(accepted.consents.values_list("given_at", "withdrawn_at")) == [
        (NOW, NOW + DAY),
        (NOW + 2 * DAY, None),
    ]
