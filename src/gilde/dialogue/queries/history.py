"""What a text was before each edit, with the words that changed.

A diff costs at most a fixed amount, whatever two texts hold: what is the same at both ends is set aside first, the
words between are compared up to a limit, and beyond it paragraphs are. Nothing here is HTML: pages escape every part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

from django.utils.translation import gettext as _

from gilde.core.actor import Actor
from gilde.dialogue.kinds import kind_form
from gilde.dialogue.models import Answer, Comment, Contribution, Revision
from gilde.dialogue.queries.person import PersonRow, person_row
from gilde.dialogue.queries.tag import tag_names_of

PAGE: Final = 10
_MOST_WORDS: Final = 3_000  # of both sides together, compared word by word
_MOST_LINES: Final = 1_500  # of both sides together, compared line by line
_CONTEXT: Final = 160  # characters kept of a long stretch that stayed the same
_JOINER: Final = "\u200d"  # makes one sign of two
_SKINS: Final = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAGS: Final = frozenset(map(chr, range(0x1F1E6, 0x1F200)))  # two of these are one flag
_WORD: Final = re.compile(r"\s+|[^\W_]+|.", re.UNICODE)

_NEWER: Final = {"brought_me", "brought_us", "tags"}  # the first revisions did not keep these

Change = Literal["same", "out", "in", "gap"]


class Piece(NamedTuple):
    """A stretch of text that stayed, went out or came in; ``gap`` stands for a long one that stayed."""

    change: Change
    text: str


class Part(NamedTuple):
    """One part of a text (title, body, a field of its kind) with its changes."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Version:
    """One version: who made it when, and what it changed. The first version shows its text as it was."""

    number: int
    at: datetime
    editor: PersonRow | None
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class History:
    """Versions, newest first; ``next`` is the number of the version at which the following page begins, or None."""

    versions: list[Version]
    next: int | None


@dataclass
class _Text:
    """A text at one moment, as named parts in the order of reading."""

    parts: dict[str, str] = field(default_factory=dict)


def history(actor: Actor, target: Contribution | Answer | Comment, *, upto: int | None = None) -> History:
    """The versions of something the reader may read, newest first, ten at a time; at most three queries.

    Args:
        target: loaded through ``visible_to``, with its author.
        upto: begin at this version instead of the newest.
    """
    edits = Revision.objects.filter(**{target._meta.model_name or "": target})
    total = edits.count() + 1
    last = min(upto, total) if upto and upto > 0 else total
    first = max(1, last - PAGE + 1)
    # Version n was made by the edit that ended version n - 1. The texts needed are those of versions first-1 … last.
    start = max(0, first - 2)
    rows = list(edits.select_related("editor").order_by("pk")[start:last])
    labels = _labels(target)
    versions = []
    for number in range(first, last + 1):
        here = number - 1 - start
        text = _of_revision(rows[here]) if here < len(rows) else _of_target(target)
        if number == 1:
            versions.append(Version(1, target.created_at, person_row(target.author, actor), _parts(None, text, labels)))
            continue
        edit = rows[here - 1]
        editor = person_row(edit.editor, actor) if edit.editor is not None else None
        versions.append(Version(number, edit.until, editor, _parts(_of_revision(edit), text, labels)))
    return History(versions[::-1], first - 1 if first > 1 else None)


def _labels(target: Contribution | Answer | Comment) -> dict[str, str]:
    if not isinstance(target, Contribution):
        return {"body": ""}
    form = kind_form(target.kind)
    own = {part.name: str(part.label) for part in form.fields}
    body = {"body": str(form.body_label)}
    gain = {"brought_me": _("What I gained"), "brought_us": _("What we gained"), "tags": _("Tags")}
    return {"title": str(form.title_label), **(own | body if form.fields_first else body | own), **gain}


def _of_revision(row: Revision) -> _Text:
    return _Text({"title": row.title, "body": row.body, **{name: str(text) for name, text in row.fields.items()}})


def _of_target(target: Contribution | Answer | Comment) -> _Text:
    if isinstance(target, Contribution):
        fields = {name: str(text) for name, text in target.fields.items()}
        gain = {"brought_me": target.brought_me, "brought_us": target.brought_us}
        tags = ", ".join(tag_names_of(target))
        return _Text({"title": target.title, "body": target.body, **fields, **gain, "tags": tags})
    return _Text({"body": target.body})


