"""What applicants and participants may send, without an account."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import graphene
from django.db import transaction
from django.utils.translation import gettext as _

from buddy_program.models import Pair, Participant, PersonalLink
from buddy_program.schema import inputs
from buddy_program.schema.area import BuddyArea, BuddyChange
from buddy_program.schema.changing import (
    area_for,
    bad_token,
    changed,
    key_of,
    own,
    own_check_in,
    refused,
)
from buddy_program.services.answers import answers_give
from buddy_program.services.application import (
    IntakeClosed,
    application_confirm,
    application_save,
    application_start,
    application_submit,
)
from buddy_program.services.consent import consent_give, consent_take_back
from buddy_program.services.leaving import (
    participant_pause,
    participant_resume,
    participant_withdraw,
)
from buddy_program.services.onboarding import conduct_agree
from buddy_program.services.own_data import data_of, participant_erase
from buddy_program.services.pairs import pair_answer
from buddy_program.services.personal_links import (
    BadToken,
    link_open,
    link_request,
    link_use,
)
from buddy_program.services.telling import (
    Pulse,
    Worry,
    check_in_answer,
    concern_report,
    meeting_add,
)
from city_api.schema.fields import one, string
from city_api.schema.mutations import payload
from cms.selectors.reader import Reader

FIELDS = tuple(
    name
    for name in inputs.SaveBuddyProfileInput._meta.fields
    if name not in ("site", "locale", "token")
)


class BuddyDone(graphene.ObjectType):
    """That something was taken; the answer is the same for everybody."""

    message = string("What to tell the sender, in the asked language.")


class BuddyData(graphene.ObjectType):
    """All that is held about somebody."""

    json = string("As JSON, for a file.")


DONE = "What was taken."
CHANGED = "The area as it is now, and the next token."


def mutation(name: str, kind: Any, about: str, sent: Any, of: str = CHANGED) -> Any:
    """Return a field of the type `Mutation`."""
    argument = graphene.Argument(sent, required=True, description="What is sent.")
    return one(payload(f"{name}Payload", kind, of), about, input=argument)


def change(name: str, about: str, sent: Any) -> Any:
    """Return a field that uses a token up and answers with the area."""
    return mutation(name, BuddyChange, about, sent)


class Mutations:
    """Plain: the hub makes it a part of the type `Mutation`."""

    start_buddy_application = mutation(
        "StartBuddyApplication",
        BuddyDone,
        "Apply with an address, to which a link is mailed.",
        inputs.StartBuddyApplicationInput,
        DONE,
    )
    request_buddy_link = mutation(
        "RequestBuddyLink",
        BuddyDone,
        "Mail a link to whoever applied with an address.",
        inputs.RequestBuddyLinkInput,
        DONE,
    )
    open_buddy_area = mutation(
        "OpenBuddyArea",
        BuddyArea,
        "Read somebody's own area. It changes nothing and uses no token up; it is a "
        "mutation so that neither token nor area get into an address or a cache.",
        inputs.OwnBuddyAreaInput,
        "The area.",
    )
    confirm_buddy_email = change(
        "ConfirmBuddyEmail",
        "Confirm the address that the link was mailed to.",
        inputs.OwnBuddyAreaInput,
    )
    save_buddy_profile = change(
        "SaveBuddyProfile", "Answer the form's questions.", inputs.SaveBuddyProfileInput
    )
    submit_buddy_application = change(
        "SubmitBuddyApplication",
        "Hand in the application.",
        inputs.SubmitBuddyApplicationInput,
    )
    agree_to_buddy_conduct = change(
        "AgreeToBuddyConduct",
        "Agree to the code of conduct.",
        inputs.AgreeToBuddyConductInput,
    )
    answer_buddy_proposal = change(
        "AnswerBuddyProposal",
        "Say yes or no to a proposal.",
        inputs.AnswerBuddyProposalInput,
    )
    answer_buddy_check_in = change(
        "AnswerBuddyCheckIn", "Tell how it goes.", inputs.AnswerBuddyCheckInInput
    )
    add_buddy_meeting = change(
        "AddBuddyMeeting", "Put down a meeting.", inputs.AddBuddyMeetingInput
    )
    answer_buddy_questionnaire = change(
        "AnswerBuddyQuestionnaire",
        "Answer a questionnaire.",
        inputs.AnswerBuddyQuestionnaireInput,
    )
    set_buddy_consent = change(
        "SetBuddyConsent",
        "Give a consent or take it back.",
        inputs.SetBuddyConsentInput,
    )
    tell_buddy_concern = change(
        "TellBuddyConcern",
        "Tell a worry about somebody's safety, as a participant.",
        inputs.TellBuddyConcernInput,
    )
    pause_buddy = change("PauseBuddy", "Rest for a while.", inputs.OwnBuddyAreaInput)
    resume_buddy = change("ResumeBuddy", "Come back.", inputs.OwnBuddyAreaInput)
    withdraw_buddy = change(
        "WithdrawBuddy", "Leave the programme for good.", inputs.OwnBuddyAreaInput
    )
    report_buddy_concern = mutation(
        "ReportBuddyConcern",
        BuddyDone,
        "Report a worry about somebody's safety, as anybody.",
        inputs.ReportBuddyConcernInput,
        DONE,
    )
    export_buddy_data = mutation(
        "ExportBuddyData",
        BuddyData,
        "Hand out all that is held about the person. It uses no token up.",
        inputs.OwnBuddyAreaInput,
        "The data.",
    )
    erase_buddy_data = mutation(
        "EraseBuddyData",
        BuddyDone,
        "Leave, and erase all that is held about the person. It can't be undone.",
        inputs.OwnBuddyAreaInput,
        DONE,
    )

    @staticmethod
    def resolve_start_buddy_application(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        try:
            application_start(
                site=site.city.site,
                email=input.email,
                side=_value(input.side),
                language=site.locale.language_code,
                now=site.clock.moment,
            )
        except IntakeClosed as error:
            return refused(error)
        return _done(_("We have sent you a mail. The link in it leads on."))

    @staticmethod
    def resolve_request_buddy_link(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        now = site.clock.moment
        link_request(site=site.city.site, email=input.email, now=now)
        return _done(_("If we know this address, a mail with a link is on its way."))

    @staticmethod
    def resolve_open_buddy_area(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        try:
            link = _opened(site, input.token)
        except BadToken:
            return bad_token()
        area = area_for(site, link.participant, can_change=link.used_at is None)
        return {"result": area, "errors": []}

    @staticmethod
    def resolve_confirm_buddy_email(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        def act(participant: Participant, now: dt.datetime) -> None:
            application_confirm(participant=participant, now=now)

        return changed(site, input, act)

    @staticmethod
    def resolve_save_buddy_profile(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        given = {name: input.get(name) for name in FIELDS}

        def act(participant: Participant, _now: dt.datetime) -> None:
            application_save(participant=participant, given=given)

        return changed(site, input, act)

    @staticmethod
    def resolve_submit_buddy_application(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        consents = [_value(each) for each in input.consents]

        def act(participant: Participant, now: dt.datetime) -> None:
            application_submit(participant=participant, consents=consents, now=now)

        return changed(site, input, act)

    @staticmethod
    def resolve_agree_to_buddy_conduct(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        def act(participant: Participant, now: dt.datetime) -> None:
            conduct_agree(
                participant=participant,
                digest=input.version,
                language=site.locale.language_code,
                now=now,
            )

        return changed(site, input, act)

    @staticmethod
    def resolve_answer_buddy_proposal(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        def act(participant: Participant, now: dt.datetime) -> None:
            pair = _own_pair(participant, input.match)
            pair_answer(
                pair=pair, participant=participant, agrees=input.agrees, now=now
            )

        return changed(site, input, act)

    @staticmethod
    def resolve_answer_buddy_check_in(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        def act(participant: Participant, now: dt.datetime) -> None:
            said = Pulse(
                met=input.met,
                mood=input.get("mood"),
                worried=input.worried,
                note=input.get("note") or "",
            )
            asked = own_check_in(participant, input.check_in)
            check_in_answer(check_in=asked, said=said, now=now)

        return changed(site, input, act)

    @staticmethod
    def resolve_add_buddy_meeting(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        def act(participant: Participant, now: dt.datetime) -> None:
            meeting_add(
                pair=_own_pair(participant, input.match),
                told_by=participant,
                held_on=input.held_on,
                note=input.get("note") or "",
                now=now,
            )

        return changed(site, input, act)

    @staticmethod
    def resolve_answer_buddy_questionnaire(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        def act(participant: Participant, now: dt.datetime) -> None:
            key = key_of("BuddyQuestionnaire", input.questionnaire)
            answers_give(
                answers=own(participant.answers.filter(pk=key).first()),
                values={each.key: each.value for each in input["values"]},
                language=site.locale.language_code,
                now=now,
            )

        return changed(site, input, act)

    @staticmethod
    def resolve_set_buddy_consent(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        act = consent_give if input.given else consent_take_back

        def set_consent(participant: Participant, now: dt.datetime) -> None:
            act(participant=participant, purpose=_value(input.purpose), now=now)

        return changed(site, input, set_consent)

    @staticmethod
    def resolve_tell_buddy_concern(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        def act(participant: Participant, now: dt.datetime) -> None:
            match = input.get("match")
            worry = Worry(
                text=input.text,
                email=input.get("contact_email") or "",
                reporter=participant,
                pair=_own_pair(participant, match) if match else None,
            )
            concern_report(site=site.city.site, worry=worry, now=now)

        return changed(site, input, act)

    @staticmethod
    def resolve_pause_buddy(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        def act(participant: Participant, now: dt.datetime) -> None:
            participant_pause(participant=participant, now=now)

        return changed(site, input, act)

    @staticmethod
    def resolve_resume_buddy(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        def act(participant: Participant, now: dt.datetime) -> None:
            participant_resume(participant=participant, now=now)

        return changed(site, input, act)

    @staticmethod
    def resolve_withdraw_buddy(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        def act(participant: Participant, now: dt.datetime) -> None:
            participant_withdraw(participant=participant, now=now)

        return changed(site, input, act)

    @staticmethod
    def resolve_report_buddy_concern(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        worry = Worry(text=input.text, email=input.get("contact_email") or "")
        concern_report(site=site.city.site, worry=worry, now=site.clock.moment)
        return _done(_("Thank you. Only those who deal with safety read it."))

    @staticmethod
    def resolve_export_buddy_data(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        try:
            data = data_of(_opened(site, input.token).participant)
        except BadToken:
            return bad_token()
        text = json.dumps(data, ensure_ascii=False, indent=2)
        return {"result": {"json": text}, "errors": []}

    @staticmethod
    def resolve_erase_buddy_data(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        now = site.clock.moment
        try:
            with transaction.atomic():
                used = link_use(token=input.token, site_id=site.site_id, now=now)
                participant_erase(participant=used.participant, now=now)
        except BadToken:
            return bad_token()
        return _done(_("Everything about you is erased."))


def _opened(site: Reader, token: str) -> PersonalLink:
    return link_open(token=token, site_id=site.site_id, now=site.clock.moment)


def _own_pair(participant: Participant, text: str) -> Pair:
    rows = Pair.objects.of(participant).select_related("newcomer", "local")
    return own(rows.filter(pk=key_of("BuddyMatch", text)).first())


def _done(message: str) -> dict[str, Any]:
    return {"result": {"message": message}, "errors": []}


def _value(member: Any) -> Any:
    return getattr(member, "value", member)
