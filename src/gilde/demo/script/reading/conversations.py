"""Conversations and drafts, from TOML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from gilde.demo.pictures import ILLUSTRATIONS
from gilde.demo.script.reading.table import Table
from gilde.demo.script.rows import Answer, Closing, Comment, Compliment, Contribution, Draft
from gilde.demo.script.words import (
    COMMUNITY_AUDIENCES,
    COMPLIMENT_STATUSES,
    CONTRIBUTION_KINDS,
    LANGUAGES,
    TELLER_STATUSES,
)

_FIELDS_BY_KIND = {
    "practice": (("situation", "what_we_did", "what_it_gave"), ()),
    "story": ((), ("call", "obstacle", "turning", "lesson")),
    "idea": (("next_step",), ()),
    "resource": (("url", "why"), ()),
}


def _fields(t: Table, kind: str, *, unfinished: bool = False) -> dict[str, str]:
    needed, welcome = _FIELDS_BY_KIND.get(kind, ((), ()))
    return {name: t.text(name) for name in needed + welcome if name in t.values or (name in needed and not unfinished)}


def draft(t: Table) -> Draft:
    """An unfinished text."""
    kind = t.choice("kind", CONTRIBUTION_KINDS)
    result = Draft(
        by=t.text("by"),
        community=t.text("community"),
        kind=kind,
        title=t.text("title", ""),
        language=t.choice("language", LANGUAGES, "nl"),
        when=t.when(),
        body=t.text("body", ""),
        fields=_fields(t, kind, unfinished=True),
    )
    t.done()
    return result


def contribution(path: Path, values: dict[str, Any], problems: list[str]) -> Contribution:
    """A thread, with the replies to it; its key is in the name of its file."""
    place = f"{path.parent.name}/{path.name}"
    number, _, key = path.stem.partition("-")
    if not number.isdigit() or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
        problems.append(f"{place}: the name of the file should be like 07-short-name.toml.")
    t = Table(place, values, problems)
    kind = t.choice("kind", CONTRIBUTION_KINDS)
    authors = (t.text("author"),) if "author" in t.values else t.texts("authors")
    if not authors:
        t.say("`author` or `authors` is missing.")
        authors = ("",)
    closed = t.table("closed")
    fields = _fields(t, kind)
    result = Contribution(
        key=key,
        community=path.parent.name,
        kind=kind,
        authors=authors,
        teller=t.maybe("teller"),
        teller_status=t.choice("teller_status", TELLER_STATUSES) if "teller_status" in t.values else None,
        title=t.text("title"),
        language=t.choice("language", LANGUAGES, "nl"),
        when=t.when(),
        body=t.text("body", "" if fields else None),
        fields=fields,
        tags=t.texts("tags"),
        picture=t.choice("picture", frozenset(ILLUSTRATIONS)) if "picture" in t.values else None,
        picture_alt=t.maybe("picture_alt"),
        sound=t.yes("sound"),
        pinned=t.yes("pinned"),
        audience=t.choice("audience", COMMUNITY_AUDIENCES) if "audience" in t.values else None,
        unnamed=t.yes("unnamed"),
        guests=t.texts("guests"),
        closed=_closing(closed) if closed else None,
        me_too=t.texts("me_too"),
        saved=t.texts("saved"),
        read=t.texts("read"),
        appreciation=t.appreciation(),
        brought_me=t.text("brought_me", ""),
        brought_us=t.text("brought_us", ""),
        answers=tuple(_answer(a) for a in t.tables("answers")),
        comments=tuple(_comment(c) for c in t.tables("comments")),
        compliments=tuple(_compliment(c) for c in t.tables("compliments")),
    )
    t.done()
    return result


def _closing(t: Table) -> Closing:
    result = Closing(t.text("by"), t.when(), t.text("reason"))
    t.done()
    return result


def _answer(t: Table) -> Answer:
    result = Answer(
        by=t.text("by"),
        when=t.when(),
        body=t.text("body"),
        accepted=t.yes("accepted"),
        key=t.maybe("key"),
        appreciation=t.appreciation(),
        comments=tuple(_comment(c) for c in t.tables("comments")),
    )
    t.done()
    return result


def _comment(t: Table) -> Comment:
    result = Comment(
        by=t.text("by"),
        when=t.when(),
        body=t.text("body"),
        quote=t.maybe("quote"),
        quoting=t.maybe("quoting"),
        key=t.maybe("key"),
        appreciation=t.appreciation(),
    )
    t.done()
    return result


def _compliment(t: Table) -> Compliment:
    result = Compliment(
        by=t.text("by"),
        to=t.text("to"),
        when=t.when(),
        text=t.text("text"),
        about=t.maybe("about"),
        skill=t.maybe("skill"),
        behaviour=t.maybe("behaviour"),
        status=t.choice("status", COMPLIMENT_STATUSES, "shown"),
    )
    t.done()
    return result
