"""Person: someone who takes part, with or without an account."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor, membership_scope, shares_community_q
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.people.enums import Arriving, PersonState, Question, Section, WorkSituation

NAME_LENGTH = 120
STAND_IN = "-"  # the handle of the person in whose name people ask who do not want to be known
HANDLE_LENGTH = 30


def folded(text: str) -> str:
    """``text`` for sorting and finding: small letters without accents, so that "jose" finds "José"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))[:NAME_LENGTH]


def audience_q(actor: Actor, column: str, *, person_path: str = "") -> Q:
    """A filter "the audience stored in ``column`` includes ``actor``".

    Args:
        actor: who looks.
        column: lookup path to the audience column.
        person_path: lookup path to the person who owns it; empty when the rows are persons.
    """
    if actor.is_system:
        return Q()
    public = Q(**{column: Audience.PUBLIC})
    if actor.person_id is None:
        return public
    own = Q(**{f"{person_path}__pk" if person_path else "pk": actor.person_id})
    shared = Q(**{f"{column}__lte": Audience.COMMUNITY}) & shares_community_q(actor, person_path)
    return Q(**{f"{column}__lte": Audience.MEMBERS}) | shared | own


def audience_sql(actor: Actor, column: str) -> tuple[str, list[Any]]:
    """The same as :func:`audience_q` for hand-written SQL in which the person is ``p``: a condition and its values."""
    if actor.is_system:
        return "1 = 1", []
    public = f"{column} = {Audience.PUBLIC.value}"
    if actor.person_id is None:
        return public, []
    shares, values = membership_scope().shares(actor)
    return (
        f"({public} OR {column} <= {Audience.MEMBERS.value} OR p.id = %s "
        f"OR ({column} <= {Audience.COMMUNITY.value} AND {shares}))",
        [actor.person_id, *values],
    )


def visible_q(actor: Actor, person_path: str = "") -> Q:
    """A filter "``actor`` may open the page of the person at ``person_path``"; empty when the rows are persons."""
    prefix = f"{person_path}__" if person_path else ""
    gone = Q(**{f"{prefix}state__in": [PersonState.DEACTIVATED, PersonState.ERASED]})
    return ~gone & audience_q(actor, f"{prefix}audience", person_path=person_path)


def section_q(actor: Actor, section: Section) -> Q:
    """A filter "this section of its person is open to ``actor``" on rows with a ``person``: links, labels, ties.

    The card has to be open too: of somebody who cannot be found, nothing can.
    """
    return visible_q(actor, "person") & audience_q(actor, f"person__audience_{section.value}", person_path="person")


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads of people."""

    def present(self) -> PersonQuerySet:
        """People with a page: not away and not gone."""
        return self.exclude(state__in=[PersonState.DEACTIVATED, PersonState.ERASED])

    def called(self, *handles: str) -> PersonQuerySet:
        """People with these handles, written large or small; found in the index."""
        small = [handle.lower() for handle in handles]
        return self.alias(handle_key=Lower("handle")).filter(handle_key__in=small)

    def visible_to(self, actor: Actor) -> PersonQuerySet:
        """People whose page ``actor`` may open."""
        return self.filter(visible_q(actor))

    def showing(self, section: Section, actor: Actor) -> PersonQuerySet:
        """Of these people, those whose ``section`` is open to ``actor``: the base of every directory filter."""
        return self.filter(audience_q(actor, f"audience_{section.value}"))

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As Django's, with the sort key that :meth:`Person.save` would have set."""
        people = list(objs)
        for person in people:
            person.name_key = folded(person.name)
        return super().bulk_create(people, *args, **kwargs)


def _section_audience(default: Audience) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(choices=Audience.choices, default=default, db_default=default)


