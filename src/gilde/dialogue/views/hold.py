"""What waits for a host: the list, the decision, and what the person who wrote it reads of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.header import header_for
from gilde.communities.views.place import with_capability
from gilde.core.rules import Refusal
from gilde.dialogue.actions.review import release, remove
from gilde.dialogue.forms.hold import RemoveForm
from gilde.dialogue.models import Contribution, Hold
from gilde.dialogue.queries.hold import ended_in, files_of, hold_for, own_hold, version_of, waiting_in
from gilde.dialogue.views.door import actor_of, for_people


@for_people
@require_safe
@with_capability(Capability.CURATE)
def holds(request: HttpRequest, community: Community) -> HttpResponse:
    """What waits, the oldest first, and what was decided last."""
    return _show(request, community)


@for_people
@require_POST
@with_capability(Capability.CURATE)
def decide(request: HttpRequest, community: Community, number: int) -> HttpResponse:
    """Let everybody see it (``release``), or take it away with a sentence."""
    actor = actor_of(request)
    row = hold_for(actor, community, number) if number < 2**63 else None
    if row is None:
        raise Http404
    form = RemoveForm(request.POST)
    waited = row.ended_at is None
    if not form.is_valid():
        return _show(request, community, refused=(row.pk, form), status=422)
    try:
        if request.POST.get("release"):
            release(actor=actor, hold=row, seen=request.POST.get("seen"))
            done = _("Everyone sees it now, and those whom it concerns are told.")
        else:
            remove(actor=actor, hold=row, note=form.cleaned_data["note"])
            done = _("It is removed. The person who wrote it reads your sentence.")
    except Refusal as refusal:
        form.add_error(None if request.POST.get("release") else "note", refusal.reason)
        return _show(request, community, refused=(row.pk, form), status=403)
    if waited:
        messages.success(request, done)
    else:
        messages.info(request, _("Someone else has already decided about this."))
    return redirect("dialogue:holds", community.slug)


@for_people
@require_safe
def reviewed(request: HttpRequest, number: int) -> HttpResponse:
    """What a host decided about my own words: on to where they stand, or why they do not, with the words to mend."""
    row: Hold | None = own_hold(actor_of(request), number) if number < 2**63 else None
    if row is None or row.ended_at is None:
        raise Http404
    if row.said.deleted_at is None:
        return redirect(row.said)
    # A reply says where it stood, unless its writer may not read there any more.
    here = isinstance(row.said, Contribution)
    here = here or Contribution.objects.visible_to(actor_of(request)).filter(pk=row.contribution_id).exists()
    return render(request, "dialogue/hold/removed.html", {"hold": row, "said": row.said, "readable": here})


def _show(
    request: HttpRequest, community: Community, *, refused: tuple[int, RemoveForm] | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    waiting = waiting_in(actor, community)
    context = {
        "community": community,
        "header": header_for(actor, community, "held"),
        "waiting": waiting,
        "files": files_of(actor, waiting),
        "version_of": version_of,
        "ended": ended_in(actor, community),
        "form": RemoveForm(),
        "refused": refused,
    }
    return render(request, "dialogue/hold/list.html", context, status=status)
