"""What a text refers to: people it mentions and contributions it links to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings

from gilde.core.actor import Actor
from gilde.dialogue.models import Answer, Comment, Contribution, ContributionLink, Mention
from gilde.people.models import Person

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
