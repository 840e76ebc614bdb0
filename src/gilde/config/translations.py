"""Texts: collecting them from the source, and making the catalogues that Django reads.

``python -m gilde.config.translations collect`` brings ``locale/nl/LC_MESSAGES/django.po`` up to date with the source
and keeps every translation; ``compile`` writes the ``.mo`` beside it (done by ``./gilde`` whenever the ``.po`` is
newer); ``check`` names texts without a translation. Babel reads what Django's own tool misses: plural blocks in Jinja2.
English is the source language and needs no catalogue.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE: Final = Path(__file__).resolve().parent.parent
LOCALE: Final = PACKAGE / "locale"
LANGUAGES: Final = ("nl",)
_KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_JINJA: Final = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "newstyle_gettext": "true", "trimmed": "true"}

Found = tuple[str, int, object, str | None]


def catalogue_path(language: str) -> Path:
    """Where the texts of ``language`` lie."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _in_file(path: Path) -> Iterator[tuple[int, object, str | None]]:
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
    for line, message, _comments, context in extract(method, io.BytesIO(source), _KEYWORDS, (), options):
        yield line, message, context


def texts() -> Iterator[Found]:
    """Every text of the product: file, line, message (or singular and plural), context."""
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts or "static" in path.parts:
            continue
        if path.suffix != ".py" and not {"jinja2", "templates"} & set(path.parts):
            continue
        for line, message, context in _in_file(path):
            yield str(path.relative_to(PACKAGE)), line, message, context


def borrowed() -> Iterator[str | tuple[str, str]]:
    """Texts of the libraries whose pages we show that have no translation of their own."""
    import allauth

    folder = Path(allauth.__file__).parent
    with (folder / "locale" / "nl" / "LC_MESSAGES" / "django.po").open("rb") as stream:
        theirs = read_po(stream)
    rooms = ("account", "mfa", "usersessions", "socialaccount", "core", "utils.py")
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "tests" in path.parts or "migrations" in path.parts:
            continue
        parts = path.relative_to(folder).parts
        if "providers" in parts or "idp" in parts or "headless" in parts:
            continue
        if parts[0] == "templates" and (len(parts) < 2 or parts[1] not in rooms):
            continue
        if parts[0] != "templates" and parts[0] not in rooms:
            continue
        for _line, message, _context in _in_file(path):
            present = theirs.get(message[0] if isinstance(message, (tuple, list)) else message)  # type: ignore[arg-type]
            if present is None or not present.string or "fuzzy" in present.flags:
                yield tuple(message) if isinstance(message, list) else message  # type: ignore[misc]


def read(language: str) -> Catalog:
    """The catalogue of ``language`` as it lies in the repository; an empty one when there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Gilde", charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def collect(language: str) -> tuple[int, int]:
    """Bring the catalogue up to date; returns the number of texts and of those without a translation."""
    template = Catalog(project="Gilde", charset="utf-8")
    for file, _line, message, context in texts():
        template.add(message, None, [(file, 0)], context=context)  # type: ignore[arg-type]
    for message in borrowed():
        if template.get(message[0] if isinstance(message, tuple) else message) is None:
            template.add(message, None, [("allauth", 0)])
    catalogue = read(language)
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
    missing = {}
    wanted = [(message, context) for _file, _line, message, context in texts()]
    wanted += [(message, None) for message in borrowed()]
    for message, context in wanted:
        key = message[0] if isinstance(message, (tuple, list)) else message
        found = catalogue.get(key, context)  # type: ignore[arg-type]
        strings = found.string if found is not None else ""
        whole = all(strings) if isinstance(strings, (tuple, list)) else bool(strings)
        if found is None or not whole or "fuzzy" in found.flags:
            missing[str(key)] = None
    return list(missing)


def compile_all(*, force: bool = False) -> None:
    """Write the ``.mo`` of every language whose ``.po`` is newer; complete or not at all."""
    for language in LANGUAGES:
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
        missing = {language: untranslated(language) for language in LANGUAGES}
        for language, found in missing.items():
            for text in found:
                print(f"{language}: {text!r}")
        return 1 if any(missing.values()) else 0
    print("Write collect, compile or check.")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
