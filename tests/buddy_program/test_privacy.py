"""After an erasure nothing of a person is left, and the counts still add up."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from wagtail.admin.models import FormState
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Site

from buddy_program import privacy
from buddy_program.access import NotAllowed
from buddy_program.choices import ParticipantState as State
from buddy_program.choices import Purpose
from buddy_program.conduct import conduct_in
from buddy_program.models import (
    Answers,
    CheckIn,
    Cohort,
    Concern,
    Interview,
    Meeting,
    Message,
    Pair,
    Participant,
    PersonalLink,
    Programme,
    SafeguardingBlock,
    Transition,
)
from buddy_program.services.answers import answers_give
from buddy_program.services.application import (
    application_confirm,
    application_save,
    application_start,
    application_submit,
)
from buddy_program.services.cohorts import cohort_start
from buddy_program.services.leaving import participant_withdraw
from buddy_program.services.matching import run_approve, run_make
from buddy_program.services.moves import participant_move
from buddy_program.services.onboarding import conduct_agree
from buddy_program.services.own_data import participant_erase
from buddy_program.services.pairs import pair_answer
from buddy_program.services.personal_links import link_issue
from buddy_program.services.safeguarding import concern_handle
from buddy_program.services.telling import (
    Pulse,
    Worry,
    check_in_answer,
    concern_report,
    meeting_add,
)
from buddy_program.services.tending import tend
from cms.models import User
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

MARK = "qzxmark"
PHONE = "+420 987 654 321"
DAY = dt.timedelta(days=1)
EVERYTHING = [Purpose.MATCHING, Purpose.CONTACT, Purpose.EVALUATION]


def word(number: int) -> str:
    return f"{MARK}{number:02}"


@pytest.fixture
def programme(ostrava: Site) -> Programme:
    return factories.programme(ostrava, districts=["Poruba"])


@pytest.fixture
def coordinator(programme: Programme) -> User:
    return factories.coordinator(programme.site)


def lived(programme: Programme, user: User, consents: list[Any]) -> Participant:
    """Lead somebody through every flow, with a word of theirs in every text."""
    site = programme.site
    application_start(
        site=site,
        email=f"{word(1)}@example.com",
        side="newcomer",
        language="uk",
        now=NOW,
    )
    person = Participant.objects.get(email=f"{word(1)}@example.com")
    application_confirm(participant=person, now=NOW)
    given = {
        "name": word(2),
        "phone": PHONE,
        "district": "Poruba",
        "languages": [{"tag": "uk", "level": "native"}, {"tag": "en", "level": "c1"}],
        "slots": ["sat-morning"],
        "interests": ["hiking"],
        "goals": ["friends"],
        "experience": word(3),
        "expectations": word(4),
    }
    application_save(participant=person, given=given)
    application_submit(participant=person, consents=consents, now=NOW)
    _screened(person, user)
    conduct_agree(participant=person, digest=_digest(programme), language="en", now=NOW)
    for asked in person.answers.filter(instrument="ucla3_ons"):
        answers_give(answers=asked, values={"lonely": 4}, language="uk", now=NOW)
    _paired(person, user)
    link_issue(participant=person, now=NOW)
    person.refresh_from_db()
    return person


def _digest(programme: Programme) -> str:
    return conduct_in(programme, ["en"]).digest


def _screened(person: Participant, user: User) -> None:
    for state in (State.SCREENING, State.INTERVIEW, State.ACCEPTED):
        participant_move(
            participant=person, to=state, now=NOW, by=user, reason=f"{word(5)} {state}"
        )
    interview = Interview.objects.create(
        participant=person, held_at=NOW, notes=word(6), red_flags=word(7)
    )
    log(instance=person, action="wagtail.edit", user=user, data={"name": word(2)})
    log(instance=interview, action="wagtail.edit", user=user)
    FormState.objects.create(
        data=f"name={word(8)}",
        user=user,
        content_type=ContentType.objects.get_for_model(Participant),
        object_id=str(person.pk),
        last_updated_at=NOW,
    )


def _paired(person: Participant, user: User) -> None:
    local = factories.local(person.site, name="Petr")
    cohort = Cohort.objects.create(
        site=person.site, name="Spring", starts_on=NOW.date()
    )
    cohort_start(cohort=cohort, by=user, now=NOW)
    Participant.objects.filter(pk__in=[person.pk, local.pk]).update(cohort=cohort)
    run = run_make(site=person.site, now=NOW, by=user)
    (pair,) = run_approve(run=run, now=NOW, by=user)
    for each in (person, local):
        pair_answer(pair=pair, participant=each, agrees=True, now=NOW)
    log(instance=pair, action="wagtail.edit", user=user)
    Transition.objects.filter(pair=pair).update(reason=word(9))
    check_in = CheckIn.objects.filter(participant=person).earliest("due_at")
    check_in_answer(
        check_in=check_in,
        said=Pulse(met=True, mood=2, worried=True, note=word(10)),
        now=check_in.due_at,
    )
    meeting_add(
        pair=pair, told_by=person, held_on=NOW.date(), note=word(11), now=NOW + DAY
    )
    worry = Worry(
        text=word(12), email=f"{word(13)}@example.com", reporter=person, pair=pair
    )
    concern = concern_report(site=person.site, worry=worry, now=NOW + DAY)
    Concern.objects.filter(pk=concern.pk).update(handled_at=NOW, outcome=word(14))
    SafeguardingBlock.objects.create(
        site=person.site,
        participant=person,
        email_digest="d" * 64,
        reason=word(15),
        blocked_at=NOW,
    )


def dump() -> str:
    """Return every row of every table, and every file."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608  a table's name
            found += [f"{table}: {row!r}" for row in cursor.fetchall()]
    files = [each for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file()]
    found += [f"{each}: {each.read_bytes()!r}" for each in files]
    return "\n".join(found)


