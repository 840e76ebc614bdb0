"""Static files: the sheets joined into one, the scripts into one, hashed names, compressed copies.

In the sources there is one sheet per component and one module per script. ``collectstatic`` follows ``ui/gilde.css``
and ``ui/gilde.js``, puts what they import in their place, adds the sheets of the rooms (``ROOM/css/*.css``) and hashes
and compresses the result. Without ``collectstatic`` the same sources work as they are: browsers follow the imports.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.templatetags.static import static
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET: Final = "ui/gilde.css"
SCRIPT: Final = "ui/gilde.js"
WRITING: Final = "ui/writing.js"  # a second module, fetched where somebody may write
# Fetched only where they are used; the others are joined.
APART: Final = ("ui/js/portrait.js", "ui/js/finder.js", "ui/js/push.js", "ui/js/kept.js", "ui/js/copying.js")
FIRST: Final = "ui/first.js"  # plain scripts that run before the module, joined
_FIRST_PARTS: Final = ("ui/trusted.js", "django_htmx/htmx-2.min.js")
TOKENS: Final = "ui/css/tokens.css"  # the admin reads it too
_HOUSE: Final = Path(__file__).resolve().parent.parent
_CSS_IMPORT: Final = re.compile(r'^@import url\("([^"]+)"\);\n', re.MULTILINE)
_CSS_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_STRING: Final = re.compile(r'("[^"]*")')
_CSS_SPACE: Final = re.compile(r"\s*([{};,])\s*|(?<=:)\s+")
_JS_IMPORT: Final = re.compile(r'^import (?:[^"\n]+ from )?"([^"]+)";\n', re.MULTILINE)
_JS_EXPORT: Final = re.compile(r"^export (?=const|let|class|function|async)", re.MULTILINE)
_JS_COMMENT_LINE: Final = re.compile(r"^\s*(?://.*|/\*\*.*\*/)\n", re.MULTILINE)

Sources = dict[str, tuple[FileSystemStorage, str]]
Read = Callable[[str], str]


def join_sheets(read: Read, rooms: list[str]) -> str:
    """One sheet out of ``ui/gilde.css``, what it imports and the sheets of the rooms, without comments and spaces."""

    def follow(match: re.Match[str]) -> str:
        return read(posixpath.normpath(posixpath.join(posixpath.dirname(SHEET), match[1]))) + "\n"

    joined = _CSS_IMPORT.sub(follow, read(SHEET)) + "\n".join(read(name) for name in rooms)
    parts = _CSS_STRING.split(_CSS_COMMENT.sub("", joined))  # every second one is a string, which keeps its spaces
    return "".join(part if place % 2 else _tighten(part) for place, part in enumerate(parts)).replace(";}", "}").strip()


def _tighten(rules: str) -> str:
    """Rules without the spaces that mean nothing: beside braces, semicolons and commas, and after a colon."""
    return _CSS_SPACE.sub(lambda match: match[1] or "", re.sub(r"\s+", " ", rules))


def join_scripts(read: Read, name: str = SCRIPT, seen: set[str] | None = None) -> str:
    """One module out of ``name`` and what it imports, each once and before the one that needs it.

    The modules import only each other, by relative path, and their top-level names are unique (a test holds them to
    it), so nothing has to be renamed.
    """
    seen = {name} if seen is None else seen
    parts = []
    text = read(name)
    for imported in _JS_IMPORT.findall(text):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), imported))
        if path not in seen:
            seen.add(path)
            parts.append(join_scripts(read, path, seen))
    own = _JS_COMMENT_LINE.sub("", _JS_EXPORT.sub("", _JS_IMPORT.sub("", text)))
    parts.append("\n".join(line.strip() for line in own.splitlines() if line.strip()))
    return "\n".join(part for part in parts if part)


def _is_room_sheet(storage: Any, name: str) -> bool:
    parts = name.split("/")
    if len(parts) < 3 or parts[0] == "ui" or parts[1] != "css" or not name.endswith(".css"):
        return False
    return Path(getattr(storage, "location", "/")).is_relative_to(_HOUSE)


class Storage(CompressedManifestStaticFilesStorage):
    """Joins sheets and scripts on the way to ``STATIC_ROOT``; gives plain names while nothing was collected."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name, or ``name`` itself when it was not collected (tests, first start of a developer)."""
        stored: str = super().stored_name(name) if self.hash_key(self.clean_name(name)) in self.hashed_files else name
        return stored

    def post_process(self, paths: Sources, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join, then hash and compress. Yields what Django's own storage yields."""
        if not dry_run and SHEET in paths and SCRIPT in paths:

            def read(name: str) -> str:
                storage, path = paths[name]
                with storage.open(path) as stream:
                    return stream.read().decode()

            rooms = sorted(name for name, (storage, _path) in paths.items() if _is_room_sheet(storage, name))
            joined = {
                SHEET: join_sheets(read, rooms),
                SCRIPT: join_scripts(read),
                WRITING: join_scripts(read, WRITING),
                FIRST: ";\n".join(_JS_COMMENT_LINE.sub("", read(name)).strip() for name in _FIRST_PARTS),
            }
            paths = {name: source for name, source in paths.items() if not self._is_joined(name, rooms)}
            for name, text in joined.items():
                self.delete(name)
                self._save(name, ContentFile(text.encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    @staticmethod
    def _is_joined(name: str, rooms: list[str]) -> bool:
        return name in rooms or (name.startswith(("ui/css/", "ui/js/")) and name not in (TOKENS, *APART))

    @property
    def is_collected(self) -> bool:
        """Whether the joined files are there."""
        return SHEET in self.hashed_files


@lru_cache(maxsize=1)
def _room_sheets() -> tuple[str, ...]:
    found = {name for finder in get_finders() for name, storage in finder.list(None) if _is_room_sheet(storage, name)}
    return tuple(sorted(found))


def stylesheets() -> list[str]:
    """Addresses of the style sheets of every page, in order: one when collected, else ours and those of the rooms."""
    if _is_collected():
        return [address(SHEET)]
    return [address(SHEET), *(address(name) for name in _room_sheets())]


def first_scripts() -> list[str]:
    """Addresses of the plain scripts that run, in order, before our module: Trusted Types, then htmx."""
    return [address(FIRST)] if _is_collected() else [address(name) for name in _FIRST_PARTS]


def script(name: str = SCRIPT) -> str:
    """Address of our module, or of one that stands apart."""
    return address(name)


def address(name: str) -> str:
    """The address of a static file; once they are collected it cannot change any more, so it is kept."""
    return _collected_address(name) if _is_collected() else static(name)


@cache
def _collected_address(name: str) -> str:
    return static(name)


def is_collected() -> bool:
    """Whether the files are joined and hashed, so that their addresses stay."""
    return _is_collected()


def _is_collected() -> bool:
    return not settings.DEBUG and bool(getattr(staticfiles_storage, "is_collected", False))
