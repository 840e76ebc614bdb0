"""Files that belong to a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gilde.core.actor import Actor
from gilde.core.models import StoredFile
from gilde.core.models.file import FileKind
from gilde.core.rules import Refusal
from gilde.dialogue.actions.hold import withdraw
from gilde.dialogue.actions.published import ask_the_teller_again
from gilde.dialogue.models import Answer, Attachment, Comment, Contribution
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.queries.standing import asks_teller
from gilde.dialogue.rules import contribution as rules

MOST_FILES = 20
_FILE = re.compile(r"^/files/([A-Za-z0-9_-]{16,40})(?:/|$|\?)")


def keys_in(references: Iterable[str]) -> list[str]:
    """The keys of our own files among the addresses a text refers to."""
    return list(dict.fromkeys(found.group(1) for item in references if (found := _FILE.match(item))))


@transaction.atomic
def keep_upload(*, actor: Actor, file: StoredFile, name: str) -> Attachment:
    """Remember that ``actor`` added ``file`` to something they are writing; the same file again gives the same row.

    Raises:
        Refusal: for visitors.
    """
    if actor.person_id is None:
        raise Refusal(_("Log in to add a file."))
    row, _made = Attachment.objects.get_or_create(
        file=file, uploader_id=actor.person_id, contribution=None, defaults={"name": name[:200] or file.name}
    )
    return row


def place_attachments(
    *,
    actor: Actor,
    keys: Sequence[str],
    contribution: Contribution,
    inline: Sequence[str] = (),
    answer: Answer | None = None,
    comment: Comment | None = None,
) -> None:
    """Give the actor's waiting uploads to a text: ``keys`` beneath it, ``inline`` those that it shows itself.

    Keys of other people's uploads are ignored; at most twenty files hang on one text. Part of a larger action: call it
    inside its transaction.
    """
    wanted = list(dict.fromkeys([*inline, *keys]))[: MOST_FILES * 2]
    if not wanted:
        return
    here = Q(contribution=contribution, answer=answer, comment=comment)
    room = MOST_FILES - Attachment.objects.filter(here, inline=False).count()
    for row in Attachment.objects.filter(
        Q(contribution__isnull=True) | here, file__key__in=wanted, uploader_id=actor.person_id
    ).select_related("file"):
        # A sound that the text links to still gets its player beneath it.
        row.inline = row.file.key in inline and row.file.kind != FileKind.SOUND
        if row.contribution_id is None and not row.inline:
            if room <= 0:
                continue
            room -= 1
        row.contribution, row.answer, row.comment = contribution, answer, comment
        row.save(update_fields=["contribution", "answer", "comment", "inline"])


def take_away(
    contribution: Contribution,
    numbers: Collection[int],
    *,
    answer: Answer | None = None,
    comment: Comment | None = None,
) -> bool:
    """Take away those files of the contribution itself, or of that reply; the stored bytes go with the next clean-up.

    Part of a larger action: call it inside its transaction, after its rule. Answers whether any was there.
    """
    if not numbers:
        return False
    own = Attachment.objects.filter(pk__in=numbers, contribution=contribution, answer=answer, comment=comment)
    return bool(own.delete()[0])


def describe(
    contribution: Contribution, alts: Mapping[int, str], *, answer: Answer | None = None, comment: Comment | None = None
) -> bool:
    """Say what pictures of the contribution itself, or of that reply, show, by the number of their file.

    Part of a larger action: call it inside its transaction, after its rule. Answers whether any says something else.
    """
    if not alts:
        return False
    return _say(Attachment.objects.filter(contribution=contribution, answer=answer, comment=comment), alts)


@transaction.atomic
def describe_waiting(*, actor: Actor, alts: Mapping[int, str]) -> None:
    """Say what pictures show that ``actor`` added to something they are still writing."""
    if alts and actor.person_id is not None:
        _say(Attachment.objects.filter(contribution=None, uploader_id=actor.person_id), alts)


def _say(files: QuerySet[Attachment], alts: Mapping[int, str]) -> bool:
    changed = [row for row in files.filter(pk__in=alts, file__kind=FileKind.IMAGE) if row.alt != alts[row.pk]]
    for row in changed:
        row.alt = alts[row.pk]
        row.save(update_fields=["alt"])
    return bool(changed)


@transaction.atomic
def remove_attachment(*, actor: Actor, attachment: Attachment) -> None:
    """Take a file away from a text; the stored bytes go with the next clean-up. A second time changes nothing.

    Raises:
        Refusal: when the actor may not edit the text.
    """
    row = (
        Attachment.objects.select_related("contribution__community", "answer", "comment")
        .filter(pk=attachment.pk)
        .first()
    )
    if row is None:
        return
    if row.contribution is None:
        if row.uploader_id != actor.person_id:
            raise Refusal(_("Only the person who added this file can remove it."))
    elif row.comment is not None:
        rules.edit_reply.require(actor, row.comment)
    elif row.answer is not None:
        rules.edit_reply.require(actor, row.answer)
    else:
        contribution = locked_contribution(row.contribution.pk)
        rules.edit.require(actor, contribution)
        ask_the_teller_again(contribution, actor)
        contribution.save(update_fields=["state"])
        if asks_teller(contribution):
            withdraw(contribution, by=actor)
    row.delete()
