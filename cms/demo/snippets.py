"""Writes the demo's topics, organisations, notices and people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cms.demo import entities
from cms.demo.bench import Bench, Place
from cms.models import CrisisNotice, MediaMention, Organisation, Person, Topic


def add_snippets(bench: Bench) -> None:
    for number, topic in enumerate(bench.demo.topics):
        bench.topics[topic.key] = _publish_snippet(
            bench,
            Topic(
                name=topic.name,
                slug=topic.key,
                description=topic.description,
                icon=topic.icon,
                sort_order=number,
            ),
        )
    for organisation in bench.demo.organisations:
        _add_organisation(bench, organisation)
    for notice in bench.demo.notices:
        made = CrisisNotice(
            title=notice.title,
            text=notice.text,
            link=notice.link,
            severity=notice.severity,
            starts_at=bench.now + dt.timedelta(days=notice.starts_in_days),
            ends_at=bench.now + dt.timedelta(days=notice.ends_in_days),
        )
        made.cities = [bench.places[slug].site for slug in notice.cities]
        _publish_snippet(bench, made)
    for place in bench.places.values():
        _add_people(bench, place)


def _add_organisation(bench: Bench, organisation: entities.Organisation) -> None:
    place = bench.places.get(organisation.city)
    bench.organisations[organisation.key] = _publish_snippet(
        bench,
        Organisation(
            site=place.site if place else None,
            name=organisation.name,
            ico=organisation.ico,
            kind=organisation.kind,
            role=organisation.role,
            description=organisation.description,
            street_address=organisation.street_address,
            postal_code=organisation.postal_code,
            address_locality=organisation.address_locality,
            website=organisation.website,
        ),
    )


def _add_people(bench: Bench, place: Place) -> None:
    messages = bench.messages_of(place.city)
    operator = bench.organisations.get(place.city.operator)
    for person in place.city.people:
        place.people[person.key] = _publish_snippet(
            bench,
            Person(
                site=place.site,
                name=person.name,
                job_title=person.job_title,
                organisation=operator,
                bio=person.bio,
                photo=bench.pictures[person.picture],
                email=person.email,
                phone=person.phone,
                languages=", ".join(person.languages),
            ),
            messages,
        )
    for mention in place.city.mentions:
        made = MediaMention(
            site=place.site,
            title=mention.title,
            outlet=mention.outlet,
            published_on=bench.today - dt.timedelta(days=mention.days_ago),
            url=mention.url,
            language=mention.language,
        )
        bench.publish(made)


def _publish_snippet(
    bench: Bench, snippet: Any, messages: Mapping[str, entities.Messages] | None = None
) -> Any:
    snippet.locale = bench.locale
    bench.publish(snippet)
    bench.to_translate.append((snippet, messages or bench.demo.messages, None))
    return snippet
