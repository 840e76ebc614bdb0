"""Communities of the script, with who is in them and what they want."""

from __future__ import annotations

from dataclasses import dataclass

from gilde.demo.script.rows.moment import When


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
    for_whom: str
    rhythm: str
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
