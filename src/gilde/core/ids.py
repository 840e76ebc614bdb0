"""Names that machines give: slugs for addresses and unguessable tokens."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata

SLUG_LENGTH = 60
_FOLDS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
                        "đ": "d", "Đ": "d", "ð": "d", "þ": "th", "ı": "i"})  # fmt: skip
_SIGNS = str.maketrans({"+": " plus ", "#": " sharp "})
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(text: str, *, fallback: str = "x") -> str:
    """``text`` as part of an address: small ascii letters, digits and single hyphens, at most 60 characters.

    Cut at a word where that keeps at least half; never empty: text without any usable letter gives ``fallback``.
    """
    folded = unicodedata.normalize("NFKD", text[: SLUG_LENGTH * 4].translate(_FOLDS))
    name = _OTHER.sub("-", folded.encode("ascii", "ignore").decode().lower()).strip("-")
    if len(name) > SLUG_LENGTH:
        cut = name[: SLUG_LENGTH + 1]
        at_word = cut.rfind("-")
        name = cut[:at_word] if at_word >= SLUG_LENGTH // 2 else name[:SLUG_LENGTH]
        name = name.strip("-")
    return name or fallback


def word_key(text: str) -> str:
    """What two spellings of one word have in common, at most 50 characters; different words keep apart.

    A slug, with a few characters more where a slug would lose letters: words in other scripts are not all one word,
    and C, C# and C++ are three.
    """
    folded = unicodedata.normalize("NFKD", text.translate(_FOLDS).translate(_SIGNS))
    name = slug(folded, fallback="")
    if name and all(letter.isascii() for letter in folded if letter.isalnum()):
        return name[:50].strip("-")
    whole = unicodedata.normalize("NFKC", " ".join(text.split())).casefold()
    return f"{name[:40]}-{hashlib.blake2s(whole.encode(), digest_size=4).hexdigest()}".strip("-")


def token() -> str:
    """22 characters nobody can guess: 128 bits, safe in an address."""
    return secrets.token_urlsafe(16)
