"""What a host still has to do before people come."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from gilde.communities.enums import Capability
from gilde.communities.models import Ambition, Community
from gilde.communities.queries.capability import can
from gilde.core.actor import Actor
from gilde.core.clock import now

_FIRST: Final = 3  # contributions with which somebody who comes in finds something to read
_AS_LONG_AS: Final = timedelta(days=30)


class Step(NamedTuple):
    """One thing to do, where it is done, and whether it is."""

    label: str
    href: str
    done: bool


def first_steps(actor: Actor, community: Community) -> list[Step]:
    """The first steps in a new community, for who may shape it; empty when all are done, or after thirty days.

    One statement, for hosts of a new community alone.
    """
    if community.is_archived or community.created_at < now() - _AS_LONG_AS:
        return []
    if not can(actor, community, Capability.SHAPE):
        return []
    has_ambition = Ambition.objects.visible_to(actor).filter(community=community).exists()
    guide = reverse("insights:guide", args=[community.slug])
    steps = [
        Step(
            _("Say what it is for, for whom and how often"),
            guide,
            bool(community.purpose and community.for_whom and community.rhythm),
        ),
        Step(_("Share the first three contributions"), f"{guide}#first", community.contribution_count >= _FIRST),
        Step(_("Write a word of welcome"), _part(community, "texts"), bool(community.welcome_html)),
        Step(_("Agree how you treat each other"), _part(community, "charter"), community.charter_id is not None),
        Step(
            _("Say what you want to reach together"),
            reverse("communities:ambition_new", args=[community.slug]),
            has_ambition,
        ),
        Step(
            _("Invite the first people"),
            reverse("communities:invite", args=[community.slug]),
            community.member_count > 1,
        ),
    ]
    return [] if all(step.done for step in steps) else steps


def _part(community: Community, section: str) -> str:
    return reverse("communities:settings_section", args=[community.slug, section])
