"""The script of the living demo: who the people are, where they meet and what they said.

The content lies beside this file as TOML. `read_script()` turns it into typed rows and refuses,
in sentences that name the file, whatever does not fit together. Nothing here knows the database:
the loader walks the `Script` and creates rows through the ordinary actions.
"""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from gilde.demo.pictures import COVER_MOTIFS, ILLUSTRATIONS, PortraitSpec

CONTENT = Path(__file__).parent / "content"

COMMUNITY_KINDS = frozenset(
    [
        "association",
        "federation",
        "business_club",
        "working_group",
        "steering_group",
        "community_of_practice",
        "team",
        "network",
        "interim_pool",
        "circle",
    ]
)
CONTRIBUTION_KINDS = frozenset(["discussion", "question", "practice", "story", "idea", "resource", "announcement"])
COMMUNITY_AUDIENCES = frozenset({"public", "members", "community"})
SECTION_AUDIENCES = frozenset({"public", "members", "community", "me"})
SECTIONS = frozenset(
    [
        "headline",
        "story",
        "motivation",
        "specialisms",
        "hobbies",
        "languages",
        "region",
        "work",
        "affiliations",
        "links",
    ]
)
JOININGS = frozenset({"open", "request", "invitation"})
LANGUAGES = frozenset({"nl", "en"})
WORK_SITUATIONS = frozenset({"employee", "freelance", "both", "between", "student", "retired"})
MOTIVATION_KEYS = frozenset({"who_am_i", "where_is_my_heart", "what_do_i_want", "what_will_i_give_up", "how_i_work"})
LOGINS = frozenset({"member", "host", "newcomer"})
COMPLIMENT_STATUSES = frozenset({"shown", "hidden", "waiting"})
TELLER_STATUSES = frozenset({"approved", "waiting"})
OLDEST_DAY = 92

MENTION = re.compile(r"(?<![\w/.@])@([a-z][a-z0-9-]*)")
REFERENCE = re.compile(r"\[\[([a-z0-9-]+)\]\]")
# The working day of the demo ends here; see When.moment.
_END_OF_DAY = time(20, 0)


class ScriptError(Exception):
    """The content does not fit together; every problem is a sentence that names its file."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, order=True)
class When:
    """A moment relative to the day on which the demo starts; later moments are greater."""

    sort_index: tuple[int, time] = field(init=False, repr=False)
    days_ago: int
    at: time

    def __post_init__(self) -> None:
        object.__setattr__(self, "sort_index", (-self.days_ago, self.at))

    def moment(self, now: datetime) -> datetime:
        """Give the aware moment, never later than `now` and always in the order of the script.

        What happened today is squeezed between midnight and now, so that a demo started
        at half past eight still has a today, in the right order and without a future.
        """
        if now.tzinfo is None:
            raise ValueError("A moment needs a time zone: pass an aware `now`.")
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        if self.days_ago > 0 or now.time() >= _END_OF_DAY:
            # Through the calendar, so that a change to summer time does not move office hours.
            day = (midnight - timedelta(days=self.days_ago)).date()
            return datetime.combine(day, self.at, tzinfo=now.tzinfo)
        share = _seconds(self.at) / _seconds(_END_OF_DAY)
        passed = now.astimezone(UTC) - midnight.astimezone(UTC)
        return (midnight.astimezone(UTC) + passed * share).astimezone(now.tzinfo)


@dataclass(frozen=True)
class Organisation:
    """An organisation that people work for or with."""

    slug: str
    name: str
    kind: str
    place: str
    about: str
    website: str
    language: str


@dataclass(frozen=True)
class Affiliation:
    """A person's place in an organisation; `until` is None while it lasts."""

    organisation: str
    title: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Link:
    """A link on a profile."""

    label: str
    url: str


@dataclass(frozen=True)
class Person:
    """Somebody who lives in the demo."""

    handle: str
    name: str
    headline: str
    story: str
    joined_days_ago: int
    work: str
    region: str
    interface_language: str
    languages: tuple[str, ...]
    specialisms: tuple[str, ...]
    hobbies: tuple[str, ...]
    follows: tuple[str, ...]
    motivation: dict[str, str]
    affiliations: tuple[Affiliation, ...]
    links: tuple[Link, ...]
    audiences: dict[str, str]
    portrait: PortraitSpec | None
    demo_login: str | None
    storyline: str | None