def _parts(before: _Text | None, after: _Text, labels: dict[str, str]) -> list[Part]:
    names = [*labels, *(name for name in after.parts if name not in labels)]
    made = []
    for name in names:
        new = after.parts.get(name, "")
        if before is None:
            if new:
                made.append(Part(labels.get(name, name), [Piece("same", new)]))
            continue
        if name in _NEWER and not (name in before.parts and name in after.parts):
            continue  # nobody knows what it was
        old = before.parts.get(name, "")
        if old != new:
            made.append(Part(labels.get(name, name), compare(old, new)))
    return made


def compare(old: str, new: str) -> list[Piece]:
    """The changes from ``old`` to ``new``, word by word where that is affordable. The pieces add up to both texts."""
    a, b = _words(old), _words(new)
    head, a, b, tail = _ends(a, b)
    middle = _align(a, b) if len(a) + len(b) <= _MOST_WORDS else _by_lines("".join(a), "".join(b))
    pieces = [Piece("same", "".join(head)), *middle, Piece("same", "".join(tail))]
    return _shortened(_joined(pieces))


def _words(text: str) -> list[str]:
    """The words of ``text``, the spaces and the signs between them, each whole: an accent or a vowel sign stays with
    its letter, and a face with its colour is one sign."""
    made: list[str] = []
    for token in _WORD.findall(text):
        if made and not (token.isascii() and made[-1].isascii()) and _goes_on(made[-1], token):
            made[-1] += token
        else:
            made.append(token)
    return made


def _goes_on(before: str, token: str) -> bool:
    """Whether ``token`` is not to be parted from what stands ``before`` it."""
    if before.isspace() or token.isspace():
        return False
    if token[0] == _JOINER or token[0] in _SKINS or _is_mark(token[0]) or before[-1] == _JOINER:
        return True
    if len(before) == 1 and before in _FLAGS and token in _FLAGS:
        return True
    return _is_mark(before[-1]) and before[0].isalpha() and token[0].isalnum()


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


def _ends(a: list[str], b: list[str]) -> tuple[list[str], list[str], list[str], list[str]]:
    most = min(len(a), len(b))
    begin = 0
    while begin < most and a[begin] == b[begin]:
        begin += 1
    end = 0
    while end < most - begin and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[:begin], a[begin : len(a) - end], b[begin : len(b) - end], a[len(a) - end :]


def _align(a: Sequence[str], b: Sequence[str]) -> list[Piece]:
    pieces = []
    for what, a1, a2, b1, b2 in SequenceMatcher(None, a, b).get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(a[a1:a2])))
            continue
        if a2 > a1:
            pieces.append(Piece("out", "".join(a[a1:a2])))
        if b2 > b1:
            pieces.append(Piece("in", "".join(b[b1:b2])))
    return pieces


def _by_lines(old: str, new: str) -> list[Piece]:
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(a) + len(b) > _MOST_LINES:
        return [Piece("out", old), Piece("in", new)]
    return _align(a, b)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Words replaced one after the other as one replacement: easier to read than word by word."""
    made: list[Piece] = []
    out = new = space = ""  # the change being gathered, and the space after it that may turn out to lie inside it
    for change, text in pieces:
        if change == "out":
            out, new, space = out + space + text, new + space, ""
        elif change == "in":
            out, new, space = out + space, new + space + text, ""
        elif out and new and not space and text.isspace() and "\n" not in text:
            space = text
        elif text:
            made += [piece for piece in (Piece("out", out), Piece("in", new)) if piece.text]
            before = made.pop().text if made and made[-1].change == "same" else ""
            made.append(Piece("same", before + space + text))
            out = new = space = ""
    made += [piece for piece in (Piece("out", out), Piece("in", new), Piece("same", space)) if piece.text]
    return made


def _shortened(pieces: list[Piece]) -> list[Piece]:
    """Long stretches that stayed the same keep only what stands next to a change."""
    made: list[Piece] = []
    for index, piece in enumerate(pieces):
        keep_begin = _CONTEXT if index > 0 else 0
        keep_end = _CONTEXT if index < len(pieces) - 1 else 0
        if piece.change != "same" or len(piece.text) <= keep_begin + keep_end + _CONTEXT:
            made.append(piece)
            continue
        if keep_begin:
            made.append(Piece("same", _begin(piece.text, keep_begin)))
        made.append(Piece("gap", "…"))
        if keep_end:
            made.append(Piece("same", _begin(piece.text[::-1], keep_end)[::-1]))
    return made


def _begin(text: str, most: int) -> str:
    """How ``text`` begins, up to the last space within ``most`` characters where there is one."""
    begun = text[:most]
    cut = max(begun.rfind(" "), begun.rfind("\n"))
    return begun[:cut] if cut > most // 2 else begun
