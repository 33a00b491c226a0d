"""The programme's own questions: no norms, for comparing the programme with itself."""

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

OFFICIAL = dict.fromkeys(("en", "cs", "uk"), Wording.OFFICIAL)
OWN = "This programme's own; not validated"

MOST_PEOPLE = 100

NETWORK = Instrument(
    key="network",
    version=1,
    title=three("People around you", "Lidé kolem vás", "Люди навколо вас"),
    lead=three(
        "Think of the last month, and of people in this city outside your household.",
        "Vybavte si poslední měsíc a lidi v tomto městě mimo vaši domácnost.",
        "Подумайте про останній місяць і про людей у цьому місті поза вашою родиною.",
    ),
    items=(
        Item(
            key="talked",
            text=three(
                "With how many did you talk about more than everyday matters?",
                "S kolika z nich jste mluvili o víc než všedních věcech?",
                "Зі скількома ви говорили не лише про буденні справи?",
            ),
            limits=(0, MOST_PEOPLE),
        ),
        Item(
            key="locals",
            text=three(
                "How many of them speak Czech as their first language?",
                "Kolik z nich má češtinu jako mateřský jazyk?",
                "Для скількох із них чеська мова рідна?",
            ),
            limits=(0, MOST_PEOPLE),
        ),
        Item(
            key="help",
            text=three(
                "How many people could you ask for help with something urgent?",
                "Kolik lidí byste mohli požádat o pomoc s něčím naléhavým?",
                "Скількох людей ви могли б попросити про нагальну допомогу?",
            ),
            limits=(0, MOST_PEOPLE),
        ),
    ),
    scales=tuple(
        Scale(
            key=key,
            title=title,
            items=(key,),
            score=total,
            limits=(0, MOST_PEOPLE),
            higher_is_better=True,
        )
        for key, title in (
            (
                "talked",
                three("People talked with", "Blízké rozhovory", "Співрозмовники"),
            ),
            ("locals", three("Locals talked with", "Z toho místní", "З них місцеві")),
            ("help", three("People who help", "Kdo pomůže", "Хто допоможе")),
        )
    ),
    wording=OFFICIAL,
    source=OWN,
)

PULSE = Instrument(
    key="pulse",
    version=1,
    title=three("How is it going?", "Jak to jde?", "Як справи?"),
    lead=three(
        "Three taps; your coordinator reads the answers.",
        "Tři kliknutí; odpovědi čte koordinátor.",
        "Три дотики; відповіді читає координатор.",
    ),
    items=(
        Item(
            key="met",
            text=three("Did you meet?", "Setkali jste se?", "Чи ви зустрічалися?"),
            options=options(
                three("Yes", "Ano", "Так"), three("No", "Ne", "Ні"), values=(1, 0)
            ),
        ),
        Item(
            key="how",
            text=three("How was it?", "Jaké to bylo?", "Як це було?"),
            options=options(
                three("Good", "Dobré", "Добре"),
                three("So-so", "Tak napůl", "Так собі"),
                three("Not good", "Nedobré", "Недобре"),
                values=(3, 2, 1),
            ),
        ),
        Item(
            key="worried",
            text=three(
                "Is anything worrying you?",
                "Dělá vám něco starosti?",
                "Вас щось непокоїть?",
            ),
            options=options(
                three("No", "Ne", "Ні"), three("Yes", "Ano", "Так"), values=(0, 1)
            ),
        ),
    ),
    scales=(),
    wording=OFFICIAL,
    source=OWN,
)