def statistics() -> dict[str, Any]:
    return {
        "people": Participant.objects.count(),
        "sides": Counter(Participant.objects.values_list("side", flat=True)),
        "applied": Participant.objects.exclude(submitted_at=None).count(),
        "matched": Pair.objects.exclude(started_at=None).count(),
        "waiting": list(
            Participant.objects.side("newcomer").values_list("waiting_since", flat=True)
        ),
        "moods": sorted(CheckIn.objects.exclude(mood=None).values_list("mood")),
        "meetings": Meeting.objects.count(),
        "scores": list(
            Answers.objects.exclude(answered_at=None).values_list("scores", flat=True)
        ),
        "concerns": Concern.objects.count(),
        "steps": Counter(
            Transition.objects.exclude(after__in=[State.WITHDRAWN, "closed"])
            .exclude(before="matched")
            .values_list("after", flat=True)
        ),
    }


def test_nothing_of_an_erased_person_is_left_and_the_counts_add_up(
    programme: Programme, coordinator: User
) -> None:
    person = lived(programme, coordinator, EVERYTHING)
    held, before = dump(), statistics()
    assert [number for number in range(1, 16) if word(number) not in held] == []
    assert PHONE in held

    assert privacy.erase(f"{word(1).upper()}@example.com") == 1

    left = dump()
    lines = [line for line in left.splitlines() if MARK in line.lower()]
    assert lines == []
    assert PHONE not in left
    assert statistics() == before
    person.refresh_from_db()
    assert (person.state, str(person)) == (State.WITHDRAWN, f"N-{person.pk}")
    assert person.erased_at is not None


def test_the_nights_alone_leave_nothing_of_anybody(
    programme: Programme, coordinator: User
) -> None:
    """Whatever becomes of an application or a concern, its words go in time."""
    site = programme.site
    over = lived(programme, coordinator, EVERYTHING)
    participant_withdraw(participant=over, now=NOW + DAY)
    for number, state in enumerate((State.DRAFT, State.RESERVE, State.DECLINED), 20):
        person = factories.newcomer(
            site,
            state,
            name=word(number),
            email=f"{word(number)}@example.com",
            expectations=word(number),
        )
        Transition.objects.create(
            participant=person, after=state, at=NOW, reason=word(number)
        )
        link_issue(participant=person, now=NOW)
    worry = Worry(text=word(30), email=f"{word(30)}@example.com")
    concern = concern_report(site=site, worry=worry, now=NOW)
    concern_handle(
        concern=concern, outcome=word(31), by=factories.safeguard(site), now=NOW + DAY
    )
    before = statistics()
    assert MARK in dump()

    for days in (14, 180, 365, 366, 545, 1096):
        assert not any(each.failed for each in tend(now=NOW + days * DAY))

    assert [line for line in dump().splitlines() if MARK in line.lower()] == []
    assert PHONE not in dump()
    after = statistics()
    # A draft isn't kept: it never was an application.
    assert after["people"] == before["people"] - 1
    assert after["sides"]["newcomer"] == before["sides"]["newcomer"] - 1
    assert after["applied"] == before["applied"] - 1
    for name in ("matched", "moods", "meetings", "scores", "concerns"):
        assert after[name] == before[name], name


def test_without_the_consent_answers_go_too(
    programme: Programme, coordinator: User
) -> None:
    person = lived(programme, coordinator, EVERYTHING)
    person.consents.filter(purpose=Purpose.EVALUATION).update(withdrawn_at=NOW + DAY)

    participant_erase(participant=person, now=NOW + DAY)

    assert not Answers.objects.exists()


def test_what_was_on_its_way_is_not_sent(
    programme: Programme, coordinator: User
) -> None:
    person = lived(programme, coordinator, EVERYTHING)
    assert Message.objects.filter(participant=person, state="waiting").count() > 3

    participant_erase(participant=person, now=NOW + DAY)

    assert not Message.objects.filter(participant=person).exists()
    assert not PersonalLink.objects.filter(participant=person).exists()


