"""What a person wrote in a mail: without the letter it replies to, without signature, with what stands between quotes.

mail-parser-reply was tried on fifty replies of a mailing list: it cut off what was written below a quote in three of
them, up to 42 lines. The reader of mailing lists cut off signatures and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from django.conf import settings

from gilde.gateways.portability.html_to_markdown import html_to_markdown
from gilde.gateways.portability.readers.mbox.content import Content
from gilde.gateways.portability.readers.mbox.plain import as_markdown
from gilde.people.models import Account, Person

_MOST: Final = 400_000  # characters of a text that are looked at
_FROM: Final = re.compile(r"^[\s>*_]*(?:From|Van|Von|De|Da)\s*:[\s*_]*\S", re.IGNORECASE)
_SENT: Final = re.compile(r"^[\s>*_]*(?:Sent|Date|Verzonden|Datum|Gesendet|Envoyé|Enviado|Inviato)\s*:", re.IGNORECASE)
_RULE: Final = re.compile(r"^\s*(?:_{10,}|-{10,}|\\_{3,}.*)\s*$")
_SAID: Final = re.compile(
    r"^(?:On|Op|Le|Am|El|Il) .{5,300}(?:wrote|(?:schreef|schrieb)(?: .{1,200})?|a écrit|escribió|ha scritto)\s*:\\?$"
)
_QUOTED_FOOT: Final = re.compile(r"^(?:> ?)+-- ?$")
_STOP: Final = r"https?://[^\s()<>]{1,200}/mail/less/[^\s()<>]*"
_LESS: Final = re.compile(rf"\[[^\[\]]{{0,80}}\]\({_STOP}\)|{_STOP}")
_WORD: Final = re.compile(r"[^\W_]+")
_PARTICLES: Final = frozenset({"van", "von", "den", "der", "ten", "ter", "del", "dos", "della", "the", "bin", "ibn"})
_PHONE: Final = re.compile(r"^(?:Sent from|Get Outlook for|Verstuurd vanaf|Verzonden vanaf|Gesendet von) \S.{0,80}$")


def wording(content: Content) -> str:
    """The Markdown of a mail's own words; empty when there are none."""
    if content.text.strip():
        lines = _without_foot(without_letter(content.text[:_MOST].split("\n")))
        return as_markdown("\n".join(lines)).strip() if _has_own(lines) else ""
    if not content.html:
        return ""
    lines = _without_foot(without_letter(html_to_markdown(content.html[:_MOST]).split("\n")))
    return "\n".join(_without_quote_below(lines)).strip() if _has_own(lines) else ""


def tells_who(text: str, person: Person, account: Account) -> bool:
    """Whether ``text`` has a name or an address of ``person`` in it, as what stands beneath most mails does.

    A part of a name counts from three letters; a word that is a part by chance costs one more try.
    """
    words = set(_WORD.findall(_folded(text)))
    names = {word for word in _WORD.findall(_folded(f"{person.name} {person.handle}")) if len(word) >= 3}
    return not words.isdisjoint(names - _PARTICLES) or _folded(account.email) in _folded(text)


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def without_letter(lines: Sequence[str]) -> list[str]:
    """Without the letter where a program puts it below under a few lines that name it, unquoted (Outlook).

    What stands below that letter again is somebody's own: our letters end with an address of this installation.
    """
    for place, line in enumerate(lines):
        if not _FROM.match(line) or not any(_SENT.match(each) for each in lines[place + 1 : place + 4]):
            continue
        end = next(
            (at for at in range(len(lines) - 1, place, -1) if settings.SITE_URL in lines[at]),
            len(lines) - 1,
        )
        above = list(lines[:place])
        while above and (not above[-1].strip() or _RULE.match(above[-1])):
            above.pop()
        return [*above, "", *lines[end + 1 :]]
    return list(lines)


def _without_foot(lines: Sequence[str]) -> list[str]:
    """Without the foot of our letter where it is quoted, and without what introduces a quote above everything.

    The foot has a link by which anybody who reads it ends the letters of who got it.
    """
    kept: list[str] = []
    in_foot = False
    for line in lines:
        in_foot = bool(_QUOTED_FOOT.match(line)) or (in_foot and line.startswith(">"))
        shown = _LESS.sub("", line) if "/mail/less/" in line else line
        if not in_foot and (shown == line or not line.startswith(">")):
            kept.append(shown)
    start = next((place for place, line in enumerate(kept) if line.strip()), 0)
    for end in range(start + 1, min(start + 4, len(kept))):
        if _is_introduction(kept[start:end]):
            return kept[end:]
    return kept


def _has_own(lines: Sequence[str]) -> bool:
    """Whether anything stands there that is no quote."""
    own = [line for line in lines if line.strip() and not line.startswith(">")]
    return bool(own) and not _is_introduction(own)


def _is_introduction(lines: Sequence[str]) -> bool:
    return bool(_SAID.match(" ".join(line.strip() for line in lines).replace("\\", "")))


def _without_quote_below(lines: list[str]) -> list[str]:
    """Markdown without the last quote and what introduces it; quotes with an answer below them stay."""
    kept = [line for line in lines if not _PHONE.match(line.strip())]
    end = len(kept)
    while end and (not kept[end - 1].strip() or kept[end - 1].startswith(">")):
        end -= 1
    if end == len(kept) or not any(line.startswith(">") for line in kept[end:]):
        return kept
    if not any(line.strip() and not line.startswith(">") for line in kept[:end]):
        return kept
    for start in range(max(0, end - 3), end):
        if _is_introduction(kept[start:end]):
            end = start
            break
    return kept[:end]
