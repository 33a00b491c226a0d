"""The tags of a city's posts."""

from taggit.models import Tag

from cms.models import BlogPage, BlogPageTag
from cms.selectors.reader import Reader


def public_tags(reader: Reader) -> list[Tag]:
    """Return the tags of the posts that the reader may see, by name."""
    posts = reader.best(reader.pages(BlogPage)).values("pk")
    used = BlogPageTag.objects.filter(content_object__in=posts).values("tag")
    return list(Tag.objects.filter(pk__in=used).order_by("name"))
