"""The script as a whole, and what follows from it: who joined when, who has read what."""

from __future__ import annotations

from dataclasses import dataclass

from gilde.demo.script.rows.cases import Case
from gilde.demo.script.rows.communities import Community
from gilde.demo.script.rows.conversations import Contribution, Draft
from gilde.demo.script.rows.moment import When
from gilde.demo.script.rows.people import Organisation, Person


class ScriptError(Exception):
    """The content does not fit together; every problem is a sentence that names its file."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Script:
    """Everything the demo consists of, read and checked."""

    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    communities: tuple[Community, ...]
    contributions: tuple[Contribution, ...]
    drafts: tuple[Draft, ...]
    cases: tuple[Case, ...] = ()

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
