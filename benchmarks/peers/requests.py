"""How the peers are asked for what the cases ask the City API."""

from __future__ import annotations

from urllib.parse import urlencode

from benchmarks.cases import Case
from benchmarks.peers.apps import has_grapple

CARD = """
  title url
  authorLinks { person { name } }
  tags { name }
  heroImage { ...Picture }
"""
BODY = """
  date intro
  body {
    __typename id
    ... on HeadingBlock { text level }
    ... on RichTextBlock { value }
    ... on ImageBlock { image { ...Picture } alt caption }
    ... on GalleryBlock { images { ...Pictured } }
    ... on QuoteBlock { quote: text attribution }
    ... on CalloutBlock { kind title message: text }
    ... on StepsBlock { steps { ... on StepBlock { title text } } }
    ... on ChecklistBlock { title entries: items }
    ... on RequiredDocumentsBlock {
      title
      documents { ... on RequiredDocumentBlock { note original link } }
    }
    ... on CostsBlock {
      title
      costs: items { ... on CostBlock { amount currency note } }
    }
    ... on FaqBlock { questions: items { ... on QuestionBlock { question answer } } }
    ... on VideoBlock { title watchUrl: url poster { ...Picture } transcript }
    ... on DownloadBlock { title document { title url fileSize } }
    ... on ButtonBlock { style link { ... on LinkBlock { page { title url } } } }
    ... on LinkCardsBlock {
      title
      cards { ... on LinkCardBlock { title summary page { title url } } }
    }
    ... on ContactCardBlock {
      note
      person { name jobTitle email photo { ...Picture } }
      organisation { name website logo { ...Picture } }
    }
    ... on MapPointBlock { latitude longitude address }
  }
"""
FRAGMENTS = """
fragment Picture on Image {
  description
  rendition(fill: "640x360") { url width height }
}
fragment Pictured on StreamFieldInterface {
  ... on ImageBlock { image { ...Picture } alt caption }
}
"""
LIST = (
    'pages(contentType: "cms.BlogPage", parent: %d, limit: 20,'
    ' order: "-blogpage__date")'
)
LISTED = "tags,authors,hero_image"
REST = {
    "list20": LISTED,
    "one": f"{LISTED},date,intro,body",
    "full20": f"{LISTED},date,intro,body",
}


def addresses(case: Case, *, blog: int, post: int) -> dict[str, str]:
    """Return the address of a case at each peer that can answer it.

    `blog` is the page below which the posts lie, `post` the one that is asked for.
    """
    found = {}
    if case.name in REST:
        if has_grapple():
            found["grapple"] = grapple(case.name, blog, post)
        found["v2"] = rest("v2", case.name, blog, post)
        # Its lists show an address and a title only, so it has no part in `full20`.
        if case.name != "full20":
            found["v3"] = rest("v3", case.name, blog, post)
    return found


def grapple(case: str, blog: int, post: int) -> str:
    where = f"page(id: {post})" if case == "one" else LIST % blog
    fields = CARD if case == "list20" else CARD + BODY
    query = f"{{ {where} {{ ... on BlogPage {{ {fields} }} }} }}{FRAGMENTS}"
    return "/bench/grapple/graphql/?" + urlencode({"query": query})


def rest(version: str, case: str, blog: int, post: int) -> str:
    base = f"/bench/{version}/pages/"
    fields = {"fields": REST[case]} if version == "v2" else {}
    if case == "one":
        return f"{base}{post}/?" + urlencode(fields)
    listed = {"type": "cms.BlogPage", "child_of": blog, "limit": 20, "order": "-date"}
    return base + "?" + urlencode({**listed, **fields})
