"""WHO-5: the World Health Organization's well-being index.

Five statements about the last two weeks, 0 to 5 points each, added to a raw score of 0
to 25; times 4 it is a percentage, which is what changes are told in. Below 13 raw, a
person should be asked how they are by somebody who knows how to ask. That isn't a
diagnosis, and no page of ours says so.

Source: Topp et al. 2015, “The WHO-5 Well-Being Index: A Systematic Review of the
Literature” (original not seen); opened: descriptions by Valant and PsyToolkit.
Official translations exist for many languages; the ones below are our own, as the
official Czech and Ukrainian ones were not seen.
"""

from __future__ import annotations

from fractions import Fraction

from buddy_program.instruments.model import (
    Instrument,
    Item,
    Scale,
    Wording,
    options,
    three,
    total,
)

HOW_MUCH = options(
    three("All of the time", "Celou dobu", "Весь час"),
    three("Most of the time", "Většinu doby", "Більшу частину часу"),
    three(
        "More than half of the time", "Více než polovinu doby", "Понад половину часу"
    ),
    three(
        "Less than half of the time", "Méně než polovinu doby", "Менше половини часу"
    ),
    three("Some of the time", "Občas", "Іноді"),
    three("At no time", "Nikdy", "Ніколи"),
    values=(5, 4, 3, 2, 1, 0),
)

STATEMENTS = {
    "cheerful": three(
        "I have felt cheerful and in good spirits.",
        "Cítil(a) jsem se vesele a v dobré náladě.",
        "Я почувався (почувалася) бадьоро та в доброму гуморі.",
    ),
    "calm": three(
        "I have felt calm and relaxed.",
        "Cítil(a) jsem se klidně a uvolněně.",
        "Я почувався (почувалася) спокійно та розслаблено.",
    ),
    "active": three(
        "I have felt active and vigorous.",
        "Cítil(a) jsem se aktivně a plný(á) energie.",
        "Я почувався (почувалася) активно та енергійно.",
    ),
    "rested": three(
        "I woke up feeling fresh and rested.",
        "Probouzel(a) jsem se svěží a odpočatý(á).",
        "Я прокидався (прокидалася) свіжим (свіжою) і відпочилим (відпочилою).",
    ),
    "interested": three(
        "My daily life has been filled with things that interest me.",
        "Můj každodenní život byl naplněn věcmi, které mě zajímají.",
        "Моє щоденне життя було наповнене тим, що мене цікавить.",
    ),
}


def percentage(values: list[int]) -> Fraction:
    """Return four times the raw score."""
    return 4 * total(values)


WHO_5 = Instrument(
    key="who5",
    version=1,
    title=three("Well-being", "Duševní pohoda", "Благополуччя"),
    lead=three(
        "How have you been feeling over the last two weeks?",
        "Jak jste se cítil(a) v posledních dvou týdnech?",
        "Як ви почувалися протягом останніх двох тижнів?",
    ),
    items=tuple(
        Item(key=key, text=text, options=HOW_MUCH) for key, text in STATEMENTS.items()
    ),
    scales=(
        Scale(
            key="raw",
            title=three("WHO-5, raw score", "WHO-5, hrubé skóre", "WHO-5, сирий бал"),
            items=tuple(STATEMENTS),
            score=total,
            limits=(0, 25),
            higher_is_better=True,
        ),
        Scale(
            key="percentage",
            title=three("WHO-5, per cent", "WHO-5, procenta", "WHO-5, відсотки"),
            items=tuple(STATEMENTS),
            score=percentage,
            limits=(0, 100),
            higher_is_better=True,
        ),
    ),
    wording={"en": Wording.OFFICIAL, "cs": Wording.WORKING, "uk": Wording.WORKING},
    source="Topp et al. 2015 (original not seen)",
)
