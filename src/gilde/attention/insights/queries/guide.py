"""What a new community can begin with: three contributions that its host finishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.enums import ContributionKind, State
from gilde.dialogue.models import Contribution, Draft


@dataclass(frozen=True)
class First:
    """One of the first three.

    Attributes:
        title, body: what the draft begins with, in the language of the community.
        made: the contribution of this kind that stands there already.
        begun: whether the host has a draft of this kind.
    """

    kind: ContributionKind
    why: str
    title: str
    body: str
    made: Contribution | None
    begun: bool


ORDER: Final = (ContributionKind.DISCUSSION, ContributionKind.QUESTION, ContributionKind.PRACTICE)


def first_three(actor: Actor, community: Community) -> list[First]:
    """The three, each with what there is already; two statements."""
    rows = Contribution.objects.filter(community=community, kind__in=ORDER, state=State.PUBLISHED)
    made = {row.kind: row for row in rows.visible_to(actor).select_related("community").order_by("-pk")[:60]}
    places = [f"new:{kind.value}" for kind in ORDER]
    drafts = Draft.objects.filter(person_id=actor.person_id or 0, place__in=places)
    begun = {
        place.removeprefix("new:")
        for place, data in drafts.values_list("place", "data")
        if str(data.get("community", "")) == str(community.pk)
    }
    why = {
        ContributionKind.DISCUSSION: _("Introduce yourself, and ask everyone who comes in to do the same."),
        ContributionKind.QUESTION: _("Ask something you really do not know: it shows that asking is normal here."),
        ContributionKind.PRACTICE: _("Tell one thing you did that worked: it shows what people can bring."),
    }
    texts = _texts(community)
    return [First(kind, why[kind], *texts[kind], made.get(kind), kind.value in begun) for kind in ORDER]


def draft_for(community: Community, kind: ContributionKind) -> dict[str, Any]:
    """What the composer begins with."""
    title, body = _texts(community)[kind]
    return {"title": title, "body": body, "community": str(community.pk), "language": community.language}


def _texts(community: Community) -> dict[ContributionKind, tuple[str, str]]:
    with override(community.language):
        lines = [
            (_("What we are here for: %(words)s"), community.purpose),
            (_("For whom: %(words)s"), community.for_whom),
            (_("How often: %(words)s"), community.rhythm),
        ]
        about = "\n\n".join(said % {"words": words} for said, words in lines if words)
        hello = _(
            "Say who you are in three sentences: what you do, what you are good at, and what you hope to learn here."
        )
        return {
            ContributionKind.DISCUSSION: (_("Who are we?"), "\n\n".join(part for part in (about, hello) if part)),
            ContributionKind.QUESTION: (
                _("What are you stuck on this month?"),
                _("I will begin: I do not know yet how to … What have you tried? Half an answer helps too."),
            ),
            ContributionKind.PRACTICE: (_("A small thing that worked for us"), ""),
        }
