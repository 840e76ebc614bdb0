"""Texts: collecting them from the source, and making the catalogues that Django reads.

``python -m gilde.config.translations collect`` brings ``locale/nl/LC_MESSAGES/django.po`` up to date with the source
and keeps every translation; ``compile`` writes the ``.mo`` beside it (done by ``./gilde`` whenever the ``.po`` is
newer); ``check`` names texts without a translation. Babel reads what Django's own tool misses: plural blocks in Jinja2.
English is the source language; its catalogue holds only texts of libraries that we say in words of our own.

Texts of Django and allauth come translated. Those that say "u" instead of "je", or nothing, are collected with ours.
Any other one that we say better goes into the ``.po`` by hand, and stays there as long as the library holds that text.
"""

from __future__ import annotations

import importlib.util
import io
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE: Final = Path(__file__).resolve().parent.parent
LOCALE: Final = PACKAGE / "locale"
LANGUAGES: Final = ("nl",)
SOURCE: Final = "en"
_KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_JINJA: Final = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "newstyle_gettext": "true", "trimmed": "true"}

# Libraries beside allauth whose pages we show: the admin, and what Django says about passwords.
_DJANGO: Final = ("django.contrib.auth", "django.contrib.admin")
# What Django says of something that was typed, beside the field; and where its translations of that are.
_TYPED: Final = (
    "django.forms.fields",
    "django.forms.models",
    "django.core.validators",
    "django.contrib.auth.password_validation",
)
_LIBRARIES: Final = ("allauth", *_DJANGO, "django.conf")
_FORMAL: Final = re.compile(r"\b(u|uw|uzelf|alstublieft)\b", re.IGNORECASE)

Found = tuple[str, int, object, str | None]


