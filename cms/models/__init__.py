"""The hub's models, one concept a file."""

from cms.models.base import CityPage
from cms.models.blog import BlogIndexPage, BlogPage, BlogPageAuthor, BlogPageTag
from cms.models.city import CityScoped
from cms.models.content_version import ContentVersion
from cms.models.delivery import Delivery
from cms.models.guide import GuideIndexPage, GuidePage
from cms.models.home import CityHomePage
from cms.models.media import Document, Image, Rendition
from cms.models.notice import CrisisNotice, MediaMention
from cms.models.organisation import Organisation
from cms.models.person import Person
from cms.models.preview import PreviewToken
from cms.models.role import CityRole
from cms.models.site import (
    CitySettings,
    Funding,
    OpeningSpan,
    SiteLanguage,
    SocialChannel,
)
from cms.models.standard import StandardPage
from cms.models.topic import Topic
from cms.models.translation import TranslationProgress
from cms.models.user import User
from cms.models.webhook import WebhookEndpoint

__all__ = [
    "BlogIndexPage",
    "BlogPage",
    "BlogPageAuthor",
    "BlogPageTag",
    "CityHomePage",
    "CityPage",
    "CityRole",
    "CityScoped",
    "CitySettings",
    "ContentVersion",
    "CrisisNotice",
    "Delivery",
    "Document",
    "Funding",
    "GuideIndexPage",
    "GuidePage",
    "Image",
    "MediaMention",
    "OpeningSpan",
    "Organisation",
    "Person",
    "PreviewToken",
    "Rendition",
    "SiteLanguage",
    "SocialChannel",
    "StandardPage",
    "Topic",
    "TranslationProgress",
    "User",
    "WebhookEndpoint",
]
