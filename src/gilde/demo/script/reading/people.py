"""People and organisations, from TOML."""

from __future__ import annotations

import zlib
from datetime import date

from gilde.demo.pictures import PortraitSpec
from gilde.demo.script.reading.table import Table
from gilde.demo.script.rows import Affiliation, Link, Organisation, Person
from gilde.demo.script.words import (
    LANGUAGES,
    LOGINS,
    MOTIVATION_KEYS,
    OLDEST_DAY,
    SECTION_AUDIENCES,
    SECTIONS,
    WORK_SITUATIONS,
)


def organisation(t: Table) -> Organisation:
    """An organisation."""
    result = Organisation(
        slug=t.text("slug"),
        name=t.text("name"),
        kind=t.text("kind"),
        place=t.text("place"),
        about=t.text("about"),
        website=t.text("website", ""),
        language=t.choice("language", LANGUAGES, "nl"),
    )
    t.done()
    return result


def person(t: Table) -> Person:
    """Somebody with profile and portrait."""
    t.place = f"people.toml, {t.values.get('handle', 'somebody without a handle')}"
    motivation = t.table("motivation")
    audiences = t.table("audiences")
    if audiences is not None:
        for section in audiences.values:
            if section not in SECTIONS:
                audiences.say(f"`{section}` is not a section of a profile.")
    handle = t.text("handle")
    result = Person(
        handle=handle,
        name=t.text("name"),
        headline=t.text("headline", ""),
        story=t.text("story", ""),
        joined_days_ago=t.number("joined_days_ago", OLDEST_DAY),
        work=t.choice("work", WORK_SITUATIONS),
        region=t.text("region", ""),
        interface_language=t.choice("interface_language", LANGUAGES, "nl"),
        languages=t.texts("languages"),
        specialisms=t.texts("specialisms"),
        interests=t.texts("interests"),
        hobbies=t.texts("hobbies"),
        follows=t.texts("follows"),
        blocks=t.texts("blocks"),
        motivation=motivation.texts_by(MOTIVATION_KEYS) if motivation else {},
        affiliations=tuple(_affiliation(a) for a in t.tables("affiliations")),
        links=tuple(_link(link) for link in t.tables("links")),
        audiences={s: audiences.choice(s, SECTION_AUDIENCES) for s in list(audiences.values)} if audiences else {},
        portrait=_portrait(t.table("portrait"), handle),
        demo_login=t.choice("demo_login", LOGINS) if "demo_login" in t.values else None,
        storyline=t.maybe("storyline"),
    )
    t.done()
    return result


def _affiliation(t: Table) -> Affiliation:
    since = t.day("from")
    if since is None:
        t.say("`from` is missing.")
    result = Affiliation(t.text("organisation"), t.text("title"), since or date(2000, 1, 1), t.day("to"))
    t.done()
    return result


def _link(t: Table) -> Link:
    result = Link(t.text("label"), t.text("url"))
    t.done()
    return result


def _portrait(t: Table | None, handle: str) -> PortraitSpec | None:
    if t is None:
        return None
    known = PortraitSpec.allowed()
    values: dict[str, str] = {}
    for name, allowed in known.items():
        if name in t.values:
            values[name] = t.choice(name, allowed)
    seed = t.number("seed", zlib.crc32(handle.encode()))
    t.done()
    return PortraitSpec(seed=seed, **values)
