"""Loneliness: the three-item UCLA scale beside the direct question of the ONS.

Source: Office for National Statistics, “Measuring loneliness: guidance for use of the
national indicators on surveys”, 2018 (opened in excerpts; questions and answers as told
by the Campaign to End Loneliness, opened). The scale is of Hughes et al. 2004, “A Short
Scale for Measuring Loneliness in Large Surveys” (original not seen): 1 to 3 points an
item, added to 3 to 9; more is lonelier. The direct question stands alone; it has no
published sum, and its answers are kept as 1 (never) to 5 (often or always).
"""

from __future__ import annotations

from buddy_program.instruments.model import (
    Instrument,
    Item,
    Scale,
    Wording,
    options,
    three,
    total,
)

HOW_OFTEN = options(
    three("Hardly ever or never", "Téměř nikdy nebo nikdy", "Майже ніколи або ніколи"),
    three("Some of the time", "Někdy", "Іноді"),
    three("Often", "Často", "Часто"),
    values=(1, 2, 3),
)

UCLA_3 = ("companionship", "left_out", "isolated")

LONELINESS = Instrument(
    key="ucla3_ons",
    version=1,
    title=three("Loneliness", "Osamělost", "Самотність"),
    lead=three(
        "The next questions are about how you feel about your life.",
        "Následující otázky se týkají toho, jak se ve svém životě cítíte.",
        "Наступні запитання про те, як ви почуваєтеся у своєму житті.",
    ),
    items=(
        Item(
            key="companionship",
            text=three(
                "How often do you feel that you lack companionship?",
                "Jak často máte pocit, že vám chybí společnost druhých?",
                "Як часто ви відчуваєте, що вам бракує товариства?",
            ),
            options=HOW_OFTEN,
        ),
        Item(
            key="left_out",
            text=three(
                "How often do you feel left out?",
                "Jak často se cítíte opomíjeni?",
                "Як часто ви почуваєтеся осторонь?",
            ),
            options=HOW_OFTEN,
        ),
        Item(
            key="isolated",
            text=three(
                "How often do you feel isolated from others?",
                "Jak často se cítíte od druhých odtrženi?",
                "Як часто ви почуваєтеся відірваними від інших?",
            ),
            options=HOW_OFTEN,
        ),
        Item(
            key="lonely",
            text=three(
                "How often do you feel lonely?",
                "Jak často se cítíte osaměle?",
                "Як часто ви почуваєтеся самотньо?",
            ),
            options=options(
                three("Often or always", "Často nebo vždy", "Часто або завжди"),
                three("Some of the time", "Někdy", "Іноді"),
                three("Occasionally", "Občas", "Зрідка"),
                three("Hardly ever", "Téměř nikdy", "Майже ніколи"),
                three("Never", "Nikdy", "Ніколи"),
                values=(5, 4, 3, 2, 1),
            ),
        ),
    ),
    scales=(
        Scale(
            key="ucla3",
            title=three(
                "UCLA three-item score", "Skóre UCLA, tři položky", "UCLA, три пункти"
            ),
            items=UCLA_3,
            score=total,
            limits=(3, 9),
            higher_is_better=False,
        ),
        Scale(
            key="direct",
            title=three(
                "Feeling lonely (direct question)",
                "Pocit osamělosti (přímá otázka)",
                "Почуття самотності (пряме запитання)",
            ),
            items=("lonely",),
            score=total,
            limits=(1, 5),
            higher_is_better=False,
        ),
    ),
    wording={"en": Wording.OFFICIAL, "cs": Wording.WORKING, "uk": Wording.WORKING},
    source="ONS 2018; Hughes et al. 2004 (original not seen)",
)
