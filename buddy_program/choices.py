"""The words in which the programme's states and answers are stored and shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(models.TextChoices):
    """On which side of a pair somebody is."""

    NEWCOMER = "newcomer", _("newcomer")
    LOCAL = "local", _("local")


class ParticipantState(models.TextChoices):
    """Where somebody stands on the way from an application to the end."""

    DRAFT = "draft", pgettext_lazy("participant", "not confirmed yet")
    CONFIRMED = "confirmed", pgettext_lazy("participant", "e-mail confirmed")
    SUBMITTED = "submitted", pgettext_lazy("participant", "applied")
    SCREENING = "screening", pgettext_lazy("participant", "in screening")
    INTERVIEW = "interview", pgettext_lazy("participant", "to be interviewed")
    ACCEPTED = "accepted", pgettext_lazy("participant", "accepted")
    RESERVE = "reserve", pgettext_lazy("participant", "in reserve")
    DECLINED = "declined", pgettext_lazy("participant", "declined")
    ONBOARDED = "onboarded", pgettext_lazy("participant", "onboarded")
    AVAILABLE = "available", pgettext_lazy("participant", "waiting for a match")
    MATCHED = "matched", pgettext_lazy("participant", "matched")
    PAUSED = "paused", pgettext_lazy("participant", "paused")
    FINISHED = "finished", pgettext_lazy("participant", "finished")
    WITHDRAWN = "withdrawn", pgettext_lazy("participant", "withdrawn")


class PairState(models.TextChoices):
    """Where a match stands."""

    PROPOSED = "proposed", pgettext_lazy("pair", "proposed")
    ACTIVE = "active", pgettext_lazy("pair", "active")
    PAUSED = "paused", pgettext_lazy("pair", "paused")
    CLOSED = "closed", pgettext_lazy("pair", "closed")


class EndReason(models.TextChoices):
    """Why a match is over."""

    COMPLETED = "completed", _("they met for as long as was agreed")
    DECLINED = "declined", _("one of them declined the proposal")
    EXPIRED = "expired", _("one of them didn't answer in time")
    NO_CONTACT = "no_contact", _("they didn't get in touch")
    NOT_FITTING = "not_fitting", _("they didn't suit each other")
    NO_TIME = "no_time", _("one of them has no time any more")
    MOVED = "moved", _("one of them moved away")
    LEFT = "left", _("one of them left the programme")
    SAFEGUARDING = "safeguarding", _("it was stopped for somebody's safety")
    TAKEN_BACK = "taken_back", _("it was proposed by mistake")


class Purpose(models.TextChoices):
    """What somebody agrees to have their data used for."""

    MATCHING = "matching", _("choosing and matching")
    CONTACT = "contact", _("giving the contact to the match")
    EVALUATION = "evaluation", _("evaluating the programme")


class Wave(models.TextChoices):
    """When a questionnaire is answered."""

    BASELINE = "baseline", _("at the start")
    MIDDLE = "middle", _("half-way")
    END = "end", _("at the end")
    FOLLOW_UP = "follow_up", _("six months later")


class HeardFrom(models.TextChoices):
    """How somebody came to know of the programme."""

    UNSAID = "", _("not said")
    CENTRE = "centre", _("from the expat centre")
    FRIEND = "friend", _("from a friend")
    EMPLOYER = "employer", _("from an employer or a school")
    INTERNET = "internet", _("on the internet")
    EVENT = "event", _("at an event")
    OTHER = "other", _("elsewhere")


class TeamRole(models.TextChoices):
    """What members of a group do for a city's programme."""

    COORDINATOR = "coordinator", _("coordinator")
    SAFEGUARDING = "safeguarding", _("safeguarding")
