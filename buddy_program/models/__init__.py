"""The programme's tables."""

from buddy_program.models.answers import Answers
from buddy_program.models.block import SafeguardingBlock
from buddy_program.models.check_in import CheckIn, Meeting
from buddy_program.models.cohort import Cohort, CohortStep
from buddy_program.models.concern import Concern
from buddy_program.models.consent import Agreement, Consent
from buddy_program.models.interview import Interview
from buddy_program.models.link import PersonalLink
from buddy_program.models.match_run import MatchRun
from buddy_program.models.message import Message
from buddy_program.models.pair import Pair
from buddy_program.models.participant import Participant, ParticipantLanguage
from buddy_program.models.programme import Programme, RulesVersion
from buddy_program.models.team import Team
from buddy_program.models.transition import Transition

__all__ = [
    "Agreement",
    "Answers",
    "CheckIn",
    "Cohort",
    "CohortStep",
    "Concern",
    "Consent",
    "Interview",
    "MatchRun",
    "Meeting",
    "Message",
    "Pair",
    "Participant",
    "ParticipantLanguage",
    "PersonalLink",
    "Programme",
    "RulesVersion",
    "SafeguardingBlock",
    "Team",
    "Transition",
]
