"""Everything the page of one contribution shows, in three statements whatever hangs on it.

The contribution itself comes through ``visible_to``; its replies (:mod:`.replies`) and what stands around it
(:mod:`.around`) are read with hand-written SQL into typed rows, because this is the hottest page of the house.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from gilde.core.actor import Actor
from gilde.core.db.trips import Reading, shared, together
from gilde.dialogue.enums import AppreciationKind, ContributionKind, Part
from gilde.dialogue.kinds import kind_form
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.around import Around, around, counts_of
from gilde.dialogue.queries.one import contribution_for
from gilde.dialogue.queries.person import PersonRow, person_row
from gilde.dialogue.queries.replies import Place, Replies, replies
from gilde.dialogue.queries.reply import ReplyRow
from gilde.dialogue.queries.source import Source, source_of
from gilde.dialogue.queries.standing import Standing
from gilde.dialogue.queries.stream_row import PlaceRow, place_row

__all__ = ["ContributionPage", "contribution_for", "contribution_page"]


class Section(NamedTuple):
    """A part of the text that is special to the kind."""

    name: str
    label: object
    html: Markup


@dataclass
class ContributionPage:
    """A contribution with what stands around it, as far as the actor may see it.

    Attributes:
        author: who wrote it; of a told story the teller, and then ``scribe`` is who wrote it down.
        authors: the others who made it.
        standing: how the reader stands to it, for the rules.
        earlier: whether the comments do not begin at the first one.
    """

    contribution: Contribution
    actor: Actor
    author: PersonRow
    place: PlaceRow
    sections: list[Section]
    source: Source | None
    around: Around
    replies: Replies
    standing: Standing
    shown: Place
    authors: list[PersonRow] = field(default_factory=list)
    scribe: PersonRow | None = None

    @property
    def fields_first(self) -> bool:
        """Whether the parts of its kind stand before the free text."""
        return kind_form(self.contribution.kind).fields_first

    @property
    def folded(self) -> bool:
        """Whether the reader blocked who wrote it; an announcement is an act of the community and stays open."""
        if self.contribution.kind == ContributionKind.ANNOUNCEMENT:
            return False
        return not self.actor.blocks.isdisjoint((self.contribution.author_id, self.author.id))

    @property
    def names_me(self) -> bool:
        """Whether the reader is one of the others who made it."""
        return any(person.id == self.actor.person_id for person in self.authors)

    @property
    def earlier(self) -> bool:
        """Whether there are comments before the first one here."""
        return self.shown.after > 0

    @property
    def counts(self) -> dict[AppreciationKind, int]:
        """How often each sign of appreciation was given to it."""
        return counts_of(self.contribution)

    @property
    def unread(self) -> bool:
        """Whether something happened since the reader was here."""
        read_at = self.around.read_at
        return self.actor.person_id is not None and (read_at is None or read_at < self.contribution.last_activity_at)

    def is_mine(self, row: ReplyRow) -> bool:
        """Whether the reader wrote ``row``, under their name or as the one who asked without it."""
        return row.author.id == self.contribution.voice_of(self.actor.person_id or 0)

    def is_new(self, row: ReplyRow) -> bool:
        """Whether ``row`` came after the reader was here; on a first visit nothing stands out."""
        read_at = self.around.read_at
        return read_at is not None and row.created_at > read_at and not self.is_mine(row)


@shared
def contribution_page(
    actor: Actor, contribution: Contribution, shown: Place | None = None, found: Replies | None = None
) -> Reading[ContributionPage]:
    """The page of ``contribution``, which the caller loaded with :func:`contribution_for`.

    Args:
        shown: which part of a long conversation is asked for; the beginning without it.
        found: its replies, when the caller chose them.
    """
    shown = shown or Place()
    if found is None:
        beside, found = yield from together(
            around.reading(actor, contribution), replies.reading(actor, contribution, shown)
        )
    else:
        beside = yield from around.reading(actor, contribution)
    place = contribution.community
    page = ContributionPage(
        contribution=contribution,
        actor=actor,
        author=person_row(contribution.author, actor),
        place=place_row(actor, place.pk, place.name, place.slug, place.audience),
        sections=[
            Section(part.name, part.label, Markup(contribution.fields_html[part.name]))  # noqa: S704 - cleaned at save
            for part in kind_form(contribution.kind).fields
            if contribution.fields_html.get(part.name)
        ],
        source=source_of(contribution.origin, contribution.uri, contribution.licence),
        around=beside,
        replies=found,
        standing=_standing(actor, contribution, beside),
        shown=shown,
    )
    for maker in beside.makers:
        if maker.part == Part.TELLER:
            page.scribe, page.author = page.author, maker.person
        else:
            page.authors.append(maker.person)
    return page


def _standing(actor: Actor, contribution: Contribution, beside: Around) -> Standing:
    """The same as ``standing()``, from what the page has read already."""
    if actor.person_id is None:
        return Standing(is_author=False, charter_current=True)
    makers = {contribution.author_id, contribution.asker_id, *(maker.person.id for maker in beside.makers)}
    member = actor.role_in(contribution.community_id) is not None
    return Standing(
        is_author=actor.person_id in makers,
        charter_current=not member or contribution.community.is_charter_current(beside.charter_seen),
    )
