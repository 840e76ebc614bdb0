"""Contribution: whatever somebody brings to a community, and who brought it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Capability
from gilde.communities.models.community import communities_with, readable_q
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.db.indexes import seldom
from gilde.core.db.rows import among
from gilde.core.idempotency import ClientKeyed
from gilde.core.ids import slug
from gilde.dialogue.enums import WITHHELD, ContributionKind, Part, State


def guest_q(actor: Actor, path: str = "") -> Q:
    """A filter "``actor`` takes part in the contribution at ``path`` as a guest" (decision 18).

    Who they are came with the actor. What stays in its community has no guests, whatever the rows say.
    """
    prefix = f"{path}__" if path else ""
    return Q(**{f"{prefix}pk__in": list(actor.guest_in), f"{prefix}audience__lt": Audience.COMMUNITY})


def guest_sql(actor: Actor, row: str) -> tuple[str, list[Any]]:
    """The same as :func:`guest_q` for hand-written SQL, by the alias of the contribution; empty for who is no guest."""
    if not actor.guest_in:
        return "", []
    marks, numbers = among(actor.guest_in)
    return f"{row}.id IN ({marks}) AND {row}.audience < {Audience.COMMUNITY.value}", numbers


def open_q(actor: Actor, path: str = "") -> Q:
    """A filter "the contribution at ``path`` goes as far as ``actor``", whatever its state.

    In a place that ``actor`` may read: all of it for its members, for others what is as open as the place. And where
    they are a guest, whatever the place. The same in hand-written SQL is :func:`open_sql`.
    """
    prefix = f"{path}__" if path else ""
    place = readable_q(actor, f"{prefix}community")
    if actor.is_system:
        return place
    goes = Q(**{f"{prefix}audience": Audience.PUBLIC})
    if actor.roles:
        goes |= Q(**{f"{prefix}community_id__in": list(actor.roles)})
    inside = place & goes
    return inside | guest_q(actor, path) if actor.guest_in else inside


def open_sql(actor: Actor, row: str, place: str) -> tuple[str, list[Any]]:
    """The same as :func:`open_q` for hand-written SQL: a condition on the contribution ``row`` and its community
    ``place`` by their aliases, and its values."""
    if actor.is_system:
        return "1 = 1", []
    public = f"{place}.audience = {Audience.PUBLIC.value} AND {row}.audience = {Audience.PUBLIC.value}"
    marks, own = among(actor.roles)
    guest, numbers = guest_sql(actor, row)
    ways = [f"({public})", *([f"{place}.id IN ({marks})"] if own else []), *([f"({guest})"] if guest else [])]
    return f"({' OR '.join(ways)})", [*own, *numbers]


def contribution_readable_q(actor: Actor, path: str = "") -> Q:
    """A filter "``actor`` may read the contribution at ``path``"; answers, comments and files build on it."""
    prefix = f"{path}__" if path else ""
    published, goes = Q(**{f"{prefix}state": State.PUBLISHED}), open_q(actor, path)
    if actor.person_id is None:
        return published & goes
    parts = Authorship.objects.filter(person_id=actor.person_id).values("contribution_id")
    own = Q(**{f"{prefix}author_id": actor.person_id}) | Q(**{f"{prefix}asker_id": actor.person_id})
    own |= Q(**{f"{prefix}pk__in": parts})
    # What waits for its teller is seen by the scribe, the teller and the other authors only, wherever they are.
    waiting = Q(**{f"{prefix}state": State.WAITING}) & own
    curated = Q(**{f"{prefix}community_id__in": communities_with(actor, Capability.CURATE)})
    withheld = Q(**{f"{prefix}state__in": WITHHELD}) & (own | curated)
    return (published | withheld) & goes | waiting


def contribution_readable_sql(actor: Actor, row: str, place: str) -> tuple[str, list[Any]]:
    """The same as :func:`contribution_readable_q` for hand-written SQL, by the aliases of :func:`open_sql`."""
    goes, values = open_sql(actor, row, place)
    published = f"{row}.state = '{State.PUBLISHED.value}'"
    if actor.person_id is None:
        return f"({published} AND {goes})", values
    me = [actor.person_id] * 3
    own = (
        f"({row}.author_id = %s OR {row}.asker_id = %s OR EXISTS (SELECT 1 FROM dialogue_authorship w "  # noqa: S608 - constants only
        f"WHERE w.contribution_id = {row}.id AND w.person_id = %s))"
    )
    marks, curated = among(communities_with(actor, Capability.CURATE))
    hosts = f" OR {row}.community_id IN ({marks})" if curated else ""
    withheld = f"{row}.state IN ({', '.join(repr(state.value) for state in WITHHELD)}) AND ({own}{hosts})"
    sql = f"(({published} OR {withheld}) AND {goes} OR {row}.state = '{State.WAITING.value}' AND {own})"
    return sql, [*me, *curated, *values, *me]


def address_words(title: str, *, stays: bool) -> str:
    """The words of an address. What stays in its community has none: an address is copied, and shown, anywhere."""
    return "-" if stays else slug(title)


def address(number: int, title: str, *, stays: bool) -> str:
    """The permanent address of a conversation that was read without its row: the number finds it, the words are for
    people."""
    return f"/d/{number}/{address_words(title, stays=stays)}/"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Reads of contributions."""

    def visible_to(self, actor: Actor) -> ContributionQuerySet:
        """Contributions that ``actor`` may read."""
        return self.filter(contribution_readable_q(actor))


