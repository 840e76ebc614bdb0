"""Founding a community and changing it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gilde.communities.actions.charter import put_in_force
from gilde.communities.actions.edge import connect
from gilde.communities.actions.membership import enrol
from gilde.communities.enums import CommunityKind, Guests, Joining, Role, Unnamed, Verb
from gilde.communities.models import Community, FormerSlug
from gilde.communities.queries.slug import suggest
from gilde.communities.rules import community as rules
from gilde.communities.rules import edge as edge_rules
from gilde.communities.rules.kind import defaults_of
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.idempotency import first_result
from gilde.core.markdown import render
from gilde.core.models.file import StoredFile
from gilde.core.rules import Refusal

_TRIES = 5  # a suggested address can be taken by somebody else in the same instant


@transaction.atomic
def found(
    *,
    actor: Actor,
    kind: CommunityKind,
    name: str,
    purpose: str = "",
    language: str = "nl",
    audience: Audience | None = None,
    joining: Joining | None = None,
    slug: str = "",
    charter: str = "",
    cover: StoredFile | None = None,
    parents: Mapping[int, bool] | None = None,
    client_id: uuid.UUID | None = None,
) -> Community:
    """Start a community; who starts it is its first host. Without further choice it gets what its kind starts with.

    Args:
        actor: who founds it; founded by the system it has no host yet.
        kind: sets the defaults.
        name: of the community.
        purpose: one line.
        language: nl or en.
        audience: who sees it.
        joining: how people come in.
        slug: the wanted address; empty makes one from the name.
        charter: its first agreements, Markdown.
        cover: a picture that was stored before.
        parents: id of a community above it → whether joining this one joins that one.
        client_id: of the form.

    Raises:
        Refusal: a visitor, an address that cannot be used, or a parent where the actor takes no part.
    """
    first = first_result(Community, client_id=client_id, founded_by_id=actor.person_id)
    if first is not None:
        return first
    rules.found.require(actor)
    if slug:
        rules.slug.require(slug)
    above = Community.objects.visible_to(actor).in_bulk(list(parents or {}))
    for parent in above.values():
        edge_rules.grow.require(actor, parent, (parents or {})[parent.pk])
    start = defaults_of(kind)
    community, is_new = _create(
        slug,
        kind=kind,
        name=name,
        purpose=purpose,
        language=language,
        audience=start.audience if audience is None else audience,
        joining=start.joining if joining is None else joining,
        noindex=start.noindex,
        members_invite=start.members_invite,
        cover=cover,
        cover_key=cover.key if cover is not None else "",
        founded_by_id=actor.person_id,
        client_id=client_id or uuid.uuid4(),
    )
    if not is_new:
        return community
    activity.record(
        Verb.COMMUNITY_FOUNDED,
        actor=actor,
        target=community,
        community=community,
        data={"kind": str(kind), "parents": sorted(above)},
    )
    if charter:
        put_in_force(actor=actor, community=community, text=charter)
    if actor.person_id is not None:
        enrol(
            actor=actor,
            person_id=actor.person_id,
            community=community,
            role=Role.HOST,
            charter_id=community.charter_id,
            via={"way": "founding"},
        )
    for parent in above.values():
        connect(actor=actor, child=community, parent=parent, required=(parents or {})[parent.pk])
    community.refresh_from_db(fields=["member_count"])
    return community


def _create(slug: str, **values: Any) -> tuple[Community, bool]:
    """The row, and whether it is new: a replay at the same instant meets the first one here."""
    for _attempt in range(_TRIES):
        try:
            with transaction.atomic():
                return Community.objects.create(slug=slug or suggest(values["name"]), **values), True
        except IntegrityError:
            first = first_result(Community, client_id=values["client_id"], founded_by_id=values["founded_by_id"])
            if first is not None:
                return first, False
            if slug:
                break
    raise Refusal(_("Someone just took this address. Choose another one."))


@transaction.atomic
def describe(
    *, actor: Actor, community: Community, name: str, purpose: str, kind: CommunityKind, language: str
) -> None:
    """Change what a community is called and what it is for. A kind that changes later sets no defaults any more.

    Raises:
        Refusal: the actor is no host.
    """
    rules.shape.require(actor, community)
    _change(actor, community, {"name": name, "purpose": purpose, "kind": kind, "language": language})


@transaction.atomic
def open_to(
    *,
    actor: Actor,
    community: Community,
    audience: Audience,
    joining: Joining,
    members_invite: bool,
    noindex: bool,
    inter_company: bool = False,
    organisations: Collection[int] = (),
) -> None:
    """Change who sees a community and how people come in. Nobody loses their place.

    Raises:
        Refusal: the actor is no host, or the choices do not go together.
    """
    rules.shape.require(actor, community)
    rules.audience.require(audience, inter_company, organisations)
    locked = Community.objects.locked([community.pk])[community.pk]
    values: dict[str, Any] = {
        "audience": audience,
        "joining": joining,
        "members_invite": members_invite,
        "noindex": noindex,
        "inter_company": inter_company,
    }
    wanted = set(organisations) if inter_company else set()
    had = set(locked.organisations.values_list("pk", flat=True))
    extra = []
    if wanted != had:
        locked.organisations.set(wanted)
        extra = ["organisations"]
    _change(actor, community, values, extra)


@transaction.atomic
def confide(
    *,
    actor: Actor,
    community: Community,
    usual: Audience,
    widest: Audience,
    unnamed: Unnamed | None = None,
    guests: Guests | None = None,
) -> None:
    """Change how far contributions go: what is usual, and the most open that is allowed.

    What was written more open than is allowed from now on becomes as strict, in this transaction (``dialogue``
    subscribes); what was written stricter stays so. ``unnamed`` says what can be shared without a name
    and ``guests`` who invites people from outside to one conversation. What was shared stays; with nobody to
    invite them guests do not (``dialogue`` subscribes).

    Raises:
        Refusal: the actor is no host, or what is usual is more open than what is allowed.
    """
    rules.shape.require(actor, community)
    rules.confidentiality.require(usual, widest)
    Community.objects.locked([community.pk])
    values: dict[str, Any] = {"usual_audience": usual, "widest_audience": widest}
    if unnamed is not None:
        values["unnamed"] = unnamed
    if guests is not None and guests != community.guests_by:
        values["guests"] = guests
    _change(actor, community, values)


@transaction.atomic
def welcome(*, actor: Actor, community: Community, welcome: str, first_page: str) -> None:
    """Write what newcomers read first, and the first page; Markdown.

    Raises:
        Refusal: the actor is no host.
    """
    rules.shape.require(actor, community)
    values = {
        "welcome": welcome,
        "welcome_html": render(welcome).html if welcome else "",
        "first_page": first_page,
        "first_page_html": render(first_page).html if first_page else "",
    }
    _change(actor, community, values)


@transaction.atomic
def cover(*, actor: Actor, community: Community, file: StoredFile | None) -> None:
    """Put a picture above the community, or none.

    Raises:
        Refusal: the actor is no host.
    """
    rules.shape.require(actor, community)
    _change(actor, community, {"cover_id": file.pk if file else None, "cover_key": file.key if file else ""})


@transaction.atomic
def move_address(*, actor: Actor, community: Community, slug: str) -> None:
    """Take another address; the old one keeps leading here and no other community can have it.

    Raises:
        Refusal: the actor is no host, or the address cannot be used.
    """
    rules.shape.require(actor, community)
    locked = Community.objects.locked([community.pk])[community.pk]
    if slug == locked.slug:
        return
    rules.slug.require(slug, locked)
    FormerSlug.objects.filter(slug=slug, community=locked).delete()
    FormerSlug.objects.get_or_create(slug=locked.slug, defaults={"community": locked})
    try:
        with transaction.atomic():
            _change(actor, community, {"slug": slug})
    except IntegrityError:
        raise Refusal(_("Someone just took this address. Choose another one.")) from None


def _change(actor: Actor, community: Community, values: Mapping[str, Any], extra: Collection[str] = ()) -> None:
    """Write what differs, and only that, so that two hosts who change different things do not undo each other."""
    different = {name: value for name, value in values.items() if getattr(community, name) != value}
    if different:
        Community.objects.filter(pk=community.pk).update(**different)
        for name, value in different.items():
            setattr(community, name, value)
    if different or extra:
        activity.record(
            Verb.COMMUNITY_CHANGED,
            actor=actor,
            target=community,
            community=community,
            data={"fields": sorted([*different, *extra])},
        )
