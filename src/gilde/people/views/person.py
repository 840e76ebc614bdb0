"""A person's page, and people to suggest while somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe
from markupsafe import Markup

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import today
from gilde.core.pages import same_for_visitors
from gilde.core.panels import Slot, panels
from gilde.core.views.moved import moved
from gilde.people.enums import LabelKind
from gilde.people.languages import BY_CODE
from gilde.people.models import Person
from gilde.people.queries.mention import suggestions
from gilde.people.queries.profile import Profile, former_address, preview, profile_of
from gilde.people.rules import follow as follow_rules
from gilde.people.rules import person as rules
from gilde.ui.addresses import file_url
from gilde.ui.structured import structured_data

# Words in the address for looking at one's own page with the eyes of others.
_AS: Final = {
    "everyone": Audience.PUBLIC,
    "members": Audience.MEMBERS,
    "communities": Audience.COMMUNITY,
}


def get_person(actor: Actor, handle: str) -> Person:
    """The person whom ``actor`` may see.

    Raises:
        Http404: for a stranger exactly as for a handle that does not exist.
    """
    person = Person.objects.visible_to(actor).called(handle).first()
    if person is None:
        raise Http404
    return person


@require_safe
@same_for_visitors
def show(request: HttpRequest, handle: str) -> HttpResponse:
    """The profile, with the sections that are open to the reader; a former handle redirects.

    A mention in a public text leads visitors here too. They are asked to log in, at every handle alike.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    profile = profile_of(actor, handle)
    if profile is None:
        address = former_address(actor, handle)
        if address is not None:
            return moved(address)
        if actor.is_visitor:
            return _closed(request)
        raise Http404
    if handle != profile.person.handle:
        return moved(profile.person.get_absolute_url())
    person = profile.person
    is_mine, seen_as = profile.is_own, _AS.get(request.GET.get("as", "")) if profile.is_own else None
    if seen_as is not None:
        profile = preview(profile, seen_as)
    return render(
        request,
        "people/person/page.html",
        {
            "profile": profile,
            "person": person,
            "actor": actor,
            "is_mine": is_mine,
            "seen_as": seen_as,
            "today": today(),
            "work_situation": capfirst(person.get_work_situation_display()),
            "is_blocked": person.pk in actor.blocks,
            "why_not_follow": follow_rules.follow.reason(actor, person),
            "may_offer_claim": person.is_placeholder and rules.offer_claim.allows(actor, person),
            "panels": panels(Slot.PERSON, actor, person) if seen_as is None else (),
            "address": f"{settings.SITE_URL}{person.get_absolute_url()}",
            "is_public": person.audience == Audience.PUBLIC,
            "structured": _for_machines(profile) if profile and actor.is_visitor else Markup(""),
        },
    )


def _closed(request: HttpRequest) -> HttpResponse:
    """The way in for a visitor: the same page whether nobody is called so or somebody is seen by members only."""
    log_in = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path})}"
    return render(request, "people/person/closed.html", {"log_in": log_in}, status=404)


def _for_machines(profile: Profile) -> Markup:
    """The public part as schema.org/Person."""
    person = profile.person
    current = [tie.organisation for tie in profile.affiliations if tie.is_current(today())]
    return structured_data(
        {
            "@type": "Person",
            "name": person.name,
            "alternateName": person.handle,
            "url": f"{settings.SITE_URL}{person.get_absolute_url()}",
            "image": f"{settings.SITE_URL}{file_url(person.photo_key, 320)}" if person.photo_key else "",
            "description": person.headline,
            "knowsAbout": [label.name for label in profile.specialisms],
            "knowsLanguage": [label.slug for label in profile.labels[LabelKind.LANGUAGE] if label.slug in BY_CODE],
            "homeLocation": {"@type": "Place", "name": person.region}
            if profile.shows("region") and person.region
            else "",
            "affiliation": [
                {"@type": "Organization", "name": item.name, "url": f"{settings.SITE_URL}{item.get_absolute_url()}"}
                for item in current
            ],
            "sameAs": [link.url for link in profile.links if link.is_proven],
        }
    )


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """People whose handle or name begins with ``q``, for the @ in the composer: ``{"items": [{…}, …]}``."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return suggested(suggestions(actor, request.GET.get("q", "")[:60]))


def suggested(found: Iterable[Person]) -> JsonResponse:
    """These people as the composer offers them after an @."""
    items: list[dict[str, Any]] = [
        {
            "value": f"@{person.handle}",
            "label": person.name,
            "note": person.headline or f"@{person.handle}",
            "url": reverse("people:person", args=[person.handle]),
            "picture": file_url(person.photo_key, 32) if person.photo_key else "",
        }
        for person in found
    ]
    return JsonResponse({"items": items})
