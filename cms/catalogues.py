"""Translation catalogues, made with Python alone.

Django's own `makemessages` and `compilemessages` need the programs of GNU gettext,
which a bare machine doesn't have. What is found here: the calls of the gettext family
in Python files, and whatever Django finds in templates.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

SHAPES = {
    "_": ("singular",),
    "gettext": ("singular",),
    "ngettext": ("singular", "plural"),
    "pgettext": ("context", "singular"),
    "npgettext": ("context", "singular", "plural"),
}
"""The functions, and what their first arguments are."""

PLURAL_FORMS = {
    "cs": "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;",
    "uk": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 "
        "&& (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}
LANGUAGES = tuple(PLURAL_FORMS)
SPOKEN_IN_THE_ADMIN = {"cs"}
READ_BY_THE_PUBLIC: dict[str, tuple[str, ...]] = {
    "blocks": (),
    "cms": ("services/city.py", "templates/cms/hub.html"),
}
"""The files of the apps for editors that hold texts for everybody.

A language that the admin doesn't speak has only those. Of other apps, such as plugins,
it has all but what `EDITORS_READ` names.
"""
EDITORS_READ = re.compile(
    r"(apps|blocks|models|wagtail_hooks)\.py|(admin|importing|management|models)/|templates/.*/admin/"
)
TEMPLATES = {".html", ".txt", ".xml"}
LEFT_OUT = {"migrations", "locale", "node_modules"}
LITERAL = r"""\s*(u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))\s*,?"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(((?:{LITERAL})+)")
PLACEHOLDER = re.compile(r"%\((\w+)\)|(?<!\{)\{(\w+)\}")


@dataclass(frozen=True, order=True)
class Message:
    """A text in English that wants a translation."""

    singular: str
    plural: str = ""
    context: str = ""


def python_messages(source: str) -> Iterator[Message]:
    """Find the texts that Python code hands to gettext as literals."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            shape = SHAPES.get(called_name(node.func))
            texts = literal_arguments(node)
            if shape and len(texts) >= len(shape):
                yield Message(**dict(zip(shape, texts, strict=False)))


def called_name(function: ast.expr) -> str:
    """Return the name of the function, whether lazy or not, or nothing."""
    name = getattr(function, "attr", getattr(function, "id", ""))
    return str(name).removesuffix("_lazy").removesuffix("_noop")


def literal_arguments(call: ast.Call) -> list[str]:
    """Return the arguments up to the first that isn't a literal text."""
    texts = []
    for argument in call.args:
        if not isinstance(argument, ast.Constant) or not isinstance(
            argument.value, str
        ):
            break
        texts.append(argument.value)
    return texts


def template_messages(source: str) -> Iterator[Message]:
    """Find the texts that a template translates."""
    for name, arguments, _last in CALL.findall(templatize(source)):
        texts = [ast.literal_eval(text) for text in re.findall(LITERAL, arguments)]
        yield Message(**dict(zip(SHAPES[name], texts, strict=False)))


def messages_below(folder: Path, language: str = "cs") -> dict[Message, list[str]]:
    """Return an app's texts for a language, each with the files where it stands.

    A text that has a plural somewhere has it everywhere, as a catalogue holds it once.
    """
    found: dict[Message, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if LEFT_OUT & set(relative.parts) or not is_for(language, folder, relative):
            continue
        place = f"{folder.name}/{relative.as_posix()}"
        for message in messages_of_file(path):
            places = found.setdefault(message, [])
            if place not in places:
                places.append(place)
    plurals = {(m.context, m.singular): m for m in found if m.plural}
    for message in [m for m in found if not m.plural]:
        if twin := plurals.get((message.context, message.singular)):
            found[twin] = sorted({*found[twin], *found.pop(message)})
    return found


def is_for(language: str, folder: Path, relative: Path) -> bool:
    """Return whether a file of an app may hold texts that the language has."""
    public = READ_BY_THE_PUBLIC.get(folder.name)
    if language in SPOKEN_IN_THE_ADMIN:
        return True
    if public is None:
        return not EDITORS_READ.match(relative.as_posix())
    return relative.as_posix() in public


def messages_of_file(path: Path) -> Iterator[Message]:
    if path.suffix == ".py":
        yield from python_messages(path.read_text(encoding="utf-8"))
    elif path.suffix in TEMPLATES and path.is_file():
        yield from template_messages(path.read_text(encoding="utf-8"))


def catalogue_path(folder: Path, language: str) -> Path:
    return folder / "locale" / language / "LC_MESSAGES" / "django.po"


def updated_catalogue(folder: Path, language: str) -> polib.POFile:
    """Return an app's catalogue with the texts of now; translations are kept."""
    path = catalogue_path(folder, language)
    known = {}
    if path.exists():
        known = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))}
    catalogue = polib.POFile(wrapwidth=88)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for message, places in messages_below(folder, language).items():
        before = known.get((message.context or None, message.singular))
        catalogue.append(entry(message, places, before))
    return catalogue


def entry(
    message: Message, places: list[str], before: polib.POEntry | None
) -> polib.POEntry:
    """Return the entry for a text, with the translation it had before."""
    new = polib.POEntry(
        msgid=message.singular,
        msgid_plural=message.plural,
        msgctxt=message.context or None,
        occurrences=[(place, "") for place in places],
        flags=["python-format"] if "%(" in message.singular else [],
    )
    if message.plural:
        new.msgstr_plural = dict.fromkeys(range(3), "")
    if before and bool(before.msgid_plural) == bool(message.plural):
        new.msgstr, new.msgstr_plural = before.msgstr, before.msgstr_plural
        new.tcomment = before.tcomment
    return new


def write_catalogue(folder: Path, language: str) -> polib.POFile:
    """Bring an app's catalogue up to date and compile it.

    An app without texts gets none.
    """
    catalogue = updated_catalogue(folder, language)
    path = catalogue_path(folder, language)
    if len(catalogue):
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        path.with_suffix(".mo").write_bytes(catalogue.to_binary())
    return catalogue


def problems(folder: Path, language: str) -> list[str]:
    """Return what an app's catalogue lacks, one sentence each."""
    path = catalogue_path(folder, language)
    shown = path.relative_to(folder.parent)
    wanted = updated_catalogue(folder, language)
    found = [
        f"{shown}: {what}: {entry.msgid!r}"
        for entry in wanted
        if (what := problem_of(entry))
    ]
    if not len(wanted) or found:
        return found
    if str(polib.pofile(str(path), wrapwidth=88)) != str(wanted):
        found.append(f"{shown} is behind the code; run: python3 tasks.py messages")
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != wanted.to_binary():
        found.append(
            f"{shown.with_suffix('.mo')} is behind; run: python3 tasks.py messages"
        )
    return found


def problem_of(entry: polib.POEntry) -> str:
    """Return what is wrong with one translation, or nothing."""
    translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if not all(translations):
        return "no translation"
    allowed = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    if any(placeholders(text) - allowed for text in translations):
        return "a placeholder that the English text doesn't have"
    if not entry.msgid_plural and placeholders(entry.msgstr) != allowed:
        return "a placeholder is missing"
    return ""


def placeholders(text: str) -> set[str]:
    """Return the names in `%(name)s` and `{name}`."""
    return {one or other for one, other in PLACEHOLDER.findall(text)}