def test_the_other_of_the_pair_keeps_what_is_theirs(
    programme: Programme, coordinator: User
) -> None:
    person = lived(programme, coordinator, EVERYTHING)
    pair = Pair.objects.get()
    meeting_add(
        pair=pair, told_by=pair.local, held_on=NOW.date(), note="Mine", now=NOW + DAY
    )

    participant_erase(participant=person, now=NOW + 2 * DAY)

    pair.refresh_from_db()
    local = pair.local
    local.refresh_from_db()
    assert (pair.state, pair.end_reason, pair.ended_by) == (
        "closed",
        "left",
        "newcomer",
    )
    assert (local.name, local.state) == ("Petr", State.AVAILABLE)
    assert sorted(Meeting.objects.values_list("note", flat=True)) == ["", "Mine"]
    kinds = Message.objects.filter(participant=local).values_list("kind", flat=True)
    assert "pair_closed" in kinds


def test_a_block_outlives_its_person(programme: Programme, coordinator: User) -> None:
    participant_erase(
        participant=lived(programme, coordinator, EVERYTHING), now=NOW + DAY
    )

    block = SafeguardingBlock.objects.get()
    assert (block.email_digest, block.reason) == ("d" * 64, "")
    assert block.lifted_at is None


def test_erasing_twice_is_erasing_once(programme: Programme) -> None:
    person = factories.newcomer(programme.site, State.DECLINED)

    participant_erase(participant=person, now=NOW)
    participant_erase(participant=person, now=NOW)

    assert (person.state, person.name, person.decline_reason) == (
        State.DECLINED,
        "",
        "",
    )


def test_an_editor_erases_nobody(programme: Programme, ostrava_editor: User) -> None:
    person = factories.newcomer(programme.site)

    with pytest.raises(NotAllowed):
        participant_erase(participant=person, now=NOW, by=ostrava_editor)

    person.refresh_from_db()
    assert person.erased_at is None


def test_somebody_who_only_told_a_concern_is_forgotten_too(
    programme: Programme,
) -> None:
    worry = Worry(text=word(1), email="public@example.com")
    concern_report(site=programme.site, worry=worry, now=NOW)

    assert privacy.export("Public@example.com")["concerns"] == [
        {"city": "Ostrava", "text": word(1), "told": NOW.isoformat()}
    ]
    assert privacy.erase("Public@example.com") == 1
    assert MARK not in dump()


def test_everything_that_is_held_is_handed_out(
    programme: Programme, coordinator: User
) -> None:
    lived(programme, coordinator, EVERYTHING)

    held = privacy.export(f"{word(1)}@example.com")

    text = json.dumps(held, ensure_ascii=False)
    own = [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13]
    assert [number for number in own if f"{word(number)}" not in text] == [9]
    (application,) = held["applications"]
    assert application["profile"]["languages"] == [
        {"tag": "uk", "level": 7},
        {"tag": "en", "level": 5},
    ]
    assert "Petr" not in text
    assert "digest" not in json.dumps(application["links"])


def test_the_log_keeps_that_something_was_done(
    programme: Programme, coordinator: User
) -> None:
    person = lived(programme, coordinator, EVERYTHING)

    participant_erase(participant=person, now=NOW + DAY)

    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Participant),
        object_id=str(person.pk),
    )
    assert [(each.user, each.label, each.data) for each in entries] == [
        (coordinator, "", {})
    ]


PERSONAL = (models.TextField, models.CharField, models.JSONField)
IMPERSONAL = {
    *("Participant.side", "Participant.state", "Pair.state", "Pair.end_reason"),
    *("Pair.ended_by", "Pair.points", "Transition.before", "Transition.after"),
    *("Consent.purpose", "Answers.wave", "Answers.instrument", "Answers.texts"),
    *("Message.state", "Message.last_reason", "CohortStep.kind"),
}
"""Words that the programme chooses, about nobody or about everybody alike."""

ABOUT_PEOPLE = {
    *("Agreement", "Answers", "CheckIn", "Concern", "Consent", "Interview", "Meeting"),
    *("Message", "Pair", "Participant", "ParticipantLanguage", "PersonalLink"),
    *("CohortStep", "SafeguardingBlock", "Transition"),
}
ABOUT_NOBODY = {"Cohort", "MatchRun", "Programme", "RulesVersion", "Team"}


def test_the_data_map_names_every_field_in_which_somebody_could_stand() -> None:
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("buddy_program").get_models()
        for field in model._meta.concrete_fields
        if model.__name__ not in ABOUT_NOBODY and isinstance(field, PERSONAL)
    }
    named = {label.removeprefix("buddy_program.") for label in privacy.DATA_MAP}
    models_named = {
        model.__name__ for model in apps.get_app_config("buddy_program").get_models()
    }

    assert found - IMPERSONAL - named == set()
    assert models_named == ABOUT_PEOPLE | ABOUT_NOBODY
    for label in privacy.DATA_MAP:
        app, model, field = label.split(".")
        assert apps.get_model(app, model)._meta.get_field(field)


def test_nobody_is_erased_by_an_address_that_nobody_has(programme: Programme) -> None:
    factories.newcomer(programme.site)

    assert privacy.erase("other@example.com") == 0

    assert not Participant.objects.exclude(erased_at=None).exists()
