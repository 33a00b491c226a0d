"""The mails that the programme sends."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    """Which mail it is; each has its templates under `buddy_program/mail/`."""

    CONFIRM_EMAIL = "confirm_email", _("please confirm your e-mail")
    PERSONAL_LINK = "personal_link", _("your link to your personal area")
    APPLICATION_RECEIVED = "application_received", _("your application has arrived")
    INTERVIEW_INVITED = "interview_invited", _("we would like to meet you")
    ACCEPTED = "accepted", _("you are accepted")
    RESERVE = "reserve", _("you are in reserve")
    DECLINED = "declined", _("we can't offer you a place")
    ONBOARDED = "onboarded", _("thank you for agreeing; how it goes on")
    PROPOSED = "proposed", _("we have found somebody for you")
    PROPOSAL_REMINDER = "proposal_reminder", _("please answer our proposal")
    PROPOSAL_OVER = "proposal_over", _("the proposal has come to nothing")
    INTRODUCED = "introduced", _("meet each other")
    CHECK_IN = "check_in", _("how are you two doing?")
    CHECK_IN_REMINDER = "check_in_reminder", _("we haven't heard of you")
    QUESTIONNAIRE = "questionnaire", _("a few questions")
    PAUSED = "paused", _("your pause has begun")
    RESUMED = "resumed", _("welcome back")
    PAIR_CLOSED = "pair_closed", _("your time as buddies is over")
    WITHDRAWN = "withdrawn", _("you have left the programme")
    CONCERN_RECEIVED = "concern_received", _("we have got your concern")
    COORDINATORS_CONCERN = "coordinators_concern", _("a concern has come in")


ABOUT_CONCERNS = (MessageKind.CONCERN_RECEIVED, MessageKind.COORDINATORS_CONCERN)
"""What tells that there is a concern, which is the safeguarding role's alone."""
