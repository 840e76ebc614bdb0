"""What the governance room offers upward, and where it stands on pages of lower rooms."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.capability import can
from gilde.communities.queries.header import register_cases
from gilde.communities.queries.settings import SettingsPage, register_settings_page
from gilde.core.actor import Actor
from gilde.core.acts import register_acts
from gilde.core.exports import register_exporter
from gilde.core.panels import Panel, Slot, register_panel
from gilde.governance import acts, exports, subscribers
from gilde.governance.queries.case import waiting_for
from gilde.people.models import Person
from gilde.ui import navigation

__all__ = ["register", "subscribers"]


def person_panel(actor: Actor, person: Person) -> Iterator[Panel]:
    """Beneath someone else's profile: the way to report it; no statement."""
    if actor.person_id is not None and actor.person_id != person.pk:
        yield Panel("governance/report/panel.html", {"number": person.pk}, order=900)


def community_panel(actor: Actor, community: Community) -> Iterator[Panel]:
    """Beside a community: how it keeps to its agreements; no statement."""
    if can(actor, community, Capability.READ):
        yield Panel("governance/place/panel.html", {"slug": community.slug}, order=900)


def register() -> None:
    """Called once, when Django is ready."""
    register_acts(acts.ACTS)
    navigation.register(
        navigation.Entry(_("My reports"), "governance:mine", "flag", 60, slot="account", needs_person=True)
    )
    navigation.register(
        navigation.Entry(_("Reports"), "governance:everywhere", "flag", 85, slot="me", operator_only=True)
    )
    navigation.register(
        navigation.Entry(_("What happened"), "governance:logs", "scroll-text", 87, slot="me", operator_only=True)
    )
    register_settings_page(SettingsPage(_("What happened"), "governance:log"))
    register_cases(waiting_for)
    register_panel(Slot.PERSON, person_panel)
    register_panel(Slot.COMMUNITY, community_panel)
    register_exporter("governance", _("What you reported, and decisions about you"), exports.export, order=50)
