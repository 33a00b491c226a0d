"""What the buddy programme holds about people, why and how long."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from buddy_program.models import Concern, Participant
from buddy_program.services.own_data import DEALT_WITH, data_of, participant_erase

_APPLIES = (
    "To choose and match participants. Until they are erased: a draft after "
    "keep_draft_days, who was declined after keep_declined_days, who finished or left "
    "after keep_finished_days of the programme's rules. Who has been in reserve for "
    "keep_reserve_days is declined."
)
_TOLD = "To see early whether a pair needs help. Emptied with its writer's erasure."
_COORDINATED = (
    "For coordinators to decide fairly, and to be able to say why. Emptied or deleted "
    "with the person's erasure."
)
_SAFE = (
    "For the safeguarding role alone. Emptied with the erasure of who told it, and "
    "keep_concern_days after it was dealt with; what somebody else told stays theirs."
)

DATA_MAP = {
    **{
        f"buddy_program.Participant.{name}": _APPLIES
        for name in (
            *("email", "name", "phone", "district", "reach", "slots", "interests"),
            *("dislikes", "goals", "family", "age", "gender", "wants_gender"),
            *("experience", "expectations", "heard_from", "language"),
        )
    },
    "buddy_program.Participant.decline_reason": _COORDINATED,
    "buddy_program.ParticipantLanguage.tag": _APPLIES,
    "buddy_program.ParticipantLanguage.level": _APPLIES,
    "buddy_program.Interview.scores": _COORDINATED,
    "buddy_program.Interview.notes": _COORDINATED,
    "buddy_program.Interview.red_flags": _COORDINATED,
    "buddy_program.Transition.reason": _COORDINATED,
    "buddy_program.Consent.language": (
        "In which language it was read. Deleted with the rest."
    ),
    "buddy_program.Agreement.digest": (
        "Which code of conduct was agreed to. Deleted with the rest."
    ),
    "buddy_program.Agreement.language": (
        "In which language it was read. Deleted with the rest."
    ),
    "buddy_program.CheckIn.mood": (
        "To see early whether a pair needs help; stays as a number without a person."
    ),
    "buddy_program.CheckIn.note": _TOLD,
    "buddy_program.Meeting.note": _TOLD,
    "buddy_program.Answers.values": (
        "To evaluate the programme, with consent. After the erasure the numbers stay "
        "without a person, or, where the consent was taken back, go."
    ),
    "buddy_program.Answers.scores": (
        "Computed from the answers; stays or goes with them."
    ),
    "buddy_program.Answers.language": (
        "In which language it was answered; stays or goes with the answers."
    ),
    "buddy_program.Concern.text": _SAFE,
    "buddy_program.Concern.email": _SAFE,
    "buddy_program.Concern.outcome": _SAFE,
    "buddy_program.SafeguardingBlock.reason": (
        "For the safeguarding role alone. Emptied with the person's erasure."
    ),
    "buddy_program.SafeguardingBlock.email_digest": (
        "A keyed digest, to know an address again that may not be matched. Kept until "
        "two of the safeguarding role lift the block, also after an erasure."
    ),
    "buddy_program.PersonalLink.digest": (
        "The digest of a token that opens the personal area. Deleted with the rest."
    ),
    "buddy_program.Message.kind": (
        "Which mails were sent; neither address nor text. What isn't sent yet is "
        "deleted with the person's erasure."
    ),
}


def export(email: str) -> dict[str, Any]:
    """Return all that is held about the person with this address, in every city."""
    people = Participant.objects.filter(email__iexact=email).order_by("pk")
    told = Concern.objects.filter(email__iexact=email, reporter=None).order_by("pk")
    return {
        "applications": [
            data_of(each) for each in people.select_related("site", "cohort")
        ],
        "concerns": [
            {
                "city": each.site.site_name,
                "text": each.text,
                "told": each.told_at.isoformat(),
            }
            for each in told.select_related("site")
        ],
    }


@transaction.atomic
def erase(email: str) -> int:
    """Take the person out of everything; return the number of rows that had them."""
    now = timezone.now()
    people = Participant.objects.filter(email__iexact=email).order_by("site", "pk")
    erased = list(people)
    for each in erased:
        participant_erase(participant=each, now=now)
    told = Concern.objects.filter(email__iexact=email)
    told.exclude(outcome="").update(outcome=DEALT_WITH)
    return len(erased) + told.update(email="", text="")
