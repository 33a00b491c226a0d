"""Writing a mail from its facts: plain text, and the same as HTML."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict, dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from buddy_program.messages import MessageKind

FOLDER = "buddy_program/mail"
FALLBACK = "en"
EMPTY_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What may stand in a mail; each kind of mail takes what it needs."""

    city: str
    contact: str = ""
    """Where replies go; empty where there is nobody to ask."""

    url: str = ""
    """The reader's personal area, with a token."""

    other_name: str = ""
    other_email: str = ""
    other_phone: str = ""
    answer_by: dt.datetime | None = None
    pair: bool = False
    """Whether it is about a match, not about the reader alone."""

    completed: bool = False
    """Whether the match ended as it was meant to."""

    waiting: bool = False
    """Whether the reader waits for a match."""

    pack_url: str = ""
    conduct_url: str = ""
    guide_url: str = ""
    admin_url: str = ""

    @property
    def links(self) -> list[str]:
        """The addresses that stand in the mail as links."""
        pages = (self.pack_url, self.conduct_url, self.guide_url, self.admin_url)
        return [each for each in (self.url, *pages) if each]


@dataclass(frozen=True, slots=True)
class Written:
    """A mail in one language."""

    language: str
    subject: str
    text: str
    html: str


def language_of(tag: str) -> str:
    """Return which of the mails' languages to use for somebody's own."""
    known = [code for code, _name in settings.LANGUAGES]
    short = tag.split("-", maxsplit=1)[0].lower()
    return short if short in known else FALLBACK


def write(kind: MessageKind, language: str, facts: Facts) -> Written:
    """Write a mail. Both parts say the same: one is made from the other."""
    context = asdict(facts)
    with translation.override(language):
        words = render_to_string(f"{FOLDER}/{kind}.subject.txt", context).split()
        subject = " ".join(words)
        paragraphs = _paragraphs(render_to_string(f"{FOLDER}/{kind}.txt", context))
        html = render_to_string(
            f"{FOLDER}/layout.html",
            {
                "language": language,
                "subject": subject,
                "paragraphs": paragraphs,
                "links": facts.links,
                "url": facts.url,
            },
        )
    return Written(language, subject, "\n\n".join(paragraphs) + "\n", html)


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in EMPTY_LINES.split(text) if each.strip()]
