"""What the script of the demo consists of; times are relative to the day on which it starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from gilde.demo.pictures import PortraitSpec

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

    def read_marks(self, contribution: Contribution) -> dict[str, When]:
        """Tell until when each reader has read: a busy person has not seen what came after their own last word."""
        last = contribution.last_activity
        spoke: dict[str, When] = {}
        if last.days_ago <= 3:
            for author in contribution.authors:
                spoke[author] = contribution.when
            for reply in contribution.replies:
                spoke[reply.by] = max(spoke.get(reply.by, reply.when), reply.when)
        named = set(contribution.read)
        return {
            handle: last if handle in named or handle not in spoke else spoke[handle]
            for handle in sorted(self.readers(contribution))
        }

    def in_order(self) -> tuple[Contribution, ...]:
        """Give the contributions, oldest first."""
        return tuple(sorted(self.contributions, key=lambda contribution: contribution.when))


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
