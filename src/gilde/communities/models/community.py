"""Community: a place where people share practice, and the addresses it had."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import (
    CAPABILITIES,
    Capability,
    CommunityKind,
    Guests,
    Joining,
    RestrictionKind,
    Role,
    Unnamed,
)
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.db.rows import among
from gilde.core.idempotency import ClientKeyed


def readable_q(actor: Actor, path: str = "community") -> Q:
    """A filter "``actor`` may read what is inside the community at ``path``": public places and one's own.

    This is the one definition that contributions, comments, files and every other content of a place build on.
    """
    if actor.is_system:
        return Q()
    prefix = f"{path}__" if path else ""
    q = Q(**{f"{prefix}audience": Audience.PUBLIC})
    if actor.roles:
        q |= Q(**{f"{path}_id__in" if path else "pk__in": list(actor.roles)})
    return q


def readable_sql(actor: Actor, alias: str) -> tuple[str, list[Any]]:
    """The same as :func:`readable_q` for hand-written SQL: a condition on the community ``alias``, and its values."""
    if actor.is_system:
        return "1 = 1", []
    marks, own = among(actor.roles)
    condition = f"{alias}.audience = {Audience.PUBLIC.value}"
    return (f"({condition} OR {alias}.id IN ({marks}))" if own else condition), own


def communities_with(actor: Actor, capability: Capability) -> list[int]:
    """Ids of the communities where the actor's role allows ``capability``, archived or not."""
    return [
        pk
        for pk, role in actor.roles.items()
        if capability in CAPABILITIES[Role(role)]
        and not any(row.kind == RestrictionKind.READ_ONLY for row in actor.restricted.get(pk, ()))
    ]


class CommunityQuerySet(models.QuerySet["Community"]):
    """Reads of communities."""

    def visible_to(self, actor: Actor) -> CommunityQuerySet:
        """Communities whose name, purpose and hosts ``actor`` may know.

        Public: everyone. Members: everyone with an account, or only people of its organisations when it is
        inter-company. Hidden: its own people and those it invited by name.
        """
        if actor.is_system:
            return self
        q = Q(audience=Audience.PUBLIC)
        if actor.person_id is not None:
            known = Q(audience=Audience.MEMBERS)
            if actor.organisations:
                known &= Q(inter_company=False) | Q(
                    pk__in=Community.organisations.through.objects.filter(
                        organisation_id__in=list(actor.organisations)
                    ).values("community_id")
                )
            else:
                known &= Q(inter_company=False)
            from gilde.communities.models.invitation import Invitation

            invited = Invitation.objects.usable().filter(invitee_id=actor.person_id).values("community_id")
            q |= known | Q(pk__in=list(actor.roles)) | Q(pk__in=invited)
        return self.filter(q)

    def readable_by(self, actor: Actor) -> CommunityQuerySet:
        """Communities whose content ``actor`` may read."""
        return self.filter(readable_q(actor, ""))

    def locked(self, ids: Iterable[int]) -> dict[int, Community]:
        """These communities by id, locked until the transaction ends, always in the same order.

        Whoever changes who belongs to a community, or its place in the graph, locks it first: counts, "the last host"
        and "already a member" then hold for everybody at once.
        """
        rows = self.select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk")
        return {row.pk: row for row in rows}


