"""The page of one contribution."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gilde.communities.enums import Joining
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.trips import read, together
from gilde.core.pages import same_for_visitors
from gilde.core.panels import Slot, panels
from gilde.core.views.moved import moved
from gilde.dialogue.enums import WITHHELD
from gilde.dialogue.forms.reply import ReplyForm
from gilde.dialogue.models import Attachment, Comment, Contribution
from gilde.dialogue.queries.appreciation import Signs, in_words
from gilde.dialogue.queries.hold import looked_at_in
from gilde.dialogue.queries.page import contribution_for, contribution_page
from gilde.dialogue.queries.replies import ANSWERS, COMMENTS, UNDER_ANSWER, Place
from gilde.dialogue.queries.reply import excerpt
from gilde.dialogue.queries.stream_row import KIND_MARKS
from gilde.dialogue.rules.acts import acts
from gilde.dialogue.views.appreciation import row_of, thank_link
from gilde.dialogue.views.door import actor_of
from gilde.dialogue.views.shown import ShownReplies
from gilde.dialogue.views.withheld import withheld_words


def get_contribution(actor: Actor, number: int) -> Contribution:
    """The contribution that ``actor`` may read.

    Raises:
        Http404: for a stranger exactly as for a number that does not exist.
    """
    found = contribution_for(actor, number)
    if found is None:
        raise Http404
    return found


def number_in(text: str) -> int:
    """A positive number from the address, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@require_safe
@same_for_visitors
def page(request: HttpRequest, number: int, words: str) -> HttpResponse:
    """Show it; an old or shortened title redirects to the permanent address."""
    contribution = get_contribution(actor_of(request), number)
    if words != contribution.address_words:
        query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
        return moved(contribution.get_absolute_url() + query)
    return show(request, contribution)


def show(
    request: HttpRequest,
    contribution: Contribution,
    *,
    reply: ReplyForm | None = None,
    reply_shown: str = "",
    reply_at: str = "",
    files: Sequence[Attachment] = (),
    status: int = 200,
) -> HttpResponse:
    """The page, with a reply that was not placed when there is one: it stands in the form it came from.

    Args:
        reply_shown: how that reply will look, when its writer asked to see it first.
        reply_at: the form it stands in, when that is not the one it came from.
        files: what was added to that reply already.
    """
    actor = actor_of(request)
    shown = _place(request, contribution)
    data, beside = read(
        together(
            contribution_page.reading(actor, contribution, shown),
            panels.reading(Slot.CONTRIBUTION, actor, contribution),
        )
    )
    possible = acts(actor, contribution, data.standing, data.around.pinned)
    address = contribution.get_absolute_url()
    signs = Signs(data.counts, frozenset(data.around.mine), data.around.named)
    return render(
        request,
        "dialogue/contribution/page.html",
        {
            "page": data,
            "contribution": contribution,
            "community": contribution.community,
            "address": address,
            "full_address": f"{settings.SITE_URL}{address}",
            "withheld": withheld_words(contribution.state, is_mine=data.standing.is_author)
            if contribution.state in WITHHELD
            else "",
            "kind": KIND_MARKS[contribution.kind],
            "actor": actor,
            "acts": possible,
            "signs": row_of(contribution, signs, possible.appreciate, is_own=data.standing.is_author),
            "shown": ShownReplies(data, possible, address),
            "words_of_thanks": in_words(signs, reader_named=not actor.is_visitor),
            "thank": thank_link(actor, contribution),
            "looked_at": _looked_at(actor, contribution.community) if not possible.comment else [],
            "may_join": bool(possible.comment) and _may_join(actor, contribution),
            "reply": reply or ReplyForm(),
            "reply_at": (reply_at or _reply_at(request)) if reply is not None else "",
            "reply_shown": reply_shown,
            "reply_files": files,
            "quote": _quote(request, contribution),
            "is_part": shown != Place(),
            "now": now(),
            "panels": beside,
        },
        status=status,
    )


def _looked_at(actor: Actor, place: Community) -> list[Community]:
    """Only who came in lately, or as a guest, is looked up, so that the page of everybody else asks no more."""
    return looked_at_in(actor, [place]) if actor.arriving or actor.guest_in else []


def _may_join(actor: Actor, contribution: Contribution) -> bool:
    """Whether the way in can be walked by somebody who is not in, nor a guest of this conversation."""
    place = contribution.community
    if contribution.pk in actor.guest_in:
        return False
    return actor.role_in(place.pk) is None and not place.is_archived and place.joining != Joining.INVITATION


def _place(request: HttpRequest, contribution: Contribution) -> Place:
    """Which part of the conversation the address asks for; ``at`` holds an answer or a comment.

    A conversation that fits on one page is shown whole: nothing disappears for who just said something.
    """
    after = number_in(request.GET.get("after", ""))
    at, number = request.GET.get("at", "")[:1], number_in(request.GET.get("at", "")[1:])
    if answer := number_in(request.GET.get("answer", "")):
        return Place(after=after, answer=answer)
    if number and at == "c":
        return Place() if contribution.comment_count <= COMMENTS else Place(after=number - 1)
    if number and at == "a":
        whole = contribution.answer_count <= ANSWERS and contribution.comment_count <= UNDER_ANSWER
        return Place() if whole else Place(at_answer=number)
    return Place(after=after, answers_after=number_in(request.GET.get("answers_after", "")))


def _reply_at(request: HttpRequest) -> str:
    """The form a reply came from: ``answer``, ``comment``, or ``a12`` for a comment on that answer."""
    answer = number_in(request.POST.get("answer", ""))
    if answer:
        return f"a{answer}"
    return "answer" if request.POST.get("form") == "answer" else "comment"


def _quote(request: HttpRequest, contribution: Contribution) -> dict[str, object] | None:
    """The comment that is being answered, when the address names one; one query then."""
    number = number_in(request.GET.get("quote", "") or request.POST.get("quotes", ""))
    if not number:
        return None
    found = (
        Comment.objects.visible_to(actor_of(request))
        .select_related("author")
        .filter(pk=number, contribution=contribution)
        .first()
    )
    if found is None:
        return None
    return {
        "id": found.pk,
        "answer": found.answer_id,
        "author_name": found.author.name,
        "excerpt": _("Words of someone you blocked")
        if found.author_id in actor_of(request).blocks
        else excerpt(found.body),
        "url": found.get_absolute_url(),
    }
