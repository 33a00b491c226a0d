"""What search engines read beside the text: schema.org, as JSON-LD."""

from __future__ import annotations

from typing import Any

from microsite.reading import Site

CONTEXT = "https://schema.org"
Thing = dict[str, Any]


def of_page(site: Site, page: Thing) -> tuple[Thing, ...]:
    """Return the things that a page is about."""
    base = str(site["url"])
    things = [_organisation(site)]
    if page["breadcrumbs"]:
        things.append(_breadcrumbs(base, page))
    if page["__typename"] == "BlogPost":
        things.append(_post(site, page))
    if page["__typename"] == "Guide" and page["steps"]:
        things.append(_how_to(page))
    if page.get("structuredData"):
        things.append(page["structuredData"])
    questions = _questions(page.get("body") or ())
    if questions:
        things.append(_faq(page, questions))
    return tuple({"@context": CONTEXT, **thing} for thing in things)


def filled(thing: Thing) -> Thing:
    """Return a thing without what nobody filled in."""
    return {name: value for name, value in thing.items() if value not in ("", None, [])}


def _organisation(site: Site) -> Thing:
    contact = site["settings"]["contact"]
    operator = contact["organisation"] or {}
    address = filled(
        {
            "streetAddress": contact["streetAddress"],
            "postalCode": contact["postalCode"],
            "addressLocality": contact["addressLocality"],
        }
    )
    return filled(
        {
            "@type": "Organization",
            "@id": f"{site['url']}/#organization",
            "name": site["name"],
            "slogan": site["tagline"],
            "url": site["url"],
            "email": contact["email"],
            "telephone": contact["phone"],
            "parentOrganization": {
                "@type": "Organization",
                "name": operator["name"],
            }
            if operator
            else None,
            "address": {"@type": "PostalAddress", "addressCountry": "CZ", **address}
            if address
            else None,
            "sameAs": [channel["url"] for channel in site["settings"]["channels"]],
        }
    )


def _breadcrumbs(base: str, page: Thing) -> Thing:
    trail = [*page["breadcrumbs"], page]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": part["title"],
                "item": f"{base}{part['path']}",
            }
            for number, part in enumerate(trail, start=1)
        ],
    }


def _post(site: Site, page: Thing) -> Thing:
    return filled(
        {
            "@type": "BlogPosting",
            "headline": page["title"],
            "description": page["intro"],
            "inLanguage": page["locale"]["code"],
            "datePublished": page["date"],
            "dateModified": page["lastPublishedAt"],
            "mainEntityOfPage": page["url"],
            "author": [
                {"@type": "Person", "name": author["name"]}
                for author in page["authors"]
            ],
            "keywords": [tag["name"] for tag in page["tags"]],
            "publisher": {"@id": f"{site['url']}/#organization"},
        }
    )


def _how_to(page: Thing) -> Thing:
    return filled(
        {
            "@type": "HowTo",
            "name": page["title"],
            "description": page["summary"],
            "inLanguage": page["locale"]["code"],
            "step": [
                filled(
                    {
                        "@type": "HowToStep",
                        "position": number,
                        "name": step["title"],
                        "text": step["text"]["text"],
                    }
                )
                for number, step in enumerate(page["steps"], start=1)
            ],
        }
    )


def _questions(body: Any) -> list[Thing]:
    return [
        question
        for block in body
        if block["__typename"] == "FaqBlock"
        for question in block["questions"]
    ]


def _faq(page: Thing, questions: list[Thing]) -> Thing:
    return {
        "@type": "FAQPage",
        "inLanguage": page["locale"]["code"],
        "mainEntity": [
            {
                "@type": "Question",
                "name": question["question"],
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": question["answer"]["html"],
                },
            }
            for question in questions
        ],
    }
