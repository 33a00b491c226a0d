#!/usr/bin/env python3
"""How much faster a compiled operation runs than graphql-core's `execute_sync`.

Twenty posts with full bodies, asked of the City API's own schema; the data are plain
dictionaries in memory, so that nothing but the execution is measured. Both run the
same parsed document by turns. Prints the medians of all rounds and their ratio.

    python3 benchmarks/executor.py --rounds 200 --json executor.json
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from graphql import (
    DocumentNode,
    ExecutionContext,
    GraphQLSchema,
    build_schema,
    execute_sync,
    parse,
    validate,
)

ROOT = Path(__file__).resolve().parents[1]
SDL = ROOT / "graphql" / "schema.graphql"
POSTS = 20

DOCUMENT = """
query FullPosts($first: Int!) {
  site(slug: "ostrava", locale: "en") {
    blogPosts(first: $first) {
      nodes {
        id title slug path url date intro
        locale { code direction }
        tags { name slug }
        authors { name jobTitle photo { ...Picture } }
        heroImage { ...Picture }
        body { ...AnyBlock }
      }
    }
  }
}
fragment Picture on Image {
  alt credit licence
  card: rendition(preset: CARD) { ...File }
  sources: srcSet(widths: [320, 640, 1280], format: WEBP) { ...File }
}
fragment File on Rendition { url width height }
fragment AnyBlock on Block {
  __typename id blockType
  ... on HeadingBlock { text level anchor }
  ... on RichTextBlock { content { html } }
  ... on ImageBlock { alt caption decorative image { ...Picture } }
  ... on QuoteBlock { quote: text attribution }
  ... on CalloutBlock { kind title message: text { html } }
  ... on StepsBlock { steps { title text { html } } }
  ... on FaqBlock { questions: items { question answer { html } } }
  ... on CostsBlock { title costs: items { label amount currency note } }
  ... on ButtonBlock { label style link { url path isExternal } }
  ... on LinkCardsBlock { title cards { title summary page { title path } } }
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="how often each runs")
    parser.add_argument("--json", type=Path, help="where to write the records as well")
    options = parser.parse_args()

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    records = measured(options.rounds)
    sys.stdout.write(table(records))
    if options.json:
        options.json.write_text(json.dumps(records, indent=2), encoding="utf-8")


def measured(rounds: int) -> list[dict[str, Any]]:
    """Return a record for each subject, with its median time in milliseconds."""
    schema, document, data = (
        build_schema(SDL.read_text("utf-8")),
        parse(DOCUMENT),
        root(),
    )
    errors = validate(schema, document)
    if errors:
        raise SystemExit(f"The operation doesn't fit the schema: {errors[0]}")
    runs = {
        name: runner(schema, document, data, context)
        for name, context in subjects().items()
    }
    check_equal(runs)
    return [
        {"case": "executor", "subject": name, "median_ms": statistics.median(times)}
        for name, times in timed(runs, rounds).items()
    ]


def subjects() -> dict[str, type[ExecutionContext]]:
    """Return what executes the operation, by name."""
    from city_api.engine.compiled.context import CompiledContext  # noqa: PLC0415

    return {"compiled": CompiledContext, "execute_sync": ExecutionContext}


def runner(
    schema: GraphQLSchema,
    document: DocumentNode,
    data: dict[str, Any],
    context: type[ExecutionContext],
) -> Callable[[], dict[str, Any]]:
    """Return what executes the operation once and gives its data."""

    def run() -> dict[str, Any]:
        result = execute_sync(
            schema,
            document,
            data,
            variable_values={"first": POSTS},
            execution_context_class=context,
        )
        if result.errors or result.data is None:
            raise SystemExit(f"The operation failed: {result.errors}")
        return result.data

    return run


def check_equal(runs: dict[str, Callable[[], dict[str, Any]]]) -> None:
    compiled, reference = (json.dumps(run()) for run in runs.values())
    if compiled != reference:
        raise SystemExit("The two answers differ.")


def timed(runs: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """Run the subjects by turns; return their times in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    gc.collect()
    for _round in range(rounds):
        for name, run in runs.items():
            start = time.process_time()
            run()
            times[name].append((time.process_time() - start) * 1000)
    return times


def table(records: list[dict[str, Any]]) -> str:
    medians = {each["subject"]: each["median_ms"] for each in records}
    lines = [f"{name:14}{median:8.2f} ms" for name, median in medians.items()]
    ratio = medians["execute_sync"] / medians["compiled"]
    return "\n".join([*lines, f"{'ratio':14}{ratio:8.1f} x", ""])


# --- the data -----------------------------------------------------------------------


def root() -> dict[str, Any]:
    """Return the root value: a city with its posts."""
    nodes = [post(number) for number in range(POSTS)]
    return {"site": {"blogPosts": {"nodes": nodes}}}


def post(number: int) -> dict[str, Any]:
    path = f"/en/blog/post-{number}/"
    return {
        "id": f"post-{number}",
        "title": f"Post {number}",
        "slug": f"post-{number}",
        "path": path,
        "url": f"https://ostrava.example{path}",
        "date": "2026-05-01",
        "intro": "What to do in the first week.",
        "locale": {"code": "en", "direction": "LTR"},
        "tags": [{"name": "Work", "slug": "work"}, {"name": "Visa", "slug": "visa"}],
        "authors": [{"name": "Jana", "jobTitle": "Adviser", "photo": picture()}],
        "heroImage": picture(),
        "body": body(),
    }


def picture() -> dict[str, Any]:
    file = {"url": "https://ostrava.example/i/1.webp", "width": 640, "height": 480}
    return {
        "alt": "A tram",
        "credit": "Jana",
        "licence": "CC_BY_4_0",
        "rendition": file,
        "srcSet": [file, file, file],
    }


def body() -> list[dict[str, Any]]:
    """Return a body of ten blocks."""
    text = {"html": "<p>Come early and bring your passport.</p>"}
    link = {"url": "https://ostrava.example/en/", "path": "/en/", "isExternal": False}
    cost = {"label": "Card", "amount": "200.50", "currency": "CZK", "note": ""}
    card = {"title": "Visa", "summary": "", "page": {"__typename": "Guide", **PAGE}}
    values: dict[str, dict[str, Any]] = {
        "HeadingBlock": {"text": "First steps", "level": 2, "anchor": "first-steps"},
        "RichTextBlock": {"content": text},
        "ImageBlock": {
            "alt": "", "caption": "", "decorative": False, "image": picture(),
        },
        "QuoteBlock": {"text": "Welcome!", "attribution": "Jana"},
        "CalloutBlock": {"kind": "TIP", "title": "Come early", "text": text},
        "StepsBlock": {"steps": [{"title": "Go", "text": text}] * 3},
        "FaqBlock": {"items": [{"question": "When?", "answer": text}] * 2},
        "CostsBlock": {"title": "Fees", "items": [cost, cost]},
        "ButtonBlock": {"label": "Read on", "style": "PRIMARY", "link": link},
        "LinkCardsBlock": {"title": "More", "cards": [card, card]},
    }  # fmt: skip
    return [
        {"__typename": kind, "id": f"b{number}", "blockType": kind, **value}
        for number, (kind, value) in enumerate(values.items())
    ]


PAGE = {"title": "Visa", "path": "/en/guides/visa/"}


if __name__ == "__main__":
    main()
