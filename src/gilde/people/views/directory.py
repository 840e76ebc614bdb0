"""Everyone whom the reader can find."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from gilde.core.actor import Actor
from gilde.people.enums import WorkSituation
from gilde.people.forms.directory import DirectoryForm
from gilde.people.languages import BY_CODE
from gilde.people.models import Organisation
from gilde.people.queries.directory import COUNTED, Facet, Facets, Search, page, recent_facets
from gilde.people.queries.label import names


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """A page of people with filters in the address."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    search = DirectoryForm(request.GET).search()
    try:
        found = page(actor, search, request.GET.get("after", "")[:200])
    except ValidationError:
        raise Http404 from None
    shown = recent_facets(actor)
    return render(
        request,
        "people/directory/page.html",
        {
            "actor": actor,
            "search": search,
            "page": found,
            "more": _address(search, after=found.after) if found.after else None,
            "most": COUNTED,
            "chips": _chips(search, shown),
            "following": None if actor.is_visitor or search.following else _address(search, following="1"),
            "regions": shown.regions,
            "chosen": _chosen(actor, search, shown),
            "languages": [
                ("", pgettext("filter", "Any")),
                *((facet.value, BY_CODE[facet.value].name) for facet in _languages(search, shown)),
            ],
            "situations": [
                ("", pgettext("filter", "Any")),
                *((value, capfirst(label)) for value, label in WorkSituation.choices),
            ],
        },
    )


def _address(search: Search, **changes: str) -> str:
    query = {name: value for name, value in {**search.as_query(), **changes}.items() if value}
    return reverse("people:directory") + (f"?{urlencode(query)}" if query else "")


def _chips(search: Search, shown: Facets) -> list[tuple[str, str, bool]]:
    """The most common specialisms as links; the chosen one leads back to without it."""
    return [
        (facet.label, _address(search, specialism="" if facet.value == search.specialism else facet.value),
         facet.value == search.specialism)
        for facet in shown.specialisms
    ]  # fmt: skip


def _languages(search: Search, shown: Facets) -> list[Facet]:
    listed = [facet for facet in shown.languages if facet.value in BY_CODE]
    if search.language and all(facet.value != search.language for facet in listed):
        listed.append(Facet(search.language, BY_CODE[search.language].name))
    return listed


def _chosen(actor: Actor, search: Search, shown: Facets) -> list[tuple[str, str]]:
    """What is filtered on, in words, each with the address without it."""
    known = {facet.value: facet.label for facet in (*shown.specialisms, *shown.hobbies)}
    known |= names(
        actor, [slug for slug in (search.specialism, search.interest, search.hobby) if slug and slug not in known]
    )
    chosen = []
    if search.following:
        chosen.append((_("People you follow"), _address(search, following="")))
    if search.text:
        chosen.append((f"“{search.text}”", _address(search, q="")))
    for name, slug in (("specialism", search.specialism), ("interest", search.interest), ("hobby", search.hobby)):
        if slug:
            chosen.append((known.get(slug, slug), _address(search, **{name: ""})))
    if search.language:
        chosen.append((BY_CODE[search.language].name, _address(search, language="")))
    if search.region:
        chosen.append((search.region, _address(search, region="")))
    if search.work:
        chosen.append((str(capfirst(WorkSituation(search.work).label)), _address(search, work="")))
    if search.organisation:
        named = Organisation.objects.visible_to(actor).filter(slug=search.organisation)
        organisation = named.values_list("name", flat=True).first()
        chosen.append((organisation or search.organisation, _address(search, organisation="")))
    return chosen
