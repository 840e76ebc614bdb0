"""What somebody typed into the search, taken apart: words, exact texts, filters, and what was not understood.

Pure: names are looked up by the query that runs it. The words before a colon are English and Dutch, whatever the
language of the page, so that a saved address means the same to everybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

LONGEST: Final = 300  # characters
MOST_TERMS: Final = 20
OPERATORS: Final = {
    "from": "from", "van": "from", "by": "from",
    "in": "in",
    "kind": "kind", "soort": "kind",
    "has": "has", "heeft": "has", "met": "has",
    "is": "is",
    "lang": "lang", "taal": "lang",
    "before": "before", "voor": "before",
    "after": "after", "na": "after",
}  # fmt: skip
HAS: Final = {
    "file": "has_file", "bestand": "has_file",
    "image": "has_image", "afbeelding": "has_image",
    "sound": "has_sound", "geluid": "has_sound",
    "document": "has_document",
}  # fmt: skip
IS: Final = {
    "open": "is_open",
    "closed": "is_closed", "gesloten": "is_closed",
    "answered": "is_answered", "beantwoord": "is_answered",
    "unanswered": "is_unanswered", "onbeantwoord": "is_unanswered",
    "accepted": "is_accepted", "aanvaard": "is_accepted",
}  # fmt: skip
LANGUAGES: Final = {"nl": "nl", "en": "en", "dutch": "nl", "english": "en", "nederlands": "nl", "engels": "en"}
_TERM: Final = re.compile(r'(?=\S)(-?)(?:([A-Za-z]+):)?(?:"([^"]*)"?|([^\s"]\S*)|)')
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True)
class Problem:
    """A part that was not understood: the operator and what stood behind it."""

    operator: str
    value: str


@dataclass
class Asked:
    """A search, taken apart.

    Attributes:
        words: each has to be there in some form; ``phrases``: texts to be there exactly.
        without, without_phrases: what may not be there.
        people, places: handles and addresses of communities, any of them.
        kinds: what a reader calls the kinds, any of them.
        traits: all of them.
        before, after: days; the day itself counts for ``after``, not for ``before``.
        problems: what was not understood.
        is_unfinished: the last word stands at the very end, so somebody may still be typing it.
    """

    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    without_phrases: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    traits: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    before: date | None = None
    after: date | None = None
    problems: list[Problem] = field(default_factory=list)
    is_unfinished: bool = False

    @property
    def text(self) -> str:
        """All words to be found, as one text."""
        return " ".join([*self.words, *self.phrases])

    @property
    def narrows(self) -> bool:
        """Whether there is a filter beside words."""
        return bool(
            self.people or self.places or self.kinds or self.traits or self.languages or self.before or self.after
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not (self.words or self.phrases or self.narrows)


def read(typed: str) -> Asked:
    """``typed`` taken apart; never fails.

    What is no operator is a word, so that an address or a time of day can be sought.
    """
    asked = Asked()
    text = typed[:LONGEST].replace("\0", " ").replace("“", '"').replace("”", '"')
    for minus, name, quoted, plain in _TERM.findall(text)[:MOST_TERMS]:
        operator = OPERATORS.get(name.lower(), "")
        value = (quoted or plain).strip()
        if name and not operator:
            value = f"{name}:{value}"
        if not value:
            if operator:
                asked.problems.append(Problem(operator, ""))
            continue
        if operator and not minus:
            _filter(asked, operator, value)
        elif quoted:
            (asked.without_phrases if minus else asked.phrases).append(value)
        else:
            (asked.without if minus else asked.words).append(value)
    asked.is_unfinished = bool(asked.words) and text.endswith(asked.words[-1])
    return asked


def _filter(asked: Asked, operator: str, value: str) -> None:
    small = value.lower()
    match operator:
        case "from":
            asked.people.append(small.lstrip("@"))
        case "in":
            asked.places.append(small)
        case "kind":
            asked.kinds.append(small)
        case "has" if small in HAS:
            asked.traits.append(HAS[small])
        case "is" if small in IS:
            asked.traits.append(IS[small])
        case "lang" if small in LANGUAGES:
            asked.languages.append(LANGUAGES[small])
        case "before" | "after" if (day := day_of(small)) is not None:
            setattr(asked, operator, day)
        case _:
            asked.problems.append(Problem(operator, value))


def day_of(text: str) -> date | None:
    """The day in ``2026``, ``2026-11`` or ``2026-11-22``; the first one of a year or month."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
