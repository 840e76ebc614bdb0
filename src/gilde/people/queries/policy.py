"""The terms and the privacy page as they hold now: the operator's, or the text that comes with Gilde."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from django.conf import settings

from gilde.core.markdown import render
from gilde.people.enums import PolicyKind
from gilde.people.models import Policy, PolicyAgreement

LANGUAGES: Final = ("nl", "en")
_CONTENT: Final = Path(__file__).resolve().parent.parent / "content"


@dataclass(frozen=True)
class Edition:
    """One version, ready to be read.

    Attributes:
        number: of the saved version; 0 for the text that comes with Gilde.
        texts, pages: language → Markdown and clean HTML; without an entry where there is no text in it.
        digest: stands for the words in both languages.
        saved_at: when it began to hold; None for the text that comes with Gilde.
        changed: language → what is different, in a line.
    """

    kind: PolicyKind
    number: int
    texts: dict[str, str]
    pages: dict[str, str]
    digest: str
    saved_at: datetime | None
    important: bool
    changed: dict[str, str]

    def language_for(self, wanted: str) -> str:
        """``wanted``, or the language it is written in when it is not written in that one."""
        return wanted if wanted in self.pages else next(iter(self.pages))


def edition(row: Policy) -> Edition:
    """A saved version."""
    texts = {"nl": row.nl, "en": row.en}
    return Edition(
        kind=PolicyKind(row.kind),
        number=row.pk,
        texts={key: text for key, text in texts.items() if text},
        pages={key: html for key, html in (("nl", row.nl_html), ("en", row.en_html)) if html},
        digest=digest(PolicyKind(row.kind), texts),
        saved_at=row.saved_at,
        important=row.important,
        changed={"nl": row.changed_nl or row.changed_en, "en": row.changed_en or row.changed_nl},
    )


def current(kind: PolicyKind) -> Edition:
    """What holds now; one statement."""
    row = Policy.objects.of(kind).first()
    return edition(row) if row is not None else shipped(kind)


def shipped(kind: PolicyKind) -> Edition:
    """The text that comes with Gilde, with the name of this installation; no statement."""
    return _shipped(kind, settings.SITE_NAME, settings.MAIL_IN_DAYS, settings.ERASURE_DAYS)


@lru_cache(maxsize=8)
def _shipped(kind: PolicyKind, site: str, mail_days: int, erasure_days: int) -> Edition:
    values = {"site": _plain(site), "mail_days": mail_days, "export_days": 7, "erasure_days": erasure_days}
    texts = {
        language: (_CONTENT / f"{kind.value}.{language}.md").read_text(encoding="utf-8") % values
        for language in LANGUAGES
    }
    pages = {language: render(text).html for language, text in texts.items()}
    return Edition(kind, 0, texts, pages, digest(kind, texts), None, False, {})


def _plain(name: str) -> str:
    """``name`` with the signs that Markdown would read as its own made harmless."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#&" else sign for sign in name)


def digest(kind: PolicyKind, texts: dict[str, str]) -> str:
    """What stands for these words of this policy."""
    parts = (kind.value, *(texts.get(language, "") for language in LANGUAGES))
    return blake2b("\x00".join(parts).encode(errors="surrogateescape"), digest_size=16).hexdigest()


def read_edition(kind: PolicyKind, number: int) -> Edition | None:
    """The version with this number, or the one that comes with Gilde for 0; None when there is none."""
    if number == 0:
        return shipped(kind)
    row = Policy.objects.of(kind).filter(pk=number).first() if 0 < number < 2**63 else None
    return edition(row) if row is not None else None


def waiting_for(person_id: int) -> list[Edition]:
    """The policies in force that this person was asked to agree to and has not; two statements per policy at most."""
    found = []
    for kind in PolicyKind:
        last = Policy.objects.of(kind).filter(important=True).values_list("pk", flat=True).first()
        if last is None:
            continue
        agreed = PolicyAgreement.objects.filter(person_id=person_id, kind=kind, policy_id__gte=last)
        if not agreed.exists():
            found.append(current(kind))
    return found