def catalogue_path(language: str) -> Path:
    """Where the texts of ``language`` lie."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


@cache
def _in_file(path: Path) -> tuple[tuple[int, object, str | None], ...]:
    """The texts of one file, read once: collecting asks for all of them twice."""
    source = path.read_bytes()
    if path.suffix == ".py":
        method, options = "python", {}
    elif "jinja2" in path.parts:
        method, options = "jinja2.ext:babel_extract", dict(_JINJA)
    else:
        # Django's own templates: Django turns them into calls between crossed-out text, as a C-like scanner wants them.
        from django.utils.translation.template import templatize

        source = templatize(source.decode(), origin=str(path)).encode()
        method, options = "javascript", {}
    options["encoding"] = "utf-8"
    found = extract(method, io.BytesIO(source), _KEYWORDS, (), options)
    return tuple((line, message, context) for line, message, _comments, context in found)


def texts() -> Iterator[Found]:
    """Every text of the product: file, line, message (or singular and plural), context."""
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts or "static" in path.parts:
            continue
        if path.suffix != ".py" and not {"jinja2", "templates"} & set(path.parts):
            continue
        for line, message, context in _in_file(path):
            yield str(path.relative_to(PACKAGE)), line, message, context


def _library(package: str, language: str) -> Catalog:
    """The catalogue that comes with ``package``, a dotted name such as ``django.contrib.auth``."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise LookupError(package)
    with (Path(found.origin).parent / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as stream:
        return read_po(stream, locale=language)


def _key(message: object) -> str:
    """What a catalogue finds a message by: its singular."""
    return str(message[0] if isinstance(message, (tuple, list)) else message)


def _strings(message: Message | None) -> tuple[str, ...]:
    """The translations of a message, one or per number; none when it is missing or only guessed."""
    if message is None or "fuzzy" in message.flags:
        return ()
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def is_formal(text: str) -> bool:
    """Whether a Dutch text says "u", which Gilde never does."""
    return _FORMAL.search(text) is not None


def _unfit(message: Message | None) -> bool:
    """Whether a text of a library cannot be shown as it comes: untranslated, or formal."""
    strings = _strings(message)
    return not strings or not all(strings) or any(is_formal(string) for string in strings)


def _allauth_pages() -> Iterator[Path]:
    """The files of allauth whose texts can come on screen or into a mail."""
    import allauth

    folder = Path(allauth.__file__).parent
    rooms = ("account", "mfa", "usersessions", "socialaccount", "core", "utils.py")
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "tests" in path.parts or "migrations" in path.parts:
            continue
        parts = path.relative_to(folder).parts
        if "providers" in parts or "idp" in parts or "headless" in parts:
            continue
        if (parts[1] if parts[0] == "templates" and len(parts) > 1 else parts[0]) in rooms:
            yield path


def _django_says() -> Iterator[object]:
    """What Django says of something that was typed, as its source has it: a catalogue of Django can be behind."""
    for module in _TYPED:
        found = importlib.util.find_spec(module)
        assert found is not None
        assert found.origin is not None
        for _line, message, _context in _in_file(Path(found.origin)):
            yield message


def borrowed() -> Iterator[str | tuple[str, str]]:
    """Texts of the libraries whose pages we show that have no fit translation of their own."""
    theirs = _library("allauth", "nl")
    for path in _allauth_pages():
        for _line, message, _context in _in_file(path):
            if _unfit(theirs.get(_key(message))):
                yield tuple(message) if isinstance(message, list) else message  # type: ignore[misc]
    typed = [_library(package, "nl") for package in ("django.conf", "django.contrib.auth")]
    for message in _django_says():
        if all(_unfit(library.get(_key(message))) for library in typed):
            yield tuple(message) if isinstance(message, list) else message  # type: ignore[misc]
    for package in _DJANGO:
        for entry in _library(package, "nl"):
            if entry.id and any(is_formal(string) for string in _strings(entry)):
                yield tuple(entry.id) if isinstance(entry.id, list) else entry.id  # type: ignore[misc]


def reworded(catalogue: Catalog) -> Iterator[Message]:
    """Texts of the libraries that ``catalogue`` says in words of its own."""
    libraries = [_library(package, "nl") for package in _LIBRARIES]
    for message in catalogue:
        if message.id and any(library.get(_key(message.id), message.context) for library in libraries):
            yield message


def read(language: str) -> Catalog:
    """The catalogue of ``language`` as it lies in the repository; an empty one when there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Gilde", charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def collect(language: str) -> tuple[int, int]:
    """Bring the catalogue up to date; returns the number of texts and of those without a translation."""
    catalogue = read(language)
    # The date it was first made, so that collecting twice writes the same file.
    template = Catalog(project="Gilde", charset="utf-8", creation_date=catalogue.creation_date)
    for file, _line, message, context in texts():
        template.add(message, None, [(file, 0)], context=context)  # type: ignore[arg-type]
    for message in borrowed():
        if template.get(_key(message)) is None:
            template.add(message, None, [("libraries", 0)])
    for entry in list(reworded(catalogue)):
        if template.get(_key(entry.id), entry.context) is None:
            template.add(entry.id, None, [("libraries", 0)], context=entry.context)
    catalogue.update(template, no_fuzzy_matching=True, keep_user_comments=True)
    catalogue.obsolete.clear()
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=False)
    return len(catalogue), len(untranslated(language))


def untranslated(language: str) -> list[str]:
    """Texts of the product that the catalogue lacks, holds empty or marks as fuzzy."""
    catalogue = read(language)
    missing: dict[str, None] = {}
    wanted = [(message, context) for _file, _line, message, context in texts()]
    wanted += [(message, None) for message in borrowed()]
    for message, context in wanted:
        strings = _strings(catalogue.get(_key(message), context))
        if not strings or not all(strings):
            missing[_key(message)] = None
    return list(missing)


def unclaimed() -> list[str]:
    """English texts that we say in words of our own, but that no library holds any more."""
    libraries = [_library(package, SOURCE) for package in _LIBRARIES]
    typed = {_key(message) for message in _django_says()}
    said = [_key(message.id) for message in read(SOURCE) if message.id]
    return [text for text in said if text not in typed and not any(library.get(text) for library in libraries)]


def compile_all(*, force: bool = False) -> None:
    """Write the ``.mo`` of every language whose ``.po`` is newer; complete or not at all."""
    for language in (*LANGUAGES, SOURCE):
        source = catalogue_path(language)
        target = source.with_suffix(".mo")
        if not source.exists() or (
            not force and target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns
        ):
            continue
        draft = target.with_suffix(".mo.new")
        with draft.open("wb") as stream:
            write_mo(stream, read(language))
        draft.replace(target)


def main(arguments: list[str]) -> int:
    """``collect``, ``compile`` or ``check``."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True, INSTALLED_APPS=[])
        django.setup()
    command = arguments[0] if arguments else ""
    if command == "collect":
        for language in LANGUAGES:
            count, missing = collect(language)
            print(f"{language}: {count} texts, {missing} without a translation")
        return 0
    if command == "compile":
        compile_all(force=True)
        return 0
    if command == "check":
        untold = [(language, text) for language in LANGUAGES for text in untranslated(language)]
        for language, text in untold:
            print(f"{language}: {text!r}")
        idle = unclaimed()
        for text in idle:
            print(f"{SOURCE}: nobody shows {text!r}")
        return 1 if untold or idle else 0
    print("Write collect, compile or check.")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
