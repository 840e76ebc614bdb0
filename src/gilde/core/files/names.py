"""Names of files, for people: shown, put in headers, never used as a path."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NAME_LENGTH: Final = 120
_FORBIDDEN = re.compile(
    r'[\x00-\x1f\x7f-\x9f"\'<>:;|?*%#\\/\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+'
)
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)

# Content type → endings a file of this type may have; the first is given when the sent name has none of them.
_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "image/webp": (".webp",),
    "audio/mpeg": (".mp3",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/mp4": (".m4a", ".mp4", ".m4b"),
    "audio/wav": (".wav",),
    "audio/flac": (".flac",),
    "audio/webm": (".weba", ".webm"),
    "application/pdf": (".pdf",),
    "text/plain": (".txt", ".md", ".csv", ".tsv", ".log", ".markdown"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
    "application/vnd.oasis.opendocument.presentation": (".odp",),
    "application/vnd.oasis.opendocument.graphics": (".odg",),
}


def safe_name(sent: str, content_type: str) -> str:
    """A name without path, control or look-alike characters, at most 120 long, ending as its content does."""
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", sent)[-1])
    name = _FORBIDDEN.sub("_", name).strip()
    endings = _ENDINGS.get(content_type, (".bin",))
    stem, dot, ending = name.rpartition(".")
    if dot and f".{ending.lower()}" in endings:
        name, suffix = stem, f".{ending.lower()}"
    else:
        suffix = endings[0]
        # An ending that lies about the content goes; a dot further back is part of the name.
        name = stem if stem.strip(" ._") and len(ending) <= 5 else name
    name = name.strip(" ._")[: NAME_LENGTH - len(suffix)].strip(" ._") or "file"
    if _DEVICE.match(name):
        name = f"_{name}"
    return name + suffix
