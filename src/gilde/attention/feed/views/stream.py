"""Home, and the stream of one community."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gilde.attention.feed.queries.arrival import first_things, welcome_of
from gilde.attention.feed.queries.front import front
from gilde.communities.models import Community, FormerSlug
from gilde.communities.queries.header import header_for
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.trips import read, together
from gilde.core.pages import same_for_visitors
from gilde.core.panels import Slot, panels
from gilde.core.views.moved import moved
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.kinds import KIND_FORMS
from gilde.dialogue.queries.stream import Key, pinned, stream
from gilde.dialogue.queries.stream_row import StreamRow


def kind_of(request: HttpRequest) -> str:
    """The kind of contribution that was asked for; empty for all."""
    kind = request.GET.get("kind", "")
    return kind if kind in ContributionKind.values else ""


def communities_of(request: HttpRequest, actor: Actor) -> tuple[list[int], str]:
    """Which of their communities the reader wants to see, and the number they chose; empty for all of them.

    Of one that is not theirs (they left it, and kept the address) there is nothing.
    """
    chosen = request.GET.get("in", "")
    if not chosen.isdecimal() or len(chosen) > 18:
        return list(actor.roles), ""
    return [number for number in actor.roles if number == int(chosen)], str(int(chosen))


def without(rows: list[StreamRow], others: list[StreamRow]) -> list[StreamRow]:
    """``rows`` that are not among ``others``."""
    numbers = {row.id for row in others}
    return [row for row in rows if row.id not in numbers]


@require_safe
@same_for_visitors
def home(request: HttpRequest) -> HttpResponse:
    """Everything new in my communities; for a visitor, what this place is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None:
        return render(request, "feed/front.html", {"front": front(actor)})
    kind = kind_of(request)
    communities, chosen = communities_of(request, actor)
    after = Key.read(request.GET.get("after", ""))
    page, beside = read(
        together(
            stream.reading(actor, communities, kind=kind, after=after, guest_in=() if chosen else actor.guest_in),
            panels.reading(Slot.HOME, actor),
        )
    )
    first = not (kind or chosen or after)  # what helps a newcomer stands above the plain page only
    things = first_things(actor) if first else []
    return render(
        request,
        "feed/home.html",
        {
            "page": page,
            "kind": kind,
            "chosen": chosen,
            "elsewhere": bool(chosen) and not communities,
            "further": after is not None,
            "kinds": KIND_FORMS,
            "findable": bool(actor.roles) or Community.objects.visible_to(actor).exists(),
            "mine": sorted(actor.places, key=lambda place: place.name.casefold()),
            "panels": beside,
            "arriving": actor.arriving if first else "",
            "things": things,
            "welcome": welcome_of(actor) if things else None,
            "now": now(),
            "news_since": None if after else page.rows[0].last_activity_at if page.rows else now(),
        },
    )


@require_safe
@same_for_visitors
def community(request: HttpRequest, community: str) -> HttpResponse:
    """The stream of one community; strangers get 404, and a former address redirects."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = Community.objects.visible_to(actor).filter(slug=community).first()
    if place is None:
        former = FormerSlug.objects.filter(
            slug=community, community__in=Community.objects.visible_to(actor).values("pk")
        ).select_related("community").first()  # fmt: skip
        if former is None:
            raise Http404
        return moved(former.community.get_absolute_url())
    readable = place.is_public or place.pk in actor.roles
    kind = kind_of(request)
    after = Key.read(request.GET.get("after", ""))
    above = pinned(actor, place.pk) if readable and not kind else []
    page = stream(actor, [place.pk] if readable else [], kind=kind, after=after)
    return render(
        request,
        "feed/community.html",
        {
            "community": place,
            "header": header_for(actor, place),
            "readable": readable,
            "page": page,
            "rest": without(page.rows, above),  # what is pinned comes once, however far one pages
            "pinned": above if after is None else [],
            "further": after is not None,
            "kind": kind,
            "kinds": KIND_FORMS,
            "panels": panels(Slot.COMMUNITY, actor, place),
        },
    )
