"""Bringing something to a community, changing it, taking it back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from django.db import transaction

from gilde.communities.models import Behaviour, Community
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.rows import moment_parameter
from gilde.core.db.writing import execute_soon
from gilde.core.idempotency import first_result, overtaken
from gilde.core.shorten import shortened
from gilde.dialogue.actions import hold, reference, tag
from gilde.dialogue.actions.attachment import describe, keys_in, place_attachments, take_away
from gilde.dialogue.actions.authors import credit, name_others
from gilde.dialogue.actions.preview import ask_preview
from gilde.dialogue.actions.published import ask_the_teller_again, count_published, tell_readers
from gilde.dialogue.actions.read_mark import has_read
from gilde.dialogue.actions.text import render, render_fields
from gilde.dialogue.actions.unnamed import as_heard
from gilde.dialogue.enums import ContributionKind, State, Verb
from gilde.dialogue.models import Contribution, Revision
from gilde.dialogue.queries.hold import Refers, refers, why_held
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.queries.standing import asks_teller
from gilde.dialogue.queries.tag import tag_names_of
from gilde.dialogue.rules import contribution as rules
from gilde.dialogue.rules import unnamed as unnamed_rules
from gilde.dialogue.rules.person import who
from gilde.people.actions.stand_in import stand_in
from gilde.people.models import Person


@dataclass(frozen=True)
class ContributionText:
    """What somebody wrote, cleaned by the form: the same for a new contribution and for an edit.

    Attributes:
        fields: Markdown (or an address) of the parts that the kind asks for, by name (``kinds.py``).
        tags: names as typed, at most 8.
        language: nl or en.
        attachments: keys of the writer's uploads that belong to this text.
    """

    title: str
    body: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    tags: Sequence[str] = ()
    language: str = "nl"
    brought_me: str = ""
    brought_us: str = ""
    behaviour: Behaviour | None = None
    attachments: Sequence[str] = ()


def _fill(row: Contribution, text: ContributionText, actor: Actor) -> list[str]:
    """Put ``text`` into ``row``, rendered; returns the mentioned handles and linked addresses for later."""
    body = render(text.body, actor=actor)
    fields_html, rendered = render_fields(row.kind, text.fields, actor=actor)
    row.title = text.title
    row.body = text.body
    row.fields = dict(text.fields)
    row.fields_html = fields_html
    row.body_html = body.html
    excerpts = [part.excerpt for part in (*rendered, body) if part.excerpt]
    row.excerpt = shortened(" ".join(excerpts), 300)
    row.language = text.language
    row.brought_me = text.brought_me
    row.brought_us = text.brought_us
    row.behaviour = text.behaviour
    return [part for r in (*rendered, body) for part in r.references]


@overtaken
@transaction.atomic
def contribute(
    *,
    actor: Actor,
    community: Community,
    kind: ContributionKind,
    text: ContributionText,
    authors: Sequence[Person] = (),
    teller: Person | None = None,
    audience: int | None = None,
    unnamed: bool = False,
    client_id: uuid.UUID | None = None,
) -> Contribution:
    """Publish a contribution, once per ``client_id``.

    Args:
        authors: people who made it together with the actor.
        teller: who told the story that the actor wrote down; it shows after the teller approved.
        audience: how far it goes, never further than the community allows; as usual there when not given.
        unnamed: without the name of the actor: everybody else, hosts included, sees the stand-in as its author.

    Raises:
        Refusal: when the actor may not contribute this kind here, the teller is not in the community, or one of those
            who are named and the actor blocked the other.
    """
    author_id = stand_in().pk if unnamed else who(actor)
    earlier = first_result(Contribution, client_id=client_id, author_id=author_id)
    if earlier is not None:
        return earlier
    rules.contribute.require(actor, community, kind)
    if unnamed:
        unnamed_rules.share.require(
            community, kind, together=bool(authors) or teller is not None, files=bool(text.attachments)
        )
    at = now()
    waits = teller is not None and teller.pk != actor.person_id
    row = Contribution(
        kind=kind,
        community=community,
        audience=community.audience_for(audience),
        author_id=author_id,
        asker_id=who(actor) if unnamed else None,
        state=State.WAITING if waits else State.PUBLISHED,
        created_at=at,
        last_activity_at=at,
        client_id=client_id or uuid.uuid4(),
    )
    references = _fill(row, text, actor)
    _nothing_that_tells(row, references)
    why = why_held(actor, community, refers(references, _typed(row)), unnamed=unnamed)
    if why is not None and not waits:  # what waits for its teller is looked at after that
        row.state = State.HELD
    together = [person for person in dict.fromkeys(authors) if person.pk != actor.person_id]
    row.several_authors = bool(together) or waits
    row.save(force_insert=True)
    credit(row, together, teller if waits else None, actor=actor)
    tag.set_tags(row, text.tags)
    place_attachments(actor=actor, keys=text.attachments, inline=keys_in(references), contribution=row)
    reference.record(row, references, actor=actor)
    ask_preview(row)
    has_read(person_id=actor.person_id, contribution_id=row.pk, at=at)
    if row.state == State.HELD and why is not None:
        hold.begin(row, why, actor=actor, first=True)
        return row
    if not waits:
        count_published(row, at)
    heard = as_heard(actor, row)
    activity.record(Verb.CONTRIBUTED, actor=heard, target=row, community=community, data={"kind": kind, "waits": waits})
    return row


def _typed(row: Contribution) -> list[str]:
    """Everything that was typed into ``row``."""
    return [row.title, row.body, *map(str, row.fields.values()), row.brought_me, row.brought_us]


def _nothing_that_tells(row: Contribution, references: Collection[str]) -> None:
    """No pictures in the text of somebody who asks without their name."""
    if row.asker_id is not None:
        unnamed_rules.no_files.require(files=bool(keys_in(references)))


def _words_of(row: Contribution) -> tuple[str, str, dict[str, str]]:
    """Title, body and the other words of ``row``, as a revision keeps them; ``tags`` is added to the last."""
    return row.title, row.body, {**row.fields, "brought_me": row.brought_me, "brought_us": row.brought_us}


@transaction.atomic
def edit(
    *,
    actor: Actor,
    contribution: Contribution,
    text: ContributionText,
    authors: Sequence[Person] | None = None,
    without: Collection[int] = (),
    alts: Mapping[int, str] = MappingProxyType({}),
) -> Contribution:
    """Change the text, its files and who is named with it; what the text was is kept as a revision. Does not bump the
    stream.

    A story that its teller approved waits for them again when somebody else changed it.

    Args:
        authors: who made it together with its author from now on; as it is when not given.
        without: ids of its files that are taken away.
        alts: what its pictures show, by the id of their file.

    Raises:
        Refusal: when the actor is not one of its authors, or may not name these people.
    """
    row = locked_contribution(contribution.pk)
    rules.edit.require(actor, row)
    if row.asker_id is not None:
        unnamed_rules.no_files.require(files=bool(text.attachments))
    before, tags = _words_of(row), tag_names_of(row)
    html = (row.body_html, str(row.fields_html))
    referred = refers_of(row, actor)
    references = _fill(row, text, actor)
    _nothing_that_tells(row, references)
    reworded = before != _words_of(row)
    fewer, described = take_away(row, without), describe(row, alts)
    others = authors is not None and name_others(row, authors, actor=actor)
    if reworded or text.attachments or fewer or described or others:
        ask_the_teller_again(row, actor)
    tag.set_tags(row, text.tags)
    if reworded or tags != tag_names_of(row):
        title, body, fields = before
        fields["tags"] = ", ".join(tags)
        Revision.objects.create(
            contribution=row, editor_id=as_heard(actor, row).person_id, title=title, body=body, fields=fields
        )
        row.edited_at = now()
    row.save()
    place_attachments(actor=actor, keys=text.attachments, inline=keys_in(references), contribution=row)
    reference.record(row, references, actor=actor)
    reference.let_go(row, *html)
    ask_preview(row)
    _look_again(row, actor, refers(references, _typed(row)), before=referred)
    activity.record(Verb.CONTRIBUTION_EDITED, actor=as_heard(actor, row), target=row, community=row.community_id)
    return row


def refers_of(row: Contribution, actor: Actor) -> Refers:
    """What ``row`` refers to as it stands now."""
    _html, rendered = render_fields(row.kind, row.fields, actor=actor)
    made = (*rendered, render(row.body, actor=actor))
    return refers([item for part in made for item in part.references], _typed(row))


def _look_again(row: Contribution, actor: Actor, said: Refers, *, before: Refers) -> None:
    """A link that comes with an edit is held like one that was there from the beginning.

    What goes back to its teller is looked at after that.
    """
    if asks_teller(row):
        hold.withdraw(row, by=actor)
    elif row.state == State.PUBLISHED:
        why = why_held(actor, row.community, said, before=before, unnamed=row.asker_id is not None)
        if why is not None:
            hold.begin(row, why, actor=actor, first=False)


@transaction.atomic
def delete(*, actor: Actor, contribution: Contribution, heard: Actor | None = None) -> bool:
    """Take a contribution away, with everything under it; whether it was still there.

    Args:
        heard: as whom the log has it; when not given, who asked without a name is nobody.

    Raises:
        Refusal: when the actor neither wrote it nor curates the community.
    """
    row = locked_contribution(contribution.pk)
    rules.delete.require(actor, row)
    if row.state == State.DELETED:
        return False
    heard = heard or as_heard(actor, row)
    was_published = row.state == State.PUBLISHED
    row.state = State.DELETED
    row.deleted_at = now()
    row.deleted_by_id = heard.person_id
    row.save(update_fields=["state", "deleted_at", "deleted_by"])
    if was_published:
        count_published(row, None)
    hold.withdraw(row, by=actor)
    activity.record(Verb.CONTRIBUTION_DELETED, actor=heard, target=row, community=row.community_id)
    return True


_BUMPED: Final = {
    column: f"UPDATE dialogue_contribution SET {column} = {column} + 1, last_activity_at = %s WHERE id = %s"  # noqa: S608
    for column in ("comment_count", "answer_count")
}


def bump(row: Contribution, at: datetime, *, counts: Literal["comment_count", "answer_count"]) -> None:
    """A comment or answer moves the locked contribution up in its streams and is counted in ``counts``, a column.

    Whoever has it open hears of it.
    """
    execute_soon(_BUMPED[counts], [moment_parameter(max(row.last_activity_at, at)), row.pk])
    tell_readers(row, at)
