"""What a text refers to: people it mentions and contributions it links to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from gilde.core.actor import Actor
from gilde.dialogue.actions.text import render
from gilde.dialogue.models import Answer, Comment, Contribution, ContributionLink, Mention
from gilde.dialogue.models.reply import stands_q
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for

_IN_HTML = re.compile(r"/d/(\d{1,18})(?!\d)")
_CONTRIBUTION = re.compile(r"^/d/(\d{1,18})(?:/|$)")


def contribution_in(address: str) -> int | None:
    """The id of the contribution that ``address`` (a path, or a full address of this site) leads to, or None."""
    parts = urlsplit(address)
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return None
    found = _CONTRIBUTION.match(parts.path)
    return int(found.group(1)) if found else None


def record(
    contribution: Contribution,
    references: Sequence[str],
    *,
    actor: Actor,
    answer: Answer | None = None,
    comment: Comment | None = None,
) -> None:
    """Keep who is mentioned and what is linked to.

    Args:
        references: ``@handle`` for people, addresses for links, as the renderer found them.

    Only what the actor may see counts: a link to a hidden contribution leaves no trace, and nobody is mentioned who
    cannot be found. Between people of whom one blocked the other a name is only a link: anything else
    would tell who was blocked. Whoever speaks without a name is apart from nobody, or who is not told would learn whose
    words these are. Part of a larger action: call it inside its transaction.
    """
    handles = {item[1:].lower() for item in references if item.startswith("@")}
    if handles:
        apart = actor.apart if contribution.voice_of(actor.person_id or 0) == actor.person_id else frozenset[int]()
        left_out = [actor.person_id or 0, *apart]
        people = Person.objects.visible_to(actor).called(*handles).exclude(pk__in=left_out)
        Mention.objects.bulk_create(
            [Mention(person=person, contribution=contribution, answer=answer, comment=comment) for person in people],
            ignore_conflicts=True,
        )
    ids = {found for item in references if (found := contribution_in(item)) and found != contribution.pk}
    if ids:
        targets = Contribution.objects.visible_to(actor).filter(pk__in=ids)
        ContributionLink.objects.bulk_create(
            [ContributionLink(source=contribution, target=target) for target in targets], ignore_conflicts=True
        )


def again(reply: Answer | Comment) -> None:
    """Keep what a reply that is brought back refers to, with the comments under it, as far as its writer may know it
    now. Part of a larger action."""
    if isinstance(reply, Answer):
        for comment in reply.comments.filter(stands_q(), body_html__contains="/d/").select_related("contribution"):
            again(comment)
    where: dict[str, Any] = {"answer" if isinstance(reply, Answer) else "comment": reply}
    writer = actor_for(reply.author)
    record(reply.contribution, render(reply.body, actor=writer).references, actor=writer, **where)


def let_go(contribution: Contribution, *gone: str) -> None:
    """Forget the links of HTML that is ``gone`` and that nothing in the conversation has any more: "mentioned in" leads
    to words that are there. That something was a double stays. Part of a larger action, after the change."""
    before = _linked(gone)
    if not before:
        return
    replies = {"contribution": contribution, "body_html__contains": "/d/"}
    comments = Comment.objects.filter(Q(answer=None) | stands_q("answer"), stands_q(), **replies)
    here = list(comments.values_list("body_html", flat=True))
    here += Answer.objects.filter(stands_q(), **replies).values_list("body_html", flat=True)
    here += [str(part) for part in Contribution.objects.values_list("body_html", "fields_html").get(pk=contribution.pk)]
    left = before - _linked(here)
    ContributionLink.objects.filter(source=contribution, target__in=left, duplicate=False).delete()


def _linked(pieces: Iterable[str]) -> set[int]:
    return {int(number) for html in pieces for number in _IN_HTML.findall(html)}