@dataclass(frozen=True)
class Parent:
    """An edge of the graph: joining the child joins a required parent too."""

    slug: str
    required: bool


@dataclass(frozen=True)
class Behaviour:
    """Something one can see people do."""

    key: str
    text: str


@dataclass(frozen=True)
class Result:
    """What an ambition gave, with its date and evidence."""

    title: str
    when: When
    evidence: str
    contribution: str | None


@dataclass(frozen=True)
class Ambition:
    """What a community wants to become true."""

    key: str
    title: str
    why: str
    behaviours: tuple[Behaviour, ...]
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Invitation:
    """An invitation by link."""

    code: str
    by: str
    note: str
    days_ago: int
    expires_in_days: int
    limit: int | None
    used: int
    revoked: bool


@dataclass(frozen=True)
class JoinRequest:
    """Somebody at the door; answers in the order of the community's questions."""

    by: str
    when: When
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Community:
    """A place where people belong."""

    slug: str
    kind: str
    names: dict[str, str]
    purposes: dict[str, str]
    language: str
    audience: str
    joining: str
    questions: tuple[str, ...]
    welcome: str
    first_page: str
    charter: str
    cover: str
    initials: str
    started_days_ago: int
    parents: tuple[Parent, ...]
    organisations: tuple[str, ...]
    hosts: tuple[str, ...]
    facilitators: tuple[str, ...]
    members: tuple[str, ...]
    guests: tuple[str, ...]
    joined: dict[str, int]
    ambitions: tuple[Ambition, ...]
    invitations: tuple[Invitation, ...]
    requests: tuple[JoinRequest, ...]
    announcements: tuple[str, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody with a role here, hosts first."""
        return self.hosts + self.facilitators + self.members + self.guests

    def role_of(self, handle: str) -> str | None:
        """Tell the role of a person here: host, facilitator, member, guest or None."""
        roles = {"host": self.hosts, "facilitator": self.facilitators, "member": self.members, "guest": self.guests}
        return next((role for role, handles in roles.items() if handle in handles), None)


@dataclass(frozen=True)
class Appreciation:
    """One tap of thanks: like, learned or used."""

    like: tuple[str, ...] = ()
    learned: tuple[str, ...] = ()
    used: tuple[str, ...] = ()

    @property
    def people(self) -> frozenset[str]:
        """Everybody who appreciated in any way."""
        return frozenset(self.like + self.learned + self.used)


@dataclass(frozen=True)
class Comment:
    """A remark under a contribution or an answer; a quote is literally in what `quoting` wrote before."""

    by: str
    when: When
    body: str
    quote: str | None
    quoting: str | None
    key: str | None
    appreciation: Appreciation


@dataclass(frozen=True)
class Answer:
    """An answer to a question."""

    by: str
    when: When
    body: str
    accepted: bool
    key: str | None
    appreciation: Appreciation
    comments: tuple[Comment, ...]


@dataclass(frozen=True)
class Compliment:
    """One concrete sentence to a person, about the contribution or about the answer or comment `about`."""

    by: str
    to: str
    when: When
    text: str
    about: str | None
    skill: str | None
    behaviour: str | None
    status: str


@dataclass(frozen=True)
class Closing:
    """Who closed a contribution, when and why."""

    by: str
    when: When
    reason: str


@dataclass(frozen=True)
class Contribution:
    """A thread: the contribution with everything people did with it."""

    key: str
    community: str
    kind: str
    authors: tuple[str, ...]
    teller: str | None
    teller_status: str | None
    title: str
    language: str
    when: When
    body: str
    fields: dict[str, str]
    tags: tuple[str, ...]
    picture: str | None
    picture_alt: str | None
    sound: bool
    pinned: bool
    closed: Closing | None
    me_too: tuple[str, ...]
    saved: tuple[str, ...]
    read: tuple[str, ...]
    appreciation: Appreciation
    brought_me: str
    brought_us: str
    answers: tuple[Answer, ...]
    comments: tuple[Comment, ...]
    compliments: tuple[Compliment, ...]

    @property
    def author(self) -> str:
        """The one who wrote it down (for a told story: the scribe)."""
        return self.authors[0]

    @property
    def all_comments(self) -> tuple[Comment, ...]:
        """Comments on the contribution and on its answers."""
        return self.comments + tuple(comment for answer in self.answers for comment in answer.comments)

    @property
    def replies(self) -> tuple[Answer | Comment, ...]:
        """Every answer and comment of the thread."""
        return self.answers + self.all_comments

    @property
    def last_activity(self) -> When:
        """When somebody last wrote, answered or commented."""
        return max([self.when, *(reply.when for reply in self.replies)])

    @property
    def texts_of_start(self) -> tuple[str, ...]:
        """The texts of the contribution itself."""
        return (self.body, *self.fields.values())

    @property
    def texts(self) -> Iterator[str]:
        """Every text a mention or a link may stand in."""
        yield from self.texts_of_start
        yield from (answer.body for answer in self.answers)
        yield from (comment.body for comment in self.all_comments)


@dataclass(frozen=True)
class Draft:
    """A draft that waits for its author."""

    by: str
    community: str
    kind: str
    title: str
    language: str
    when: When
    body: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Script:
    """Everything the demo consists of, read and checked."""

    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    communities: tuple[Community, ...]
    contributions: tuple[Contribution, ...]
    drafts: tuple[Draft, ...]

    def person(self, handle: str) -> Person:
        """Find a person by handle."""
        return next(person for person in self.people if person.handle == handle)

    def community(self, slug: str) -> Community:
        """Find a community by slug."""
        return next(community for community in self.communities if community.slug == slug)

    def login(self, name: str) -> Person:
        """Find the person behind a one-click login: member, host or newcomer."""
        return next(person for person in self.people if person.demo_login == name)

    def joined(self, community: Community, handle: str) -> int:
        """Tell how many days ago a person joined a community."""
        latest = min(self.person(handle).joined_days_ago, community.started_days_ago)
        return community.joined.get(handle, latest)

    def readers(self, contribution: Contribution) -> frozenset[str]:
        """Tell who has read a contribution.

        Whoever took part has read it, and so has whoever is named under `read`. What has been quiet for
        ten days has been read by all who were members by then; `read = ["*"]` says so for newer ones.
        """
        taking_part = set(contribution.authors) | {a.by for a in contribution.answers}
        taking_part |= {c.by for c in contribution.all_comments} | {c.by for c in contribution.compliments}
        taking_part |= contribution.appreciation.people | set(contribution.me_too) | set(contribution.saved)
        for answer in contribution.answers:
            taking_part |= answer.appreciation.people
        for comment in contribution.all_comments:
            taking_part |= comment.appreciation.people
        last = contribution.last_activity
        if "*" in contribution.read or (not contribution.read and last.days_ago > 10):
            community = self.community(contribution.community)
            taking_part |= {h for h in community.people if self.joined(community, h) >= last.days_ago}
        return frozenset(taking_part | (set(contribution.read) - {"*"}))

    def in_order(self) -> tuple[Contribution, ...]:
        """Give the contributions, oldest first."""
        return tuple(sorted(self.contributions, key=lambda contribution: contribution.when))


def read_script(folder: Path = CONTENT) -> Script:
    """Read and check the whole content; raise ScriptError with every problem found."""
    problems: list[str] = []
    organisations = tuple(_organisation(t) for t in _tables(folder / "organisations.toml", "organisations", problems))
    people = tuple(_person(t) for t in _tables(folder / "people.toml", "people", problems))
    communities = tuple(_community(t) for t in _tables(folder / "communities.toml", "communities", problems))
    drafts = tuple(_draft(t) for t in _tables(folder / "drafts.toml", "drafts", problems))
    files = sorted((folder / "contributions").glob("*/*.toml"))
    contributions = tuple(_contribution(path, _load(path, problems), problems) for path in files)
    if problems:
        raise ScriptError(problems)
    script = Script(organisations, people, communities, contributions, drafts)
    # Each look may trust what the one before found in order.
    for look in (_doubles_everywhere, _misfits_of_people, _misfits_of_communities, _misfits_of_contributions):
        problems.extend(look(script))
        if problems:
            raise ScriptError(problems)
    return script


# Reading


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


# Checking what belongs together


def _doubles_everywhere(script: Script) -> Iterator[str]:
    yield from _doubles("people.toml", "handle", [p.handle for p in script.people])
    yield from _doubles("people.toml", "demo_login", [p.demo_login for p in script.people if p.demo_login])
    yield from _doubles("organisations.toml", "slug", [o.slug for o in script.organisations])
    yield from _doubles("communities.toml", "slug", [c.slug for c in script.communities])
    yield from _doubles("contributions", "key", [c.key for c in script.contributions])


def _misfits_of_people(script: Script) -> Iterator[str]:
    handles = {person.handle for person in script.people}
    organisations = {organisation.slug for organisation in script.organisations}
    for person in script.people:
        place = f"people.toml, {person.handle}"
        for other in person.follows:
            if other not in handles or other == person.handle:
                yield f"{place}: follows {other}, who is not somebody else here."
        for affiliation in person.affiliations:
            if affiliation.organisation not in organisations:
                yield f"{place}: there is no organisation {affiliation.organisation}."
            if affiliation.until and affiliation.until < affiliation.since:
                yield f"{place}: leaves {affiliation.organisation} before arriving."


def _misfits_of_communities(script: Script) -> Iterator[str]:
    handles = {person.handle for person in script.people}
    slugs = {community.slug for community in script.communities}
    keys = {contribution.key for contribution in script.contributions}
    for community in script.communities:
        yield from _misfits_of_community(script, community, handles, slugs, keys)


def _misfits_of_community(
    script: Script, community: Community, handles: set[str], slugs: set[str], keys: set[str]
) -> Iterator[str]:
    place = f"communities.toml, {community.slug}"
    yield from _doubles(place, "person", list(community.people))
    organisations = {organisation.slug for organisation in script.organisations}
    for handle in {*community.people, *community.joined, *(r.by for r in community.requests)} - handles:
        yield f"{place}: there is no person {handle}."
    for slug in set(community.organisations) - organisations:
        yield f"{place}: there is no organisation {slug}."
    if not community.hosts:
        yield f"{place}: nobody hosts it."
    for handle, days in community.joined.items():
        if handle not in community.people:
            yield f"{place}: {handle} joined but has no role."
        elif handle in handles and days > script.person(handle).joined_days_ago:
            yield f"{place}: {handle} joined before arriving in the house."
    for parent in community.parents:
        if parent.slug not in slugs:
            yield f"{place}: there is no parent {parent.slug}."
        elif parent.required:
            for handle in set(community.people) - set(script.community(parent.slug).people):
                yield f"{place}: {handle} is not in the required parent {parent.slug}."
    for request in community.requests:
        if request.by in community.people:
            yield f"{place}: {request.by} asks to join but is in already."
        if len(request.answers) != len(community.questions):
            yield f"{place}: {request.by} answers {len(request.answers)} of {len(community.questions)} questions."
    if (community.joining == "request") != bool(community.questions):
        yield f"{place}: questions belong to joining on request, and the other way round."
    for invitation in community.invitations:
        if invitation.by not in community.people:
            yield f"{place}: {invitation.by} invites but is not in it."
    named = [r.contribution for a in community.ambitions for r in a.results if r.contribution]
    for key in {*named, *community.announcements} - keys:
        yield f"{place}: there is no contribution {key}."
    for key in {ref for text in (community.first_page, community.welcome) for ref in REFERENCE.findall(text)} - keys:
        yield f"{place}: there is no contribution {key} to link to."


def _misfits_of_contributions(script: Script) -> Iterator[str]:
    handles = {person.handle for person in script.people}
    slugs = {community.slug for community in script.communities}
    keys = {contribution.key for contribution in script.contributions}
    for draft in script.drafts:
        if draft.by not in handles or draft.community not in slugs:
            yield f"drafts.toml: {draft.by} or {draft.community} does not exist."
    for contribution in script.contributions:
        place = f"{contribution.community}/{contribution.key}"
        if contribution.community not in slugs:
            yield f"{place}: there is no community {contribution.community}."
            continue
        for sentence in _misfits_of_contribution(script, contribution, handles, keys):
            yield f"{place}: {sentence}"


def _misfits_of_contribution(
    script: Script, contribution: Contribution, handles: set[str], keys: set[str]
) -> Iterator[str]:
    community = script.community(contribution.community)
    yield from _misfits_of_presence(script, contribution, community)
    named = {handle for text in contribution.texts for handle in MENTION.findall(text)}
    for handle in sorted(named - handles):
        yield f"mentions @{handle}, who does not exist."
    linked = {key for text in contribution.texts for key in REFERENCE.findall(text)}
    for key in sorted(linked - keys):
        yield f"links to [[{key}]], which does not exist."
    if contribution.key in linked:
        yield "links to itself."
    if contribution.kind != "question" and (contribution.answers or contribution.me_too):
        yield "answers and me-too belong to a question."
    if sum(answer.accepted for answer in contribution.answers) > 1:
        yield "more than one answer is accepted."
    if (contribution.teller is None) != (contribution.teller_status is None):
        yield "a teller and a teller_status go together."
    if contribution.teller and contribution.kind != "story":
        yield "only a story has a teller."
    if (contribution.picture is None) != (contribution.picture_alt is None):
        yield "a picture needs a picture_alt."
    yield from _misfits_of_time(contribution)
    own = {entry.key for entry in contribution.replies if entry.key}
    behaviours = {b.key for c in script.communities for a in c.ambitions for b in a.behaviours}
    for compliment in contribution.compliments:
        if compliment.about and compliment.about not in own:
            yield f"a compliment is about {compliment.about}, which is not in this thread."
        if compliment.behaviour and compliment.behaviour not in behaviours:
            yield f"a compliment names the behaviour {compliment.behaviour}, which no ambition has."
        if compliment.by == compliment.to:
            yield f"{compliment.by} compliments themselves."


def _misfits_of_presence(script: Script, contribution: Contribution, community: Community) -> Iterator[str]:
    """Whoever speaks or appreciates must be in the community, and must have joined by then."""
    acts: list[tuple[str, int]] = [(handle, contribution.when.days_ago) for handle in contribution.authors]
    acts += [(entry.by, entry.when.days_ago) for entry in contribution.replies]
    acts += [(entry.by, entry.when.days_ago) for entry in contribution.compliments]
    quiet = set(contribution.me_too) | set(contribution.saved) | (set(contribution.read) - {"*"})
    quiet |= contribution.appreciation.people | {c.to for c in contribution.compliments}
    for entry in contribution.replies:
        quiet |= entry.appreciation.people
        if entry.by in entry.appreciation.people:
            yield f"{entry.by} appreciates their own words."
    if set(contribution.authors) & (contribution.appreciation.people | set(contribution.me_too)):
        yield f"{contribution.author} appreciates their own contribution."
    if contribution.teller:
        quiet.add(contribution.teller)
    if contribution.closed:
        acts.append((contribution.closed.by, contribution.closed.when.days_ago))
    for handle in sorted({handle for handle, _ in acts} | quiet):
        if handle not in community.people:
            yield f"{handle} is not in {community.slug}."
    for handle, days_ago in acts:
        if handle in community.people and days_ago > script.joined(community, handle):
            yield f"{handle} acts {days_ago} days ago but joined {script.joined(community, handle)} days ago."


def _misfits_of_time(contribution: Contribution) -> Iterator[str]:
    written: list[tuple[str, str]] = [(a, t) for a in contribution.authors for t in contribution.texts_of_start]
    for answer in contribution.answers:
        if answer.when <= contribution.when:
            yield f"{answer.by} answers before the question is there."
        yield from _misfits_of_comments(answer.comments, answer.when, [*written, (answer.by, answer.body)])
    yield from _misfits_of_comments(contribution.comments, contribution.when, written)
    for compliment in contribution.compliments:
        if compliment.when <= contribution.when:
            yield f"{compliment.by} gives a compliment before there is something to praise."
    if contribution.closed and contribution.closed.when < contribution.last_activity:
        yield "somebody speaks after it was closed."


def _misfits_of_comments(comments: tuple[Comment, ...], start: When, said: list[tuple[str, str]]) -> Iterator[str]:
    previous, heard = start, list(said)
    for comment in comments:
        if comment.when <= previous:
            yield f"the comment of {comment.by} ({comment.when.days_ago} days ago) is not after what it follows."
        previous = comment.when
        if (comment.quote is None) != (comment.quoting is None):
            yield f"the comment of {comment.by} needs both `quote` and `quoting`."
        elif comment.quote and not any(by == comment.quoting and comment.quote in text for by, text in heard):
            yield f"{comment.by} quotes {comment.quoting}, who did not literally say that here."
        heard.append((comment.by, comment.body))


def _doubles(place: str, what: str, values: list[str]) -> Iterator[str]:
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield f"{place}: the {what} {value} is there twice."


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