class Community(ClientKeyed):
    """A place where people share practice. Nobody inherits a right from a parent."""

    kind = models.CharField(_("kind"), max_length=24, choices=CommunityKind.choices, default=CommunityKind.PRACTICE)
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True, default="")
    for_whom = models.CharField(_("for whom"), max_length=200, blank=True, default="", db_default="")
    rhythm = models.CharField(_("rhythm"), max_length=200, blank=True, default="", db_default="")
    audience = models.PositiveSmallIntegerField(_("who sees it"), default=Audience.MEMBERS)
    usual_audience = models.PositiveSmallIntegerField(
        _("who usually reads a contribution"), default=Audience.PUBLIC, db_default=Audience.PUBLIC
    )
    widest_audience = models.PositiveSmallIntegerField(
        _("as open as a contribution can be"), default=Audience.PUBLIC, db_default=Audience.PUBLIC
    )
    unnamed = models.CharField(
        _("what people can share without their name"),
        max_length=10,
        choices=Unnamed.choices,
        default=Unnamed.QUESTIONS,
        db_default=Unnamed.QUESTIONS,
    )
    guests = models.CharField(
        _("who can invite guests to one conversation"),
        max_length=8,
        choices=Guests.choices,
        blank=True,
        default="",
        db_default="",
    )  # empty: not chosen, see guests_by
    joining = models.CharField(_("joining"), max_length=12, choices=Joining.choices, default=Joining.REQUEST)
    language = models.CharField(_("language"), max_length=5, default="nl")
    welcome = models.TextField(_("welcome"), blank=True, default="")
    welcome_html = models.TextField(blank=True, default="")
    first_page = models.TextField(_("first page"), blank=True, default="")
    first_page_html = models.TextField(blank=True, default="")
    cover = models.ForeignKey("core.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    cover_key = models.CharField(max_length=40, blank=True, default="")
    noindex = models.BooleanField(_("keep out of search engines"), default=False)
    members_invite = models.BooleanField(_("members may invite"), default=True)
    inter_company = models.BooleanField(_("only for people of certain organisations"), default=False)
    organisations = models.ManyToManyField("people.Organisation", blank=True, related_name="communities")
    parents = models.ManyToManyField(
        "self",
        through="communities.Edge",
        through_fields=("child", "parent"),
        symmetrical=False,
        related_name="children",
    )
    charter = models.ForeignKey(
        "communities.Charter", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # the one in force
    member_count = models.PositiveIntegerField(default=0)
    open_request_count = models.PositiveIntegerField(default=0)
    open_case_count = models.PositiveIntegerField(default=0, db_default=0)  # reports and appeals that wait
    held_count = models.PositiveIntegerField(default=0, db_default=0)  # what a host looks at before others see it
    care_count = models.PositiveIntegerField(default=0, db_default=0)  # people who wait for a word of the hosts
    contribution_count = models.PositiveIntegerField(default=0)
    founded_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    archived_at = models.DateTimeField(null=True, blank=True)
    last_activity_at = models.DateTimeField(default=now)
    uri = models.URLField(null=True, blank=True, max_length=500)
    origin = models.CharField(null=True, blank=True, max_length=120)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        constraints = [
            models.UniqueConstraint(fields=["founded_by", "client_id"], name="community_once"),
            models.CheckConstraint(
                condition=Q(audience__in=[Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY]),
                name="community_audience",
            ),
            models.CheckConstraint(
                condition=Q(widest_audience__in=[Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY])
                & Q(usual_audience__in=[Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY])
                & Q(usual_audience__gte=F("widest_audience")),
                name="community_confidentiality",
            ),
            models.CheckConstraint(
                condition=Q(inter_company=False) | Q(audience__gt=Audience.PUBLIC),
                name="community_inter_company_not_public",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The community's own stream."""
        return reverse("feed:community", args=[self.slug])

    @property
    def is_archived(self) -> bool:
        """Whether it is kept to read only."""
        return self.archived_at is not None

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it."""
        return self.audience == Audience.PUBLIC

    def audience_for(self, wanted: int | None) -> Audience:
        """Who reads a contribution for which ``wanted`` was chosen (None: as usual here): never more than may."""
        return Audience(max(self.usual_audience if wanted is None else wanted, self.widest_audience))

    @property
    def guests_by(self) -> Guests:
        """Who may invite guests to one conversation: what hosts chose, else the members, and only hosts where people
        are careful about who is there (decision 18)."""
        if self.guests:
            return Guests(self.guests)
        careful = self.is_hidden or self.inter_company or not self.members_invite
        return Guests.HOSTS if careful else Guests.MEMBERS

    @property
    def is_hidden(self) -> bool:
        """Whether only its own people know that it exists."""
        return self.audience == Audience.COMMUNITY

    def is_charter_current(self, seen_id: int | None) -> bool:
        """Whether a member who last accepted the charter ``seen_id`` accepted the one in force."""
        return self.charter_id is None or seen_id == self.charter_id


class FormerSlug(models.Model):
    """An address this community had before; it redirects and no other community can take it."""

    slug = models.SlugField(max_length=60, unique=True)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
