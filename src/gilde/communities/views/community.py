"""The list of communities, founding one, and what may be known of one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gilde.communities.actions import community as actions
from gilde.communities.enums import Capability, CommunityKind
from gilde.communities.forms.community import FoundForm
from gilde.communities.models import Community
from gilde.communities.queries import community as queries
from gilde.communities.queries.capability import can
from gilde.communities.queries.header import header_for
from gilde.communities.queries.invitation import for_person
from gilde.communities.queries.keyset import After
from gilde.communities.queries.request import own, own_open
from gilde.communities.rules.kind import DEFAULTS, charter_template, defaults_of
from gilde.communities.views.place import actor_of, in_community
from gilde.core.files.store import UnusableFile, store_upload
from gilde.core.idempotency import read_client_id
from gilde.core.models.file import FileKind, StoredFile
from gilde.core.panels import Slot, panels
from gilde.core.rules import Refusal


@require_safe
def all_communities(request: HttpRequest) -> HttpResponse:
    """My communities, and those to discover."""
    actor = actor_of(request)
    kind = request.GET.get("kind", "")
    language = request.GET.get("language", "")
    words = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    kind = kind if kind in CommunityKind.values else ""
    language = language if language in dict(settings.LANGUAGES) else ""
    after = After.read(request.GET.get("after", ""))
    return render(
        request,
        "communities/community/list.html",
        {
            "actor": actor,
            "mine": queries.mine(actor) if after is None else [],
            "invitations": for_person(actor),
            "requests": own_open(actor),
            "found": queries.discover(actor, kind=kind, language=language, words=words, after=after),
            "kinds": [(value, CommunityKind(value).label) for value in queries.kinds_there(actor)],
            "languages": settings.LANGUAGES,
            "kind": kind,
            "language": language,
            "words": words,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Start a community: first its kind, then a form that the kind filled in."""
    actor = actor_of(request)
    chosen = request.POST.get("kind") or request.GET.get("kind") or ""
    parents = queries.places_to_grow(actor)
    above = next((place for place in parents if place.slug == request.GET.get("parent")), None)
    if chosen not in CommunityKind.values:
        return render(
            request, "communities/community/kinds.html", {"kinds": DEFAULTS, "above": above}, status=_status(request)
        )
    kind = CommunityKind(chosen)
    choices = [(place.pk, place.name) for place in parents]
    if request.method == "POST":
        form = FoundForm(request.POST, request.FILES, parents=choices)
        community = _founded(request, form)
        if community is not None:
            messages.success(
                request, _("“%(name)s” is there. A few things make it ready for people.") % {"name": community.name}
            )
            return redirect("insights:guide", community.slug)
    else:
        start = defaults_of(kind)
        form = FoundForm(
            parents=choices,
            initial={
                "kind": kind.value,
                "language": request.LANGUAGE_CODE if request.LANGUAGE_CODE in dict(settings.LANGUAGES) else "nl",
                "audience": start.audience.value,
                "joining": start.joining.value,
                "charter": charter_template(kind),
                "parent": above.pk if above is not None else "",
            },
        )
    return render(
        request,
        "communities/community/found.html",
        {
            "form": form,
            "kind": kind,
            "meaning": defaults_of(kind).meaning,
            "above": above,
            "given": request.POST.get("client_id", ""),
            "parents_admit": [place.name for place in parents if can(actor, place, Capability.ADMIT)],
        },
        status=422 if form.errors else 200,
    )


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _founded(request: HttpRequest, form: FoundForm) -> Community | None:
    """The new community, or None with a sentence in the form."""
    if not form.is_valid():
        return None
    actor, data = actor_of(request), form.cleaned_data
    client_id = read_client_id(request.POST.get("client_id"))
    cover: StoredFile | None = None
    if data["cover"]:
        try:
            cover = keep_cover(request, data["cover"])
        except UnusableFile as error:
            form.add_error("cover", error.sentence)
            return None
    parent = data.get("parent")
    try:
        return actions.found(
            actor=actor,
            kind=data["kind"],
            name=data["name"],
            purpose=data["purpose"],
            language=data["language"],
            audience=data["audience"],
            joining=data["joining"],
            charter=data["charter"],
            cover=cover,
            parents={parent: bool(data.get("required"))} if parent else None,
            client_id=client_id,
        )
    except Refusal as refusal:
        form.add_error("required" if parent and data.get("required") else None, refusal.reason)
        return None


def keep_cover(request: HttpRequest, upload: object) -> StoredFile:
    """Store a picture that came with a form.

    Raises:
        UnusableFile: with a sentence.
    """
    return store_upload(
        upload,  # type: ignore[arg-type]
        name=str(getattr(upload, "name", "") or ""),
        kinds={FileKind.IMAGE},
        uploader_id=actor_of(request).person_id,
        client_id=read_client_id(request.POST.get("client_id")),
    )


@require_safe
@in_community
def about(request: HttpRequest, community: Community) -> HttpResponse:
    """Purpose, who sees it, who hosts it, what was agreed, what lies around it, how to join."""
    actor = actor_of(request)
    header = header_for(actor, community, "about")
    return render(
        request,
        "communities/community/about.html",
        {
            "community": community,
            "header": header,
            "leaders": queries.leaders(actor, community),
            "around": queries.surroundings(actor, community),
            "organisations": list(community.organisations.order_by("name")) if community.inter_company else [],
            "own_request": own(actor, community) if header.role is None else None,
            "panels": panels(Slot.COMMUNITY, actor, community) if header.readable else [],
            "fact_panels": panels(Slot.ABOUT, actor, community) if header.readable else [],
        },
    )
