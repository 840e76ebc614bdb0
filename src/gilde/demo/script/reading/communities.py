"""Communities, from TOML."""

from __future__ import annotations

from gilde.demo.pictures import COVER_MOTIFS
from gilde.demo.script.reading.table import Table
from gilde.demo.script.rows import Ambition, Behaviour, Community, Invitation, JoinRequest, Parent, Result
from gilde.demo.script.words import COMMUNITY_AUDIENCES, COMMUNITY_KINDS, JOININGS, LANGUAGES, OLDEST_DAY


def community(t: Table) -> Community:
    """A community with its ambitions, invitations and requests."""
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
        for_whom=t.text("for_whom", ""),
        rhythm=t.text("rhythm", ""),
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


def _parent(t: Table) -> Parent:
    result = Parent(t.text("slug"), t.yes("required"))
    t.done()
    return result


def _ambition(t: Table) -> Ambition:
    result = Ambition(
        key=t.text("key"),
        title=t.text("title"),
        why=t.text("why", ""),
        behaviours=tuple(_behaviour(b) for b in t.tables("behaviours")),
        results=tuple(_result(r) for r in t.tables("results")),
    )
    t.done()
    return result


def _behaviour(t: Table) -> Behaviour:
    result = Behaviour(t.text("key"), t.text("text"))
    t.done()
    return result


def _result(t: Table) -> Result:
    result = Result(t.text("title"), t.when(), t.text("evidence"), t.maybe("contribution"))
    t.done()
    return result


def _invitation(t: Table) -> Invitation:
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


def _request(t: Table) -> JoinRequest:
    result = JoinRequest(t.text("by"), t.when(), t.texts("answers"))
    t.done()
    return result
