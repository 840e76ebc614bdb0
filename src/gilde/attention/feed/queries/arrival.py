"""What this room asks of newcomers, and what they have done so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gilde.communities.enums import CAPABILITIES, Capability, Role
from gilde.communities.models import Membership
from gilde.core.actor import Actor
from gilde.dialogue.models import Answer, Appreciation, Comment, Compliment, Contribution
from gilde.people.enums import Arriving, LabelKind
from gilde.people.models import Follow, Person, PersonLabel

RHYTHM: Final = "mail"
_THREE: Final = 3


def rhythm_step(_actor: Actor, _session: Mapping[str, Any]) -> str:
    """The page that asks for it; everybody is asked once."""
    return reverse("feed:arrive_mail")


class FirstThing(NamedTuple):
    """One line of the list for newcomers: what, where it is done, and whether it is."""

    label: str
    href: str
    done: bool


def first_things(actor: Actor) -> list[FirstThing]:
    """The five first things of a newcomer, told by what is there and never ticked by hand; empty when all are done, and
    for everybody who is not finding their way here. One statement."""
    if actor.arriving != Arriving.LIST or (actor.guest_in and not actor.roles):
        return []  # a guest of one conversation came for that one
    mine = {"author_id": actor.person_id}
    interests = PersonLabel.objects.filter(person=OuterRef("pk"), label__kind=LabelKind.INTEREST)
    found = (
        Person.objects.filter(pk=actor.person_id or 0)
        .annotate(
            # The third one exists: counting needs no more.
            three=Exists(interests.order_by("position")[_THREE - 1 : _THREE]),
            said=Q(Exists(Contribution.objects.filter(**mine)))
            | Q(Exists(Comment.objects.filter(**mine)))
            | Q(Exists(Answer.objects.filter(**mine))),
            thanked=Q(Exists(Follow.objects.filter(follower=OuterRef("pk"))))
            | Q(Exists(Appreciation.objects.filter(person=OuterRef("pk"))))
            | Q(Exists(Compliment.objects.filter(giver=OuterRef("pk")))),
        )
        .values_list("photo_key", "headline", "story", "three", "said", "thanked")
    )
    for photo, headline, story, three, said, thanked in found:
        things = [
            FirstThing(_("Add a photo"), reverse("people:photo"), bool(photo)),
            FirstThing(_("Write one line about you"), reverse("people:edit", args=["card"]), bool(headline or story)),
            FirstThing(_("Choose three interests"), reverse("people:arrive_interests"), three),
            FirstThing(_("Say hello, or reply to someone"), _hello(actor), said),
            FirstThing(_("Follow or thank someone"), reverse("feed:around"), thanked),
        ]
        return [] if all(thing.done for thing in things) else things
    return []


class Welcome(NamedTuple):
    """The words of welcome of a community, and where they stand."""

    name: str
    href: str


def welcome_of(actor: Actor) -> Welcome | None:
    """What a newcomer reads first: the words of welcome of the place they came to first. One statement, and none for
    everybody who is not finding their way here."""
    if actor.arriving != Arriving.LIST or not actor.roles:
        return None
    mine = Membership.objects.visible_to(actor).filter(person=actor.person_id or 0).exclude(community__welcome_html="")
    found = mine.order_by("since", "pk").values_list("community__name", "community__slug").first()
    return Welcome(found[0], reverse("communities:about", args=[found[1]]) + "#welcome") if found else None


def _hello(actor: Actor) -> str:
    """Where one says hello: the newest-named of one's own places in which one may share; else around."""
    for place in actor.places:
        if not place.archived and Capability.CONTRIBUTE in CAPABILITIES[Role(actor.roles[place.id])]:
            return reverse("dialogue:hello", args=[place.slug])
    return reverse("feed:around")
