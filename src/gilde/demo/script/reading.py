"""From TOML to typed rows; whatever is not a field, or not the right kind of value, is a sentence."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from gilde.demo.pictures import COVER_MOTIFS, ILLUSTRATIONS, PortraitSpec
from gilde.demo.script.rows import (
    Affiliation,
    Ambition,
    Answer,
    Appreciation,
    Behaviour,
    Closing,
    Comment,
    Community,
    Compliment,
    Contribution,
    Draft,
    Invitation,
    JoinRequest,
    Link,
    Organisation,
    Parent,
    Person,
    Result,
    Script,
    ScriptError,
    When,
)
from gilde.demo.script.words import (
    COMMUNITY_AUDIENCES,
    COMMUNITY_KINDS,
    COMPLIMENT_STATUSES,
    CONTRIBUTION_KINDS,
    JOININGS,
    LANGUAGES,
    LOGINS,
    MOTIVATION_KEYS,
    OLDEST_DAY,
    SECTION_AUDIENCES,
    SECTIONS,
    TELLER_STATUSES,
    WORK_SITUATIONS,
)


def read_rows(folder: Path) -> Script:
    """Read every file of the folder; raise ScriptError with every value that is not understood."""
    problems: list[str] = []
    organisations = tuple(_organisation(t) for t in _tables(folder / "organisations.toml", "organisations", problems))
    people = tuple(_person(t) for t in _tables(folder / "people.toml", "people", problems))
    communities = tuple(_community(t) for t in _tables(folder / "communities.toml", "communities", problems))
    drafts = tuple(_draft(t) for t in _tables(folder / "drafts.toml", "drafts", problems))
    files = sorted((folder / "contributions").glob("*/*.toml"))
    contributions = tuple(_contribution(path, _load(path, problems), problems) for path in files)
    if problems:
        raise ScriptError(problems)
    return Script(organisations, people, communities, contributions, drafts)


class _Table:
    """A TOML table that knows its file, hands out typed values once and complains about what is left."""

    def __init__(self, place: str, values: dict[str, Any], problems: list[str]) -> None:
        self.place = place
        self.values = dict(values)
        self.problems = problems

    def say(self, sentence: str) -> None:
        self.problems.append(f"{self.place}: {sentence}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.pop(key, default)
        if value is None:
            self.say(f"`{key}` is missing.")
            return ""
        if not isinstance(value, str):
            self.say(f"`{key}` should be text, not {value!r}.")
            return ""
        if "\t" in value or "\0" in value:
            self.say(f"`{key}` contains a tab or a NUL.")
        return value.strip("\n")

    def maybe(self, key: str) -> str | None:
        return self.text(key) if key in self.values else None

    def choice(self, key: str, allowed: frozenset[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            self.say(f"`{key}` is {value!r}, which is none of {', '.join(sorted(allowed))}.")
        return value

    def number(self, key: str, default: int | None = None) -> int:
        value = self.values.pop(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.say(f"`{key}` should be a whole number, not {value!r}.")
            return 0
        return value

    def yes(self, key: str) -> bool:
        value = self.values.pop(key, False)
        if not isinstance(value, bool):
            self.say(f"`{key}` should be true or false, not {value!r}.")
            return False
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.say(f"`{key}` should be a list of texts, not {value!r}.")
            return ()
        if len(set(value)) != len(value):
            self.say(f"`{key}` names something twice: {', '.join(value)}.")
        return tuple(value)

    def day(self, key: str) -> date | None:
        value = self.values.pop(key, None)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.say(f"`{key}` should be a date like 2021-09-01, not {value!r}.")
            return None
        return value

    def when(self) -> When:
        days_ago = self.number("days_ago")
        at = self.text("at")
        if not 0 <= days_ago <= OLDEST_DAY:
            self.say(f"`days_ago` is {days_ago}, outside the {OLDEST_DAY} days of the demo.")
        try:
            return When(days_ago=days_ago, at=time.fromisoformat(at))
        except ValueError:
            self.say(f"`at` should be a time like 09:40, not {at!r}.")
            return When(days_ago=days_ago, at=time(12, 0))

    def table(self, key: str) -> _Table | None:
        value = self.values.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.say(f"`{key}` should be a table, not {value!r}.")
            return None
        return _Table(f"{self.place}, {key}", value, self.problems)

    def tables(self, key: str) -> Iterator[_Table]:
        value = self.values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.say(f"`{key}` should be a list of tables.")
            return
        for number, item in enumerate(value, 1):
            yield _Table(f"{self.place}, {key} {number}", item, self.problems)

    def texts_by(self, allowed: frozenset[str]) -> dict[str, str]:
        for key in sorted(set(self.values) - allowed):
            self.say(f"`{key}` is none of {', '.join(sorted(allowed))}.")
        return {key: self.text(key) for key in list(self.values)}

    def appreciation(self) -> Appreciation:
        return Appreciation(self.texts("like"), self.texts("learned"), self.texts("used"))

    def done(self) -> None:
        for key in self.values:
            self.say(f"`{key}` is not a field here.")


def _load(path: Path, problems: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(f"{path.name}: this file is missing.")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{path.parent.name}/{path.name}: this is not valid TOML: {error}.")
    return {}


def _tables(path: Path, key: str, problems: list[str]) -> Iterator[_Table]:
    top = _Table(path.name, _load(path, problems), problems)
    yield from top.tables(key)
    top.done()


def _organisation(t: _Table) -> Organisation:
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


def _person(t: _Table) -> Person:
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
        hobbies=t.texts("hobbies"),
        follows=t.texts("follows"),
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


def _affiliation(t: _Table) -> Affiliation:
    since = t.day("from")
    if since is None:
        t.say("`from` is missing.")
    result = Affiliation(t.text("organisation"), t.text("title"), since or date(2000, 1, 1), t.day("to"))
    t.done()
    return result


def _link(t: _Table) -> Link:
    result = Link(t.text("label"), t.text("url"))
    t.done()
    return result


def _portrait(t: _Table | None, handle: str) -> PortraitSpec | None:
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


def _community(t: _Table) -> Community:
    t.place = f"communities.toml, {t.values.get('slug', 'one without a slug')}"
    joined = t.values.pop("joined", {})
    names = {lang: t.text(f"name_{lang}") for lang in sorted(LANGUAGES) if f"name_{lang}" in t.values}
    purposes = {lang: t.text(f"purpose_{lang}") for lang in sorted(LANGUAGES) if f"purpose_{lang}" in t.values}
    if not names or not purposes:
        t.say("a name and a purpose are needed in at least one language.")
    result = Community(
        slug=t.text("slug"),
        kind=t.choice("kind", COMMUNITY_KINDS),
        names=names,
        purposes=purposes,
        language=t.choice("language", LANGUAGES, "nl"),
        audience=t.choice("audience", COMMUNITY_AUDIENCES),
        joining=t.choice("joining", JOININGS),
        questions=t.texts("questions"),
        welcome=t.text("welcome", ""),
        first_page=t.text("first_page", ""),
        charter=t.text("charter", ""),
        cover=t.choice("cover", frozenset(COVER_MOTIFS)),
        initials=t.text("initials"),
        started_days_ago=t.number("started_days_ago", OLDEST_DAY),
        parents=tuple(_parent(p) for p in t.tables("parents")),
        organisations=t.texts("organisations"),
        hosts=t.texts("hosts"),
        facilitators=t.texts("facilitators"),
        members=t.texts("members"),
        guests=t.texts("guests"),
        joined={str(handle): int(days) for handle, days in joined.items()},
        ambitions=tuple(_ambition(a) for a in t.tables("ambitions")),
        invitations=tuple(_invitation(i) for i in t.tables("invitations")),
        requests=tuple(_request(r) for r in t.tables("requests")),
        announcements=t.texts("announcements"),
    )
    t.done()
    return result


def _parent(t: _Table) -> Parent:
    result = Parent(t.text("slug"), t.yes("required"))
    t.done()
    return result


def _ambition(t: _Table) -> Ambition:
    result = Ambition(
        key=t.text("key"),
        title=t.text("title"),
        why=t.text("why", ""),
        behaviours=tuple(_behaviour(b) for b in t.tables("behaviours")),
        results=tuple(_result(r) for r in t.tables("results")),
    )
    t.done()
    return result


def _behaviour(t: _Table) -> Behaviour:
    result = Behaviour(t.text("key"), t.text("text"))
    t.done()
    return result


def _result(t: _Table) -> Result:
    result = Result(t.text("title"), t.when(), t.text("evidence"), t.maybe("contribution"))
    t.done()
    return result


def _invitation(t: _Table) -> Invitation:
    result = Invitation(
        code=t.text("code"),
        by=t.text("by"),
        note=t.text("note", ""),
        days_ago=t.number("days_ago"),
        expires_in_days=t.number("expires_in_days"),
        limit=t.number("limit") if "limit" in t.values else None,
        used=t.number("used", 0),
        revoked=t.yes("revoked"),
    )
    t.done()
    return result


def _request(t: _Table) -> JoinRequest:
    result = JoinRequest(t.text("by"), t.when(), t.texts("answers"))
    t.done()
    return result


_FIELDS_BY_KIND = {
    "practice": (("situation", "what_we_did", "what_it_gave"), ()),
    "story": ((), ("call", "obstacle", "turning", "lesson")),
    "idea": (("next_step",), ()),
    "resource": (("url", "why"), ()),
}


def _fields(t: _Table, kind: str, *, unfinished: bool = False) -> dict[str, str]:
    needed, welcome = _FIELDS_BY_KIND.get(kind, ((), ()))
    return {name: t.text(name) for name in needed + welcome if name in t.values or (name in needed and not unfinished)}


def _draft(t: _Table) -> Draft:
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


def _contribution(path: Path, values: dict[str, Any], problems: list[str]) -> Contribution:
    place = f"{path.parent.name}/{path.name}"
    number, _, key = path.stem.partition("-")
    if not number.isdigit() or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
        problems.append(f"{place}: the name of the file should be like 07-short-name.toml.")
    t = _Table(place, values, problems)
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


def _closing(t: _Table) -> Closing:
    result = Closing(t.text("by"), t.when(), t.text("reason"))
    t.done()
    return result


def _answer(t: _Table) -> Answer:
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


def _comment(t: _Table) -> Comment:
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


def _compliment(t: _Table) -> Compliment:
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
