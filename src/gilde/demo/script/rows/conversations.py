"""Conversations of the script, with everything people did with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gilde.demo.script.rows.moment import When


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
    audience: str | None
    unnamed: bool
    guests: tuple[str, ...]
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
