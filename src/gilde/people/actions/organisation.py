"""Organisations, made on the fly by people who belong to them."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gilde.core import activity, markdown
from gilde.core.actor import Actor
from gilde.core.idempotency import first_result
from gilde.core.ids import SLUG_LENGTH, slug, token
from gilde.core.models import StoredFile
from gilde.core.rules import Refusal
from gilde.people.enums import Verb
from gilde.people.models import FormerOrganisationSlug, Organisation
from gilde.people.models.person import folded
from gilde.people.rules import organisation as rules
from gilde.people.rules import person as person_rules

_NUMBERS = 50  # after "name-50" an address gets an unguessable end


def _free_slug(name: str, besides: Organisation | None = None) -> str:
    base = slug(name, fallback="organisation")[: SLUG_LENGTH - 4].strip("-")
    like = {"slug__startswith": base}
    used = Organisation.objects.filter(**like)
    former = FormerOrganisationSlug.objects.filter(**like)
    if besides is not None:
        used, former = used.exclude(pk=besides.pk), former.exclude(organisation=besides)
    taken = {*used.values_list("slug", flat=True), *former.values_list("slug", flat=True)}
    for candidate in (base, *(f"{base}-{number}" for number in range(2, _NUMBERS))):
        if candidate not in taken:
            return candidate
    return f"{base[:35]}-{token().lower().replace('_', '-')}".strip("-")


@transaction.atomic
def find_or_create(*, actor: Actor, name: str, client_id: uuid.UUID | None = None) -> Organisation:
    """The organisation of this name, whatever capitals and accents it was typed with, or a new one.

    Raises:
        Refusal: a visitor.
    """
    first = first_result(Organisation, client_id=client_id, created_by_id=actor.person_id)
    if first is not None:
        return first
    if not actor.is_system:
        person_rules.be_here.require(actor)
    known = Organisation.objects.filter(name_key=folded(name)).order_by("pk").first()
    if known is not None:
        return known
    for _attempt in range(3):
        try:
            with transaction.atomic():
                made = Organisation.objects.create(
                    name=name,
                    slug=_free_slug(name),
                    created_by_id=actor.person_id,
                    client_id=client_id or uuid.uuid4(),
                )
        except IntegrityError:  # the same address or the same request in the same instant
            first = first_result(Organisation, client_id=client_id, created_by_id=actor.person_id)
            if first is not None:
                return first
        else:
            activity.record(Verb.ORGANISATION_CREATED, actor=actor, target=made)
            return made
    raise Refusal(_("Someone just added an organisation with this name. Try again."))


@transaction.atomic
def change(
    *, actor: Actor, organisation: Organisation, name: str, about: str, website: str, place: str
) -> Organisation:
    """What the page says. With another name comes another address; the old one keeps leading here.

    Raises:
        Refusal: for who has nothing to do with the organisation.
    """
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    rules.change.require(actor, row)
    if slug(name, fallback="organisation") != slug(row.name, fallback="organisation"):
        FormerOrganisationSlug.objects.get_or_create(slug=row.slug, defaults={"organisation": row})
        row.slug = _free_slug(name, row)
        FormerOrganisationSlug.objects.filter(slug=row.slug, organisation=row).delete()
    row.name, row.about, row.website, row.place = name, about, website, place
    row.about_html = markdown.render(about).html if about else ""
    row.save()
    activity.record(Verb.ORGANISATION_CHANGED, actor=actor, target=row)
    return row


@transaction.atomic
def change_logo(*, actor: Actor, organisation: Organisation, file: StoredFile | None) -> Organisation:
    """Show this picture, or none. Raises like :func:`change`."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    rules.change.require(actor, row)
    row.logo = file
    row.logo_key = file.key if file else ""
    row.save(update_fields=["logo", "logo_key"])
    activity.record(Verb.ORGANISATION_CHANGED, actor=actor, target=row, data={"part": "logo"})
    return row
