"""The search page, the quick answers while somebody types, and what they might type next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from gilde.attention.search.asking import LONGEST, Asked, read
from gilde.attention.search.queries import instant as instants
from gilde.attention.search.queries.plan import Plan, facets, plan
from gilde.attention.search.queries.search import Hits, best, loosely, newest
from gilde.attention.search.queries.similar import similar_questions
from gilde.attention.search.queries.suggest import suggestions
from gilde.core.actor import Actor

ORDERS = ("newest", "best")

_TERMS: Final = 5  # operators in the search dialog: what was found must stay in view on a phone


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, with everything that narrows it in the address."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    typed = request.GET.get("q", "")[:LONGEST].replace("\0", "").strip()
    kind = request.GET.get("kind", "") if request.GET.get("kind") in facets() else ""
    order = "best" if request.GET.get("order") == "best" else "newest"
    asked = read(typed)
    chosen = plan(actor, asked, kind=kind)
    after = request.GET.get("after", "")[:30]
    found = Hits() if asked.is_empty else _found(actor, chosen, order, after)
    if not found.rows and asked.is_unfinished and (not after or after.startswith("start-")):
        found = _beginning(actor, plan(actor, asked, kind=kind, typing=True), after)
    if not found.rows and not found.after and not asked.is_empty:
        found = _some(actor, chosen, after)

    here = reverse("search:page")
    given = {"q": typed, "kind": kind, "order": order if order != "newest" else ""}
    ready = {name: urlencode({name: value}) for name, value in given.items() if value}  # a page has twenty addresses

    def address(**changes: str) -> str:
        parts = ready | {name: urlencode({name: value}) if value else "" for name, value in changes.items()}
        query = "&".join(part for part in parts.values() if part)
        return f"{here}?{query}" if query else here

    return render(
        request,
        "search/page.html",
        {
            "actor": actor,
            "typed": typed,
            "asked": asked,
            "problems": chosen.problems,
            "hits": found,
            "order": order,
            "kind": kind,
            "orders": [
                (pgettext("order of search", "Newest"), address(order=""), order == "newest"),
                (pgettext("order of search", "Best match"), address(order="best"), order == "best"),
            ],
            "kinds": _kinds(kind, address),
            "more": address(after=found.after) if found.after else None,
            "wider": _wider(actor, asked, kind, address),
        },
    )


@require_safe
def instant(request: HttpRequest) -> HttpResponse:
    """Operators, people, places and recent things for what was typed so far: a piece of a page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    typed = request.GET.get("q", "")[:LONGEST].replace("\0", "")
    terms = suggestions(actor, typed.rpartition(" ")[2])[:_TERMS]
    groups = instants.groups(actor, typed.strip())
    return render(request, "search/instant.html", {"typed": typed.strip(), "terms": terms, "groups": groups})


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Questions like the one somebody is writing: a piece of a page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    hits = similar_questions(actor, request.GET.get("title", "")[:LONGEST])
    return render(request, "search/similar.html", {"hits": hits})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Operators and their values that begin with the last word that was typed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = suggestions(actor, request.GET.get("q", "")[:80])
    return JsonResponse({"items": [{"value": one.value, "label": one.value, "note": one.note} for one in found]})


def _found(actor: Actor, chosen: Plan, order: str, after: str) -> Hits:
    """What has all the words, in the order that was chosen."""
    if after.startswith(("some-", "start-")):
        return Hits()
    look = best if order == "best" and chosen.words else newest
    return look(actor, chosen, after=after)


def _beginning(actor: Actor, chosen: Plan, after: str) -> Hits:
    """When nothing has the last word as it was typed: what has a word that begins so, the newest first."""
    found = newest(actor, chosen, after=after.removeprefix("start-"))
    return Hits(found.rows, f"start-{found.after}" if found.after else "")


def _some(actor: Actor, chosen: Plan, after: str) -> Hits:
    """When nothing has all the words: what has some of them."""
    if len(chosen.words) < 2 or chosen.phrases or (after and not after.startswith("some-")):
        return Hits()
    some = loosely(actor, chosen, after=after.removeprefix("some-"))
    return Hits(some.rows, f"some-{some.after}" if some.after else "", loose=bool(some.rows))


def _kinds(kind: str, address: Callable[..., str]) -> list[tuple[object, str, bool]]:
    everything = [(pgettext("kinds above a list", "Everything"), address(kind=""), not kind)]
    return everything + [(label, address(kind=value), kind == value) for value, label in facets().items()]


def _wider(actor: Actor, asked: Asked, kind: str, address: Callable[..., str]) -> list[tuple[str, str]]:
    """When nothing was found: the same with less; when it was asked with nothing less, other ways on. As links."""
    links = []
    if kind:
        links.append((_("Look among everything"), address(kind="")))
    if asked.narrows and asked.text:
        links.append((_("Look for the words only"), address(q=asked.text, kind="")))
    if not links and actor.roles and asked.text:
        title = urlencode({"title": asked.text})
        links.append((_("Ask it as a question"), f"{reverse('dialogue:new', args=['question'])}?{title}"))
    if not links:
        links.append((_("See the communities"), reverse("communities:list")))
    return links
