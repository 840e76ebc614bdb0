"""What of this room can be reported, and how it is taken away by a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.core.reportables import Reportable, Reported, register_reportable
from gilde.core.searchables import plain
from gilde.core.shorten import shortened
from gilde.dialogue.actions import answer as answers
from gilde.dialogue.actions import comment as comments
from gilde.dialogue.actions import contribution as contributions
from gilde.dialogue.actions import restore
from gilde.dialogue.actions.withheld import Said, show_again, withhold
from gilde.dialogue.enums import ComplimentState, State, Verb
from gilde.dialogue.models import Answer, Attachment, Comment, Compliment, Contribution
from gilde.dialogue.rules import contribution as rules

_BEGINNING = 80  # characters of a reply that stand for its title


def _contribution(actor: Actor, number: int) -> Reported | None:
    row = Contribution.objects.visible_to(actor).filter(pk=number).first()
    if row is None:
        return None
    texts = [row.body, *map(str, row.fields.values()), row.brought_me, row.brought_us]
    return Reported(
        title=row.title,
        said="\n\n".join(text for text in texts if text),
        url=row.get_absolute_url(),
        person_id=_whom(row, row.author_id),
        community_id=row.community_id,
        parts=_files(Attachment.objects.filter(contribution=row, answer=None, comment=None)),
        unnamed_id=_behind(row, row.author_id),
    )


def _answer(actor: Actor, number: int) -> Reported | None:
    row = Answer.objects.visible_to(actor).filter(pk=number).select_related("contribution").first()
    return _reply(row, row.get_absolute_url(), answer=row) if row is not None else None


def _comment(actor: Actor, number: int) -> Reported | None:
    row = Comment.objects.visible_to(actor).filter(pk=number).select_related("contribution").first()
    if row is None:
        return None
    at = f"a{row.answer_id}" if row.answer_id else f"c{row.pk}"
    return _reply(row, f"{row.contribution.get_absolute_url()}?at={at}#c{row.pk}", comment=row)


def _reply(row: Any, url: str, **holder: Any) -> Reported:
    words = plain(row.body_html)
    return Reported(
        title=shortened(words, _BEGINNING),
        said=row.body,
        url=url,
        person_id=_whom(row.contribution, row.author_id),
        community_id=row.community_id,
        parts=_files(Attachment.objects.filter(**holder)),
        unnamed_id=_behind(row.contribution, row.author_id),
    )


def _whom(contribution: Contribution, author_id: int) -> int | None:
    """Whom a report is about: nobody, when it was said without a name. What was said can be judged all the same."""
    return None if _behind(contribution, author_id) is not None else author_id


def _behind(contribution: Contribution, author_id: int) -> int | None:
    """Who speaks here without their name, if so."""
    return contribution.asker_id if author_id == contribution.author_id else None


def _files(rows: Any) -> tuple[tuple[str, int, str], ...]:
    return tuple(("file", pk, name) for pk, name in rows.values_list("pk", "name"))


def _compliment(actor: Actor, number: int) -> Reported | None:
    row = Compliment.objects.visible_to(actor).filter(pk=number).select_related("giver").first()
    if row is None:
        return None
    return Reported(
        title=_("Compliment of %(name)s") % {"name": row.giver.name},
        said=row.text,
        url=reverse("dialogue:compliments"),
        person_id=row.giver_id,
        community_id=row.community_id,
    )


def _file(actor: Actor, number: int) -> Reported | None:
    rows = Attachment.objects.visible_to(actor).filter(contribution__isnull=False)
    row = rows.filter(pk=number).select_related("contribution", "answer", "comment").first()
    if row is None or row.contribution is None:
        return None
    holder = row.comment or row.answer or row.contribution
    return Reported(
        title=row.name,
        said=row.alt,
        url=row.contribution.get_absolute_url(),
        person_id=_whom(row.contribution, row.uploader_id or holder.author_id),
        community_id=row.contribution.community_id,
    )


def _remover(actor: Actor, row: Any) -> Actor:
    """Who decided, where they curate; a decision of the operator is carried out by the machine."""
    return actor if rules.delete.allows(actor, row) else SYSTEM


def _remove_contribution(actor: Actor, number: int) -> bool:
    row = Contribution.objects.select_related("community").filter(pk=number).first()
    return row is not None and contributions.delete(actor=_remover(actor, row), contribution=row)


def _remove_answer(actor: Actor, number: int) -> bool:
    row = Answer.objects.select_related("community").filter(pk=number).first()
    return row is not None and answers.delete_answer(actor=_remover(actor, row), answer=row)


def _remove_comment(actor: Actor, number: int) -> bool:
    row = Comment.objects.select_related("community").filter(pk=number).first()
    return row is not None and comments.delete_comment(actor=_remover(actor, row), comment=row)


def _restore_contribution(actor: Actor, number: int) -> None:
    row = Contribution.objects.select_related("community").filter(pk=number).first()
    if row is not None:
        restore.restore_contribution(actor=_remover(actor, row), contribution=row)


def _restore_answer(actor: Actor, number: int) -> None:
    row = Answer.objects.select_related("community").filter(pk=number).first()
    if row is not None:
        restore.restore_answer(actor=_remover(actor, row), answer=row)


def _restore_comment(actor: Actor, number: int) -> None:
    row = Comment.objects.select_related("community").filter(pk=number).first()
    if row is not None:
        restore.restore_comment(actor=_remover(actor, row), comment=row)


def _hider(model: type[Said]) -> Callable[[Actor, int], bool]:
    def hide(actor: Actor, number: int) -> bool:
        row = model._default_manager.select_related("community").filter(pk=number).first()
        return row is not None and withhold(actor=_remover(actor, row), row=row, state=State.HIDDEN)

    return hide


def _shower(model: type[Said]) -> Callable[[Actor, int], None]:
    def show(actor: Actor, number: int) -> None:
        row = model._default_manager.select_related("community").filter(pk=number).first()
        if row is not None and row.state == State.HIDDEN:
            show_again(actor=_remover(actor, row), row=row)

    return show


@transaction.atomic
def _remove_compliment(_actor: Actor, number: int) -> bool:
    row = Compliment.objects.select_for_update().filter(pk=number).first()
    if row is None or row.state == ComplimentState.WITHDRAWN:
        return False
    row.state = ComplimentState.WITHDRAWN
    row.save(update_fields=["state"])
    activity.record(Verb.COMPLIMENT_WITHDRAWN, actor=SYSTEM, target=row, community=row.community_id)
    return True


@transaction.atomic
def _restore_compliment(_actor: Actor, number: int) -> None:
    # Only its receiver decides whether it shows.
    Compliment.objects.filter(pk=number, state=ComplimentState.WITHDRAWN).update(state=ComplimentState.WAITING)


def _stands_in(
    model: type[Contribution] | type[Answer] | type[Comment] | type[Compliment],
) -> Callable[[int], int | None]:
    return lambda number: model._default_manager.filter(pk=number).values_list("community", flat=True).first()


def register() -> None:
    """Called once, from the manifest."""
    for reportable in (
        Reportable("contribution", gettext_lazy("contribution"), _contribution, _remove_contribution,
                   _restore_contribution, _hider(Contribution), _shower(Contribution), _stands_in(Contribution)),
        Reportable("answer", gettext_lazy("answer"), _answer, _remove_answer, _restore_answer,
                   _hider(Answer), _shower(Answer), _stands_in(Answer)),
        Reportable("comment", gettext_lazy("comment"), _comment, _remove_comment, _restore_comment,
                   _hider(Comment), _shower(Comment), _stands_in(Comment)),
        Reportable("compliment", gettext_lazy("compliment"), _compliment, _remove_compliment, _restore_compliment,
                   stands_in=_stands_in(Compliment)),
        Reportable("file", gettext_lazy("file"), _file),
    ):  # fmt: skip
        register_reportable(reportable)
