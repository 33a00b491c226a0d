"""Enumerations, described by the labels that editors read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import Choices
from django.utils.translation import override

from cms import choices
from cms.plugins.registry import image_presets


def enum(source: type[Choices], name: str, description: str) -> Any:
    """Return the GraphQL enumeration of a list of choices."""

    def describe(member: Any) -> str:
        if member is None:
            return description
        with override("en"):
            return str(member.label)

    return graphene.Enum.from_enum(source, name=name, description=describe)


def described(
    name: str, description: str, values: Mapping[str, tuple[Any, str]]
) -> Any:
    """Return a GraphQL enumeration of `{NAME: (value, description)}`."""
    descriptions = {name: text for name, (_value, text) in values.items()}
    return graphene.Enum(
        name,
        [(each, value) for each, (value, _text) in values.items()],
        description=lambda member: descriptions[member.name] if member else description,
    )


Audience = enum(choices.Audience, "Audience", "For whom a guide is written.")
Channel = enum(choices.Channel, "Channel", "Where a centre speaks to its readers.")
Freshness = enum(
    choices.Freshness,
    "Freshness",
    "Whether a guide has been verified within its review cycle.",
)
Licence = enum(choices.Licence, "Licence", "A licence of content and media.")
OrganisationKind = enum(
    choices.OrganisationKind, "OrganisationKind", "What kind of partner it is."
)
OrganisationRole = enum(
    choices.OrganisationRole, "OrganisationRole", "What it is to the centre."
)
Phase = enum(choices.Phase, "Phase", "When in the course of a move a guide is needed.")
Region = enum(choices.Region, "Region", "A region of Czechia, by ISO 3166-2:CZ.")
Severity = enum(choices.Severity, "Severity", "How much a notice matters.")
Weekday = enum(choices.Weekday, "Weekday", "A day of the week, by ISO 8601.")

CalloutKind = described(
    "CalloutKind",
    "What a call-out is for.",
    {
        "INFO": ("info", "Something to know."),
        "TIP": ("tip", "Something that helps."),
        "WARNING": ("warning", "Something that can go wrong."),
        "IMPORTANT": ("important", "Something not to miss."),
    },
)
ButtonStyle = described(
    "ButtonStyle",
    "How much a button stands out.",
    {
        "PRIMARY": ("primary", "The main thing to do on a page."),
        "SECONDARY": ("secondary", "Another thing to do."),
    },
)
Currency = described(
    "Currency",
    "A currency, by ISO 4217.",
    {"CZK": ("CZK", "Czech koruna."), "EUR": ("EUR", "Euro.")},
)
SourceKind = described(
    "SourceKind",
    "What kind of source a guide names.",
    {
        "LAW": ("law", "An act or a decree."),
        "OFFICIAL": ("official", "A page of an office."),
    },
)
VideoProvider = described(
    "VideoProvider",
    "Who serves a video.",
    {"YOUTUBE": ("youtube", "YouTube."), "VIMEO": ("vimeo", "Vimeo.")},
)
PageKind = described(
    "PageKind",
    "What kind of page something is.",
    {
        "HOME": ("home", "The first page of a city."),
        "STANDARD": ("standard", "A page of free content."),
        "GUIDE_INDEX": ("guide_index", "The list of guides."),
        "GUIDE": ("guide", "A guide to a life situation."),
        "BLOG_INDEX": ("blog_index", "The list of posts."),
        "BLOG_POST": ("blog_post", "A post on the blog."),
        "OTHER": ("other", "A page of a plugin."),
    },
)
TextDirection = described(
    "TextDirection",
    "Which way a language is written.",
    {"LTR": ("ltr", "From left to right."), "RTL": ("rtl", "From right to left.")},
)
ImagePreset = described(
    "ImagePreset",
    "A named size of images.",
    {
        "THUMBNAIL": ("thumbnail", "160 by 160 pixels, cut to fit."),
        "CARD": ("card", "640 by 360 pixels, cut to fit."),
        "HERO": ("hero", "1600 by 900 pixels, cut to fit."),
        "SQUARE": ("square", "480 by 480 pixels, cut to fit."),
        "SHARE": ("share", "1200 by 630 pixels, cut to fit; for social channels."),
        "FULL": ("full", "Whole, within 1920 by 1920 pixels."),
        "LOGO": ("logo", "Whole, within 480 by 240 pixels."),
        **{
            name.upper(): (name, f"A plugin's size: {spec}.")
            for name, spec in image_presets().items()
        },
    },
)
ImageFormat = described(
    "ImageFormat",
    "A file format of images.",
    {
        "JPEG": ("jpeg", "JPEG."),
        "PNG": ("png", "PNG."),
        "WEBP": ("webp", "WebP."),
        "AVIF": ("avif", "AVIF."),
    },
)