class Contribution(ClientKeyed):
    """One discussion, question, practice example, story, idea, resource or announcement in one community.

    ``fields`` holds the Markdown of the parts that are special to the kind (``kinds.py``, for example ``situation`` of
    a practice example); ``body_html`` and ``fields_html`` are rendered once, at saving. Counters are kept by the
    actions, never counted on read. ``last_activity_at`` moves with comments and answers, not with likes and edits.
    ``audience`` says how far it goes inside its community (:class:`gilde.core.audience.Audience`); ``uri``, ``origin``
    and ``licence`` say where an imported contribution came from; NULL for local ones.
    """

    columns: Sequence[Any] = ()  # what it was made of, when ``queries/one.py`` read it
    kind = models.CharField(max_length=16, choices=ContributionKind.choices)
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="contributions")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="contributions", db_index=False)
    # Who asked, when it was without their name: ``author`` is the stand-in then, so that whoever shows an author shows
    # nobody. Only the asker's own rights, bell and download ever read this column (decision 14).
    asker = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="asked_unnamed", db_index=False
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    audience = models.PositiveSmallIntegerField(default=Audience.PUBLIC, db_default=Audience.PUBLIC)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True, default="")
    fields = models.JSONField(default=dict, blank=True)
    fields_html = models.JSONField(default=dict, blank=True)
    body_html = models.TextField(blank=True, default="")
    excerpt = models.CharField(max_length=320, blank=True, default="")
    language = models.CharField(_("language"), max_length=5, default="nl")
    brought_me = models.CharField(_("what it brought me"), max_length=280, blank=True, default="")
    brought_us = models.CharField(_("what it brought us"), max_length=280, blank=True, default="")
    behaviour = models.ForeignKey(
        "communities.Behaviour",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contributions",
        db_index=False,
    )
    several_authors = models.BooleanField(default=False)  # rows in Authorship say who
    link_preview = models.ForeignKey(
        "dialogue.LinkPreview", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    last_activity_at = models.DateTimeField(default=now)
    pinned_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    closed_reason = models.CharField(max_length=200, blank=True, default="")
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    comment_count = models.PositiveIntegerField(default=0)  # on the contribution and on its answers
    answer_count = models.PositiveIntegerField(default=0)
    withheld_count = models.PositiveIntegerField(default=0, db_default=0)  # replies that only few see (WITHHELD)
    has_accepted = models.BooleanField(default=False)
    like_count = models.PositiveIntegerField(default=0)
    learned_count = models.PositiveIntegerField(default=0)
    used_count = models.PositiveIntegerField(default=0)
    me_too_count = models.PositiveIntegerField(default=0)
    imported_likes = models.PositiveIntegerField(default=0)  # up-votes elsewhere, without persons
    guest_count = models.PositiveIntegerField(default=0, db_default=0)  # people from outside who take part now
    uri = models.URLField(null=True, blank=True, max_length=500)
    origin = models.CharField(null=True, blank=True, max_length=120)
    licence = models.CharField(null=True, blank=True, max_length=60)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="contribution_once"),
            models.CheckConstraint(
                condition=Q(audience__in=[Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY]),
                name="contribution_audience",
            ),
        ]
        indexes = [
            *seldom("contribution", "asker", "behaviour", "link_preview", "closed_by", "deleted_by"),
            models.Index(
                F("community"), F("last_activity_at").desc(), F("id").desc(),
                name="contribution_stream", condition=Q(state="published"),
            ),
            models.Index(
                F("community"), F("kind"), F("last_activity_at").desc(), F("id").desc(),
                name="contribution_stream_kind", condition=Q(state="published"),
            ),
            models.Index(F("author"), F("created_at").desc(), F("id").desc(), name="contribution_by_author"),
            models.Index(fields=["community", "pinned_at"], name="contribution_pinned",
                         condition=Q(pinned_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The permanent address, as in :func:`address`."""
        return address(self.pk, self.title, stays=self.stays)

    @property
    def address_words(self) -> str:
        """The words of its address, as in :func:`address_words`."""
        return address_words(self.title, stays=self.stays)

    @property
    def is_open(self) -> bool:
        """Whether people can still comment and answer."""
        return self.closed_at is None and self.state == State.PUBLISHED

    def is_by(self, person_id: int | None) -> bool:
        """Whether this person wrote it, under their name or without."""
        return person_id is not None and person_id in (self.author_id, self.asker_id)

    def voice_of(self, person_id: int) -> int:
        """The id under which this person speaks in this conversation: the stand-in's for who asked without a name."""
        return self.author_id if self.asker_id == person_id else person_id

    @property
    def stays(self) -> bool:
        """Whether no words of it leave its community, not even to its members: in no mail, feed, preview or list
        elsewhere."""
        return self.audience == Audience.COMMUNITY

    @property
    def is_question(self) -> bool:
        """Whether it takes answers."""
        return self.kind == ContributionKind.QUESTION


class Authorship(models.Model):
    """Somebody's part in a contribution, beside the one who wrote it down.

    A story told by one and written by another shows only after ``approved_at`` of the teller.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="authorships")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="authorships")
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.AUTHOR)
    approved_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True, default="")  # what the teller asks of the scribe
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["contribution", "person"], name="authorship_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.part} of {self.contribution_id}"