class Person(models.Model):
    """A human being. May be invited, imported, away or deceased, and may be claimed by an account later.

    ``uri`` and ``origin`` are NULL for people of this installation, whose address is computed.
    """

    account = models.OneToOneField(
        "people.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    state = models.CharField(max_length=12, choices=PersonState.choices, default=PersonState.PLACEHOLDER)
    handle = models.CharField(_("handle"), max_length=HANDLE_LENGTH)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    name_key = models.CharField(max_length=NAME_LENGTH, default="", editable=False)  # see folded()
    headline = models.CharField(_("headline"), max_length=160, blank=True, default="")
    photo = models.ForeignKey("core.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    photo_key = models.CharField(max_length=40, blank=True, default="")  # stored beside, so that lists need no join
    audience = models.PositiveSmallIntegerField(
        choices=Audience.choices, default=Audience.MEMBERS, db_default=Audience.MEMBERS
    )
    story = models.TextField(_("story"), blank=True, default="")
    story_html = models.TextField(blank=True, default="")
    region = models.CharField(_("region"), max_length=80, blank=True, default="")
    work_situation = models.CharField(
        _("work situation"), max_length=12, blank=True, default="", choices=WorkSituation.choices
    )
    work_note = models.CharField(_("about my work"), max_length=200, blank=True, default="")
    audience_story = _section_audience(Audience.MEMBERS)
    audience_motivation = _section_audience(Audience.COMMUNITY)
    audience_specialisms = _section_audience(Audience.MEMBERS)
    audience_interests = _section_audience(Audience.MEMBERS)
    audience_hobbies = _section_audience(Audience.COMMUNITY)
    audience_languages = _section_audience(Audience.MEMBERS)
    audience_region = _section_audience(Audience.MEMBERS)
    audience_work = _section_audience(Audience.MEMBERS)
    audience_affiliations = _section_audience(Audience.MEMBERS)
    audience_links = _section_audience(Audience.MEMBERS)
    invited_email = models.EmailField(blank=True, default="", max_length=254)  # of a placeholder, for claiming
    created_at = models.DateTimeField(default=now, editable=False)
    arriving = models.CharField(
        max_length=8, choices=Arriving.choices, blank=True, default=Arriving.SETTLED, db_default=Arriving.SETTLED
    )  # which of the first steps were answered: models/arrival.py
    to_agree = models.BooleanField(default=False, db_default=False)  # an important policy waits: models/policy.py
    follower_count = models.PositiveIntegerField(default=0)
    contribution_count = models.PositiveIntegerField(default=0)
    uri = models.URLField(null=True, blank=True, max_length=500)
    origin = models.CharField(null=True, blank=True, max_length=120)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("handle"), name="person_handle_unique"),
            models.UniqueConstraint(fields=["uri"], name="person_uri_unique", condition=Q(uri__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="person_by_name"),
            models.Index(fields=["invited_email"], name="person_invited", condition=~Q(invited_email="")),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """As Django's; keeps the sort key beside the name."""
        if update_fields is None or "name" in (update_fields := set(update_fields)):
            self.name_key = folded(self.name)
            update_fields = None if update_fields is None else {*update_fields, "name_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self) -> str:
        """The clean address of the profile page."""
        return reverse("people:person", args=[self.handle])

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any) -> Person:
        """As Django's, and :meth:`loaded`."""
        person = super().from_db(db, field_names, values, **kwargs)
        person.loaded()
        return person

    def loaded(self) -> None:
        """Just read: somebody who left, and the stand-in, are called so in the reader's language."""
        given = self.__dict__
        if given.get("state") == PersonState.ERASED and "name" in given:
            self.name = gettext("Former member")
        elif given.get("handle") == STAND_IN and "name" in given:
            self.name = gettext("Someone in this community")

    @property
    def url(self) -> str:
        """The profile page, or nothing for somebody who has none: what lists of people link to."""
        return self.get_absolute_url() if self.is_present else ""

    @property
    def is_placeholder(self) -> bool:
        """Whether nobody has claimed this person yet."""
        return self.state == PersonState.PLACEHOLDER

    @property
    def is_present(self) -> bool:
        """Whether this person has a page."""
        return self.state not in {PersonState.DEACTIVATED, PersonState.ERASED}

    def audience_of(self, section: Section) -> Audience:
        """Who may see ``section``."""
        return Audience(getattr(self, f"audience_{section.value}"))

    def shows(self, section: Section, actor: Actor, *, shares_community: bool) -> bool:
        """Whether ``actor`` may see ``section``; ``shares_community`` was looked up once by the caller."""
        audience = self.audience_of(section)
        if actor.is_system or audience == Audience.PUBLIC:
            return True
        if actor.person_id is None:
            return False
        if actor.person_id == self.pk:
            return True
        return audience == Audience.MEMBERS or (audience == Audience.COMMUNITY and shares_community)


class Motivation(models.Model):
    """A person's answer to one guided question."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="motivations")
    question = models.CharField(max_length=24, choices=Question.choices)
    text = models.TextField(max_length=2000)
    html = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "question"], name="motivation_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.question}"


class FormerHandle(models.Model):
    """A handle somebody had before; it redirects and nobody else can take it.

    That of who left for good stays taken too, and says of nobody that it was theirs.
    """

    handle = models.CharField(max_length=30, unique=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="former_handles")
    until = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.handle
